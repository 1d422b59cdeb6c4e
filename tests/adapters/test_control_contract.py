"""Knows what every control server promises; holds the real socket and its twin in memory to the same words."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from routine.adapters.control_socket.client import ask
from routine.adapters.control_socket.server import UnixControlServer
from routine.adapters.instance_lock import Lock
from routine.errors import NoService
from routine.ports import ControlServer
from tests.fakes import MemoryControlServer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a named pipe there")


class Line:
    """A server, and the way to ask it."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.path = folder / "control"
        self.lock = Lock(folder / "lock")
        self.lock.acquire()
        self.memory = MemoryControlServer()
        self.real = kind == "socket"
        self.server: ControlServer = (
            UnixControlServer(self.path, folder / "lock", {}) if self.real else self.memory
        )

    async def ask(self, request: bytes) -> bytes:
        if self.real:
            return await asyncio.to_thread(ask, self.path, request)
        return await self.memory.ask(request)


async def doubled(request: bytes) -> bytes:
    return 2 * request


async def it_answers_what_it_is_asked(line: Line) -> None:
    line.server.start(doubled)
    assert await line.ask(b"ho") == b"hoho"
    assert await line.ask(b"hi") == b"hihi"
    assert await line.ask(bytes(range(256))) == 2 * bytes(range(256))


async def nobody_answers_before_it_starts_or_after_it_has_stopped(line: Line) -> None:
    with pytest.raises(NoService):
        await line.ask(b"early")
    line.server.start(doubled)
    await line.server.close()
    with pytest.raises(NoService):
        await line.ask(b"late")


async def it_can_be_started_again(line: Line) -> None:
    for _ in range(3):
        line.server.start(doubled)
        assert await line.ask(b"a") == b"aa"
        await line.server.close()
        await line.server.close()


async def several_are_answered_at_once(line: Line) -> None:
    both = asyncio.Barrier(2)

    async def together(request: bytes) -> bytes:
        await both.wait()
        return request

    line.server.start(together)
    assert list(await asyncio.gather(line.ask(b"one"), line.ask(b"two"))) == [b"one", b"two"]


async def what_is_no_request_has_no_answer(line: Line) -> None:
    async def nothing(_: bytes) -> bytes:
        return b""

    line.server.start(nothing)
    with pytest.raises(NoService):
        await line.ask(b"garbage")


async def a_fault_is_that_requests_alone(line: Line) -> None:
    async def faulty(request: bytes) -> bytes:
        if request == b"bad":
            raise ZeroDivisionError("of this request")
        return request

    line.server.start(faulty)
    with pytest.raises(NoService):
        await line.ask(b"bad")
    assert await line.ask(b"good") == b"good"


async def an_answer_longer_than_a_mebibyte_is_none(line: Line) -> None:
    async def long(request: bytes) -> bytes:
        return b"x" * int(request)

    line.server.start(long)
    assert len(await line.ask(b"%d" % 2**20)) == 2**20
    with pytest.raises(NoService):
        await line.ask(b"%d" % (2**20 + 1))
    with pytest.raises(NoService):
        await line.ask(b"1".zfill(2**20 + 1))


CLAIMS: list[Callable[[Line], Awaitable[None]]] = [
    it_answers_what_it_is_asked,
    nobody_answers_before_it_starts_or_after_it_has_stopped,
    it_can_be_started_again,
    several_are_answered_at_once,
    what_is_no_request_has_no_answer,
    a_fault_is_that_requests_alone,
    an_answer_longer_than_a_mebibyte_is_none,
]


@pytest.mark.parametrize("kind", ["socket", "memory"])
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_every_control_server(claim: Callable[[Line], Awaitable[None]], kind: str, tmp_path: Path) -> None:
    async def hold() -> None:
        line = Line(kind, tmp_path)
        try:
            await claim(line)
        finally:
            await line.server.close()
            line.lock.release()

    asyncio.run(hold())
