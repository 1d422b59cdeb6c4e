"""Knows one session on one day, and the name it goes by; must not know whether anybody did it."""

# annotations are values here: as texts, each would be compiled when the first message is read
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from routine.core.exercise import Practice
from routine.core.ids import OccurrenceKey


class OccurrenceKind(StrEnum):
    """What a reminder asks of a person."""

    SESSION = "session"
    """To do it now, step by step."""
    VISIT = "visit"
    """To go there; once it is over, whether they went."""
    REVIEW = "review"
    """Whether a course of visits is helping."""
    SUPPLEMENT = "supplement"
    """To take it, as agreed with somebody who knows."""


class Occurrence(Struct, frozen=True, gc=False):
    """One session at one instant (RFC 5545: a recurrence instance). `due` is UTC and never moves.

    The key carries the local date and planned time, so that travel or a clock change cannot rename it.
    Title, practice and length are a snapshot: history never needs the plan as it was.
    """

    key: OccurrenceKey
    due: datetime
    title: str
    practice: Practice | None
    length: timedelta
    """In whole minutes; of a supplement nothing."""
    turn: int = 0
    asks: OccurrenceKind = OccurrenceKind.SESSION
    visits: int = 0
    """Of how many visits this is number `turn` + 1; 0 where nothing is counted."""

    @property
    def asked_at(self) -> datetime:
        """When its question comes: at once, but for a visit, which has to be over."""
        return self.due + self.length if self.asks is OccurrenceKind.VISIT else self.due

    @property
    def plan(self) -> str:
        return self.key.plan

    @property
    def session(self) -> str:
        return self.key.session

    @property
    def planned(self) -> datetime:
        """The local wall time it was planned for, without a zone."""
        return self.key.planned
