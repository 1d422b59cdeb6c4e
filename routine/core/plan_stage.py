"""Knows what is said of how far a plan has come; it imports no rule, so that a command can be told in no time."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct


class PlanState(StrEnum):
    """How a plan stands; the identifiers are those of `routine plans --json`."""

    ACTIVE = "active"
    NOT_BEGUN = "not_begun"
    PAUSED = "paused"
    FINISHED = "finished"
    PROBLEM = "problem"
    SHIPPED = "shipped"
    """It comes with routine and nobody uses it."""
    COPY = "copy"
    """A file of one's own that is not in use."""


class PlanStage(Struct, frozen=True):
    """Where a plan stands in its weeks on one day."""

    plan: str
    title: str
    state: PlanState
    """Active, not begun, paused or finished."""
    starts: date
    last_day: date | None
    """None where it goes on for ever."""
    week: int | None = None
    """Active: which of its weeks it is, from 1."""
    weeks: int | None = None
    rests_until: date | None = None
    """Paused: the last day of it, where that is known."""

    @property
    def is_told(self) -> bool:
        """Whether it is worth a word: it begins later, is over, or is in its last week."""
        return self.state is not PlanState.ACTIVE or self.week == self.weeks

    @property
    def day(self) -> date:
        """On which it begins, where it has not begun; where it is paused the last day of that; else its last."""
        if self.state is PlanState.PAUSED:
            return self.rests_until or self.starts
        return self.starts if self.state is PlanState.NOT_BEGUN else self.last_day or self.starts
