"""What can be asked of the journal itself: what was written, when, and by whom."""

# annotations are values here: as texts, each would be compiled when the first message is read
from msgspec import Struct

from routine.core.events import AnyEvent, EventKind
from routine.service.requests.messages import AnswerBody, RequestBody


class LogEntry(Struct, frozen=True, omit_defaults=True):
    """One event; where it speaks of a step, the number under which the screens show that one."""

    id: int
    """Of its row in this journal: by it a person has something forgotten."""
    entry: AnyEvent
    step: int | None = None
    """None where it speaks of none, or its session has left the plan."""
    is_rest: bool = False
    """It is the rest after that step."""


class LogAnswer(AnswerBody, frozen=True, tag="log"):
    """What was written, oldest first."""

    entries: tuple[LogEntry, ...]


class LogRequest(RequestBody[LogAnswer], frozen=True, tag="log"):
    """What was written in so many days up to today; without a number, however long ago."""

    days: int | None = None
    kinds: tuple[EventKind, ...] = ()
    """All, where none is named."""
    occurrence: str = ""
    """Of this one alone, by its key."""
