"""Knows the asker's end of a request: ask the running service, and say whether and why it was not answered there.

It must not know how bytes get there, or what is asked. After NoService, ServiceHangs and OtherVersion the asker
does the request itself, under the same id: where the service has done it, or will, it counts once.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Raw

from routine.errors import NoService
from routine.presentation import control_socket as words
from routine.service.requests.envelope import NOTHING, Answer, BadMessage, Request, answer_in, encoded, new_id
from routine.service.requests.setup import Setup

Ask = Callable[[bytes], bytes]
"""From a message to the service's. Raises NoService, ServiceHangs."""


def ask_service(ask: Ask, request: Request) -> Answer:
    """The service's answer, which may hold an error. Raises NoService, ServiceHangs, OtherVersion."""
    try:
        return answer_in(ask(encoded(request)))
    except BadMessage as error:
        raise NoService(*words.nobody_answers()) from error


def new_request(setup: Setup, body: Raw = NOTHING, request_id: str = "") -> Request:
    """A request that nobody has made yet; under this id, where the body has it already."""
    return Request(id=request_id or new_id(), setup=setup, body=body)
