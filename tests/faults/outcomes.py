"""Knows how to count what became of each occurrence; must not know what was done to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from routine.core.events import Event, ShownCard
from routine.core.reminder import Reminder, replay
from routine.core.reminder_states import FINAL, TRANSITIONS, Phase
from routine.service.plan_registry import WELCOME
from tests.telling import reason_of

ENDINGS = frozenset(str(phase) for phase in FINAL)


def by_key(entries: Iterable[Event]) -> dict[str, list[Event]]:
    """The rows of each occurrence, in the order they were written; the welcome aside."""
    found: dict[str, list[Event]] = {}
    for entry in entries:
        if entry.about and entry.about.plan != WELCOME:
            found.setdefault(entry.key, []).append(entry)
    return found


def state_of(entries: list[Event]) -> Reminder:
    about = entries[-1].about
    assert about
    return replay(about, entries)


def endings(entries: list[Event]) -> int:
    """How many rows ended it: a second one that the table allows would be a second outcome."""
    assert entries[-1].about
    phase, found = Phase.UPCOMING, 0
    for entry in entries:
        follows = TRANSITIONS[phase].get(entry.kind)
        if reason_of(entry) == ShownCard.HEADS_UP or follows is None:
            continue
        found += follows in FINAL and follows is not phase
        phase = follows
    return found


def assert_accounted(entries: Iterable[Event], keys: Iterable[str], by: datetime | None = None) -> int:
    """Each of `keys` has exactly one outcome, and nothing else has any. How many there are."""
    rows = by_key(entry for entry in entries if by is None or entry.at <= by)
    wanted = set(keys)
    lost = {key for key in wanted if key not in rows or state_of(rows[key]).phase not in FINAL}
    assert not lost, f"{len(lost)} of {len(wanted)} have no outcome: {sorted(lost)[:5]}"
    twice = {key: endings(rows[key]) for key in wanted if endings(rows[key]) != 1}
    assert not twice, f"ended more than once: {twice}"
    strangers = {key for key in rows if key not in wanted and state_of(rows[key]).phase in FINAL}
    assert not strangers, f"ended, and nobody planned it: {sorted(strangers)[:5]}"
    return len(wanted)
