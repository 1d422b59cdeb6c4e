"""What is said of progress: numbers, and none of the words that claim, praise, blame or give a reason."""

from __future__ import annotations

import re
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.events import Completed, Event
from routine.core.lived import Rating, lived
from routine.core.progress import KnownPlans, Progress, progress_of
from routine.presentation import progress as words
from routine.presentation.time_format import TimeDisplay
from tests.core.making import utc
from tests.core.test_progress import ME, MORNING, events
from tests.presentation.test_each_sentence_stands_once import texts_of, trees

NOW = utc("2026-11-28 18:00")
VIEW = TimeDisplay(NOW, UTC)
TODAY = date(2026, 11, 28)
SUBJECTS = ("progress", "page_progress", "ratings", "offers", "exports")
"""The files of sentences that speak of progress."""
NEVER = (
    r"improv\w*|better|best|worse\w*|worst|good|great|well done|congrat\w*|thanks to|help(s|ed|ing)?|on track"
    r"|should|because|due to|since you|so that|led to|caus\w*|therefore|effect\w*|streaks?|scores?|points? earned"
    r"|level up|goals?|fail\w*|only|lazy|must|badges?|progressing|trends?|worked|works"
)


def forbidden_in(text: str) -> list[str]:
    return [found[0] for found in re.finditer(rf"\b(?:{NEVER})\b", text, re.IGNORECASE)]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_sentence_claims_praises_blames_or_gives_a_reason(subject: str) -> None:
    found = {text: forbidden_in(text) for text in texts_of(trees()[subject])}
    assert {text: words for text, words in found.items() if words} == {}


def counted(rows: list[Event], rated: list[Rating] | None = None, weeks: int = 4) -> Progress:
    some = lived(rows)
    known = KnownPlans(planned=frozenset(one.occurrence.key for one in some))
    return progress_of(some, rated or [], known, TODAY, weeks, min((one.day for one in some), default=None))


def test_an_empty_journal_explains_itself() -> None:
    assert words.summary(counted([])) == [words.NOTHING_YET]


def test_guided_and_ticked_are_never_one_number() -> None:
    (first, *_) = words.summary(counted([Completed(NOW, ME, MORNING)]))
    assert first == "1 of 1 planned in four weeks: 0 guided, 1 ticked."


@given(events(), st.integers(1, 8))
def test_whatever_happened_is_told_without_such_words(rows: list[Event], weeks: int) -> None:
    progress = counted(rows, weeks=weeks)
    said = " ".join([*words.summary(progress), words.weeks_said(progress), words.ratings_said(progress, VIEW)])
    assert forbidden_in(said) == []


def rated(*scores: int) -> list[Rating]:
    return [Rating(NOW - timedelta(days=len(scores) - number), score) for number, score in enumerate(scores)]


def test_few_ratings_are_counted_and_not_compared() -> None:
    assert words.ratings_said(counted([], rated(4, 6, 3)), VIEW) == (
        "3 ratings, from 3 to 6. Too few to set two times side by side."
    )


def test_many_ratings_are_set_side_by_side_in_numbers_alone() -> None:
    said = words.ratings_said(counted([], rated(*[6] * 8, *[5] * 4, *[3] * 8, *[2] * 4)), VIEW)
    assert said == (
        "First 12 ratings, Wed 4 Nov to Sun 15 Nov: mostly 5 to 6. "
        "Last 12, Mon 16 Nov to Fri 27 Nov: mostly 2 to 3."
    )
    same = words.ratings_said(counted([], rated(*[4, 5, 6] * 8)), VIEW)
    assert same == "Ratings go up and down by 2 points; no clear difference."


@given(events(), st.integers(1, 8))
def test_the_table_and_the_bars_say_the_same(rows: list[Event], weeks: int) -> None:
    progress = counted(rows, weeks=weeks)
    chart = words.weeks_chart(progress, VIEW)
    for number, row in enumerate(chart.rows):
        bars = [bar for bar in chart.bars if int((bar.x + bar.w / 2) * weeks) == number]
        drawn = {role: sum(bar.count for bar in bars if bar.role == role) for role in ("done", "part", "excused")}
        _, planned, guided, ticked, part, _, _, excused, _ = row
        if planned == words.NO_RECORD:
            assert not bars
            continue
        assert drawn == {"done": int(guided) + int(ticked), "part": int(part), "excused": int(excused)}
        assert sum(bar.count for bar in bars) == int(planned) + int(excused)
        assert all(bar.y >= 0 and bar.y + bar.h <= 1.0001 for bar in bars)
