"""Knows what the answers of a process stand on, and in which of it two processes differ.

A service that was started at login knows nothing of what a shell exports later. Both say what they would run, so
that whoever asks can be told why the answers are not what this shell would give. Sentences are not made here.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

PREFIX = "ROUTINE_"
PLACES = ("ROUTINE_HOME",)
"""Where everything is: two processes that have it otherwise never meet, as the socket is there as well."""


class Setup(Struct, frozen=True):
    """What one process stands on. What it has not looked at is empty, or None, and differs from nothing."""

    version: str
    environment: dict[str, str]
    """The ROUTINE_* variables that it was started with."""
    zone: str = ""
    """The IANA name of the time zone that its local times are in."""
    plans_folder: str = ""
    plans: dict[str, str] | None = None
    """Of each plan in force, by its id, the digest of its text."""


class Difference(StrEnum):
    """By the key of `status --json` that would be otherwise."""

    VERSION = "version"
    PLANS_FOLDER = "plans_folder"
    ZONE = "zone"
    PLANS = "plans"
    ENVIRONMENT = "environment"


def variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Of an environment what is for `routine` to read, empty variables left out as its settings do."""
    return {
        name: value
        for name, value in sorted(environ.items())
        if name.startswith(PREFIX) and name not in PLACES and value
    }


def differences(shell: Setup, service: Setup) -> tuple[Difference, ...]:
    """In what a shell would have it otherwise than the service has it, in the order of Difference."""
    found = {
        Difference.VERSION: shell.version != service.version,
        Difference.PLANS_FOLDER: _differ(shell.plans_folder, service.plans_folder),
        Difference.ZONE: _differ(shell.zone, service.zone),
        # of other folders nobody expects the same plans
        Difference.PLANS: shell.plans_folder == service.plans_folder and _differ(shell.plans, service.plans),
        Difference.ENVIRONMENT: shell.environment != service.environment,
    }
    return tuple(difference for difference, is_there in found.items() if is_there)


def variables_that_differ(shell: Setup, service: Setup) -> tuple[str, ...]:
    """The names of ROUTINE_* variables that one has and the other has not, or not so."""
    names = shell.environment.keys() | service.environment.keys()
    return tuple(sorted(n for n in names if shell.environment.get(n) != service.environment.get(n)))


def _differ(one: object, other: object) -> bool:
    return one not in ("", None) and other not in ("", None) and one != other
