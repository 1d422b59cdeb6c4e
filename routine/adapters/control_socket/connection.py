"""Knows one client's connection from its first byte to its last: a request, its answer, and so on.

It must not know what either says. An answer may go on: then the connection is open until either side
ends it, and one more message is sent whenever there is one. Whoever sends slowly, nothing, or what is no message
loses the connection, and nothing else happens. The servers of all systems share this: how long each side is waited
for, and who makes room when there are too many.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Protocol

from routine.adapters.control_socket.frames import BadFrame, FrameReader, framed
from routine.background import BackgroundJobs

Handle = Callable[[bytes], Awaitable[bytes | AsyncGenerator[bytes, None]]]
"""From a request to its answer, or to one answer after another; no bytes where it was no request at all."""

IDLE = timedelta(seconds=2)
"""A client sends or takes a whole message in this time: it is on the same computer, and waits no longer itself."""
ANSWER = timedelta(seconds=10)
"""What takes longer will never end: its client has long done it itself, and its place is wanted."""
MOST = 32
"""Connections that are kept: at a mebibyte each, no attack takes more than that. Whoever waits for what comes next
is not among them; whoever gives the answers says how many of those there may be."""

_log = logging.getLogger(__name__)


class Stream(Protocol):
    """The bytes of one connection."""

    async def receive(self, most: int) -> bytes:
        """What has come, at least a byte; none at the end. Raises OSError."""

    async def send(self, payload: bytes) -> None:
        """Returns when all of it was taken. Raises OSError."""

    def close(self) -> None:
        """Never raises."""


class Connections:
    """All that are open. When there are too many, the one that has been waited for longest is closed."""

    def __init__(self, handle: Handle, room: Callable[[], None]) -> None:
        self._handle = handle
        self._room = room
        self._waiting: dict[asyncio.Task[None], None] = {}
        self._answering: set[asyncio.Task[None]] = set()
        self._following: set[asyncio.Task[None]] = set()
        self._jobs = BackgroundJobs(_tell_fault)

    def make_room(self) -> bool:
        """Whether one more may be taken in; if not, `room` is called when that has changed."""
        if len(self._waiting) + len(self._answering) < MOST:
            return True
        if not self._waiting:
            return False
        oldest = next(iter(self._waiting))
        del self._waiting[oldest]
        oldest.cancel()
        return True

    def add(self, stream: Stream) -> None:
        """Serve it from now on; needs a running loop."""
        served = self._jobs.start("the connection of a command", self._converse(stream))
        self._waiting[served] = None
        served.add_done_callback(partial(self._ended, stream))

    async def close(self) -> None:
        """Close all of them; what is being answered is not waited for."""
        await self._jobs.close()

    async def _converse(self, stream: Stream) -> None:
        this = asyncio.current_task()
        assert this is not None  # noqa: S101 - for mypy: whatever `add` has begun is one
        while request := await _received(stream):
            del self._waiting[this]
            self._answering.add(this)
            answer = await self._answered(request)
            self._answering.remove(this)
            if not isinstance(answer, bytes):
                await self._follow(this, stream, answer)
                return
            self._waiting[this] = None
            await _send(stream, answer)

    async def _follow(
        self, this: asyncio.Task[None], stream: Stream, answers: AsyncGenerator[bytes, None]
    ) -> None:
        """Send each as it comes, until there is none or the client has gone or has said anything more."""
        self._following.add(this)
        self._room()
        waits = BackgroundJobs()
        try:
            gone = waits.expect("the end of a client", stream.receive(1))
            while True:
                answer = waits.expect("what changes next", _next_of(answers))
                await asyncio.wait({gone, answer}, return_when=asyncio.FIRST_COMPLETED)
                if gone.done() or not answer.result():
                    return
                await _send(stream, answer.result())
        finally:
            await waits.close()
            await answers.aclose()

    def _ended(self, stream: Stream, served: asyncio.Task[None]) -> None:
        """Also where it was cancelled before it had begun."""
        stream.close()
        self._waiting.pop(served, None)
        self._answering.discard(served)
        self._following.discard(served)
        self._room()

    async def _answered(self, request: bytes) -> bytes | AsyncGenerator[bytes, None]:
        """No bytes, which no message has, where there is no answer to give."""
        try:
            async with asyncio.timeout(ANSWER.total_seconds()):
                return await self._handle(request)
        except TimeoutError:
            _log.warning("A request from a command took more than %d s and was given up", ANSWER.total_seconds())
        except Exception as error:  # noqa: BLE001 - whatever it is, it is that request's alone
            _log.warning("A request from a command could not be answered: %r", error)
        return b""


def _tell_fault(_: str, fault: Exception) -> None:
    if not isinstance(fault, OSError | BadFrame):  # a TimeoutError is an OSError
        _log.warning("The connection of a command failed: %r", fault)


async def _next_of(answers: AsyncGenerator[bytes, None]) -> bytes:
    """No bytes at the end, which is no message either."""
    return await anext(answers, b"")


async def _send(stream: Stream, answer: bytes) -> None:
    """Raises BadFrame, TimeoutError, OSError."""
    async with asyncio.timeout(IDLE.total_seconds()):
        await stream.send(framed(answer))


async def _received(stream: Stream) -> bytes:
    """One whole message; no bytes where the client has gone. Raises BadFrame, TimeoutError, OSError."""
    reader = FrameReader()
    async with asyncio.timeout(IDLE.total_seconds()):
        while wanted := reader.wanted:
            piece = await stream.receive(wanted)
            if not piece:
                return b""
            reader.feed(piece)
    return reader.payload
