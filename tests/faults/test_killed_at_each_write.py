"""Whatever write the service dies at, before or after it: nothing is lost, nothing is done twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from tests.service.process import TOP

CARDS = ("Skip · ", "Later · ", "Ignore · ", "Skipheld · ", "Skipnew · ")


@pytest.fixture(scope="module")
def lives() -> list[dict[str, Any]]:
    """The morning without a death, then once for each write and each side of it."""
    command = [sys.executable, "-m", "tests.faults.mortal"]
    ended = subprocess.run(command, cwd=TOP, capture_output=True, text=True, timeout=900, check=False)
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def _cards(life: dict[str, Any]) -> Counter[str]:
    return Counter(start for start in CARDS for title in life["seen"] if title.startswith(start))


def test_it_died_at_every_write_of_the_morning_on_both_sides_of_it(lives: list[dict[str, Any]]) -> None:
    assert lives[0]["writes"] > 30
    assert len(lives) == 1 + 2 * lives[0]["writes"]
    assert {life["died"] for life in lives[1:]} == {-signal.SIGKILL}
    assert all(life["second"] >= 0 for life in lives[1:])


def test_each_occurrence_has_the_outcome_it_would_have_had_and_only_that(lives: list[dict[str, Any]]) -> None:
    whole = lives[0]
    assert sorted(whole["phases"].values()) == ["completed", "missed", "skipped", "skipped", "skipped"]
    for life in lives[1:]:
        assert life["phases"] == whole["phases"], f"at write {life['dies_at']}, after={life['after']}"
        assert set(life["endings"].values()) == {1}


def test_a_death_shows_each_card_at_most_once_more_and_never_once_less(lives: list[dict[str, Any]]) -> None:
    whole = _cards(lives[0])
    assert set(whole) == set(CARDS)
    for life in lives[1:]:
        seen = _cards(life)
        more = {title: seen[title] - whole[title] for title in CARDS}
        assert set(more.values()) <= {0, 1}, f"at write {life['dies_at']}, after={life['after']}: {more}"
