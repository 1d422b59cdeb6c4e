"""A session on the page while the journal, the plan, the body or the audience fails it: over a real socket."""

from __future__ import annotations

import json
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from routine.core.events import EventKind
from tests.browser.house import House
from tests.service.process import wait_for
from tests.telling import told

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
LONG = 40
FAST = 20.0


@contextmanager
def watched(house: House, path: str) -> Iterator[socket.socket]:
    """Somebody has this stream open."""
    with socket.create_connection(("127.0.0.1", house.gate.port), timeout=LONG) as line:
        cookie = f"{house.gate.cookie_name}={house.gate.cookie}"
        host = f"127.0.0.1:{house.gate.port}"
        line.sendall(f"GET /api{path} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n".encode())
        assert b" 200 " in line.recv(100)
        yield line


@contextmanager
def held_by_somebody(house: House) -> Iterator[None]:
    """Another program writes to the journal, and does not come to an end."""
    with closing(sqlite3.connect(house.paths.journal_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def press(house: House, what: str) -> int:
    return house.ask("POST", f"/api{house.session()}/press", {"press": what}).status


def start(house: House) -> None:
    assert house.ask("POST", f"/api{house.session()}/start").status == 200


def kinds(house: House) -> list[EventKind]:
    """What happened since the check was put off."""
    return [entry.kind for entry in house.entries() if entry.kind is not EventKind.CHECKIN]


def about(house: House) -> dict[str, Any]:
    answer = house.ask("GET", f"/api{house.session()}")
    assert answer.status == 200
    return dict(json.loads(answer.body))


def test_a_session_that_nobody_watches_is_not_performed(tmp_path: Path) -> None:
    """Its tab was closed, and no browser came for the start that was typed: nobody did it."""
    with House(tmp_path, rate=FAST) as house:
        with watched(house, f"{house.session()}/frames"):
            pass
        assert house.routine("start", "morning", "--in", "page").returncode == 0
        time.sleep(6)  # two minutes of its clock: the whole session
        assert kinds(house) == [EventKind.STARTED]
        with watched(house, f"{house.session()}/frames"):
            wait_for(lambda: EventKind.COMPLETED in kinds(house), "the session to go on for whoever came", LONG)


def test_a_start_without_a_listener_soon_waits(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        start(house)
        wait_for(lambda: house.frame()["mode"] == "paused", "the session to wait", LONG)


def test_nothing_is_lost_while_the_journal_is_in_use(tmp_path: Path) -> None:
    with House(tmp_path) as house, watched(house, f"{house.session()}/frames"):
        start(house)
        with held_by_somebody(house):
            while house.frame()["mode"] == "playing":
                assert press(house, "skip") == 200
            shown = house.frame()
            assert shown["mode"] == "stopped"
            assert shown["trouble"]
            assert EventKind.ABANDONED not in kinds(house)
        wait_for(lambda: EventKind.ABANDONED in kinds(house), "what happened meanwhile to be written", LONG)
        # the third is a rest: nobody leaves that out
        assert [told(entry).step for entry in house.entries(EventKind.STEP_SKIPPED)] == [1, 2, 4]
        wait_for(lambda: not house.frame()["trouble"], "the trouble to be over", LONG)


def test_a_journal_that_was_taken_away_is_begun_anew(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        assert house.ask("GET", "/api/today").status == 200
        for part in house.paths.state_dir.glob("journal.db*"):
            part.rename(part.with_name(f"old-{part.name}"))
        assert house.ask("GET", "/api/today").status == 200
        house.put_off_the_check()
        start(house)
        assert kinds(house) == [EventKind.STARTED]


def test_a_session_goes_on_as_it_began_when_its_plan_changes_meanwhile(tmp_path: Path) -> None:
    with House(tmp_path) as house, watched(house, f"{house.session()}/frames"):
        start(house)
        before = about(house)["steps"]
        plan = house.paths.plans_dir / "mine.toml"
        figure = house.ask("GET", f"/api{house.session()}/figure/0").body
        plan.write_text(plan.read_text().replace('{ exercise = "cat-cow", reps = 4 }', '"bird-dog"'))
        time.sleep(1)
        assert about(house)["steps"] == before
        assert house.ask("GET", f"/api{house.session()}/figure/0").body == figure


def test_a_session_that_left_its_plan_can_still_be_stopped(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        path = f"/api{house.session()}"
        with watched(house, path.removeprefix("/api") + "/frames"):
            start(house)
            plan = house.paths.plans_dir / "mine.toml"
            plan.write_text(plan.read_text().replace('id = "morning"', 'id = "another"'))
            time.sleep(1)
            assert house.ask("GET", path).status == 200
            assert house.ask("POST", f"{path}/press", {"press": "stop"}).status == 200
            assert kinds(house)[-1] is EventKind.ABANDONED


def test_a_sign_named_in_the_middle_stops_the_session_and_keeps_it_stopped(tmp_path: Path) -> None:
    with House(tmp_path) as house, watched(house, f"{house.session()}/frames"):
        start(house)
        named = {"part": "A", "answer": "yes", "signs": [1]}
        assert house.ask("POST", "/api/help/answer", named).status == 200
        wait_for(lambda: house.frame()["mode"] == "paused", "the session to wait", LONG)
        for way_on in ("resume", "next", "back"):
            assert press(house, way_on) == 409
        assert house.frame()["mode"] == "paused"
        assert press(house, "stop") == 200


def test_the_oldest_stream_makes_room_and_the_one_that_leads_goes_last(tmp_path: Path) -> None:
    with House(tmp_path) as house, watched(house, f"{house.session()}/frames") as leading:
        start(house)
        with (
            watched(house, "/changes") as oldest,
            watched(house, "/changes"),
            watched(house, "/changes"),
            watched(house, "/changes"),
        ):
            said = b""
            until = time.monotonic() + LONG
            while b"handedOver" not in said:
                assert time.monotonic() < until, said
                piece = oldest.recv(4000)
                assert piece, said
                said += piece
            leading.settimeout(1)
            heard = b""
            try:
                while piece := leading.recv(4000):
                    heard += piece
            except TimeoutError:
                pass
            assert b"handedOver" not in heard


def test_what_is_nested_without_end_gets_a_sentence(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        assert house.ask("POST", "/api/resume", b"[" * 200_000).status == 400
        assert house.ask("GET", f"/api{house.session()}/figure/{'9' * 5000}").status == 404
