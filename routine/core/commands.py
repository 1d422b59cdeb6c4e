"""Knows what may be asked of a reminder, which button asks it, and the gate that says whether anything is shown.

Decides nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from routine.core.events import Actor, EventKind, ExcuseReason, FeltAnswer, HoldReason, StepDose
from routine.core.identifiers import SessionPlace
from routine.core.notification import ActionId
from routine.core.occurrence import OccurrenceKind
from routine.core.pauses import Pause
from routine.core.plan import ReminderPolicy
from routine.core.reminder_states import ANSWERS


class DisplayGate(Struct, frozen=True):
    """Whether anything may be shown now; why not, and until when if that is known."""

    reason: HoldReason | None = None
    until: datetime | None = None
    for_always: bool = False
    """It is closed also for what is always to be shown: nobody would see it."""

    @property
    def closed(self) -> bool:
        return self.reason is not None


OPEN = DisplayGate()


class TimePassed(Struct, frozen=True):
    """Time has passed. `awake_since`: when the service last began to watch, to tell off from asleep."""

    gate: DisplayGate
    awake_since: datetime
    live: bool = False
    """A player performs this session right now."""
    pauses: tuple[Pause, ...] = ()
    """Those of the last weeks, also of when the service was off: what a pause held for long is nobody's miss."""
    next_round: datetime | None = None
    """When the next round of the same session comes due, or came: this one ends then."""


class ConfirmShown(Struct, frozen=True):
    """The server has accepted the card."""


class Reshow(Struct, frozen=True):
    """The card is gone, or hides its buttons, although nobody answered."""

    gate: DisplayGate = OPEN


class Snooze(Struct, frozen=True):
    length: timedelta
    by: Actor


class Skip(Struct, frozen=True):
    by: Actor


class Start(Struct, frozen=True):
    by: Actor
    place: SessionPlace
    dose: tuple[StepDose, ...] = ()
    """What there is to do, step by step, where the plan is at hand."""
    most: timedelta | None = None
    """The shorter version of it, which takes so long at most."""


class FinishStep(Struct, frozen=True):
    step: int
    by: Actor
    played: timedelta | None = None
    """How much of the session was gone through by then, where somebody counted."""


class SkipStep(Struct, frozen=True):
    step: int
    by: Actor
    played: timedelta | None = None
    hurt: str = ""
    """The exercise that hurt, by its id."""


class Finish(Struct, frozen=True):
    by: Actor
    done_at: datetime | None = None
    played: timedelta | None = None


class Abandon(Struct, frozen=True):
    by: Actor
    steps_done: int | None = None
    """None: as many as the journal knows of."""
    of: int | None = None
    """How many steps there are, where that is known."""
    played: timedelta | None = None
    """How much of it was gone through; None: as much as the journal knows of."""


class Excuse(Struct, frozen=True):
    by: Actor
    note: str = ""
    """In the person's own words."""
    reason: ExcuseReason = ExcuseReason.PERSON


class Feel(Struct, frozen=True):
    """How it was; each part may be told by itself, and what is not said now stays as it was."""

    answer: FeltAnswer | None
    by: Actor
    score: int | None = None
    """How the back feels, 0 (no pain) to 10."""
    note: str = ""


Answer = Snooze | Skip | Start | FinishStep | SkipStep | Finish | Abandon | Excuse | Feel
"""What a person says of it, or the service in their place."""
Command = TimePassed | ConfirmShown | Reshow | Answer


_MEANS: dict[ActionId, EventKind] = {
    ActionId.START: EventKind.STARTED,
    ActionId.START_SECOND: EventKind.STARTED,
    ActionId.SNOOZE: EventKind.SNOOZED,
    ActionId.SNOOZE_LONG: EventKind.SNOOZED,
    ActionId.SKIP: EventKind.SKIPPED,
    ActionId.STOP: EventKind.ABANDONED,
    ActionId.TAKEN: EventKind.COMPLETED,
    ActionId.EASIER: EventKind.FELT,
    ActionId.SAME: EventKind.FELT,
    ActionId.HARDER: EventKind.FELT,
    ActionId.NO_TIME: EventKind.FELT,
    ActionId.TOO_HARD: EventKind.FELT,
    ActionId.HURT: EventKind.FELT,
    ActionId.OTHER: EventKind.FELT,
}
_OF_A_QUESTION: dict[OccurrenceKind, dict[ActionId, EventKind]] = {
    OccurrenceKind.VISIT: {ActionId.YES: EventKind.COMPLETED, ActionId.NO: EventKind.SKIPPED},
    OccurrenceKind.REVIEW: dict.fromkeys((ActionId.YES, ActionId.NOT_SURE, ActionId.NO), EventKind.FELT),
}


def answer_of(button: ActionId, kind: OccurrenceKind) -> EventKind | None:
    """What a button says of a reminder of this kind; None for one that answers none of the kind."""
    answer = _OF_A_QUESTION.get(kind, {}).get(button) or _MEANS.get(button)
    return answer if answer in ANSWERS[kind] else None


def command_for(
    button: ActionId, kind: OccurrenceKind, policy: ReminderPolicy, place: SessionPlace
) -> Command | None:
    """The same as a command. `policy` says how long a snooze is, `place` where a session is to be led."""
    by = Actor.NOTIFICATION
    match answer_of(button, kind):
        case EventKind.STARTED:
            return Start(by, place)
        case EventKind.SNOOZED:
            lengths = policy.snooze or ReminderPolicy().snooze
            return Snooze(lengths[0] if button is ActionId.SNOOZE else lengths[:2][-1], by)
        case EventKind.SKIPPED:
            return Skip(by)
        case EventKind.COMPLETED:
            return Finish(by)
        case EventKind.ABANDONED:
            return Abandon(by)
        case EventKind.FELT:
            return Feel(FeltAnswer(button.value), by)
    return None
