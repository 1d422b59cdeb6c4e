"""Knows what a command and a service on Windows see of each other, and of other users, with a double for Windows.

What a server does for anybody is in tests/adapters/test_control_contract.py, where it runs on a real pipe as well
if there is one.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from routine.adapters.control_socket import client
from routine.adapters.control_socket.connection import MOST
from routine.adapters.control_socket.named_pipes import access_for, pipe_name
from routine.adapters.control_socket.pipe_client import ask_pipe
from routine.adapters.control_socket.pipe_server import PipeControlServer
from routine.adapters.instance_lock import Lock
from routine.errors import AlreadyRunning, NoService, ServiceHangs, SystemFault
from tests.adapters.control_socket.named_pipes_double import OURS, STRANGER, Client, Computer, PipesOfAUser

LONG = timedelta(seconds=10)
"""For a machine that has much else to do."""
EVERYBODY = "(A;;GA;;;WD)"


async def echo(request: bytes) -> bytes:
    return request


class Desktop:
    """A computer with a service of ours, and another user."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.path = folder / "control"
        self.lock = Lock(folder / "lock")
        self.computer = Computer()
        self.ours = PipesOfAUser(self.computer)
        self.stranger = PipesOfAUser(self.computer, STRANGER)
        self.name = pipe_name(self.path, OURS)
        self.server = PipeControlServer(self.path, folder / "lock", self.ours)
        patch.setattr(client, "_ask", partial(self.exchange, self.ours))

    @staticmethod
    def exchange(pipes: PipesOfAUser, path: Path, frame: bytes, deadline: float) -> bytes:
        """As `client` does on Windows."""
        return ask_pipe(pipes, path, frame, lambda: timedelta(seconds=client._left(deadline)))

    async def ask(self, request: bytes, limit: timedelta = LONG) -> bytes:
        return await asyncio.to_thread(client.ask, self.path, request, limit)


Story = Callable[[Desktop], Awaitable[None]]


@pytest.fixture
def lived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Story], None]:
    async def live(story: Story) -> None:
        desktop = Desktop(tmp_path, monkeypatch)
        desktop.lock.acquire()
        try:
            await story(desktop)
        finally:
            await desktop.server.close()
            desktop.lock.release()
        assert not desktop.computer.pipes

    return lambda story: asyncio.run(live(story))


def test_another_user_is_not_let_in(lived: Callable[[Story], None]) -> None:
    async def story(desktop: Desktop) -> None:
        desktop.server.start(echo)
        with pytest.raises(PermissionError):
            desktop.stranger.connect(desktop.name)
        assert await desktop.ask(b"hello") == b"hello"

    lived(story)


def test_another_user_cannot_make_an_instance_of_it(lived: Callable[[Story], None]) -> None:
    async def story(desktop: Desktop) -> None:
        desktop.server.start(echo)
        with pytest.raises(PermissionError):
            desktop.stranger.create(desktop.name, access_for(STRANGER), first=False)

    lived(story)


def test_nobody_trusts_a_pipe_of_somebody_else(lived: Callable[[Story], None]) -> None:
    async def story(desktop: Desktop) -> None:
        fake = desktop.stranger.create(desktop.name, access_for(STRANGER) + EVERYBODY, first=True)
        with pytest.raises(NoService):
            await desktop.ask(b"a secret")
        await fake.connected()
        assert await fake.receive(100) == b""
        fake.close()

    lived(story)


def test_the_service_does_not_join_a_pipe_of_somebody_else_and_says_so(lived: Callable[[Story], None]) -> None:
    async def story(desktop: Desktop) -> None:
        fake = desktop.stranger.create(desktop.name, access_for(STRANGER) + EVERYBODY, first=True)
        with pytest.raises(SystemFault, match=r"another program has a pipe of that name\. .*reminders go on"):
            desktop.server.start(echo)
        fake.close()
        desktop.server.start(echo)
        assert await desktop.ask(b"hello") == b"hello"

    lived(story)


