"""Knows how a test makes an event of any kind, and looks at what one says; must not know what should be there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from routine.core.events import (
    EVENTS,
    Actor,
    CheckedIn,
    Event,
    EventKind,
    Excused,
    HoldReason,
    Outcome,
    PlanChange,
    PlanRejected,
    Shown,
    ShownCard,
    TextChange,
)
from routine.core.occurrence import Occurrence

_LATER = datetime(2026, 12, 24, tzinfo=UTC)
_NEEDED: dict[EventKind, dict[str, Any]] = {
    EventKind.HELD: {"reason": HoldReason.QUIET},
    EventKind.SNOOZED: {"until": _LATER},
    EventKind.PAUSED: {"until": _LATER},
    EventKind.STEP_DONE: {"step": 1},
    EventKind.STEP_SKIPPED: {"step": 1},
    EventKind.MEASURED: {"measure": "walk", "value": 6.5},
    EventKind.DAYS_OFF: {"first": date(2026, 12, 24), "last": date(2027, 1, 2)},
    EventKind.RENAMED: {"before": "mine/mornign", "after": "mine/morning"},
    EventKind.UNDONE: {"what": "desk:1"},
    EventKind.PLAN_LOADED: {"plan": "mine"},
    EventKind.PLAN_REJECTED: {"plan": "mine"},
    EventKind.PLAN_CHANGED: {"change": PlanChange.PAUSE, "texts": (TextChange("mine", "a", "b"),)},
    EventKind.CHECKIN: {"outcome": Outcome.CLEAR},
    EventKind.UNKNOWN: {"written": "hummed", "detail": '{"tune": "low"}'},
}


def event_of(
    kind: EventKind, at: datetime, by: Actor = Actor.SERVICE, about: Occurrence | None = None, **says: Any
) -> Event:
    """One of this kind; what it has to say and the test does not is made up."""
    needed = _NEEDED.get(kind, {})
    if "until" in needed:
        needed = {"until": at + timedelta(hours=1)}
    return EVENTS[kind](at, by, about, **(needed | says))


class _Told:
    """What an event says, by name; None for what its kind never says."""

    def __init__(self, entry: Event) -> None:
        self._entry = entry

    def __getattr__(self, name: str) -> Any:
        return getattr(self._entry, name, None)


def told(entry: Event) -> Any:
    """The event, of which the test itself claims what it says."""
    return _Told(entry)


def reason_of(entry: Event) -> str:
    """Why, as an identifier or in somebody's words; empty for an event that gives no reason."""
    match entry:
        case Excused(note=note) if note:
            return note
        case CheckedIn(signs=signs):
            return " ".join(signs)
        case PlanRejected(problem=problem):
            return problem
        case Shown(card=card):
            return "" if card is ShownCard.REMINDER else card.value
    return str(getattr(entry, "reason", ""))
