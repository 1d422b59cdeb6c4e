"""The offsets of a zone that another process is given are those that the zone itself has, to the second."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.zone_offsets import ZoneOffsets, offsets_between

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
ODD = timedelta(microseconds=700_000)
SPRING = datetime(2026, 3, 29, 1, tzinfo=UTC)
"""When Berlin's clocks are put forward."""
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Tokyo"]
BERLIN = ZoneInfo("Europe/Berlin")


@given(
    st.sampled_from(ZONES), st.timedeltas(timedelta(-400), timedelta(400)), st.integers(0, 400), st.floats(0, 1)
)
def test_every_instant_between_has_the_offset_that_the_zone_has(
    name: str, away: timedelta, days: int, part: float
) -> None:
    zone, start = ZoneInfo(name), SPRING + away
    length = timedelta(days=days)
    found = offsets_between(zone, start, start + length)
    instant = start + part * length
    assert found.at(instant) == instant.astimezone(zone).utcoffset()
    shown = "%Y-%m-%d %H:%M:%S"
    assert f"{instant.astimezone(found.tzinfo):{shown}}" == f"{instant.astimezone(zone):{shown}}"


@pytest.mark.parametrize("before", [ODD, SECOND, SECOND + ODD, 2 * SECOND, HOUR, 20 * HOUR + ODD])
@pytest.mark.parametrize("after", [timedelta(0), ODD, SECOND, HOUR, 50 * HOUR])
def test_a_change_is_found_to_the_second_wherever_the_search_begins(before: timedelta, after: timedelta) -> None:
    found = offsets_between(BERLIN, SPRING - before, SPRING + after)
    assert found == ZoneOffsets(HOUR, ((SPRING, 2 * HOUR),))


def test_a_zone_that_does_not_change_is_one_offset() -> None:
    assert offsets_between(ZoneInfo("Asia/Tokyo"), SPRING, SPRING + 400 * 24 * HOUR) == ZoneOffsets(9 * HOUR)
