"""Knows which occurrence is meant by somebody who starts a session at will; must not know how they said so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TypeGuard

from routine.core import selection as choose
from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.occurrence import Occurrence
from routine.core.plan import Plan, Session
from routine.core.reminder import Reminder
from routine.core.reminder_states import SETTLED, NothingToPerform, Phase, is_performed
from routine.core.steps import planned_length
from routine.service.reminder_store import ReminderStore

_TURN_AHEAD = timedelta(days=15)
_MINUTE = timedelta(minutes=1)


def to_start(store: ReminderStore, named: tuple[Plan, Session], now: datetime) -> OccurrenceKey:
    """The key of what is to be started: today's own where it has one that is not over, else one at this minute."""
    full = SessionRef.of(named[0].id, named[1].id)
    mine = [reminder for key, reminder in store.reminders.items() if key.session_ref == full]
    found = choose.of_session(mine, Phase.STARTED, choose.SelectionContext(store.policy, now, store.agenda.zone))
    return found.key if is_to_start(found, store, now) else at_this_minute(store, [named], now)


def is_to_start(
    found: Reminder | choose.StillToCome | None, store: ReminderStore, now: datetime
) -> TypeGuard[Reminder]:
    """Whether it is that one which begins, also where it was missed or skipped, on its own day or in its night."""
    if not isinstance(found, Reminder) or found.phase in SETTLED:
        return False
    zone = store.agenda.zone
    return choose.is_this_day(found, now, zone) or choose.is_waiting(found, store.policy(found.key), now)


def at_this_minute(store: ReminderStore, planned: Sequence[tuple[Plan, Session]], now: datetime) -> OccurrenceKey:
    """An occurrence that no plan asked for: the session whose turn it would be next, now.

    Raises NothingToPerform.
    """
    if not any(is_performed(session.asks) for _, session in planned):
        raise NothingToPerform(planned[0][1])
    names = {SessionRef.of(plan.id, session.id): (plan, session) for plan, session in planned}
    ahead = store.agenda.occurrences(now, now + _TURN_AHEAD, planned=True)
    coming = next((one for one in ahead if one.key.session_ref in names), None)
    plan, session = names[coming.key.session_ref] if coming else planned[0]
    turn = coming.turn if coming else 0
    zone = store.agenda.zone_of(plan)
    due = now.replace(second=0, microsecond=0)
    while (key := _key_at(plan, session, due, zone)) in store.reminders and store.reminders[key].phase in SETTLED:
        due += _MINUTE  # it was done in this very minute, and is wanted once more
    store.add(Occurrence(key, due, session.title, session.practice, planned_length(plan, session, turn), turn))
    return key


def _key_at(plan: Plan, session: Session, due: datetime, zone: tzinfo) -> OccurrenceKey:
    return OccurrenceKey.of(plan.id, session.id, due.astimezone(zone).replace(tzinfo=None))
