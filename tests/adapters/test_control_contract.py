"""Knows what every control server promises; holds socket, named pipe and their twin in memory to the same words.

Elsewhere than on Windows a double stands for what the pipe asks of it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from routine.adapters.control_socket import client
from routine.adapters.control_socket.named_pipes import NamedPipes
from routine.adapters.control_socket.pipe_client import ask_pipe
from routine.adapters.control_socket.pipe_server import PipeControlServer
from routine.adapters.instance_lock import Lock
from routine.errors import NoService
from routine.ports import ControlServer
from tests.adapters.control_socket.named_pipes_double import Computer, PipesOfAUser
from tests.fakes import MemoryControlServer

Ask = Callable[[bytes], Awaitable[bytes]]


class Line:
    """A server, and the way to ask it."""

    def __init__(self, server: ControlServer, ask: Ask, lock: Lock) -> None:
        self.server = server
        self.ask = ask
        self.lock = lock
        lock.acquire()


def in_memory(folder: Path, _: pytest.MonkeyPatch) -> Line:
    server = MemoryControlServer()
    return Line(server, server.ask, Lock(folder / "lock"))


def on_socket(folder: Path, _: pytest.MonkeyPatch) -> Line:
    from routine.adapters.control_socket.server import UnixControlServer

    server = UnixControlServer(folder / "control", folder / "lock", {})
    return Line(server, asker(folder), Lock(folder / "lock"))


def on_pipe(folder: Path, patch: pytest.MonkeyPatch) -> Line:
    pipes = pipes_here()

    def exchange(path: Path, frame: bytes, deadline: float) -> bytes:
        return ask_pipe(pipes, path, frame, lambda: timedelta(seconds=client._left(deadline)))

    patch.setattr(client, "_ask", exchange)
    server = PipeControlServer(folder / "control", folder / "lock", pipes)
    return Line(server, asker(folder), Lock(folder / "lock"))


def pipes_here() -> NamedPipes:
    if sys.platform == "win32":
        from routine.adapters.control_socket.win32 import Win32Pipes

        return Win32Pipes()
    return PipesOfAUser(Computer())


def asker(folder: Path) -> Ask:
    async def ask(request: bytes) -> bytes:
        return await asyncio.to_thread(client.ask, folder / "control", request, timedelta(seconds=10))

    return ask


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


async def of_answers_that_go_on_whoever_asks_once_has_the_first(line: Line) -> None:
    async def one_after_another(request: bytes) -> AsyncGenerator[bytes, None]:
        for count in range(1, 4):
            yield count * request

    async def following(request: bytes) -> AsyncGenerator[bytes, None]:
        return one_after_another(request)

    line.server.start(following)
    assert await line.ask(b"ho") == b"ho"
    assert await line.ask(b"hi") == b"hi"


CLAIMS: list[Callable[[Line], Awaitable[None]]] = [
    it_answers_what_it_is_asked,
    nobody_answers_before_it_starts_or_after_it_has_stopped,
    it_can_be_started_again,
    several_are_answered_at_once,
    what_is_no_request_has_no_answer,
    a_fault_is_that_requests_alone,
    an_answer_longer_than_a_mebibyte_is_none,
    of_answers_that_go_on_whoever_asks_once_has_the_first,
]


# asyncio has no sockets with a path on Windows: the pipe takes their place there
SERVERS = [on_pipe, in_memory] if sys.platform == "win32" else [on_socket, on_pipe, in_memory]


@pytest.mark.parametrize("made", SERVERS, ids=lambda made: made.__name__)
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_every_control_server(
    claim: Callable[[Line], Awaitable[None]],
    made: Callable[[Path, pytest.MonkeyPatch], Line],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def hold() -> None:
        line = made(tmp_path, monkeypatch)
        try:
            await claim(line)
        finally:
            await line.server.close()
            line.lock.release()

    asyncio.run(hold())
