"""Knows which instant a person means by “2h”, “until tomorrow” or “until 18:00”; must not know what is paused."""

from __future__ import annotations

from datetime import datetime

import pytest

from routine.core.time_input import parse_pause_end
from routine.errors import UsageError
from routine.presentation.errors import explain
from tests.core.making import BERLIN, utc

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=BERLIN)
"""A Monday."""


def meant(said: str, now: datetime = NOON) -> str:
    until = parse_pause_end(said.split(), now, BERLIN)
    return f"{until.astimezone(BERLIN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("2h", "2026-11-23 14:00"),
        ("1h30m", "2026-11-23 13:30"),
        ("for 45m", "2026-11-23 12:45"),
        ("3d", "2026-11-26 12:00"),
        ("2w", "2026-12-07 12:00"),
        ("31d", "2026-12-24 12:00"),
        ("until 18:00", "2026-11-23 18:00"),
        ("18:00", "2026-11-23 18:00"),
        ("until 9:30", "2026-11-24 09:30"),
        ("until 12:00", "2026-11-24 12:00"),
        ("until tomorrow", "2026-11-24 04:00"),
        ("tomorrow", "2026-11-24 04:00"),
        ("until tomorrow 09:00", "2026-11-24 09:00"),
        ("until Friday", "2026-11-27 04:00"),
        ("until monday", "2026-11-30 04:00"),
        ("until wed 18:30", "2026-11-25 18:30"),
        ("until 2026-12-01", "2026-12-01 04:00"),
        ("until 2026-12-01 18:30", "2026-12-01 18:30"),
        ("till 2026-12-01", "2026-12-01 04:00"),
    ],
)
def test_every_way_of_saying_it(said: str, until: str) -> None:
    assert meant(said) == until


def test_words_in_one_pair_of_quotes_are_understood_as_well() -> None:
    assert parse_pause_end(["until tomorrow"], NOON, BERLIN) == parse_pause_end(
        ["until", "tomorrow"], NOON, BERLIN
    )


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (NOON.replace(hour=23, minute=59), "2026-11-24 04:00"),
        (NOON.replace(day=24, hour=1), "2026-11-24 04:00"),
        (NOON.replace(day=24, hour=4), "2026-11-25 04:00"),
    ],
)
def test_tomorrow_begins_after_the_night_also_for_who_is_up_past_midnight(now: datetime, until: str) -> None:
    assert meant("until tomorrow", now) == until


def test_a_time_on_the_day_the_clocks_change_is_the_wall_clocks() -> None:
    evening = datetime(2026, 10, 24, 22, 0, tzinfo=BERLIN)
    assert parse_pause_end(["until", "tomorrow"], evening, BERLIN) == utc("2026-10-25 03:00")
    spring = datetime(2026, 3, 29, 1, 0, tzinfo=BERLIN)
    assert parse_pause_end(["until", "02:30"], spring, BERLIN) == utc("2026-03-29 01:30")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("", "needs an end"),
        ("until", "needs an end"),
        ("10x", "does not say until when"),
        ("until soon", "does not say until when"),
        ("until 25:00", "does not say until when"),
        ("until 18:00 tomorrow", "does not say until when"),
        ("until tomorrow 09:00 please", "does not say until when"),
        ("2h 30m", "does not say until when"),
        ("until 2026-11-31", "does not say until when"),
        ("until 2026-11-23", "is not ahead"),
        ("until 2026-11-23 11:00", "is not ahead"),
        ("until 0001-01-01", "is not ahead"),
        ("0m", "is not ahead"),
        ("59s", "at least a minute"),
        ("32d", "31 days at the most"),
        ("5w", "31 days at the most"),
        ("999999h999999m", "31 days at the most"),
        ("until 2026-12-25", "31 days at the most"),
        ("until 9999-12-31", "31 days at the most"),
    ],
)
def test_what_cannot_be_meant_is_told_and_how_to_say_it(said: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_pause_end(said.split(), NOON, BERLIN)
    assert told in explain(refused.value).sentence
    assert "`" in explain(refused.value).hint