def test_the_name_is_never_free_while_the_service_runs(lived: Callable[[Story], None]) -> None:
    """Whoever got it for an instant could let everybody in to the instances that the service makes later."""

    async def story(desktop: Desktop) -> None:
        finish = asyncio.Event()

        async def slowly(request: bytes) -> bytes:
            await finish.wait()
            return request

        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(MOST + 8))
        desktop.server.start(slowly)
        asking = [asyncio.ensure_future(desktop.ask(b"%d" % number)) for number in range(MOST + 8)]
        await asyncio.sleep(0.3)
        with pytest.raises(PermissionError):
            desktop.stranger.create(desktop.name, access_for(STRANGER) + EVERYBODY, first=True)
        finish.set()
        assert await asyncio.gather(*asking) == [b"%d" % number for number in range(MOST + 8)]
        assert desktop.computer.given_up == []

    lived(story)


def test_those_who_say_nothing_make_nobody_wait(lived: Callable[[Story], None]) -> None:
    async def story(desktop: Desktop) -> None:
        desktop.server.start(echo)
        silent: list[Client] = []
        while len(silent) < 3 * MOST:
            with suppress(BlockingIOError):
                silent.append(desktop.ours.connect(desktop.name))
            await asyncio.sleep(0)
        assert await desktop.ask(b"hello", timedelta(seconds=1.5)) == b"hello"
        for one in silent:
            one.close()

    lived(story)


def test_when_windows_has_no_more_to_give_it_is_waited_for(lived: Callable[[Story], None]) -> None:
    async def story(desktop: Desktop) -> None:
        desktop.server.start(echo)
        desktop.ours.refused = 1
        assert await desktop.ask(b"hello") == b"hello"
        assert await desktop.ask(b"again") == b"again"
        assert desktop.computer.given_up == []

    lived(story)


def test_a_service_that_is_not_the_one_does_not_answer(lived: Callable[[Story], None]) -> None:
    async def story(desktop: Desktop) -> None:
        desktop.lock.release()
        with pytest.raises(AlreadyRunning):
            desktop.server.start(echo)
        assert not desktop.computer.pipes

    lived(story)


def test_what_windows_refuses_is_said_in_words(lived: Callable[[Story], None]) -> None:
    async def story(desktop: Desktop) -> None:
        desktop.ours.refused = 1
        with pytest.raises(SystemFault, match=r"Commands cannot reach the service at .*: Insufficient system"):
            desktop.server.start(echo)
        with pytest.raises(NoService):
            await desktop.ask(b"hello")

    lived(story)


def test_the_last_client_of_a_killed_service_does_not_keep_the_next_from_starting(
    lived: Callable[[Story], None],
) -> None:
    async def story(desktop: Desktop) -> None:
        killed = desktop.ours.create(desktop.name, access_for(OURS), first=True)
        last = desktop.ours.connect(desktop.name)
        killed.close()
        notices = threading.Timer(0.1, last.close)
        notices.start()
        desktop.server.start(echo)
        assert await desktop.ask(b"hello") == b"hello"

    lived(story)


def test_a_service_whose_loop_stands_still_is_waited_for_as_long_as_was_said(
    lived: Callable[[Story], None],
) -> None:
    """The first has been taken in by Windows alone; the second finds no instance without a client."""

    async def story(desktop: Desktop) -> None:
        desktop.server.start(echo)
        await asyncio.sleep(0)
        for _ in range(2):
            begun = time.monotonic()
            with pytest.raises(ServiceHangs):
                client.ask(desktop.path, b"hello", timedelta(seconds=0.3))
            assert 0.2 < time.monotonic() - begun < 1.5

    lived(story)


def test_closing_right_after_the_start_leaves_nothing(lived: Callable[[Story], None]) -> None:
    async def story(desktop: Desktop) -> None:
        desktop.server.start(echo)
        await desktop.server.close()
        assert not desktop.computer.pipes

    lived(story)


def test_each_user_and_each_folder_has_a_name_of_its_own() -> None:
    here, there = Path("/home/a/run/control"), Path("/home/b/run/control")
    names = {pipe_name(path, user) for path in (here, there) for user in (OURS, STRANGER)}
    assert len(names) == 4
    assert pipe_name(str(here), OURS) in names
    assert all(name.startswith(r"\\.\pipe\routine-") and len(name) < 256 for name in names)


def test_its_access_list_names_nobody_but_its_owner() -> None:
    assert access_for(OURS) == f"O:{OURS}D:P(A;;GA;;;{OURS})"
