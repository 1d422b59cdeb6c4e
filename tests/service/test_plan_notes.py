"""Knows what a person is told of a plan that begins, and of one that is through: each once, and never at night."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from routine.core.plan import Plan
from routine.core.recurrence import PlanPeriod
from tests.fakes import MemoryJournal
from tests.replacing import replace
from tests.service.living import BERLIN, MONDAY, Life, lived, living, plan, session

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
TODAY = MONDAY.astimezone(BERLIN).date()


def counted(weeks: int = 1, starts: date | None = TODAY, *, at: str = "18:00") -> Plan:
    return replace(plan(session("easy", at)), period=PlanPeriod(starts, weeks))


def notes(life: Life) -> list[str]:
    """The title of each card about the plan itself, as often as it was shown."""
    return [notice.title for notice in life.screen.notices if notice.title.endswith(("now?", "begins"))]


THROUGH = "“Mine” is through; what now?"


@lived
async def test_a_plan_is_told_to_be_through_after_its_last_session_and_the_morning_after_each_once() -> None:
    async with living(counted()) as life:
        last = datetime(TODAY.year, TODAY.month, TODAY.day, 18, tzinfo=BERLIN) + 6 * DAY
        await life.until(last)
        assert notes(life) == []
        await life.pass_(2 * HOUR)
        assert notes(life) == [THROUGH]
        assert "routine plans" in next(each.body for each in life.screen.notices if each.title == THROUGH)
        await life.until(last + 12 * HOUR)
        assert notes(life) == [THROUGH]
        await life.until(last + 14 * HOUR)
        assert notes(life) == [THROUGH] * 2
        await life.pass_(5 * DAY)
        assert notes(life) == [THROUGH] * 2


@lived
async def test_what_was_told_is_not_told_again_by_the_next_service() -> None:
    journal = MemoryJournal()
    last = datetime(TODAY.year, TODAY.month, TODAY.day, 18, tzinfo=BERLIN) + 6 * DAY
    async with living(counted(), journal=journal) as life:
        await life.until(last + 14 * HOUR)
        assert notes(life) == [THROUGH] * 2
    async with living(counted(), journal=journal, now=last + 15 * HOUR) as life:
        await life.pass_(2 * DAY)
        assert notes(life) == []


@lived
async def test_a_plan_that_begins_later_says_so_on_the_morning_of_its_first_day() -> None:
    async with living(counted(starts=TODAY + 2 * DAY)) as life:
        await life.until(MONDAY + 30 * HOUR)
        assert notes(life) == []
        await life.until(MONDAY + 3 * DAY)
        assert notes(life) == ["“Mine” begins"]


@lived
async def test_a_plan_that_begins_as_it_is_loaded_or_was_over_before_is_no_news() -> None:
    for period in (counted(6), counted(1, TODAY - 30 * DAY)):
        async with living(period) as life:
            await life.pass_(3 * DAY)
            assert notes(life) == []
