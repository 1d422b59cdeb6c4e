"""Knows what the plans folder and the configuration hold once they are read; must not know who reads them."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from routine.core.diagnostic import Diagnostic
from routine.core.plan import Plan
from routine.core.settings import Settings


class PlanState(StrEnum):
    """How a plan stands; the identifiers are those of `routine plans --json`."""

    ACTIVE = "active"
    NOT_BEGUN = "not_begun"
    FINISHED = "finished"
    PROBLEM = "problem"
    SHIPPED = "shipped"
    """It comes with routine and nobody uses it."""
    COPY = "copy"
    """A file of one's own that is not in use."""


class PlanFile(Struct, frozen=True):
    """A file in the plans folder, read: a plan, or the problems that keep it from being one."""

    path: str
    plan_id: str
    digest: str
    plan: Plan | None
    problems: tuple[Diagnostic, ...] = ()


class LoadedPlans(Struct, frozen=True):
    """All plan files and the settings, as they are now."""

    files: tuple[PlanFile, ...]
    settings: Settings
    settings_problems: tuple[Diagnostic, ...] = ()
    shipped: bool = False
    """The person has no plan yet: these are the shipped ones."""
    unreachable: str = ""
    """The plans folder, when it is not there or cannot be read."""
