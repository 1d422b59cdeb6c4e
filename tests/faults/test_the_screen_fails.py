"""The notification server or the bus goes away under an open card: the reminder comes again and is answered."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from routine.core.notification import ActionId
from tests.adapters.notify.stage import Stage
from tests.faults.outcomes import endings, state_of
from tests.service.process import RealService, wait_for

pytestmark = pytest.mark.desktop
RETRY = 36.0
"""A card that could not be shown is tried again every half minute, and a hung server costs five seconds."""


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        yield stage


def _service(stage: Stage, folder: Path) -> RealService:
    """With a screen, so that a line in a log does not count as a reminder."""
    return RealService(folder, {**stage.env, "HOME": str(folder), "DISPLAY": ":77"}, welcome=True)


def _card(stage: Stage, limit: float = 8.0) -> int:
    wait_for(lambda: len(stage.cards()) == 1, "one card", limit)
    return int(stage.cards()[0]["number"])


def _skip(stage: Stage, service: RealService) -> None:
    """Press the button on the only card; the journal then holds one answer, given there."""
    stage.tell("press", number=_card(stage), key=str(ActionId.SKIP))
    wait_for(lambda: _kinds(service)[-1] == "skipped", "the answer")
    entries = [entry for entry in service.entries() if entry.about]
    assert endings(entries) == 1
    assert (str(state_of(entries).phase), str(entries[-1].by)) == ("skipped", "notification")
    assert "Traceback" not in "".join(service.said)


def _kinds(service: RealService) -> list[str]:
    return [entry.kind.value for entry in service.entries() if entry.about]


def test_a_server_that_is_killed_and_comes_back_gets_its_card_again(stage: Stage, tmp_path: Path) -> None:
    stage.start_fake()
    with _service(stage, tmp_path) as service:
        for _ in range(3):
            _card(stage)
            wait_for(lambda: _kinds(service)[-1] == "shown", "shown")
            stage.kill_fake()
            stage.start_fake()
        _skip(stage, service)


def test_a_server_that_hangs_and_goes_on_has_one_card_that_can_be_answered(stage: Stage, tmp_path: Path) -> None:
    stage.start_fake()
    assert stage._fake
    with _service(stage, tmp_path) as service:
        _card(stage)
        wait_for(lambda: _kinds(service)[-1] == "shown", "shown")
        os.kill(stage._fake.pid, signal.SIGSTOP)
        assert service.routine("snooze", "1h").returncode == 0
        wait_for(lambda: _kinds(service)[-1] == "snoozed", "snoozed")
        os.kill(stage._fake.pid, signal.SIGCONT)
        wait_for(lambda: not stage.cards(), "the card to go", 20.0)
        assert service.routine("skip").returncode == 0
        assert _kinds(service)[-2:] == ["snoozed", "skipped"]


def test_a_server_that_hangs_from_the_start_shows_the_card_when_it_goes_on(stage: Stage, tmp_path: Path) -> None:
    stage.start_fake()
    assert stage._fake
    os.kill(stage._fake.pid, signal.SIGSTOP)
    with _service(stage, tmp_path) as service:
        wait_for(lambda: service.has_said("could not be shown") or "showing" in _kinds(service), "a try", 15.0)
        assert "shown" not in _kinds(service), "nobody believes that it was seen"
        os.kill(stage._fake.pid, signal.SIGCONT)
        _card(stage, RETRY)
        wait_for(lambda: _kinds(service)[-1] == "shown", "shown")
        _skip(stage, service)


def test_a_bus_that_is_lost_and_comes_back_brings_the_card_again(stage: Stage, tmp_path: Path) -> None:
    stage.start_fake()
    with _service(stage, tmp_path) as service:
        _card(stage)
        wait_for(lambda: _kinds(service)[-1] == "shown", "shown")
        stage.kill_bus()
        stage.kill_fake()
        stage.start_bus()
        stage.start_fake()
        _card(stage, RETRY)
        wait_for(lambda: _kinds(service)[-1] == "shown", "shown")
        _skip(stage, service)


def test_without_a_server_it_says_so_once_and_one_that_comes_later_has_the_card(
    stage: Stage, tmp_path: Path
) -> None:
    with _service(stage, tmp_path) as service:
        wait_for(lambda: "showing" in _kinds(service), "a try")
        assert "shown" not in _kinds(service)
        stage.start_fake()
        _card(stage, RETRY)
        wait_for(lambda: _kinds(service)[-1] == "shown", "shown")
        _skip(stage, service)
        assert len([line for line in service.said if "could not be shown" in line]) <= 1


def test_without_a_bus_the_reminder_is_a_line_in_the_terminal_and_is_answered_by_a_command(tmp_path: Path) -> None:
    gone = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/nowhere"}
    with RealService(tmp_path, gone, welcome=True, in_terminal=True) as service:
        wait_for(lambda: service.has_said("Your first minute"), "the welcome")
        assert service.routine("skip").returncode == 0
        assert _kinds(service) == ["showing", "shown", "skipped"]
        assert "Traceback" not in "".join(service.said)


def test_a_server_without_buttons_names_the_command_that_answers(stage: Stage, tmp_path: Path) -> None:
    stage.start_fake(can=["body"])
    with _service(stage, tmp_path) as service:
        _card(stage)
        assert "routine skip" in stage.cards()[0]["body"]
        assert service.routine("skip").returncode == 0
        wait_for(lambda: not stage.cards(), "the card to go")
        assert _kinds(service) == ["showing", "shown", "skipped"]
