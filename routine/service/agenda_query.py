"""Knows which occurrences a stretch of days holds and how each stands; must not know how they are laid out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from routine.core.commands import OPEN, Wake
from routine.core.occurrence import Occurrence
from routine.core.phases import FINAL, Phase
from routine.core.reminder import Reminder, decide, evolve
from routine.core.safety import put_away
from routine.presentation import agenda as words
from routine.presentation.reminder_state import state_key, state_words, title_of
from routine.presentation.time_format import View
from routine.service.reminder_store import ReminderStore

_INSTANT = timedelta(microseconds=1)
_MANY = 3
"""From so many on, the rounds of one session on one day share a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence as it is shown; `counted` is False when its time had passed before its plan was read."""

    reminder: Reminder
    until: datetime | None = None
    counted: bool = True

    @property
    def occurrence(self) -> Occurrence:
        return self.reminder.occurrence

    @property
    def state(self) -> str:
        return state_key(self.reminder, counted=self.counted)


def lines_between(store: ReminderStore, since: datetime, until: datetime, now: datetime) -> list[Line]:
    """What the journal knows, and what the plans ask for, in the order of the day."""
    counted = {
        key: Line(_as_the_service_sees_it(store, reminder, now), held_until(store, reminder, now))
        for key, reminder in store.reminders.items()
        if since <= reminder.occurrence.due < until
    }
    today = min(now, until - _INSTANT)
    planned = store.agenda.occurrences(max(since, now - timedelta(days=1)) - _INSTANT, today, planned=True)
    earlier = {o.key: Line(Reminder(o), counted=False) for o in planned if o.key not in counted}
    lines = [*counted.values(), *_of_today(earlier.values(), store, now)]
    return sorted(lines, key=lambda line: (line.occurrence.due, line.occurrence.key))


def told(line: Line, view: View) -> str:
    """How it stands, in a few words."""
    return state_words(line.reminder, view, line.until) if line.counted else words.EARLIER


def grouped(lines: Sequence[Line], view: View) -> list[list[Line]]:
    """Many rounds of one session of which the same is told stand together."""
    by_session: dict[tuple[str, str, str], list[Line]] = {}
    for line in lines:
        name = line.occurrence.key.session_ref
        by_session.setdefault((name, title_of(line.occurrence), told(line, view)), []).append(line)
    groups: list[list[Line]] = []
    for group in by_session.values():
        groups += [group] if len(group) >= _MANY else [[line] for line in group]
    return sorted(groups, key=lambda group: (group[0].occurrence.due, group[0].occurrence.key))


def held_until(store: ReminderStore, reminder: Reminder, now: datetime) -> datetime | None:
    """When what holds it back ends, where that is known."""
    return store.gate(reminder.key, now).until if reminder.phase is Phase.HELD else None


def _of_today(lines: Iterable[Line], store: ReminderStore, now: datetime) -> list[Line]:
    zone = store.agenda.zone
    today = now.astimezone(zone).date()
    return [line for line in lines if line.occurrence.due.astimezone(zone).date() == today]


def _as_the_service_sees_it(store: ReminderStore, reminder: Reminder, now: datetime) -> Reminder:
    """Without a service nobody wrote that a session has been missed; it is shown as it will be written."""
    if reminder.phase is not Phase.UPCOMING or reminder.occurrence.due > now:
        return reminder
    seen = reminder
    away = put_away(reminder, now) if store.held_back(reminder.key, now) else None
    command = away or Wake(OPEN, now, pauses=store.pauses)
    for entry in decide(reminder, command, store.policy(reminder.key), now):
        seen = evolve(seen, entry)
    return seen if seen.phase in FINAL else reminder
