"""Knows which day somebody means by “last sat”, “24 dec” or “2 days ago”; must not know what it is asked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.day_range import TypedDays, split_days
from routine.core.time_input import is_day, parse_day, parse_last_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "behind", "ahead"),
    [
        ("monday", "2026-11-23", "2026-11-23"),
        ("friday", "2026-11-20", "2026-11-27"),
        ("Tues", "2026-11-17", "2026-11-24"),
        ("on friday", "2026-11-20", "2026-11-27"),
        ("this friday", "2026-11-20", "2026-11-27"),
        ("last friday", "2026-11-20", "2026-11-20"),
        ("last monday", "2026-11-16", "2026-11-16"),
        ("next monday", "2026-11-30", "2026-11-30"),
        ("last night", "2026-11-22", "2026-11-22"),
        ("the day before yesterday", "2026-11-21", "2026-11-21"),
        ("the day after tomorrow", "2026-11-25", "2026-11-25"),
        ("2 days ago", "2026-11-21", "2026-11-21"),
        ("a week ago", "2026-11-16", "2026-11-16"),
        ("in three days", "2026-11-26", "2026-11-26"),
        ("22 nov", "2026-11-22", "2027-11-22"),
        ("Nov. 23", "2026-11-23", "2026-11-23"),
        ("December 24th", "2025-12-24", "2026-12-24"),
        ("22.11.", "2026-11-22", "2027-11-22"),
        ("2. 1. 2027", "2027-01-02", "2027-01-02"),
        ("24 december, 2026", "2026-12-24", "2026-12-24"),
        ("29 feb", "2024-02-29", "2028-02-29"),
        ("2026-11-22", "2026-11-22", "2026-11-22"),
    ],
)
def test_every_way_of_saying_a_day(said: str, behind: str, ahead: str) -> None:
    assert str(parse_day(said, MONDAY)) == behind
    assert str(parse_day(said, MONDAY, ahead=True)) == ahead
    assert is_day(said)


@pytest.mark.parametrize(
    "said", ["", "last", "may", "m", "4/5", "22.11", "31 nov", "in 2 hours", "3 days", "last week", "sun day"]
)
def test_what_leaves_a_doubt_is_no_day(said: str) -> None:
    assert parse_day(said, MONDAY) is None


@pytest.mark.parametrize(
    ("first", "said", "last"),
    [
        ("2026-11-24", "tomorrow", "2026-11-24"),
        ("2026-11-27", "monday", "2026-11-30"),
        ("2026-11-30", "sunday", "2026-12-06"),
        ("2026-11-24", "in 3 days", "2026-11-26"),
        ("2026-12-24", "2 jan", "2027-01-02"),
        ("2027-03-01", "2 jan", "2028-01-02"),
        ("2026-11-25", "today", "2026-11-23"),
    ],
)
def test_a_last_day_is_counted_from_today_or_follows_the_first(first: str, said: str, last: str) -> None:
    assert str(parse_last_day(said, date.fromisoformat(first), MONDAY)) == last


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("today", TypedDays("today", "")),
        ("all", TypedDays("today", "")),
        ("until friday", TypedDays("", "friday")),
        ("to 2 jan", TypedDays("", "2 jan")),
        ("3 days", TypedDays("today", "in 2 days")),
        ("a day", TypedDays("today", "today")),
        ("for two weeks", TypedDays("today", "in 13 days")),
        ("from fri to mon", TypedDays("fri", "mon")),
        ("24 dec until 2 jan", TypedDays("24 dec", "2 jan")),
        ("today and tomorrow", TypedDays("today", "tomorrow")),
        ("today tomorrow", TypedDays("today", "tomorrow")),
        ("this week", TypedDays("today", "sunday")),
        ("the weekend", TypedDays("saturday", "sunday")),
        ("evening walk until friday", TypedDays("", "friday", "evening walk")),
        ("morning 3 days", TypedDays("today", "in 2 days", "morning")),
    ],
)
def test_days_off_in_words(said: str, days: TypedDays) -> None:
    assert split_days(said.split()) == split_days([said]) == days


@pytest.mark.parametrize(
    "said", ["morning", "morning today", "evening tomorrow", "until", "weekend walk", "2 hours"]
)
def test_what_names_no_days_off(said: str) -> None:
    """One day behind a name says which of its reminders is meant."""
    assert split_days(said.split()) is None


@given(st.dates(date(1980, 1, 1), date(2200, 1, 1)), st.integers(0, 40), st.booleans())
def test_a_day_in_words_is_that_day(today: date, away: int, ahead: bool) -> None:
    """Also told without its year, as far as a month away; and a weekday within the week."""
    day = today + timedelta(days=away if ahead else -away)
    assert parse_day(f"{day.day} {day:%B}", today, ahead=ahead) == day
    assert parse_day(f"{day.day}.{day.month}.", today, ahead=ahead) == day
    if away < 7:
        assert parse_day(f"{day:%a}", today, ahead=ahead) == day
