"""From a real card, by a real click, to the page: the browser is a script that keeps what it was started with."""

from __future__ import annotations

import json
import os
import signal
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from routine.core.events import EventKind
from tests.desktop.desktop import Desktop
from tests.service.process import RealService, wait_for
from tests.telling import told

pytestmark = [pytest.mark.desktop, pytest.mark.slow]


class Surfer:
    """Somebody whose browser is a script."""

    def __init__(self, folder: Path) -> None:
        self.visited = folder / "visited"
        self.program = folder / "surf"
        self.program.write_text(f'#!/bin/sh\necho "$1" >> {self.visited}\n')
        self.program.chmod(0o755)

    def last(self) -> str:
        wait_for(self.visited.exists, "the browser to be started", 30)
        return self.visited.read_text().splitlines()[-1]


def see(link: str) -> tuple[str, str]:
    """Follow the link as a browser would; gives the path it leads to, and the first frame there."""
    address = urlsplit(link)
    line = HTTPConnection(address.netloc, timeout=30)
    line.request("GET", f"{address.path}?{address.query}")
    answer = line.getresponse()
    answer.read()
    assert answer.status == 303
    cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
    to = answer.getheader("location") or ""
    line.request("GET", f"/api{to}/frames", headers={"Cookie": cookie})
    frame = line.getresponse().readline()
    line.close()
    return to, str(json.loads(frame.removeprefix(b"data: "))["mode"])


def leave(service: RealService) -> None:
    """The page's process outlives the service; no test does."""
    address = json.loads((service.paths.runtime_dir / "page.json").read_text())
    os.kill(address["pid"], signal.SIGTERM)
    wait_for(lambda: not (service.paths.runtime_dir / "page.json").exists(), "the page to go")


def test_start_and_a_click_on_the_card_open_the_page(tmp_path: Path) -> None:
    surfer = Surfer(tmp_path)
    with Desktop(server="mate") as desk:  # on xfce and lxqt a click on a card only closes it
        environ = {**desk.env, "BROWSER": str(surfer.program), "ROUTINE_GUIDE": "page"}
        with RealService(tmp_path, environ, welcome=True) as service:
            # of the very first card: where a newcomer finds all the rest
            desk.click("Open", 10.0)
            assert parse_qs(urlsplit(surfer.last()).query)["to"] == ["/today"]
            surfer.visited.unlink()
            desk.click_text("Your first minute · 1 min", 10.0)
            to, mode = see(surfer.last())
            assert unquote(to).startswith("/session/@welcome/")
            assert mode == "waiting"
            assert EventKind.STARTED not in [entry.kind for entry in service.entries()], "a click means no start"
            surfer.visited.unlink()
            desk.click("Start", 15.0)
            to, mode = see(surfer.last())
            assert mode == "playing"
            assert told(service.entries()[-1]).place == "page"
            assert (
                parse_qs(urlsplit(surfer.last()).query)["to"] == [to.replace("%40", "@").replace("%3A", ":")] or to
            )
            service.kill()
            service.start()
            assert not desk.shows("text", "Your first minute", 2.0), "it is being done: nothing asks again"
            leave(service)


def test_a_browser_that_fails_leaves_the_session_on_the_card(tmp_path: Path) -> None:
    with Desktop(server="xfce") as desk:
        environ = {**desk.env, "BROWSER": "/bin/false %s", "ROUTINE_GUIDE": "page", "PATH": str(tmp_path)}
        with RealService(tmp_path, environ, welcome=True) as service:
            desk.click("Start", 10.0)
            assert desk.shows("text", "Step 1 of 3", 30.0)
            leave(service)


@pytest.mark.parametrize("browser", ["exit 3", "exec sleep 30"], ids=["none is set", "it never comes"])
def test_a_browser_that_takes_no_link_leaves_the_session_on_the_card(tmp_path: Path, browser: str) -> None:
    """That a program could be started says nothing: xdg-open fails later, and without a word."""
    program = tmp_path / "surf"
    program.write_text(f"#!/bin/sh\n{browser}\n")
    program.chmod(0o755)
    with Desktop(server="xfce") as desk:
        environ = {**desk.env, "BROWSER": str(program), "ROUTINE_GUIDE": "page"}
        with RealService(tmp_path, environ, welcome=True) as service:
            desk.click("Start", 10.0)
            assert desk.shows("text", "Step 1 of 3", 25.0)
            assert "No browser opened the page" in str(desk.texts())
            leave(service)
