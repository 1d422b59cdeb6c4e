"""The page's process as the command meets it: started once, found again, gone when nobody is there."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from routine.ui.page.serving import loopback_socket
from tests.browser.house import House
from tests.service.process import RealService, wait_for

pytestmark = pytest.mark.slow


class Person:
    """Somebody who types `routine page`."""

    def __init__(self, folder: Path) -> None:
        self.service = RealService(folder)
        self.address = self.service.paths.runtime_dir / "page.json"

    def page(self, *words: str) -> str:
        told = self.service.routine("page", "--no-open", *words)
        assert told.returncode == 0, told.stderr
        return told.stdout.strip()

    @property
    def pid(self) -> int:
        return int(json.loads(self.address.read_text())["pid"])

    def leave(self) -> None:
        if self.address.exists():
            pid = self.pid
            os.kill(pid, signal.SIGTERM)
            wait_for(lambda: not self.address.exists(), "the page to go", 30)


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    person = Person(tmp_path)
    yield person
    person.leave()


def status(link: str) -> int:
    address = urlsplit(link)
    line = HTTPConnection(address.netloc, timeout=30)
    try:
        line.request("GET", f"{address.path}?{address.query}")
        return line.getresponse().status
    finally:
        line.close()


def test_a_link_works_once_and_a_second_command_finds_the_same_process(person: Person) -> None:
    link = person.page()
    first = person.pid
    assert status(link) == 303
    assert status(link) == 403
    assert status(person.page()) == 303
    assert person.pid == first


def test_the_address_is_for_its_owner_alone(person: Person) -> None:
    person.page()
    assert stat.S_IMODE(person.address.stat().st_mode) == 0o600


def test_after_a_crash_the_next_command_starts_it_anew(person: Person) -> None:
    person.page()
    first = person.pid
    os.kill(first, signal.SIGKILL)
    assert status(person.page()) == 303
    assert person.pid != first


@pytest.mark.parametrize(
    "left",
    [
        '{"port": 99999999, "owner": "x", "pid": 1}',
        '{"port": null, "owner": "x", "pid": 1}',
        '{"port": 80, "owner": ["x"], "pid": 1}',
        "[" * 100_000,
        "[]",
    ],
    ids=["no such port", "no port", "a list", "endless", "something else"],
)
def test_an_address_that_is_none_is_as_good_as_none(person: Person, left: str) -> None:
    person.address.parent.mkdir(parents=True)
    person.address.write_text(left)
    assert status(person.page()) == 303


def test_whoever_listens_where_a_killed_page_did_is_neither_asked_nor_believed(person: Person) -> None:
    """Another person of this computer, whose page a browser would open in ours' place."""
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        stranger.settimeout(0.1)
        left = {"port": stranger.getsockname()[1], "owner": "secret", "pid": os.getpid()}
        person.address.parent.mkdir(parents=True)
        person.address.write_text(json.dumps(left))
        assert status(person.page()) == 303
        with pytest.raises(TimeoutError):
            stranger.accept()


def test_two_commands_at_once_start_one_process(person: Person) -> None:
    with ThreadPoolExecutor(4) as hands:
        links = [*hands.map(lambda _: person.page(), range(4))]
    assert len({urlsplit(link).port for link in links}) == 1


def test_it_leaves_no_address_behind(person: Person) -> None:
    person.page()
    person.leave()
    assert not person.address.exists()


def test_nobody_there_ends_it(tmp_path: Path) -> None:
    with House(tmp_path, idle=timedelta(seconds=1)) as house:
        assert house.ask("GET", "/today").status == 200
        house.wait_for_its_end(30)


def test_somebody_who_looks_keeps_it(tmp_path: Path) -> None:
    with House(tmp_path, idle=timedelta(seconds=1)) as house:
        line = HTTPConnection("127.0.0.1", house.gate.port, timeout=30)
        line.request("GET", "/api/changes", headers={"Cookie": f"{house.gate.cookie_name}={house.gate.cookie}"})
        answer = line.getresponse()
        assert answer.readline().startswith(b"data:")
        with pytest.raises(TimeoutError):
            house.wait_for_its_end(4)
        line.close()


