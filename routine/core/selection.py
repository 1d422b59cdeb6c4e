"""Knows which reminder a person means, with a name or without one; must not know what is asked of it or who asks.

Without a name: what waits, what is on the screen first, the newest first. With one: what waits, else what is under
way, else the last one of this day or of the night before; never one that is still to come, unless it is named by
its key or its time, or somebody says that they are early.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta, tzinfo
from unicodedata import normalize

from msgspec import Struct

from routine.core.events import ExcuseReason
from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.plan import ReminderPolicy
from routine.core.reminder import RESUMABLE, Reminder
from routine.core.reminder_states import WAITING, Phase
from routine.errors import AmbiguousSession, SeveralSessions, UnknownSession

NIGHT = timedelta(hours=6)
"""A session of late last evening is still `today` for whoever is up after midnight."""

_MINUTE = timedelta(minutes=1)

_OF_WHAT_WAS = frozenset({Phase.COMPLETED, Phase.STARTED})
"""Nobody means by these what is still to come."""
_DECIDED = frozenset({Phase.COMPLETED, Phase.SKIPPED, Phase.EXCUSED})

_ON_SCREEN = {Phase.SHOWING: 0, Phase.SHOWN: 0, Phase.UPCOMING: 0, Phase.HELD: 1, Phase.SNOOZED: 2}


Reminders = Iterable[Reminder]
Policy = Callable[[OccurrenceKey], ReminderPolicy]


class SessionName(Struct, frozen=True):
    """A session, by all the names it goes by."""

    plan: str
    session: str
    title: str

    @property
    def full(self) -> SessionRef:
        return SessionRef.of(self.plan, self.session)


class SelectionContext(Struct, frozen=True):
    """Where and when somebody names a session, and how each is reminded of."""

    policy: Policy
    now: datetime
    zone: tzinfo


class StillToCome(Struct, frozen=True):
    """Nothing of this session waits, and what lies nearest is ahead: that is meant only where somebody says so."""

    coming: Reminder
    last: Reminder | None = None
    """The one before."""


def is_waiting(reminder: Reminder, policy: ReminderPolicy, now: datetime) -> bool:
    """Due and not answered; also where no service runs to say so."""
    if reminder.phase is Phase.UPCOMING:
        return reminder.waiting_since <= now < reminder.waiting_since + policy.give_up_after
    return reminder.phase in WAITING


def waiting(reminders: Iterable[Reminder], policy: Policy, now: datetime) -> list[Reminder]:
    """All that wait: what is on the screen, then what is held or snoozed; in each the newest first."""
    found = [reminder for reminder in reminders if is_waiting(reminder, policy(reminder.key), now)]
    found.sort(key=lambda reminder: (reminder.occurrence.due, reminder.key), reverse=True)
    return sorted(found, key=lambda reminder: _ON_SCREEN[reminder.phase])


def under_way(reminders: Iterable[Reminder]) -> list[Reminder]:
    """The sessions somebody has started, the one started last first."""
    found = [reminder for reminder in reminders if reminder.phase is Phase.STARTED]
    return sorted(found, key=lambda reminder: reminder.since or reminder.occurrence.due, reverse=True)


def broken_off(reminders: Iterable[Reminder], now: datetime) -> list[Reminder]:
    """The sessions that still go on where they were left, the one left last first."""
    left = [
        (reminder.performed_at, reminder)
        for reminder in reminders
        if reminder.phase is Phase.ABANDONED and reminder.performed_at and now - reminder.performed_at < RESUMABLE
    ]
    return [reminder for _, reminder in sorted(left, key=lambda pair: pair[0], reverse=True)]


def is_called(name: str, sessions: Iterable[SessionName]) -> bool:
    """Whether `name` is the whole of an id, a `plan/id` or a title."""
    wanted = _folded(name)
    return bool(wanted) and any(wanted in _names(call) for call in sessions)


def named(name: str, sessions: Iterable[SessionName]) -> tuple[SessionName, ...]:
    """The sessions that go by `name`: by id, `plan/id`, title, or the beginning of one. Raises UsageError."""
    wanted = _folded(name)
    known = tuple(dict.fromkeys(sessions))
    exact = tuple(call for call in known if wanted in _names(call))
    if exact:
        return exact
    begun = tuple(call for call in known if wanted and any(each.startswith(wanted) for each in _names(call)))
    if len({_folded(call.title) for call in begun}) > 1:
        raise AmbiguousSession(name, [(call.title, call.full) for call in begun])
    if not begun:
        raise UnknownSession(name, _close(wanted, known))
    return begun


def select_of_session(
    reminders: Iterable[Reminder], asked: Phase, context: SelectionContext
) -> Reminder | StillToCome | None:
    """Of one session's reminders, the one that is meant now; None when none is near.

    `asked`: the phase that somebody wants it in. Nobody has done yet what is still to come; it may be meant where
    somebody skips, excuses or snoozes, so there it has to be said which, unless the one that was is nearer.
    """
    mine, now, zone = list(reminders), context.now, context.zone
    if found := waiting(mine, context.policy, now) or under_way(mine):
        return found[0]
    last = max((one for one in mine if one.occurrence.due <= now), key=_due, default=None)
    ahead = [one for one in mine if one.occurrence.due > now]
    coming = min(ahead, key=_due, default=None)
    if last and (coming is None or _is_meant_before(last, coming, asked, context)):
        return last if is_this_day(last, now, zone) or _is_of_yesterday(last, now, zone) else None
    if coming is None or not is_this_day(coming, now, zone):
        return None
    # what was done ahead of its time is not done again by whoever says so twice
    is_said = coming.phase is asked and coming.reason is not ExcuseReason.DAYS_OFF
    return coming if is_said else StillToCome(coming, last)


def select_current(
    name: str, each: Iterable[Reminders], asked: Phase, context: SelectionContext
) -> Reminder | StillToCome | None:
    """Of what goes by one name in each plan, the one that is meant now. Raises UsageError for two alike."""
    found = [one for mine in each if (one := select_of_session(mine, asked, context))]
    came = [one for one in found if isinstance(one, Reminder)]
    if not came:
        ahead = [one for one in found if isinstance(one, StillToCome)]
        return min(ahead, key=lambda one: one.coming.occurrence.due, default=None)
    best = min(_rank(one, context) for one in came)
    return _only(name, [one for one in came if _rank(one, context) == best])


def select_nearest(name: str, each: Iterable[Reminders], at: datetime, now: datetime) -> Reminder | None:
    """Of what goes by one name in each plan and has come, the one due closest to `at`.

    One that is planned for that very time is meant also where it is still to come: so it is named.
    Raises UsageError for two as close.
    """
    found = [one for mine in each if (one := nearest(mine, at, now))]
    best = min((abs(one.occurrence.due - at) for one in found), default=None)
    return _only(name, [one for one in found if abs(one.occurrence.due - at) == best])


def is_at_its_minute(reminder: Reminder, now: datetime) -> bool:
    """Whether it has come due within this minute, and nobody has said anything of it."""
    return timedelta(0) <= now - reminder.occurrence.due < _MINUTE and reminder.phase not in _DECIDED


def only_one(name: str, alike: Sequence[Reminder]) -> Reminder:
    """Of what goes by one name at one time. Raises UsageError where two plans have it."""
    by_plan = {one.occurrence.plan: one for one in reversed(alike)}
    return _only(name, [one for one in alike if by_plan[one.occurrence.plan] is one]) or alike[0]


def _only(name: str, alike: Sequence[Reminder]) -> Reminder | None:
    if len(alike) > 1:
        raise SeveralSessions(name, [one.key.session_ref for one in alike])
    return alike[0] if alike else None


def _rank(one: Reminder, context: SelectionContext) -> int:
    if is_waiting(one, context.policy(one.key), context.now):
        return 0
    return 1 if one.phase is Phase.STARTED else 2


def nearest(reminders: Iterable[Reminder], at: datetime, now: datetime) -> Reminder | None:
    """Of those that have come, the one that was due closest to `at`; or the one that is planned for just then."""
    come = [one for one in reminders if one.occurrence.due <= now or one.occurrence.due == at]
    return min(come, key=lambda one: (abs(one.occurrence.due - at), -one.occurrence.due.timestamp()), default=None)


def is_this_day(reminder: Reminder, now: datetime, zone: tzinfo) -> bool:
    """Whether it belongs to this day, or to the night that is not over yet."""
    due = reminder.occurrence.due
    return due.astimezone(zone).date() == now.astimezone(zone).date() or timedelta(0) <= now - due < NIGHT


def _is_meant_before(last: Reminder, coming: Reminder, asked: Phase, context: SelectionContext) -> bool:
    """Whether the one that was is meant, and not the one that comes."""
    now, zone = context.now, context.zone
    nearer = now - last.occurrence.due <= coming.occurrence.due - now
    if asked in _OF_WHAT_WAS:
        return nearer or is_this_day(last, now, zone)
    # what is decided is decided: another word about this session is about its next time
    return nearer and (last.phase not in _DECIDED or last.phase is asked or not is_this_day(coming, now, zone))


def _is_of_yesterday(reminder: Reminder, now: datetime, zone: tzinfo) -> bool:
    return (now.astimezone(zone).date() - reminder.occurrence.due.astimezone(zone).date()).days <= 1


def _due(reminder: Reminder) -> datetime:
    return reminder.occurrence.due


def next_ahead(reminders: Iterable[Reminder], now: datetime) -> tuple[Reminder, datetime] | None:
    """What comes next, and when: an upcoming session, or a snoozed one that comes back."""
    coming = [(reminder, _comes(reminder)) for reminder in reminders]
    ahead = [(reminder, at) for reminder, at in coming if at is not None and at > now]
    return min(ahead, key=lambda pair: pair[1], default=None)


def _comes(reminder: Reminder) -> datetime | None:
    if reminder.phase is Phase.UPCOMING:
        return reminder.occurrence.due
    return reminder.until if reminder.phase is Phase.SNOOZED else None


def _names(call: SessionName) -> tuple[str, str, str]:
    return _folded(call.session), _folded(call.title), _folded(call.full)


def _folded(name: str) -> str:
    """As names are compared: a letter with its mark is one letter, however a keyboard or a file wrote it."""
    return " ".join(normalize("NFC", name).casefold().split())


def _close(wanted: str, known: Sequence[SessionName]) -> list[str]:
    import difflib  # noqa: PLC0415 - only for a mistyped name; commands must answer at once

    by_name = {each: call.title for call in known for each in _names(call)}
    close = [by_name[each] for each in difflib.get_close_matches(wanted, by_name, n=3)]
    if not close:
        # people type one word of several
        by_word = {word: call.title for call in reversed(known) for name in _names(call) for word in name.split()}
        close = [by_word[each] for each in difflib.get_close_matches(wanted, by_word, n=3, cutoff=0.7)]
    return list(dict.fromkeys(close))
