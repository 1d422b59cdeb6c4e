"""Knows which reminder somebody means, by a name or without one; must not know what is asked of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta, tzinfo
from itertools import chain

from msgspec import Struct

from routine.core import selection as choose
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import OccurrenceKind
from routine.core.recurrence import due_utc
from routine.core.reminder import Reminder
from routine.core.reminder_states import is_performed
from routine.service.reminder_store import ReminderStore
from routine.service.requests.context import RequestContext, coming, local_time
from routine.service.requests.messages import NamedOccurrence, NotAnswered, NothingWaits, NotPlannedToday

_INSTANT = timedelta(microseconds=1)


class Selection(Struct, frozen=True):
    """The reminder that is meant, and what waits beside it."""

    reminder: Reminder
    others: tuple[Reminder, ...] = ()


class Selector:
    """Finds it among the reminders near now."""

    def __init__(self, context: RequestContext, now: datetime) -> None:
        self._context = context
        self.now = now
        self.store: ReminderStore = context.store(now)

    @property
    def zone(self) -> tzinfo:
        return self.store.agenda.zone

    def waiting(self) -> list[Reminder]:
        return choose.waiting(self.store.reminders.values(), self.store.policy, self.now)

    def under_way(self) -> list[Reminder]:
        return choose.under_way(self.store.reminders.values())

    def select(self, name: str, *, started: bool = False) -> Selection | NotAnswered:
        """The reminder that is meant, or why there is none; `started` as below. Raises UsageError, PlanError."""
        if not name:
            found = self.without_name(started=started)
            return found or NothingWaits(local_time(self._context, self.now), coming(self.store, self.now))
        if reminder := self.by_name(name):
            return Selection(reminder)
        call = self.sessions(name)[0]
        planned = self.store.agenda.find_session(call.full)
        has_steps = planned is None or is_performed(planned[1].asks)
        return NotPlannedToday(local_time(self._context, self.now), call.title, has_steps)

    def without_name(self, *, started: bool = False) -> Selection | None:
        """What waits, the newest on the screen first; with `started`, what is under way before that."""
        found = [*(self.under_way() if started else ()), *self.waiting()]
        if not found:
            self._context.refuse_unread()
            return None
        return Selection(found[0], tuple(found[1:]))

    def by_name(self, name: str) -> Reminder | None:
        """Of today, by key, id, title or how that begins. Raises UsageError for a name nobody has."""
        if reminder := self.store.reminders.get(OccurrenceKey(name)):
            return reminder
        sessions = self.sessions(name)
        found = choose.select_current(name, self.by_plan(sessions), self.store.policy, self.now, self.zone)
        return found or self._not_counted(sessions)

    def nearest(self, name: str, at: datetime) -> Reminder | None:
        """Of today, the one due closest to that time; of any session where no name is given. Raises UsageError."""
        each = self.by_plan(self.sessions(name)) if name else [list(self.store.reminders.values())]
        return choose.select_nearest(name, each, at, self.now, self.zone)

    def sessions(self, name: str) -> tuple[choose.SessionName, ...]:
        """Those that go by that name, also where they have left their plan. Raises UsageError, PlanError."""
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
        known = tuple(chain(planned, gone))
        if not known:
            self._context.refuse_unread()
        return choose.named(name, known)

    def by_plan(self, sessions: tuple[choose.SessionName, ...]) -> list[list[Reminder]]:
        """Sessions of one title in one plan are one to a person; in two plans they are not."""
        full = {session.full for session in sessions}
        found = [one for key, one in self.store.reminders.items() if key.session_ref in full]
        plans = dict.fromkeys(session.plan for session in sessions)
        return [[one for one in found if one.occurrence.plan == plan] for plan in plans]

    def named(self, reminder: Reminder) -> NamedOccurrence:
        """With whether its title alone says which one it is."""
        one = reminder.occurrence
        planned = ((plan.id, each) for plan in self.store.agenda.plans for each in plan.sessions)
        return NamedOccurrence(one, any(plan != one.plan and each.title == one.title for plan, each in planned))

    def _not_counted(self, sessions: Iterable[choose.SessionName]) -> Reminder | None:
        """One whose time had passed today before its plan was first read: it counts once somebody speaks of it."""
        full = {session.full for session in sessions}
        midnight = due_utc(self.now.astimezone(self.zone).date(), time(0), self.zone)
        earlier = self.store.agenda.occurrences(midnight - _INSTANT, self.now, planned=True)
        for occurrence in reversed(earlier):
            if occurrence.key.session_ref in full:
                self.store.add(occurrence)
                return self.store.reminders[occurrence.key]
        return None