def test_the_service_and_the_short_commands_never_load_the_web(tmp_path: Path) -> None:
    """Starlette and uvicorn are megabytes, and milliseconds: only the page's own process pays them."""
    code = (
        "import sys\n"
        "import routine.wiring.daemon, routine.ui.cli.answer, routine.ui.cli.page, routine.ui.page.launch\n"
        "print([name for name in ('starlette', 'uvicorn', 'anyio', 'h11') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=60, check=True
    )
    assert told.stdout.strip() == "[]"


def test_a_session_by_name_opens_at_that_session(person: Person) -> None:
    from tests.browser.house import PLAN

    (person.service.paths.plans_dir / "mine.toml").write_text(PLAN.format(at="00:01", later="23:58"))
    assert "/session/mine/calm" in person.page("a", "calm", "breath")


def test_a_name_nobody_has_gets_a_sentence(person: Person) -> None:
    told = person.service.routine("page", "--no-open", "nonsense")
    assert told.returncode == 2
    assert "No session is called" in told.stderr


def test_without_a_screen_a_link_is_told(person: Person) -> None:
    told = person.service.routine("page")
    assert told.returncode == 0
    assert told.stdout.startswith("http://127.0.0.1:")
    assert "works once" in told.stderr


def test_after_its_end_it_comes_back_where_it_was_and_knows_its_browsers(person: Person) -> None:
    """F5 and a bookmark find it again."""
    first = urlsplit(person.page())
    line = HTTPConnection(first.netloc, timeout=30)
    line.request("GET", f"{first.path}?{first.query}")
    cookie = (line.getresponse().getheader("set-cookie") or "").partition(";")[0]
    line.close()
    person.leave()
    assert urlsplit(person.page()).netloc == first.netloc
    line = HTTPConnection(first.netloc, timeout=30)
    line.request("GET", "/today", headers={"Cookie": cookie})
    assert line.getresponse().status == 200
    line.close()
    kept = person.service.paths.state_dir / "page-address.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_where_somebody_else_listens_by_then_it_goes_elsewhere_with_another_cookie(person: Person) -> None:
    first = urlsplit(person.page())
    kept = person.service.paths.state_dir / "page-address.json"
    cookie = json.loads(kept.read_text())["cookie"]
    person.leave()
    with socket.create_server((first.hostname or "", first.port or 0)):
        assert urlsplit(person.page()).port != first.port
    assert json.loads(kept.read_text())["cookie"] != cookie


@pytest.mark.parametrize("left", ["", "[]", '{"port": 80, "cookie": "x"}', '{"port": "x", "cookie": 1}'])
def test_what_was_kept_and_is_none_of_it_is_as_good_as_none(person: Person, left: str) -> None:
    person.service.paths.state_dir.mkdir(parents=True)
    (person.service.paths.state_dir / "page-address.json").write_text(left)
    assert status(person.page()) == 303


def _surfer(folder: Path, does: str) -> dict[str, str]:
    program = folder / "surf"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    return {"DISPLAY": ":77", "BROWSER": str(program)}


def test_a_browser_that_fails_after_all_is_told_and_the_link_is_printed(person: Person, tmp_path: Path) -> None:
    person.service.environ |= _surfer(tmp_path, "exit 3")
    told = person.service.routine("page")
    assert told.returncode == 0
    assert "No browser has opened the page" in told.stderr
    assert status(told.stdout.strip()) == 303


def test_a_browser_that_takes_the_link_is_all_that_is_told(person: Person, tmp_path: Path) -> None:
    asks = "import sys, urllib.request as u; o = u.build_opener(u.HTTPCookieProcessor()); o.open(sys.argv[1])"
    person.service.environ |= _surfer(tmp_path, f'exec {sys.executable} -c "{asks}" "$1"')
    told = person.service.routine("page")
    assert told.stdout.startswith("The page is open")


async def _is_sent_at_once() -> bool:
    """Whether a connection to the page's socket sends what it is given without waiting for an acknowledgement."""
    found: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken: socket.socket = writer.get_extra_info("socket")
        found.set_result(bool(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
        writer.close()

    listening = loopback_socket()
    async with await asyncio.start_server(connected, sock=listening):
        _, asking = await asyncio.open_connection(*listening.getsockname())
        try:
            return await asyncio.wait_for(found, 30)
        finally:
            asking.close()


def test_no_answer_is_held_back_until_the_browser_acknowledges_its_first_half() -> None:
    assert asyncio.run(_is_sent_at_once())
