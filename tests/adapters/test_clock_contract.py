"""Knows what every clock promises; holds the system's and the still one to the same words."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from routine.adapters.clock import SystemClock
from routine.ports import Clock
from tests.fakes import StillClock

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


class Where:
    """A clock, and a way to take its computer elsewhere."""

    def __init__(self, clock: Clock, patch: pytest.MonkeyPatch) -> None:
        self.clock = clock
        self._patch = patch

    def travel(self, zone: str) -> None:
        if isinstance(self.clock, StillClock):
            self.clock.travel(zone)
        else:
            self._patch.setenv("TZ", zone)


@pytest.fixture(params=["system", "still"])
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Where]:
    before = os.environ.get("TZ")
    yield Where(SystemClock() if request.param == "system" else StillClock(), monkeypatch)
    monkeypatch.undo()
    assert os.environ.get("TZ") == before
    if sys.platform != "win32":
        time.tzset()


def test_now_is_aware_and_in_utc(where: Where) -> None:
    now = where.clock.now()
    assert now.tzinfo is UTC
    assert where.clock.now() >= now


def test_the_zone_follows_the_computer_and_back(where: Where) -> None:
    for zone, winter, summer in (("Europe/Berlin", 1, 2), ("America/New_York", -5, -4), ("Europe/Berlin", 1, 2)):
        where.travel(zone)
        found = where.clock.zone()
        assert [at.astimezone(found).utcoffset() for at in (WINTER, SUMMER)] == [
            timedelta(hours=winter),
            timedelta(hours=summer),
        ]
        assert where.clock.zone() is found


def test_a_zone_is_known_by_its_name(where: Where) -> None:
    berlin = where.clock.named("Europe/Berlin")
    assert SUMMER.astimezone(berlin).hour == 2


NO_ZONES = (
    "",
    " ",
    "Europe",
    "Europe/Nowhere",
    "Europe/../UTC",
    "Europe/Berlin\n",
    "/etc/localtime",
    "/usr/share/zoneinfo/UTC",
    "../zoneinfo/UTC",
    "./UTC",
    "~/UTC",
    "a" * 5000,
    "\0",
    "tzdata.zi",
    "leapseconds",
    "zürich",
)


@pytest.mark.parametrize("name", NO_ZONES)
def test_what_is_no_zone_is_none(where: Where, name: str) -> None:
    assert where.clock.named(name) is None
