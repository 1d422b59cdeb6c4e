"""Knows the phases of a reminder and, as one table, which may follow which; must not know times or reasons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from routine.core import identifiers
from routine.core.events import EventKind
from routine.core.occurrence import Occurrence
from routine.core.plan import Session
from routine.errors import Refused

Phase = identifiers.Phase
FINAL, WAITING, ON_THE_SCREEN = identifiers.FINAL, identifiers.WAITING, identifiers.ON_THE_SCREEN

_ANSWERS = {
    EventKind.SNOOZED: Phase.SNOOZED,
    EventKind.STARTED: Phase.STARTED,
    EventKind.SKIPPED: Phase.SKIPPED,
    EventKind.COMPLETED: Phase.COMPLETED,
    EventKind.EXCUSED: Phase.EXCUSED,
    EventKind.MISSED: Phase.MISSED,
}
_CORRECTIONS = {
    EventKind.STARTED: Phase.STARTED,
    EventKind.SKIPPED: Phase.SKIPPED,
    EventKind.COMPLETED: Phase.COMPLETED,
    EventKind.EXCUSED: Phase.EXCUSED,
}

TRANSITIONS: Mapping[Phase, Mapping[EventKind, Phase]] = MappingProxyType(
    {
        Phase.UPCOMING: {**_ANSWERS, EventKind.SHOWING: Phase.SHOWING, EventKind.HELD: Phase.HELD},
        Phase.SHOWING: {
            **_ANSWERS,
            EventKind.SHOWING: Phase.SHOWING,
            EventKind.SHOWN: Phase.SHOWN,
            EventKind.HELD: Phase.HELD,
        },
        Phase.SHOWN: {**_ANSWERS, EventKind.SHOWING: Phase.SHOWING},
        Phase.SNOOZED: {**_ANSWERS, EventKind.SHOWING: Phase.SHOWING, EventKind.HELD: Phase.HELD},
        Phase.HELD: {**_ANSWERS, EventKind.SHOWING: Phase.SHOWING, EventKind.HELD: Phase.HELD},
        Phase.STARTED: {
            EventKind.STARTED: Phase.STARTED,
            EventKind.STEP_DONE: Phase.STARTED,
            EventKind.STEP_SKIPPED: Phase.STARTED,
            EventKind.COMPLETED: Phase.COMPLETED,
            EventKind.ABANDONED: Phase.ABANDONED,
        },
        Phase.COMPLETED: {
            EventKind.FELT: Phase.COMPLETED,
            EventKind.COMPLETED: Phase.COMPLETED,
            EventKind.SKIPPED: Phase.SKIPPED,
            EventKind.EXCUSED: Phase.EXCUSED,
        },
        Phase.ABANDONED: {**_CORRECTIONS, EventKind.FELT: Phase.ABANDONED},
        # said once is enough: a second one would only double the row
        Phase.SKIPPED: {kind: to for kind, to in _CORRECTIONS.items() if to is not Phase.SKIPPED},
        Phase.MISSED: _CORRECTIONS,
        Phase.EXCUSED: {kind: to for kind, to in _CORRECTIONS.items() if to is not Phase.EXCUSED},
    }
)


class WrongPhase(Refused):
    """Raised when what was asked may not follow the phase that a reminder is in."""

    def __init__(self, occurrence: Occurrence, phase: Phase, asked: EventKind) -> None:
        super().__init__()
        self.occurrence = occurrence
        self.phase = phase
        self.asked = asked


class NothingToPerform(Refused):
    """Raised when somebody starts what has no steps: a visit, a review, a supplement."""

    def __init__(self, about: Occurrence | Session) -> None:
        super().__init__()
        self.about = about
