"""Trouble with a real server, with and without a screen's name: the card is on the screen after."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.desktop.desktop import NAME, Desktop
from tests.service.process import RealService, wait_for

pytestmark = [pytest.mark.desktop, pytest.mark.slow]
WELCOME = "Your first minute · 1 min"
SOON = 9.0
"""Seconds within which a card is on the screen once a server is there."""

WAYS = {
    "a screen, no terminal": (False, False),
    "no screen, no terminal": (True, False),
    "a screen and a terminal": (False, True),
    "no screen, but a terminal": (True, True),
}


@pytest.fixture(params=WAYS.values(), ids=list(WAYS))
def way(request: pytest.FixtureRequest) -> tuple[bool, bool]:
    """(without the variables of a screen, in a terminal)"""
    found: tuple[bool, bool] = request.param
    return found


def _service(desk: Desktop, folder: Path, way: tuple[bool, bool]) -> RealService:
    unnamed, in_terminal = way
    env = {name: value for name, value in desk.env.items() if not unnamed or name != "DISPLAY"}
    return RealService(folder, env, welcome=True, in_terminal=in_terminal)


def _kinds(service: RealService) -> list[str]:
    return [entry.kind.value for entry in service.entries() if entry.about]


def _answered_by_a_click(desk: Desktop, service: RealService) -> None:
    assert desk.shows("text", WELCOME, SOON)
    desk.click("Skip")
    wait_for(lambda: _kinds(service)[-1] == "skipped", "the answer")


@pytest.mark.parametrize("server", ["xfce", "mate", "lxqt"])
def test_a_server_that_is_killed_under_its_card_has_it_again(
    server: str, way: tuple[bool, bool], tmp_path: Path
) -> None:
    with Desktop(server=server) as desk, _service(desk, tmp_path, way) as service:
        assert desk.shows("text", WELCOME, SOON)
        desk.kill_server()
        wait_for(lambda: not desk.owner(NAME), "the name to be free")
        desk.start_server()
        _answered_by_a_click(desk, service)


def test_a_server_that_comes_after_the_time_has_the_card(way: tuple[bool, bool], tmp_path: Path) -> None:
    with Desktop(server="mate", activatable=False) as desk:
        desk.kill_server()
        with _service(desk, tmp_path, way) as service:
            wait_for(lambda: "showing" in _kinds(service), "a try")
            if not way[1]:
                wait_for(lambda: service.json("status")["waiting"][0]["state"] == "unshown", "status to say so")
                said = service.json("status")["problems"]
                assert [one["what"] for one in said if "could not be shown" in one["what"]]
                assert "could not be shown" in service.routine("status").stdout
                assert "could not be shown" in service.routine("today").stdout
                assert "shown" not in _kinds(service), "a line in a log is nothing that somebody saw"
            desk.start_server()
            _answered_by_a_click(desk, service)


def test_a_server_that_hangs_and_wakes_has_the_card(way: tuple[bool, bool], tmp_path: Path) -> None:
    with Desktop(server="mate") as desk:
        desk.stop_server()
        with _service(desk, tmp_path, way) as service:
            wait_for(lambda: "showing" in _kinds(service), "a try", 20.0)
            desk.continue_server()
            _answered_by_a_click(desk, service)


def test_a_server_that_left_when_idle_is_started_for_the_next_card(way: tuple[bool, bool], tmp_path: Path) -> None:
    with Desktop(server="mate", activatable=True) as desk, _service(desk, tmp_path, way) as service:
        assert desk.shows("text", WELCOME, SOON)
        os.kill(desk.owner_pid(NAME), 15)
        _answered_by_a_click(desk, service)


def test_a_problem_of_a_plan_found_before_there_is_a_server_is_shown_when_there_is_one(
    way: tuple[bool, bool], tmp_path: Path
) -> None:
    with Desktop(server="mate") as desk:
        desk.kill_server()
        service = _service(desk, tmp_path, way)
        service.plan('title = "Mine"\n[[session]]\n')
        with service:
            wait_for(lambda: service.has_said("mine.toml"), "the complaint")
            desk.start_server()
            wait_for(lambda: any("mine.toml" in text for text in desk.texts()), "the card", SOON)
