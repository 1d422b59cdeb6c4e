"""Knows which reminder somebody means, by a name, a day, a time or none of these; not what is asked of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import chain
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from routine.core import selection as choose
from routine.core.identifiers import Phase
from routine.core.ids import LIBRARY, OccurrenceKey
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.recurrence import due_utc
from routine.core.reminder import Reminder
from routine.core.reminder_states import is_performed
from routine.core.time_input import is_day, parse_day, parse_time_of_day
from routine.errors import UnknownOccurrence, UnknownSession, UsageError
from routine.presentation import agenda as agenda_words
from routine.presentation import answers as words
from routine.service.reminder_store import ReminderStore
from routine.service.requests.context import RequestContext, coming, local_time
from routine.service.requests.messages import (
    AlreadyDone,
    AnswerBody,
    NamedOccurrence,
    NotAnswered,
    NothingWaits,
    NotOnThatDay,
    NotPlannedToday,
    NotYet,
    SessionAnswered,
    SessionRequest,
)

RequestT = TypeVar("RequestT", bound=SessionRequest[Any])

_INSTANT = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_MOST_WORDS = 4
"""So many name a day at most."""


class Selection(Struct, frozen=True):
    """The reminder that is meant, what waits beside it, and whether it is what a person has before their eyes."""

    reminder: Reminder
    others: tuple[Reminder, ...] = ()
    waits: bool = True
    at: datetime | None = None
    """The time that was given with it."""


def with_day(request: RequestT, context: RequestContext, now: datetime) -> RequestT:
    """`morning yesterday`, or `yesterday` alone, where no session is called so: the words name the day.

    So they do where the time should stand. Raises JournalError.
    """
    if request.at and not request.on:
        request = _with_day_of_time(request)
    said = request.session.split()
    # `the day before yesterday` is four words
    cuts = range(-min(len(said), _MOST_WORDS), 0)
    cut = next((place for place in cuts if is_day(" ".join(said[place:]))), None)
    if request.on or cut is None:
        return request
    try:
        Selector(context, now).sessions(request.session)
    except UnknownSession:
        return replace(request, session=" ".join(said[:cut]), on=" ".join(said[cut:]))
    except UsageError:
        return request
    return request


def _with_day_of_time(request: RequestT) -> RequestT:
    """`--at "2026-11-22 08:00"`: a day and a time of it."""
    said = request.at.split()
    for cut in range(len(said), 0, -1):
        day, at = " ".join(said[:cut]), " ".join(said[cut:])
        if is_day(day) and (not at or parse_time_of_day(at)):
            return replace(request, on=day, at=at)
    return request


class Selector:
    """Finds it among the reminders near now, or near the day that is spoken of."""

    def __init__(self, context: RequestContext, now: datetime, on: str = "") -> None:
        """`on`: a day, as it was typed. Raises UsageError, JournalError."""
        self._context = context
        self.now = now
        self.day = self._day(on) if on else None
        since = due_utc(self.day - _DAY, time(0), context.zone) if self.day else None
        self.store: ReminderStore = context.store(now, since=since)

    @property
    def zone(self) -> tzinfo:
        return self.store.agenda.zone

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def waiting(self) -> list[Reminder]:
        return choose.waiting(self.store.reminders.values(), self.store.policy, self.now)

    def under_way(self) -> list[Reminder]:
        return choose.under_way(self.store.reminders.values())

    def select(self, request: SessionRequest[AnswerBody], asked: Phase) -> Selection | NotAnswered:
        """The reminder that is meant, or why there is none. `asked`: the phase that somebody wants it in.

        Raises UsageError, PlanError.
        """
        at = self._time_given(request.at) if request.at else None
        found = self._select(request, asked, at)
        return replace(found, at=at) if isinstance(found, Selection) else found

    def _select(
        self, request: SessionRequest[AnswerBody], asked: Phase, at: datetime | None
    ) -> Selection | NotAnswered:
        if key := self._by_key(request.session):
            return self._selected(key)
        if request.early and not (self.day or at):
            return self._early(request.session)
        if self.day or at:
            return self._of_day(request.session, asked, at)
        if not request.session:
            return self.without_name(started=asked is Phase.COMPLETED) or self._nothing_waits()
        return self._by_name(request.session, asked)

    def _early(self, name: str) -> Selection | NotAnswered:
        """The next one, or the one whose minute this is: who types it cannot know which came first.

        Raises UsageError.
        """
        known = self._known(self.sessions(name) if name else None)
        there = [one for one in known if choose.is_at_its_minute(one, self.now)] or [
            one
            for one in known
            if one.occurrence.due > self.now and one.occurrence.asks is not OccurrenceKind.REVIEW
        ]
        first = min((one.occurrence.due for one in there), default=None)
        together = [one for one in there if one.occurrence.due == first]
        if not together:
            return self.not_today(name) if name else self._nothing_waits()
        if not name and len(together) > 1:
            raise UsageError(*words.several_of_that_day([(one.occurrence.title, one.key) for one in together]))
        found = choose.only_one(name, together)
        self.store.add(found.occurrence)
        return self._selected(self.store.reminders[found.key])

    def without_name(self, *, started: bool = False) -> Selection | None:
        """What waits, the newest on the screen first; with `started`, what is under way before that."""
        found = [*(self.under_way() if started else ()), *self.waiting()]
        if not found:
            self._context.refuse_unread()
            return None
        return Selection(found[0], tuple(found[1:]))

    def by_name(self, name: str, asked: Phase) -> Reminder | choose.StillToCome | None:
        """By key, id, title or how that begins. Raises UsageError for a name nobody has."""
        if reminder := self._by_key(name):
            return reminder
        sessions = self.sessions(name)
        each = self.by_plan(sessions)
        here = choose.SelectionContext(self.store.policy, self.now, self.zone)
        found = choose.select_current(name, each, asked, here)
        came_today = isinstance(found, Reminder) and choose.is_this_day(found, self.now, self.zone)
        return found if came_today else self._not_counted(sessions) or found

    def sessions(self, name: str) -> tuple[choose.SessionName, ...]:
        """Those that go by that name, also where they have left their plan. Raises UsageError, PlanError."""
        known = self._sessions()
        if not known:
            self._context.refuse_unread()
        return choose.named(name, known)

    def is_called(self, name: str) -> bool:
        """Whether a session is really called so, by its whole title or id."""
        return choose.is_called(name, self._sessions())

    def _sessions(self) -> tuple[choose.SessionName, ...]:
        planned = (
            choose.SessionName(plan.id, session.id, session.title)
            for plan in self.store.agenda.plans
            for session in plan.sessions
            # a review goes by its course's name; it is answered by `routine appointment`
            if session.asks is not OccurrenceKind.REVIEW
        )
        gone = (
            choose.SessionName(one.plan, one.session, one.title)
            for one in (reminder.occurrence for reminder in self.store.reminders.values())
            if self.store.agenda.find(one.key) is None
        )
        # what was begun from the library is called by its name as long as it goes on
        begun = (
            choose.SessionName(one.occurrence.plan, one.occurrence.session, one.occurrence.title)
            for one in self.under_way()
            if one.occurrence.plan == LIBRARY
        )
        return tuple(chain(planned, gone, begun))

    def by_plan(self, sessions: Iterable[choose.SessionName]) -> list[list[Reminder]]:
        """Sessions of one title in one plan are one to a person; in two plans they are not."""
        sessions = tuple(sessions)
        full = {session.full for session in sessions}
        found = [one for key, one in self.store.reminders.items() if key.session_ref in full]
        plans = dict.fromkeys(session.plan for session in sessions)
        return [[one for one in found if one.occurrence.plan == plan] for plan in plans]

    def named(self, reminder: Reminder, *, tells_time: bool = False) -> NamedOccurrence:
        """With whether its title alone says which one it is."""
        one = reminder.occurrence
        planned = ((plan.id, each) for plan in self.store.agenda.plans for each in plan.sessions)
        shares = any(plan != one.plan and each.title == one.title for plan, each in planned)
        return NamedOccurrence(one, shares, tells_time)

    def answered(self, selection: Selection) -> SessionAnswered:
        """What was answered, and what else waits; of two with one title the time is told."""
        titles = Counter(one.occurrence.title for one in (selection.reminder, *selection.others))
        one = selection.reminder
        return SessionAnswered(
            local_time(self._context, self.now),
            self.named(one, tells_time=not selection.waits or titles[one.occurrence.title] > 1),
            tuple(self.named(other, tells_time=titles[other.occurrence.title] > 1) for other in selection.others),
            coming(self.store, self.now),
        )

    def already_done(self, selection: Selection) -> AlreadyDone:
        named = self.named(selection.reminder, tells_time=not selection.waits)
        return AlreadyDone(local_time(self._context, self.now), named, coming(self.store, self.now))

    def not_today(self, name: str) -> NotPlannedToday:
        call = self.sessions(name)[0]
        planned = self.store.agenda.find_session(call.full)
        has_steps = planned is None or is_performed(planned[1].asks)
        return NotPlannedToday(local_time(self._context, self.now), call.title, has_steps)

    def not_yet(self, found: choose.StillToCome) -> NotYet:
        last = found.last if found.last and (self.today - _local_day(found.last, self.zone)).days <= 1 else None
        return NotYet(
            local_time(self._context, self.now),
            self.named(found.coming, tells_time=True),
            self.named(last, tells_time=True) if last else None,
        )

    def _time_given(self, text: str) -> datetime:
        """That time of the day that is spoken of, as an instant; of today or last night where none is.

        Raises UsageError.
        """
        at = parse_time_of_day(text)
        if at is None:
            raise UsageError(*words.not_a_time(text))
        if self.day:
            return due_utc(self.day, at, self.zone)
        instant = due_utc(self.today, at, self.zone)
        before = due_utc(self.today - _DAY, at, self.zone)
        # after midnight the evening before is meant
        return before if instant > self.now and self.now - before <= choose.NIGHT else instant

    def _by_name(self, name: str, asked: Phase) -> Selection | NotAnswered:
        found = self.by_name(name, asked)
        if found is None:
            return self.not_today(name)
        return self.not_yet(found) if isinstance(found, choose.StillToCome) else self._selected(found)

    def _by_key(self, name: str) -> Reminder | None:
        """None where it is no key. Raises UnknownOccurrence for one that nobody has."""
        try:
            key = OccurrenceKey.parse(name)
        except ValueError:
            return None
        if key not in self.store.reminders:
            for uncounted in self._uncounted():
                if uncounted.key == key:
                    self.store.add(uncounted)
            found = self.store.agenda.find(key)
            if found and found[1].asks is OccurrenceKind.REVIEW:
                # whether a course is helping can be said at any time, once it was asked
                self.store.look_up(key)
        if reminder := self.store.reminders.get(key):
            return reminder
        self._context.refuse_unread()
        raise UnknownOccurrence(*words.not_in_plans())

    def _selected(self, reminder: Reminder) -> Selection:
        waits = choose.is_waiting(reminder, self.store.policy(reminder.key), self.now)
        return Selection(reminder, waits=waits or reminder.phase is Phase.STARTED)

    def _of_day(self, name: str, asked: Phase, at: datetime | None) -> Selection | NotAnswered:
        """Of the day that is spoken of, or today: the one due closest to a time, or what is left to answer."""
        if not name and not self.day and (found := self.without_name(started=True)):
            return found
        sessions = self.sessions(name) if name else None
        mine = [one for one in self._known(sessions) if self._is_of(one)]
        if at:
            plans = dict.fromkeys(one.occurrence.plan for one in mine)
            each = [[one for one in mine if one.occurrence.plan == plan] for plan in plans]
            near = choose.select_nearest(name, each, at, self.now)
        else:
            near = self._left(name, mine, asked)
        if near:
            self.store.add(near.occurrence)
            return self._selected(near)
        return self._none_of_day(name, mine)

    def _left(self, name: str, mine: Sequence[Reminder], asked: Phase) -> Reminder | None:
        """What has come and is not done; without that, what is still to come, or what was done already.

        Raises UsageError where it has to be said which.
        """
        come = [one for one in mine if one.occurrence.due <= self.now]
        left = [one for one in come if one.phase not in {Phase.COMPLETED, asked}]
        if not come and asked is not Phase.COMPLETED:
            left = [one for one in mine if one.phase is not asked]
        if len(left) > 1:
            raise UsageError(*words.several_of_that_day([(one.occurrence.title, one.key) for one in left]))
        over = come if name else ()
        return left[0] if left else max(over, key=lambda one: one.occurrence.due, default=None)

    def _none_of_day(self, name: str, mine: Sequence[Reminder]) -> NotAnswered:
        ahead = [one for one in mine if one.occurrence.due > self.now]
        if ahead and name:
            return self.not_yet(choose.StillToCome(min(ahead, key=lambda one: one.occurrence.due)))
        if self.day:
            title = self.sessions(name)[0].title if name else ""
            return NotOnThatDay(local_time(self._context, self.now), self.day, title)
        return self.not_today(name) if name else self._nothing_waits()

    def _known(self, sessions: Sequence[choose.SessionName] | None) -> list[Reminder]:
        """The reminders of these sessions, or of all, and what of today has not been counted yet."""
        full = None if sessions is None else {session.full for session in sessions}
        uncounted = (Reminder(one) for one in self._uncounted())
        known = chain(self.store.reminders.values(), uncounted)
        return [one for one in known if full is None or one.key.session_ref in full]

    def _is_of(self, one: Reminder) -> bool:
        """A day holds what was planned for it, wherever the computer is by now."""
        if self.day is None:
            return choose.is_this_day(one, self.now, self.zone)
        return one.occurrence.planned.date() == self.day

    def _day(self, text: str) -> date:
        found = parse_day(text, self.now.astimezone(self._context.zone).date())
        if found is None:
            raise UsageError(*agenda_words.not_a_day(text))
        return found

    def _uncounted(self) -> list[Occurrence]:
        """Of the day, those whose time had passed before their plan was first read, on that day or today."""
        day, agenda = self.day or self.today, self.store.agenda
        since, until = (due_utc(each, time(0), self.zone) for each in (day, day + _DAY))
        earlier = agenda.occurrences(since - _INSTANT, min(until - _INSTANT, self.now), planned=True)
        loads = {plan: at.astimezone(self.zone).date() for plan, at in agenda.seen.plans.items()}
        return [
            one
            for one in earlier
            if one.key not in self.store.reminders
            and (day == self.today or loads.get(one.plan, self.today) <= day)
        ]

    def _not_counted(self, sessions: Iterable[choose.SessionName]) -> Reminder | None:
        """The last of those: it counts once somebody speaks of it."""
        full = {session.full for session in sessions}
        earlier = [one for one in self._uncounted() if one.key.session_ref in full]
        if not earlier:
            return None
        self.store.add(earlier[-1])
        return self.store.reminders[earlier[-1].key]

    def _nothing_waits(self) -> NothingWaits:
        return NothingWaits(local_time(self._context, self.now), coming(self.store, self.now))


def _local_day(reminder: Reminder, zone: tzinfo) -> date:
    return reminder.occurrence.due.astimezone(zone).date()
