"""Two real services, each with a home of its own, and a folder between them that a sync program mirrors.

Where Syncthing is installed two real ones mirror it; what is claimed without it holds on one shared folder.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from routine.adapters.clock import SystemClock
from tests.linked.syncthing import DELAY, mirrored
from tests.service.process import PLAN, RealService, next_minute, wait_for


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[list[RealService]]:
    services = []
    for name in "ab":
        (tmp_path / name).mkdir()
        services.append(RealService(tmp_path / name))
    try:
        yield services
    finally:
        for service in services:
            service.stop()


def linked(service: RealService, folder: Path) -> None:
    done = service.routine("link", "folder", str(folder))
    assert done.returncode == 0, done.stderr


def both_show_a_card(pair: list[RealService], folders: list[Path]) -> None:
    at = next_minute()
    for service, folder in zip(pair, folders, strict=True):
        service.plan(PLAN.format(title="Mine", at=at, more=""))
        service.start()
        linked(service, folder)
    wait_for(lambda: all("shown" in service.kinds() for service in pair), "both cards", 100.0)


AHEAD = timedelta(hours=3)


def both_run(pair: list[RealService], folders: list[Path]) -> None:
    """With a session that is hours away, maybe tomorrow: it can be answered ahead of its time."""
    at = f"{(SystemClock().now() + AHEAD).astimezone():%H:%M}"
    for service, folder in zip(pair, folders, strict=True):
        service.plan(PLAN.format(title="Mine", at=at, more=""))
        service.start()
        linked(service, folder)


def answer(service: RealService, word: str) -> None:
    done = service.routine(word, "Morning mobility", "--early")
    assert done.returncode == 0, done.stderr


def state_ahead(service: RealService) -> str:
    """How the session stands that is hours away."""
    now = SystemClock().now()
    ahead = [
        one
        for one in service.json("week", "--days", "2")["occurrences"]
        if now < datetime.fromisoformat(one["due"]) < now + AHEAD
    ]
    return str(ahead[0]["state"])


def seconds_until(there: RealService, kind: str, limit: float) -> float:
    begun = time.monotonic()
    wait_for(lambda: kind in there.kinds(), f"{kind} to arrive", limit)
    return time.monotonic() - begun


def test_an_answer_on_one_closes_the_card_on_the_other(pair: list[RealService], tmp_path: Path) -> None:
    here, there = pair
    both_show_a_card(pair, [tmp_path / "sync", tmp_path / "sync"])
    assert here.routine("skip").returncode == 0
    assert seconds_until(there, "skipped", 10.0) < 5.0
    assert there.json("today")["occurrences"][0]["state"] == "skipped"
    assert there.routine("snooze").returncode == 5, "there is nothing left to answer"
    assert there.kinds().count("skipped") == here.kinds().count("skipped") == 1


def test_what_both_said_offline_comes_to_the_same(pair: list[RealService], tmp_path: Path) -> None:
    here, there = pair
    both_run(pair, [tmp_path / "a-sync", tmp_path / "b-sync"])
    answer(here, "done")
    answer(there, "skip")
    for service in pair:
        linked(service, tmp_path / "sync")
    for service in pair:
        assert state_ahead(service) == "completed"
        shown = service.json("link", "status")
        assert [one["rows"] for one in shown["devices"]] == [1, 1]
        assert [one["gaps"] for one in shown["devices"]] == [0, 0]


def test_a_folder_that_goes_and_comes_back_takes_nothing_with_it(pair: list[RealService], tmp_path: Path) -> None:
    here, there = pair
    shared = tmp_path / "disk" / "sync"
    shared.parent.mkdir()
    both_run(pair, [shared, shared])
    shared.parent.rename(tmp_path / "unplugged")
    answer(here, "skip")
    wait_for(lambda: here.has_said("is not there"), "what is said of it")
    assert not shared.exists(), "nothing is made in its place"
    (tmp_path / "unplugged").rename(shared.parent)
    assert seconds_until(there, "skipped", 15.0) < 15.0
    assert here.json("link", "status")["trouble"] is None


def test_a_service_that_was_off_takes_in_what_was_said_before_it_shows_anything(
    pair: list[RealService], tmp_path: Path
) -> None:
    here, there = pair
    both_run(pair, [tmp_path / "sync", tmp_path / "sync"])
    there.kill()
    answer(here, "done")
    there.start()
    assert state_ahead(there) == "completed"
    assert there.kinds() == ["completed"]


def test_a_command_without_a_service_reads_and_tells_the_others(pair: list[RealService], tmp_path: Path) -> None:
    here, there = pair
    both_run(pair, [tmp_path / "sync", tmp_path / "sync"])
    here.stop()
    there.stop()
    answer(here, "skip")
    assert state_ahead(there) == "skipped"
    answer(there, "done")
    assert state_ahead(here) == "completed"


def test_with_two_real_syncthings_the_card_is_gone_within_half_a_minute(
    pair: list[RealService], tmp_path: Path
) -> None:
    here, there = pair
    with mirrored(tmp_path) as folders:
        both_run(pair, list(folders))
        answer(here, "skip")
        taken = seconds_until(there, "skipped", 3 * DELAY)
        print(f"answer on A to B's journal: {taken:.1f} s")
        assert state_ahead(there) == "skipped"
        assert taken < 3 * DELAY
