"""Knows the phases of a reminder, which may follow which, and which answers it takes: two tables, nothing else.

An answer goes by the kind of event that it writes. Whoever offers a button, a key or a command asks here, and so
does `decide`, which refuses: what is offered and what is taken cannot drift apart. Must not know any screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from routine.core import identifiers
from routine.core.events import EventKind
from routine.core.occurrence import Occurrence, OccurrenceKind
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

SETTLED = frozenset({Phase.COMPLETED, Phase.EXCUSED})
"""Starting one of these again is another time of doing it; any other is taken up."""

LEFT_UNDONE = WAITING | {Phase.UPCOMING, Phase.MISSED, Phase.SKIPPED}
"""What a day off excuses: what was done, or begun, on it is not taken from anybody."""

ANSWERS: Mapping[OccurrenceKind, tuple[EventKind, ...]] = MappingProxyType(
    {
        OccurrenceKind.SESSION: (
            EventKind.STARTED,
            EventKind.SNOOZED,
            EventKind.SKIPPED,
            EventKind.COMPLETED,
            EventKind.EXCUSED,
            EventKind.STEP_DONE,
            EventKind.STEP_SKIPPED,
            EventKind.ABANDONED,
            EventKind.FELT,
        ),
        OccurrenceKind.VISIT: (EventKind.COMPLETED, EventKind.SKIPPED, EventKind.SNOOZED, EventKind.EXCUSED),
        OccurrenceKind.REVIEW: (EventKind.FELT, EventKind.SNOOZED, EventKind.EXCUSED),
        OccurrenceKind.SUPPLEMENT: (EventKind.COMPLETED, EventKind.SKIPPED, EventKind.SNOOZED, EventKind.EXCUSED),
    }
)
"""What each kind is asked, what it is there for first. FELT is how it was; to a review, whether it is helping."""

_UNOFFERED: Mapping[OccurrenceKind, frozenset[EventKind]] = MappingProxyType(
    {OccurrenceKind.REVIEW: frozenset({EventKind.COMPLETED, EventKind.SKIPPED})}
)
"""Taken when it is said in so many words (`routine done`), but nothing to put on a button: it says too little."""

_ONCE_ASKED: Mapping[OccurrenceKind, frozenset[EventKind]] = MappingProxyType(
    {
        OccurrenceKind.VISIT: frozenset({EventKind.COMPLETED, EventKind.SKIPPED}),
        OccurrenceKind.REVIEW: frozenset({EventKind.FELT}),
        OccurrenceKind.SUPPLEMENT: frozenset({EventKind.SKIPPED}),
    }
)
"""Offered from `Occurrence.asked_at` on, and taken at any time: nobody is asked about a visit that is to come."""


def is_performed(kind: OccurrenceKind) -> bool:
    """Whether there is something to go through, step by step."""
    return EventKind.STARTED in ANSWERS[kind]


def takes(kind: OccurrenceKind, phase: Phase, answer: EventKind) -> bool:
    """Whether a reminder of this kind, in this phase, takes the answer at all."""
    if answer not in ANSWERS[kind] and answer not in _UNOFFERED.get(kind, ()):
        return False
    # here the answer is all that was to be done: it completes what was open
    completes = kind is OccurrenceKind.REVIEW and answer is EventKind.FELT
    return answer in TRANSITIONS[phase] or (completes and EventKind.COMPLETED in TRANSITIONS[phase])


def answers_for(occurrence: Occurrence, phase: Phase, now: datetime) -> tuple[EventKind, ...]:
    """The answers to offer at this moment, what it is there for first; each of them is taken."""
    early = _ONCE_ASKED.get(occurrence.asks, frozenset()) if now < occurrence.asked_at else frozenset()
    return tuple(
        answer
        for answer in ANSWERS[occurrence.asks]
        if answer not in early and takes(occurrence.asks, phase, answer)
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
