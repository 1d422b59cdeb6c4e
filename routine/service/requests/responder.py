"""Knows the running service's end of a request: read it, have it done once, say what came of it.

A fault is that request's: it is reported, and its asker is told. Whoever asks again with the same id is given the
same answer, for as long as that is remembered; what changes the journal is written there with its id, and counts
once however often and by whom it is asked.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import AsyncGenerator, Callable

from msgspec import Raw

from routine.errors import OtherVersion, RoutineError, SystemFault
from routine.presentation import control_socket as words
from routine.service.changes import Changes
from routine.service.requests.envelope import (
    NOTHING,
    Answer,
    AnswerError,
    BadMessage,
    Request,
    encoded,
    error_of,
    request_in,
)
from routine.service.requests.setup import Setup

REMEMBERED = 64
LONGEST_REMEMBERED = 4096
"""Bytes. What changes something is answered briefly; what is long only shows, and may be asked anew."""

Dispatch = Callable[[Request], Raw]
"""Does what the body asks and gives the answer's body. It runs on the service's loop: it must be quick."""


class Responder:
    """Answers for the process it is in."""

    def __init__(
        self,
        dispatch: Dispatch,
        setup: Callable[[], Setup],
        report: Callable[[str, Exception], None],
        changes: Changes | None = None,
    ) -> None:
        """`changes`: where it is said that something changed; None where nothing is told again."""
        self._changes = changes
        self._dispatch = dispatch
        self._setup = setup
        self._report = report
        self._given: OrderedDict[str, bytes] = OrderedDict()

    async def respond_or_follow(self, message: bytes) -> bytes | AsyncGenerator[bytes, None]:
        """The answer to one message, or one after another where it asks for what changes. Raises nothing."""
        try:
            request = request_in(message)
        except (BadMessage, OtherVersion):
            return await self.respond(message)
        if request.follow and self._changes:
            if not self._changes.has_room:
                full = SystemFault(*words.too_many_follow())
                return encoded(self._answer(error=error_of(full)))
            return self._answers(request, self._changes)
        return await self.respond(message)

    async def _answers(self, request: Request, changes: Changes) -> AsyncGenerator[bytes, None]:
        with changes.followed():
            while True:
                seen = changes.count
                yield encoded(self._done(request))
                await changes.after(seen)

    async def respond(self, message: bytes) -> bytes:
        """The answer to one message; no bytes where it is none. Raises nothing."""
        try:
            request = request_in(message)
        except BadMessage:
            return b""
        except OtherVersion as error:
            return encoded(self._answer(error=error_of(error)))
        if (given := self._given.get(request.id)) is not None:
            return given
        answer = encoded(self._done(request))
        self._remember(request.id, answer)
        return answer

    def _done(self, request: Request) -> Answer:
        if bytes(request.body) == bytes(NOTHING):
            return self._answer()
        try:
            return self._answer(body=self._dispatch(request))
        except RoutineError as error:
            return self._answer(error=error_of(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this request's alone
            self._report("", error)
            return self._answer(error=AnswerError(RoutineError.__name__, *words.request_failed()))

    def _answer(self, *, body: Raw = NOTHING, error: AnswerError | None = None) -> Answer:
        return Answer(pid=os.getpid(), setup=self._setup(), body=body, error=error)

    def _remember(self, request_id: str, answer: bytes) -> None:
        if len(answer) > LONGEST_REMEMBERED:
            return
        self._given[request_id] = answer
        while len(self._given) > REMEMBERED:
            self._given.popitem(last=False)
