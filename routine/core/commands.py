"""Knows what may be asked of a reminder, and the gate that says whether anything may be shown; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from routine.core.journal import By
from routine.core.pauses import Pause


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether anything may be shown now; why not, and until when if that is known."""

    why: str = ""
    until: datetime | None = None

    @property
    def closed(self) -> bool:
        return bool(self.why)


OPEN = Gate()


@dataclass(frozen=True, slots=True)
class Wake:
    """Time has passed. `awake_since`: when the service last began to watch, to tell off from asleep."""

    gate: Gate
    awake_since: datetime
    live: bool = False
    """A player performs this session right now."""
    pauses: tuple[Pause, ...] = ()
    """Those of the last weeks, also of when the service was off: what a pause held for long is nobody's miss."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The server has accepted the card."""


@dataclass(frozen=True, slots=True)
class Reshow:
    """The card is gone, or hides its buttons, although nobody answered."""

    gate: Gate = OPEN


@dataclass(frozen=True, slots=True)
class Snooze:
    length: timedelta
    by: By


@dataclass(frozen=True, slots=True)
class Skip:
    by: By


@dataclass(frozen=True, slots=True)
class Start:
    by: By
    where: str


@dataclass(frozen=True, slots=True)
class StepDone:
    step: int
    by: By


@dataclass(frozen=True, slots=True)
class Finish:
    by: By
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Abandon:
    by: By
    step: int


@dataclass(frozen=True, slots=True)
class Excuse:
    by: By
    why: str = ""


@dataclass(frozen=True, slots=True)
class Feel:
    """How it was; each part may be told by itself, and what is not said now stays as it was."""

    answer: str
    by: By
    score: int | None = None
    """How the back feels, 0 (no pain) to 10."""
    note: str = ""


Command = Wake | Shown | Reshow | Snooze | Skip | Start | StepDone | Finish | Abandon | Excuse | Feel
