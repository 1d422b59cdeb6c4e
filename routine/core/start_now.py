"""Knows which occurrence begins when somebody starts a session at will; must not know how they said so."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TypeGuard

from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.occurrence import Occurrence
from routine.core.plan import Plan, ReminderPolicy, Session
from routine.core.reminder import Reminder
from routine.core.reminder_states import SETTLED, NothingToPerform, is_performed
from routine.core.schedule import Schedule
from routine.core.selection import StillToCome, is_this_day, is_waiting

_TURN_AHEAD = timedelta(days=15)
_MINUTE = timedelta(minutes=1)


def is_to_start(
    found: Reminder | StillToCome | None,
    policy: Callable[[OccurrenceKey], ReminderPolicy],
    now: datetime,
    zone: tzinfo,
) -> TypeGuard[Reminder]:
    """Whether it is that one which begins, also where it was missed or skipped, on its own day or in its night."""
    if not isinstance(found, Reminder) or found.phase in SETTLED:
        return False
    return is_this_day(found, now, zone) or is_waiting(found, policy(found.key), now)


def occurrence_now(
    planned: Sequence[tuple[Plan, Session]],
    agenda: Schedule,
    reminders: Mapping[OccurrenceKey, Reminder],
    now: datetime,
) -> Occurrence:
    """One that no plan asked for: of these sessions the one whose turn it would be next, at this minute.

    Raises NothingToPerform.
    """
    if not any(is_performed(session.asks) for _, session in planned):
        raise NothingToPerform(planned[0][1])
    names = {SessionRef.of(plan.id, session.id): (plan, session) for plan, session in planned}
    ahead = agenda.occurrences(now, now + _TURN_AHEAD, planned=True)
    coming = next((one for one in ahead if one.key.session_ref in names), None)
    plan, session = names[coming.key.session_ref] if coming else planned[0]
    turn = coming.turn if coming else 0
    found = agenda.begun_at(plan, session, now.replace(second=0, microsecond=0), turn)
    while found.key in reminders and reminders[found.key].phase in SETTLED:
        # it was done in this very minute, and is wanted once more
        found = agenda.begun_at(plan, session, found.due + _MINUTE, turn)
    return found
