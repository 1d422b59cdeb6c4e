"""Knows what a command does with a service that answers otherwise than this shell would, or not at all."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import pytest

from routine.adapters.control_socket.frames import FrameReader, framed
from routine.adapters.instance_lock import Lock
from routine.adapters.paths import make_private
from routine.core.events import Actor
from routine.service.requests.all_messages import AnyRequest
from routine.service.requests.envelope import request_in, value_of
from routine.service.requests.handlers import handle
from routine.ui.page.request import PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views import answering
from tests.service.process import PLAN, RealService
from tests.ui.home import Home

QUIET_PLAN = PLAN.format(title="Mine", at="03:33", more="")


def test_a_service_that_hangs_is_not_waited_for_and_that_is_said_once(home: Home) -> None:
    home.plan(home.session())
    home.shown(home.occurrence())
    make_private(home.paths.runtime_dir)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as deaf:
        deaf.bind(str(home.paths.control_socket))
        deaf.listen()
        answer = home.run("snooze", "20m")
    assert answer.code == 0
    assert answer.out.startswith("Snoozed “Morning mobility” until ")
    assert answer.err.count("did not answer in time") == 1
    assert home.kinds(home.occurrence())[-1] == "snoozed"


@contextmanager
def listening(home: Home, answer: Callable[[bytes], bytes]) -> Iterator[list[bytes]]:
    """Something that is asked as the service is: what it heard. It hangs up where it has no answer."""
    make_private(home.paths.runtime_dir)
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(home.paths.control_socket))
        server.listen()

        def serve() -> None:
            while True:
                try:
                    client, _ = server.accept()
                except OSError:
                    return
                with client:
                    reader = FrameReader()
                    while wanted := reader.wanted:
                        reader.feed(client.recv(wanted))
                    heard.append(reader.payload)
                    if said := answer(reader.payload):
                        client.sendall(framed(said))

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield heard
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(10)


@pytest.mark.parametrize("done_before", [True, False])
def test_what_a_service_was_killed_over_is_done_by_the_command_and_counts_once(
    home: Home, *, done_before: bool
) -> None:
    home.plan(home.session())
    home.shown(home.occurrence())

    def dies(message: bytes) -> bytes:
        """After it has written, or before; it never answers."""
        if done_before:
            app = home.app()
            handle(value_of(request_in(message).body, AnyRequest), app, app.clock.now())
            app.journal.close()
        return b""

    with listening(home, dies) as heard:
        answer = home.run("snooze", "20m")
    assert len(heard) == 1
    assert answer.code == 0, answer.err
    assert answer.out.startswith("Snoozed “Morning mobility” until ")
    assert home.kinds(home.occurrence()).count("snoozed") == 1


def test_what_a_service_of_another_version_was_asked_is_done_here(home: Home) -> None:
    home.plan(home.session())
    home.shown(home.occurrence())
    other = json.dumps({"protocol": 9, "program": "9.0", "pid": 1, "what": "is this?"}).encode()
    with listening(home, lambda _: other) as heard:
        answer = home.run("snooze", "20m")
    assert (len(heard), answer.code) == (1, 0)
    assert home.kinds(home.occurrence()).count("snoozed") == 1


def test_a_press_on_the_page_is_asked_of_the_service_and_counts_once(home: Home) -> None:
    home.plan(home.session())
    about = home.occurrence()
    page = PageState(lambda: home.app(ROUTINE_WELCOME="false"))
    with listening(home, lambda _: b"") as heard:
        said = answering.answer(page, PageRequest({"key": about.key}, body={"answer": "skip"}))
    page.stop()
    (asked,) = (value_of(request_in(message).body, AnyRequest) for message in heard)
    assert isinstance(asked, get_args(AnyRequest))
    assert getattr(asked, "by", None) is Actor.PAGE
    assert said["said"].startswith("Skipped “Morning mobility”.")
    assert home.kinds(about).count("skipped") == 1


def test_a_service_that_hangs_keeps_the_page_waiting_once(home: Home) -> None:
    home.plan(home.session())
    key = home.occurrence().key
    page = PageState(lambda: home.app(ROUTINE_WELCOME="false"))
    make_private(home.paths.runtime_dir)
    lock = Lock(home.paths.lock_file)
    lock.acquire()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as deaf:
        deaf.bind(str(home.paths.control_socket))
        deaf.listen()
        took = []
        for pressed in ("skip", "done"):
            begun = time.monotonic()
            assert answering.answer(page, PageRequest({"key": key}, body={"answer": pressed}))["said"]
            took.append(time.monotonic() - begun)
    lock.release()
    page.stop()
    assert took[0] > 1.5
    assert took[1] < 1


def test_status_and_check_say_what_the_service_has_otherwise(tmp_path: Path) -> None:
    service = RealService(tmp_path, {"TZ": "Asia/Kolkata"})
    service.plan(QUIET_PLAN)
    with service:
        assert "otherwise" not in service.routine("status").stdout
        service.environ |= {"TZ": "Europe/Berlin", "ROUTINE_CLOCK": "12"}
        for command in ("status", "check"):
            said = service.routine(command).stdout
            assert "its time zone is Asia/Kolkata, not Europe/Berlin; it has not the same ROUTINE_CLOCK." in said
        shape = json.loads(service.routine("status", "--json").stdout)
    assert shape["differs"] == ["zone", "environment"]
    assert shape["service"]["zone"] == "Asia/Kolkata"
    assert shape["service"]["pid"] == shape["pid"]
    assert list(shape["service"]["plans"]) == ["mine"]


def test_a_plans_folder_that_only_this_shell_names_is_said(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    service.plan(QUIET_PLAN)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with service:
        service.environ |= {"ROUTINE_PLANS_FOLDER": str(elsewhere)}
        assert (
            f"its plans are in {service.paths.plans_dir}, not in {elsewhere}" in service.routine("status").stdout
        )
        assert "Morning mobility" in service.routine("status").stdout
