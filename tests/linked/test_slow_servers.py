"""A server that says a word now and then holds up nothing else, and half of an answer is none."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from routine.adapters.web import client
from routine.adapters.web.client import Unreachable, WebClient, parse_address
from tests.service.process import wait_for

HEAD = b"HTTP/1.1 207 Multi-Status\r\nContent-Length: 100000\r\n\r\n"


@pytest.fixture(params=["its head", "its body"])
def address(request: pytest.FixtureRequest) -> Iterator[str]:
    """Of one that sends this in single bytes, each well before anybody would take it for dead."""
    ended = threading.Event()

    def serve() -> None:
        connected, _ = server.accept()
        with connected:
            connected.recv(4096)
            if request.param == "its body":
                connected.sendall(HEAD)
            while not ended.wait(0.05):
                try:
                    connected.sendall(b"H")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        ended.set()
        thread.join(5)


def test_an_answer_that_never_ends_is_given_up(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "LONGEST", timedelta(seconds=0.4))
    begun = time.monotonic()
    with closing(WebClient(parse_address(address))) as asked, pytest.raises(Unreachable, match="too long"):
        asked.ask("GET")
    assert time.monotonic() - begun < 5
    wait_for(lambda: not any(isinstance(each, threading.Timer) for each in threading.enumerate()), "its end", 5)


def test_an_answer_that_is_cut_off_is_none() -> None:
    def serve() -> None:
        connected, _ = server.accept()
        with connected:
            connected.recv(4096)
            connected.sendall(HEAD + b'title = "half of a plan"')

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        address = parse_address(f"http://127.0.0.1:{server.getsockname()[1]}/")
        with closing(WebClient(address)) as asked, pytest.raises(Unreachable):
            asked.ask("GET")
        thread.join(5)
