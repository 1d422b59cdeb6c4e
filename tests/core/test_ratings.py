"""The one rule by which ratings may be compared: seldom wrong, silent where there are few."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from routine.core.lived import Rating
from routine.core.ratings import LEAST, compare, median_runs
from tests.core.making import utc

BEGIN = utc("2026-09-01 08:00")
PEOPLE = 2000
AT_MOST = 0.1


def rated(scores: list[int], every: timedelta = timedelta(days=2)) -> list[Rating]:
    return [Rating(BEGIN + number * every, score) for number, score in enumerate(scores)]


def person(draw: random.Random, spread: float, change: float = 0) -> list[Rating]:
    """24 ratings around 5, each leaning on the one before (0.6), as people's do; the last twelve changed."""
    level, scores = draw.gauss(0, spread), []
    for number in range(24):
        shown = 5 + level - (change if number >= 12 else 0)
        scores.append(min(10, max(0, round(shown))))
        level = 0.6 * level + draw.gauss(0, spread * 0.8)
    return rated(scores)


@pytest.mark.parametrize("spread", [1.0, 1.5, 2.0])
def test_of_stable_people_at_most_one_in_ten_is_told_of_a_difference(spread: float) -> None:
    draw = random.Random(11)
    told = sum(bool((said := compare(person(draw, spread))) and said.differs) for _ in range(PEOPLE))
    assert told <= AT_MOST * PEOPLE


@pytest.mark.parametrize(("spread", "seen"), [(1.0, 0.9), (1.5, 0.6), (2.0, 0.45)])
def test_a_change_of_three_points_is_mostly_seen(spread: float, seen: float) -> None:
    draw = random.Random(11)
    told = sum(bool((said := compare(person(draw, spread, 3))) and said.differs) for _ in range(PEOPLE))
    assert told >= seen * PEOPLE


def test_with_fewer_than_eight_on_a_side_nothing_is_compared() -> None:
    assert compare(rated([9] * (LEAST - 1) + [1] * LEAST)) is None
    assert compare(rated([9] * LEAST + [1] * LEAST)) is not None


def test_a_line_of_diary_without_a_number_is_not_compared() -> None:
    assert compare([Rating(BEGIN, None, "stiff")] * 40) is None


def test_the_line_breaks_where_ten_days_have_no_rating_and_needs_four() -> None:
    many = rated([4, 4, 4, 4], timedelta(days=1))
    later = [Rating(one.at + timedelta(days=20), 8) for one in many]
    runs = median_runs([*many, *later, Rating(BEGIN + timedelta(days=60), 1)])
    assert [run.value for run in runs] == [4.0, 8.0]
    assert runs[0].end < runs[1].begin


def test_each_step_of_the_line_is_a_fortnight_and_ends_with_the_last_rating() -> None:
    runs = median_runs(rated([3] * 14 + [7] * 6, timedelta(days=1)))
    fortnight = timedelta(days=14)
    assert [(run.begin, run.end, run.value) for run in runs] == [
        (BEGIN, BEGIN + fortnight, 3.0),
        (BEGIN + fortnight, BEGIN + timedelta(days=19), 7.0),
    ]


def test_many_ratings_take_a_time_that_grows_with_their_number_alone() -> None:
    runs = median_runs(rated([number % 11 for number in range(30_000)], timedelta(hours=3)))
    assert len(runs) > 200
