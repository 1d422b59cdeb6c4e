"""Knows which week of a plan comes next after one is repeated, put back, or has rested; must not know any text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.plan_dates import at_rest, begun_so_that, current_week, gone_on, is_draft
from routine.core.recurrence import PlanPeriod, RestDays

MONDAY = date(2026, 11, 2)
SIX_WEEKS = PlanPeriod(MONDAY, 6)
_days = st.integers(0, 60).map(lambda days: MONDAY + timedelta(days=days))


def day(weeks: int, days: int = 0) -> date:
    return MONDAY + timedelta(weeks=weeks, days=days)


@pytest.mark.parametrize(
    ("today", "week"),
    [(day(0), 1), (day(0, 6), 1), (day(2, 3), 3), (day(5, 6), 6), (day(9), 6), (day(0, -1), None)],
)
def test_a_plan_knows_its_week_and_after_its_end_the_last(today: date, week: int | None) -> None:
    assert current_week(SIX_WEEKS, today) == week


def test_a_plan_that_rests_is_in_the_week_in_which_it_began_to_rest() -> None:
    assert current_week(at_rest(SIX_WEEKS, day(1, 2)), day(4)) == 2


def test_this_week_once_more_is_one_week_later() -> None:
    assert begun_so_that(3, SIX_WEEKS, day(2, 3)) == day(1)


def test_the_week_before_is_two_weeks_later() -> None:
    assert begun_so_that(2, SIX_WEEKS, day(2, 3)) == day(2)


@given(_days, st.integers(1, 6))
def test_the_coming_week_of_the_plan_is_the_one_that_was_asked_for(today: date, week: int) -> None:
    starts = begun_so_that(week, SIX_WEEKS, today)
    coming = starts + timedelta(weeks=week - 1)
    assert today < coming <= today + timedelta(days=7)
    assert (starts - MONDAY).days % 7 == 0
    assert PlanPeriod(starts, 6).week_of(coming) == week


def test_while_it_rests_a_plan_asks_for_nothing() -> None:
    period = at_rest(SIX_WEEKS, day(1, 2), day(1, 4))
    assert [period.week_of(day(1, number)) for number in range(7)] == [2, 2, None, None, None, 2, 2]


def test_after_days_of_rest_the_days_that_are_over_stay_free() -> None:
    period = gone_on(at_rest(SIX_WEEKS, day(1, 2)), day(1, 4))
    assert period.starts == MONDAY
    assert period.rests == (RestDays(day(1, 2), day(1, 3)),)
    assert period.week_of(day(1, 4)) == 2


@given(_days, st.integers(0, 40))
def test_a_plan_that_rested_whole_weeks_goes_on_with_the_week_it_was_in(first: date, rested: int) -> None:
    today = first + timedelta(days=rested)
    before, after = SIX_WEEKS.week_of(first), gone_on(at_rest(SIX_WEEKS, first), today)
    if before is not None:
        assert after.week_of(today) in {before, before + 1, None if before == 6 else before}


def test_a_second_rest_does_not_forget_the_first() -> None:
    first = gone_on(at_rest(SIX_WEEKS, day(0, 1)), day(0, 3))
    assert at_rest(first, day(2)).rests == (RestDays(day(0, 1), day(0, 2)), RestDays(day(2)))


def test_what_ends_early_asks_for_nothing_after_its_last_day() -> None:
    period = PlanPeriod(MONDAY, 6, ends=day(1, 6))
    assert period.week_of(day(1, 6)) == 2
    assert period.week_of(day(2)) is None
    assert period.is_over(day(2))
    assert period.last_day == day(1, 6)


@pytest.mark.parametrize(
    ("rests", "loaded", "draft"),
    [
        ((RestDays(MONDAY - timedelta(days=1)),), MONDAY, True),
        ((RestDays(MONDAY - timedelta(days=1)),), None, True),
        # paused on its first day, later on, until some day, or on another computer
        ((RestDays(MONDAY - timedelta(days=12)),), MONDAY, False),
        ((RestDays(MONDAY),), MONDAY, False),
        ((RestDays(day(1)),), MONDAY, False),
        ((RestDays(MONDAY - timedelta(days=1), day(1)),), MONDAY, False),
        ((), MONDAY, False),
    ],
)
def test_a_draft_rests_since_the_day_before_it_was_there(
    rests: tuple[RestDays, ...], loaded: date | None, *, draft: bool
) -> None:
    assert is_draft(PlanPeriod(rests=rests), loaded) is draft
