"""Knows whether a service answers, and in what it runs otherwise than the shell that asks would.

A service that was started at login knows nothing of what a shell exports later. Both say what they would run, so
that whoever asks can be told why the answers are not what this shell would give. Sentences are not made here.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from routine.errors import NoService, OtherVersion, ServiceHangs
from routine.service.requests.envelope import Answer, Ask, ask_service, new_request
from routine.service.requests.setup import Setup


class ServiceState(StrEnum):
    """What a service is like for whoever asks it."""

    ANSWERS = "answers"
    ABSENT = "absent"
    HANGS = "hangs"
    OTHER_VERSION = "other_version"


class ServiceReport(Struct, frozen=True):
    """What was found when the service was asked who it is."""

    state: ServiceState
    answer: Answer | None = None
    """Where it answers."""
    version: str = ""
    """Where it is another."""


class Difference(StrEnum):
    """By the key of `status --json` that would be otherwise."""

    VERSION = "version"
    PLANS_FOLDER = "plans_folder"
    ZONE = "zone"
    PLANS = "plans"
    ENVIRONMENT = "environment"


def look_at_service(ask: Ask, setup: Setup) -> ServiceReport:
    """Who answers, and on what its answers stand. Raises nothing."""
    try:
        return ServiceReport(ServiceState.ANSWERS, ask_service(ask, new_request(setup)))
    except OtherVersion as error:
        return ServiceReport(ServiceState.OTHER_VERSION, version=error.version)
    except ServiceHangs:
        return ServiceReport(ServiceState.HANGS)
    except NoService:
        return ServiceReport(ServiceState.ABSENT)


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
