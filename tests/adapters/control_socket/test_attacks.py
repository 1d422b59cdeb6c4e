"""Knows what can be done to the socket of a running service, which answers all others and is late for nothing."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routine.errors import NoService, ServiceHangs
from tests.adapters.control_socket.conftest import TOP, Served
from tests.adapters.control_socket.served import FILES
from tests.needs import needs_another_user
from tests.service.process import wait_for

A_MOMENT = 1.0
"""Seconds that a reminder may be late at the most while the socket is attacked."""


@contextmanager
def connected(served: Served, limit: float = 10.0) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(limit)
        client.connect(str(served.path))
        yield client


def is_closed(client: socket.socket) -> bool:
    """Whether the service hangs up, and says nothing before it."""
    with suppress(ConnectionResetError, BrokenPipeError):
        return client.recv(1) == b""
    return True


@contextmanager
def many_files() -> Iterator[int]:
    """How many a process of ours may have open, here and now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_ten_thousand_half_open_connections_make_nobody_wait(served: Served) -> None:
    served.number(b"how late")
    kept: list[socket.socket] = []
    asked = []
    with many_files() as most:
        for number in range(min(10_000, most - 200)):
            client = socket.socket(socket.AF_UNIX)
            kept.append(client)
            client.connect(str(served.path))
            client.send(b"\0\0")
            if number % 1000 == 999:
                begun = time.monotonic()
                with suppress(NoService):  # done without it, at once
                    served.ask(b"me too", timedelta(seconds=2))
                asked.append(time.monotonic() - begun)
        assert served.number(b"how late") < A_MOMENT
        assert max(asked) < A_MOMENT
        assert served.ask(b"and now") == b"and now"
        assert served.number(b"open files") < FILES / 2
        for client in kept:
            client.close()
    assert len(asked) >= 5


def test_those_who_say_nothing_are_let_go(served: Served) -> None:
    with connected(served) as silent, connected(served) as slow:
        slow.sendall((100).to_bytes(4, "big"))
        begun = time.monotonic()
        with suppress(OSError):
            while time.monotonic() - begun < 8.0:  # a byte now and then is not enough
                slow.send(b"x")
                time.sleep(0.2)
        assert time.monotonic() - begun < 6.0
        assert is_closed(silent)
    assert served.number(b"open files") < 16


def test_somebody_who_takes_no_answer_is_let_go(served: Served) -> None:
    before = served.number(b"open files")
    with connected(served) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        long = b"x" * 1_000_000
        deaf.sendall(len(long).to_bytes(4, "big") + long)
        wait_for(lambda: served.number(b"open files") == before + 1, "it to be connected")
        wait_for(lambda: served.number(b"open files") == before, "it to be let go")


@pytest.mark.parametrize(
    "said",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        (1_000_000_000).to_bytes(4, "big"),
        (2**32 - 1).to_bytes(4, "big"),
        ((1 << 20) + 1).to_bytes(4, "big"),
        bytes(4),
    ],
    ids=["another protocol", "a gigabyte", "all ones", "a byte too many", "nothing"],
)
def test_a_length_that_is_not_allowed_is_refused_at_once(served: Served, said: bytes) -> None:
    with connected(served, limit=1.5) as client:
        client.sendall(said)
        assert is_closed(client)


def test_a_gigabyte_that_is_really_sent_takes_no_memory(served: Served) -> None:
    before = served.number(b"memory in KiB")
    with connected(served) as client, suppress(BrokenPipeError, ConnectionResetError):
        client.sendall((1_000_000_000).to_bytes(4, "big"))
        for _ in range(1000):
            client.sendall(bytes(1_000_000))
    assert served.number(b"memory in KiB") - before < 4096


def test_what_is_announced_and_does_not_come_takes_no_memory(served: Served) -> None:
    before = served.number(b"memory in KiB")
    clients = [socket.socket(socket.AF_UNIX) for _ in range(30)]
    for client in clients:
        client.connect(str(served.path))
        client.sendall((1 << 20).to_bytes(4, "big"))
    assert served.number(b"memory in KiB") - before < 4096
    for client in clients:
        client.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(st.binary(max_size=200), max_size=5))
