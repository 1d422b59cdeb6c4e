"""Knows on which day a plan has to begin so that a week of it comes once more; must not know files or journals."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from routine.core.recurrence import WEEK, PlanPeriod, RestDays

_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(days=WEEK)


def current_week(period: PlanPeriod, today: date) -> int | None:
    """Which of its weeks it is in, from 1: where it is over its last, where it rests the one of before.

    None before its first. `period` has a first day.
    """
    starts = period.starts or today
    last = period.last_day
    day = min(today, last) if last else today
    if (rest := period.resting(today)) and rest.first < day:
        day = rest.first
    return None if day < starts else (day - starts).days // WEEK + 1


def begun_so_that(week: int, period: PlanPeriod, today: date) -> date:
    """The first day with which that week is the coming one; weeks begin on the same weekday as before."""
    starts = period.starts or today
    passed = (today - starts).days
    coming = today + timedelta(days=WEEK - passed % WEEK)
    return coming - (week - 1) * _A_WEEK


def at_rest(period: PlanPeriod, first: date, last: date | None = None) -> PlanPeriod:
    """From that day on it rests, whatever rest was to come."""
    kept = tuple(
        rest if rest.last and rest.last < first else RestDays(rest.first, first - timedelta(days=1))
        for rest in period.rests
        if rest.first < first
    )
    return replace(period, rests=(*kept, RestDays(first, last)))


def is_draft(period: PlanPeriod, loaded: date | None) -> bool:
    """Whether a plan has rested since the day before it was there; `loaded`: when it was first read.

    One that is paused on its first day rests from that day on; one that another computer had before, since long.
    """
    open_ended = [rest for rest in period.rests if rest.last is None]
    return bool(open_ended) and (loaded is None or open_ended[0].first == loaded - _A_DAY)


def gone_on(period: PlanPeriod, today: date) -> PlanPeriod:
    """It goes on today; of one that counts weeks, whole weeks that it rested are added before its end."""
    rest = period.resting(today)
    if rest is None:
        return period
    kept = tuple(each for each in period.rests if each.first < rest.first)
    ended = (*kept, RestDays(rest.first, today - timedelta(days=1))) if rest.first < today else kept
    weeks = (today - max(rest.first, period.starts)).days // WEEK if period.starts else 0
    starts = period.starts + max(weeks, 0) * _A_WEEK if period.starts else None
    return replace(period, rests=ended, starts=starts)
