"""Knows which instant a person means by “2h”, “until tomorrow” or “until 18:00”; must not know what is paused."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.time_phrase import parse_pause_end, split_snooze
from routine.errors import UsageError
from routine.presentation.errors import explain
from tests.core.making import BERLIN, utc

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=BERLIN)
"""A Monday."""
WORDS = (
    *("a", "an", "half", "hour", "and", "1", "2.5", "30", "minutes", "days", "week"),
    *("until", "for", "at", "on", "noon", "midnight", "tomorrow", "friday", "18:00", "pm"),
)
"""What such phrases are made of."""


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
        ("until noon", "2026-11-24 12:00"),
        ("until midday tomorrow", "2026-11-24 12:00"),
        ("until midnight", "2026-11-24 00:00"),
        ("until 24:00", "2026-11-24 00:00"),
        ("until 00:00", "2026-11-24 00:00"),
        ("until tomorrow midnight", "2026-11-25 00:00"),
        ("until 18:00 tomorrow", "2026-11-24 18:00"),
        ("until 6 pm on friday", "2026-11-27 18:00"),
        ("until friday at 6:30 p.m.", "2026-11-27 18:30"),
        ("until 18.30", "2026-11-23 18:30"),
        ("until tonight 22:00", "2026-11-23 22:00"),
        ("1 week", "2026-11-30 12:00"),
        ("a week", "2026-11-30 12:00"),
        ("a fortnight", "2026-12-07 12:00"),
        ("2 days", "2026-11-25 12:00"),
        ("two days and 3 hours", "2026-11-25 15:00"),
        ("for half an hour", "2026-11-23 12:30"),
        ("half a day", "2026-11-24 00:00"),
        ("an hour and a half", "2026-11-23 13:30"),
        ("two and a half hours", "2026-11-23 14:30"),
        ("1.5 hours", "2026-11-23 13:30"),
        ("1,5h", "2026-11-23 13:30"),
        ("1½ hours", "2026-11-23 13:30"),
        ("2h 30m", "2026-11-23 14:30"),
        ("1h30", "2026-11-23 13:30"),
        ("1 hr 5 mins", "2026-11-23 13:05"),
        ("90min", "2026-11-23 13:30"),
        ("２h", "2026-11-23 14:00"),
        ("until 9", "2026-11-23 21:00"),
        ("until 18", "2026-11-23 18:00"),
        ("until half past 6", "2026-11-23 18:30"),
        ("until quarter to one", "2026-11-23 12:45"),
        ("until lunch", "2026-11-24 12:00"),
        ("until tonight", "2026-11-23 18:00"),
        ("until the evening", "2026-11-23 18:00"),
        ("until tomorrow evening", "2026-11-24 18:00"),
        ("until next week", "2026-11-30 04:00"),
        ("all day", "2026-11-24 04:00"),
        ("for the rest of the day", "2026-11-24 04:00"),
        ("until 1 december", "2026-12-01 04:00"),
        ("until dec 1 18:00", "2026-12-01 18:00"),
        ("until 1.12.", "2026-12-01 04:00"),
        ("another 10m", "2026-11-23 12:10"),
        ("10 more minutes", "2026-11-23 12:10"),
        ("another hour", "2026-11-23 13:00"),
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
        ("until tomorrow 09:00 please", "does not say until when"),
        ("1h 2h", "does not say until when"),
        ("30m 1h", "does not say until when"),
        ("7.30", "does not say until when"),
        ("10", "does not say until when"),
        ("until yesterday", "does not say until when"),
        ("for 18:00", "does not say until when"),
        ("until today 24:30", "does not say until when"),
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


@pytest.mark.parametrize(
    ("now", "said", "until"),
    [
        ("2026-10-24 10:00", "1d", "2026-10-25 10:00"),
        ("2026-10-24 10:00", "2 days", "2026-10-26 10:00"),
        ("2026-10-24 10:00", "1 week", "2026-10-31 10:00"),
        ("2026-10-24 10:00", "24h", "2026-10-25 09:00"),
        ("2026-03-28 10:00", "1 day", "2026-03-29 10:00"),
        ("2026-03-28 02:30", "1 day", "2026-03-29 03:30"),
        ("2026-10-20 10:00", "31d", "2026-11-20 09:00"),
    ],
)
def test_a_day_ends_at_the_same_time_of_day_also_where_the_clocks_change(now: str, said: str, until: str) -> None:
    assert meant(said, datetime.fromisoformat(now).replace(tzinfo=BERLIN)) == until


SESSIONS = {"evening", "tomorrow", "until noon club", "20m", "5 minute stretch"}


@pytest.mark.parametrize(
    ("words", "said", "name"),
    [
        ("", "", ""),
        ("20m evening", "20m", "evening"),
        ("evening 20m", "", "evening 20m"),
        ("tomorrow", "", "tomorrow"),
        ("tomorrow 10 minutes", "10 minutes", "tomorrow"),
        ("10 minutes tomorrow", "10 minutes", "tomorrow"),
        ("evening until tomorrow 08:00", "until tomorrow 08:00", "evening"),
        ("Until Noon Club half an hour", "half an hour", "Until Noon Club"),
        ("20m 20m", "20m", "20m"),
        ("5 minute stretch 5 minutes", "5 minutes", "5 minute stretch"),
        ("neck rolls 1 hour 30 minutes", "1 hour 30 minutes", "neck rolls"),
        ("neck rolls", "", "neck rolls"),
    ],
)
def test_the_time_is_told_from_the_name_and_a_real_name_wins(words: str, said: str, name: str) -> None:
    known = SESSIONS | {"evening 20m"}
    split = split_snooze(words.split(), lambda called: called.casefold() in known)
    assert (split.said, split.name, split.other) == (said, name, "")


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])) | st.sampled_from(WORDS)))
def test_any_words_are_a_time_ahead_or_are_refused(words: list[str]) -> None:
    try:
        until = parse_pause_end(words, NOON, BERLIN)
    except UsageError:
        return
    assert until > NOON


@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_no_word_is_lost_between_the_time_and_the_name(words: list[str]) -> None:
    split = split_snooze(words, lambda _: False)
    assert sorted(f"{split.said} {split.name}".split()) == sorted(words)
