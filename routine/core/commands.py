"""Knows what may be asked of a reminder, and the gate that says whether anything may be shown; decides nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from routine.core.events import Actor, ExcuseReason, FeltAnswer, HoldReason, StepDose
from routine.core.pauses import Pause
from routine.core.settings import SessionPlace


class DisplayGate(Struct, frozen=True):
    """Whether anything may be shown now; why not, and until when if that is known."""

    reason: HoldReason | None = None
    until: datetime | None = None

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


class FinishStep(Struct, frozen=True):
    step: int
    by: Actor


class SkipStep(Struct, frozen=True):
    step: int
    by: Actor


class Finish(Struct, frozen=True):
    by: Actor
    done_at: datetime | None = None


class Abandon(Struct, frozen=True):
    by: Actor
    steps_done: int
    of: int | None = None
    """How many steps there are, where that is known."""


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
