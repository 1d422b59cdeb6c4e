"""Knows the asker's end of a request: ask the running service, and say whether and why it was not answered there.

It must not know how bytes get there, or what is asked. After NoService, ServiceHangs and OtherVersion the asker
does the request itself, under the same id: where the service has done it, or will, it counts once.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Raw, Struct

from routine.errors import NoService, OtherVersion, ServiceHangs
from routine.presentation import control_socket as words
from routine.service.requests.envelope import NOTHING, Answer, BadMessage, Request, answer_in, encoded, new_id
from routine.service.requests.setup import Setup

Ask = Callable[[bytes], bytes]
"""From a message to the service's. Raises NoService, ServiceHangs."""


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


def ask_service(ask: Ask, request: Request) -> Answer:
    """The service's answer, which may hold an error. Raises NoService, ServiceHangs, OtherVersion."""
    try:
        return answer_in(ask(encoded(request)))
    except BadMessage as error:
        raise NoService(*words.nobody_answers()) from error


def new_request(setup: Setup, body: Raw = NOTHING, request_id: str = "") -> Request:
    """A request that nobody has made yet; under this id, where the body has it already."""
    return Request(id=request_id or new_id(), setup=setup, body=body)


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