def test_garbage_is_answered_by_hanging_up_and_the_next_is_answered(served: Served, pieces: list[bytes]) -> None:
    with connected(served) as client, suppress(OSError):
        for piece in pieces:
            client.sendall(piece)
    assert served.ask(b"still there") == b"still there"


def test_clients_that_are_killed_in_the_middle_cost_nothing(served: Served) -> None:
    before = served.number(b"open files")
    half = (
        "import socket, sys, time\n"
        "client = socket.socket(socket.AF_UNIX)\n"
        "client.connect(sys.argv[1])\n"
        "client.sendall(bytes([0, 0, 0, 9]) + b'half')\n"
        "print(flush=True)\n"
        "time.sleep(60)"
    )
    for _ in range(5):
        client = subprocess.Popen(
            [sys.executable, "-c", half, str(served.path)],
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=TOP,
        )
        assert client.stdout
        client.stdout.readline()
        client.kill()
        client.communicate(timeout=10)
    assert served.ask(b"still there") == b"still there"
    assert served.number(b"answered") == 3
    wait_for(lambda: served.number(b"open files") == before, "the files to be closed")


@needs_another_user
def test_another_user_is_not_answered_even_where_the_files_would_let_them(served: Served) -> None:
    folder = served.path.parent
    while folder != folder.parent and folder.stat().st_mode & 0o001 == 0:
        folder.chmod(folder.stat().st_mode | 0o055)
        folder = folder.parent
    served.path.chmod(0o666)

    def ask_as(uid: int) -> bytes:
        """What comes of it, in a fork: a new Python may lie where that user cannot read."""
        reading, writing = os.pipe()
        if (child := os.fork()) == 0:
            os.setuid(uid)
            told = b""
            try:
                with socket.socket(socket.AF_UNIX) as client:
                    client.settimeout(5)
                    client.connect(str(served.path))
                    with suppress(BrokenPipeError, ConnectionResetError):
                        client.sendall((5).to_bytes(4, "big") + b"hello")
                        told = client.recv(100) or b"hung up"
            except OSError as error:
                told = repr(error).encode()
            os.write(writing, told or b"hung up")
            os._exit(0)
        os.close(writing)
        told = os.read(reading, 100)
        os.close(reading)
        os.waitpid(child, 0)
        return told

    assert ask_as(0) == (5).to_bytes(4, "big") + b"hello"
    assert ask_as(65534) == b"hung up"
    assert served.number(b"answered") == 2
    served.path.chmod(0o600)
    assert b"Permission" in ask_as(65534)


def test_a_request_that_never_ends_keeps_nobody_else_waiting(served: Served) -> None:
    with pytest.raises(ServiceHangs):
        served.ask(b"hang", timedelta(seconds=0.2))
    assert served.ask(b"next", timedelta(seconds=2)) == b"next"


def test_a_service_whose_loop_stands_still_is_waited_for_as_long_as_was_said(served: Served) -> None:
    with connected(served) as client:
        client.sendall((13).to_bytes(4, "big") + b"stop the loop")
        begun = time.monotonic()
        with pytest.raises(ServiceHangs):
            served.ask(b"hello", timedelta(seconds=0.5))
        assert 0.4 < time.monotonic() - begun < 1.5


def test_a_service_that_is_stopped_altogether_is_waited_for_as_long_as_was_said(served: Served) -> None:
    """Its queue is full as well: the client is not even connected."""
    assert served.process
    served.process.send_signal(signal.SIGSTOP)
    waiting = []
    try:
        for _ in range(1000):
            client = socket.socket(socket.AF_UNIX)
            waiting.append(client)
            client.setblocking(False)
            if client.connect_ex(str(served.path)):
                break
        begun = time.monotonic()
        with pytest.raises(ServiceHangs):
            served.ask(b"hello", timedelta(seconds=0.5))
        assert 0.4 < time.monotonic() - begun < 1.5
    finally:
        served.process.send_signal(signal.SIGCONT)
    assert served.ask(b"hello") == b"hello"
    for client in waiting:
        client.close()


def test_a_service_killed_in_the_middle_of_an_answer_is_nobody(served: Served) -> None:
    with pytest.raises(NoService):
        served.ask(b"die")
    served.end()
