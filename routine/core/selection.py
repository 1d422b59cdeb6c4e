"""Knows which reminder a person means, with a name or without one; must not know what is asked of it or who asks.

Without a name: what waits, what is on the screen first, the newest first. With one: what waits, else what is under
way, else the next of today, else an earlier one of today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta, tzinfo

from msgspec import Struct

from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.plan import ReminderPolicy
from routine.core.reminder import RESUMABLE, Reminder
from routine.core.reminder_states import FINAL, WAITING, Phase
from routine.errors import AmbiguousSession, SeveralSessions, UnknownSession

NIGHT = timedelta(hours=6)
"""A session of late last evening is still `today` for whoever is up after midnight."""

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


def is_waiting(reminder: Reminder, policy: ReminderPolicy, now: datetime) -> bool:
    """Due and not answered; also where no service runs to say so."""
    if reminder.phase is Phase.UPCOMING:
        return reminder.occurrence.asked_at <= now < reminder.occurrence.asked_at + policy.give_up_after
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


def named(name: str, sessions: Iterable[SessionName]) -> tuple[SessionName, ...]:
    """The sessions that go by `name`: by id, `plan/id`, title, or the beginning of one. Raises UsageError."""
    wanted = name.casefold().strip()
    known = tuple(dict.fromkeys(sessions))
    exact = tuple(call for call in known if wanted in _names(call))
    if exact:
        return exact
    begun = tuple(call for call in known if wanted and any(each.startswith(wanted) for each in _names(call)))
    if len({call.title.casefold() for call in begun}) > 1:
        raise AmbiguousSession(name, [(call.title, call.full) for call in begun])
    if not begun:
        raise UnknownSession(name, _close(wanted, known))
    return begun


def of_session(reminders: Iterable[Reminder], policy: Policy, now: datetime, zone: tzinfo) -> Reminder | None:
    """Of one session's reminders, the one that is meant now; None when today has none."""
    mine = list(reminders)
    if wait := waiting(mine, policy, now):
        return wait[0]
    if started := under_way(mine):
        return started[0]
    todays = [reminder for reminder in mine if _is_today(reminder, now, zone)]
    ahead = [r for r in todays if r.occurrence.due > now and r.phase not in FINAL]
    if ahead:
        return min(ahead, key=lambda reminder: reminder.occurrence.due)
    earlier = [reminder for reminder in todays if reminder.occurrence.due <= now]
    return max(earlier or todays, key=lambda reminder: reminder.occurrence.due, default=None)


def select_current(
    name: str, each: Iterable[Reminders], policy: Policy, now: datetime, zone: tzinfo
) -> Reminder | None:
    """Of what goes by one name in each plan, the reminder that is meant now. Raises UsageError for two alike."""
    found = [one for mine in each if (one := of_session(mine, policy, now, zone))]
    best = min((_rank(one, policy, now) for one in found), default=0)
    return _only(name, [one for one in found if _rank(one, policy, now) == best])


def select_nearest(
    name: str, each: Iterable[Reminders], at: datetime, now: datetime, zone: tzinfo
) -> Reminder | None:
    """Of what goes by one name in each plan, the one due closest to `at`. Raises UsageError for two as close."""
    found = [one for mine in each if (one := nearest(mine, at, now, zone))]
    best = min((abs(one.occurrence.due - at) for one in found), default=None)
    return _only(name, [one for one in found if abs(one.occurrence.due - at) == best])


def _only(name: str, alike: Sequence[Reminder]) -> Reminder | None:
    if len(alike) > 1:
        raise SeveralSessions(name, [one.key.session_ref for one in alike])
    return alike[0] if alike else None


def _rank(one: Reminder, policy: Policy, now: datetime) -> int:
    if is_waiting(one, policy(one.key), now):
        return 0
    return 1 if one.phase is Phase.STARTED else 2


def nearest(reminders: Iterable[Reminder], at: datetime, now: datetime, zone: tzinfo) -> Reminder | None:
    """The one of today that was due closest to `at`."""
    todays = [reminder for reminder in reminders if _is_today(reminder, now, zone)]
    return min(todays, key=lambda reminder: abs(reminder.occurrence.due - at), default=None)


def next_ahead(reminders: Iterable[Reminder], now: datetime) -> tuple[Reminder, datetime] | None:
    """What comes next, and when: an upcoming session, or a snoozed one that comes back."""
    coming = [(reminder, _comes(reminder)) for reminder in reminders]
    ahead = [(reminder, at) for reminder, at in coming if at is not None and at > now]
    return min(ahead, key=lambda pair: pair[1], default=None)


def _comes(reminder: Reminder) -> datetime | None:
    if reminder.phase is Phase.UPCOMING:
        return reminder.occurrence.due
    return reminder.until if reminder.phase is Phase.SNOOZED else None


def _is_today(reminder: Reminder, now: datetime, zone: tzinfo) -> bool:
    due = reminder.occurrence.due
    return due.astimezone(zone).date() == now.astimezone(zone).date() or timedelta(0) <= now - due < NIGHT


def _names(call: SessionName) -> tuple[str, str, str]:
    return call.session.casefold(), call.title.casefold(), call.full.casefold()


def _close(wanted: str, known: Sequence[SessionName]) -> list[str]:
    import difflib  # noqa: PLC0415 - only for a mistyped name; commands must answer at once

    by_name = {each: call.title for call in known for each in _names(call)}
    close = difflib.get_close_matches(wanted, by_name, n=3)
    return list(dict.fromkeys(by_name[each] for each in close))
