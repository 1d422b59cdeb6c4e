"""What is asked by who shows days and sessions with buttons beside them: what can be answered now."""

# annotations are values here: as texts, each would be compiled when the first message is read
from datetime import date, datetime, timedelta

from msgspec import Struct

from routine.core.exercise import Practice
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey, SessionRef
from routine.service.requests.messages import (
    AgendaAnswer,
    AgendaLine,
    AnswerBody,
    ReminderRow,
    RequestBody,
    Restrictions,
)


class AnswerOptions(Struct, frozen=True):
    """What stands beside an occurrence that somebody may answer now."""

    is_planned: bool
    """Its session is in a plan still: it can be gone through."""
    held_back: bool
    """The safety check forbids it now."""
    snoozes: tuple[timedelta, ...]
    detail: str = ""


class SessionOption(Struct, frozen=True):
    """A session that can be done at any time."""

    ref: SessionRef
    title: str
    length: timedelta
    practice: Practice | None


class PlanOptions(Struct, frozen=True):
    """A plan's sessions, those of one title once."""

    title: str
    sessions: tuple[SessionOption, ...]


class OverviewAnswer(AnswerBody, frozen=True, tag="overview"):
    """What these days hold, and what can be done about it now."""

    agenda: AgendaAnswer
    waiting: tuple[AgendaLine, ...]
    """Under way first, then what is on the screen, then what is held or snoozed; also from before these days."""
    options: dict[OccurrenceKey, AnswerOptions]
    """Of what waits, and of all of today."""
    plans: tuple[PlanOptions, ...]
    changes_at: datetime
    """When time alone will have changed something of this."""


class OccurrenceAnswer(AnswerBody, frozen=True, tag="occurrence"):
    """How one occurrence stands, and how it was."""

    reminder: ReminderRow
    restrictions: Restrictions
    held_back: bool
    """The safety check forbids it now."""
    moves: bool
    """It asks the body to move."""
    opens_check: bool
    """Starting it opens the safety check first."""
    steps_done: int
    place: SessionPlace | None
    """Where it is led, or was."""
    score: int | None
    """How the back felt, 0 (no pain) to 10, as it was said last."""
    note: str
    """What was noted of how it was."""
    done_before: bool | None
    """Whether its session was ever done on another day; None where nobody asked."""


class OverviewRequest(RequestBody[OverviewAnswer], frozen=True, tag="overview"):
    """As AgendaRequest, for whoever may answer what is there."""

    first: date | None = None
    days: int = 1


class OccurrenceRequest(RequestBody[OccurrenceAnswer], frozen=True, kw_only=True, tag="occurrence"):
    """How one stands, by its key, also where its time had passed before its plan was first read."""

    key: OccurrenceKey
    compares: bool = False
    """Whether it was done before is wanted as well, for which the whole journal is read."""
