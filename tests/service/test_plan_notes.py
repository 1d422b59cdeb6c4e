"""Knows what a person is told of a plan that begins, and of one that is through: each once, and never at night."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from routine.core.identifiers import PlanChange
from routine.core.loaded_plans import LoadedPlans, PlanCopy
from routine.core.plan import Plan
from routine.core.recurrence import PlanPeriod
from routine.service.requests.handlers import handle
from routine.service.requests.messages import StatusRequest
from tests.fakes import MemoryJournal
from tests.replacing import replace
from tests.replacing import replace as replace_ports
from tests.service.living import BERLIN, MINUTE, MONDAY, Life, lived, living, loaded_plans, plan, session

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
async def test_who_was_not_there_on_the_first_day_is_told_which_it_was() -> None:
    journal, first = MemoryJournal(), TODAY + 2 * DAY
    async with living(counted(starts=first), journal=journal) as life:
        await life.pass_(HOUR)
    async with living(counted(starts=first), journal=journal, now=MONDAY + 4 * DAY) as life:
        await life.pass_(2 * DAY)
        told = [(one.title, one.body) for one in life.screen.notices if "Mine" in one.title]
        assert told == [("“Mine” has begun", "Its first day was Wed 25 November.")]


@lived
async def test_a_plan_that_begins_as_it_is_loaded_or_was_over_before_is_no_news() -> None:
    for period in (counted(6), counted(1, TODAY - 30 * DAY)):
        async with living(period) as life:
            await life.pass_(3 * DAY)
            assert notes(life) == []


def asked(life: Life) -> list[str]:
    """The title of each card that asks whether a week should come once more."""
    return [notice.title for notice in life.screen.notices if notice.title.endswith("once more?")]


ONCE_MORE = "“Mine”: this week once more?"


@lived
async def test_after_a_week_without_a_session_a_plan_asks_once_whether_it_should_come_again() -> None:
    changes: list[tuple[str, PlanChange]] = []
    with_changes = partial(replace_ports, change_plan=lambda plan, change, _: changes.append((plan, change)))
    async with living(counted(6, at="09:00"), changed=with_changes) as life:
        await life.pass_(6 * DAY)
        assert asked(life) == []
        await life.pass_(2 * DAY)
        assert asked(life) == [ONCE_MORE]
        body = next(each.body for each in life.screen.notices if each.title == ONCE_MORE)
        assert "A week has gone by" in body
        await life.press("Once more")
        assert changes == [("mine", PlanChange.AGAIN)]
        await life.pass_(2 * DAY)
        assert asked(life) == [ONCE_MORE]


@lived
async def test_after_two_that_were_harder_it_asks_whether_to_go_back() -> None:
    changes: list[tuple[str, PlanChange]] = []
    with_changes = partial(replace_ports, change_plan=lambda plan, change, _: changes.append((plan, change)))
    async with living(counted(6, TODAY - 7 * DAY, at="09:00"), changed=with_changes) as life:
        for day in (1, 2):
            assert asked(life) == []
            await life.until(datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=BERLIN) + day * DAY)
            await life.press("Start")
            await life.pass_(HOUR / 6)
            await life.press("Too hard" if day == 1 else "Harder")
        await life.pass_(HOUR)
        assert asked(life) == [ONCE_MORE]
        await life.press("A week back")
        assert changes == [("mine", PlanChange.BACK)]


@lived
async def test_a_plan_without_weeks_never_asks() -> None:
    async with living(plan(session("easy", "09:00"))) as life:
        await life.pass_(10 * DAY)
        assert asked(life) == []


@lived
async def test_what_could_come_after_a_plan_that_is_through_is_said_and_its_last_week_can_come_again() -> None:
    changes: list[tuple[str, PlanChange]] = []
    with_changes = partial(replace_ports, change_plan=lambda plan, change, _: changes.append((plan, change)))
    gentle = replace(counted(), id="gentle-start")
    async with living(gentle, changed=with_changes) as life:
        await life.until(datetime(TODAY.year, TODAY.month, TODAY.day, 20, tzinfo=BERLIN) + 6 * DAY)
        card = next(each for each in life.screen.notices if each.title == THROUGH)
        assert "walking-further" in card.body
        await life.press("Once more")
        assert changes == [("gentle-start", PlanChange.AGAIN)]


def from_elsewhere(one: Plan, written: datetime) -> LoadedPlans:
    """Plan files as they come from another computer, which wrote them some time ago."""
    return replace(loaded_plans(one), written={one.id: written})


def words_of(life: Life) -> list[str]:
    """What the cards say that are nobody's reminder."""
    return [notice.body for notice in life.screen.notices if notice.title == "A word from routine"]


@lived
async def test_a_plan_that_came_from_another_computer_says_once_from_when_it_counts_here() -> None:
    journal, came = MemoryJournal(), from_elsewhere(counted(6, None), MONDAY - 12 * DAY)
    async with living(came, journal=journal) as life:
        await life.pass_(2 * HOUR)
        (said,) = words_of(life)
        assert f"`starts = {TODAY.isoformat()}`" in said
        status = handle(StatusRequest(), life.service.request_context("log"), life.clock.now())
        assert [str(one) for one in status.problems] == [f"mine.toml: {said}"]
        await life.pass_(10 * DAY)
        assert len(words_of(life)) == 1
    async with living(came, journal=journal, now=MONDAY + 11 * DAY) as life:
        await life.pass_(2 * HOUR)
        assert words_of(life) == []


@lived
async def test_once_the_line_is_written_its_card_goes() -> None:
    async with living(from_elsewhere(counted(6, None), MONDAY - 12 * DAY)) as life:
        await life.pass_(HOUR)
        assert "A word from routine" in [card.title for card in life.screen.cards.values()]
        await life.read(counted(6))
        await life.pass_(HOUR)
        assert "A word from routine" not in [card.title for card in life.screen.cards.values()]


@lived
async def test_a_plan_that_was_written_here_today_needs_no_word() -> None:
    async with living(from_elsewhere(counted(6, None), MONDAY - HOUR)) as life:
        await life.pass_(2 * DAY)
        assert words_of(life) == []


@lived
async def test_a_card_about_a_copy_goes_when_the_copy_does() -> None:
    mine = plan(session("easy", "18:00"))
    copy = replace(loaded_plans(mine).files[0], path="mine (1).toml", plan_id="mine (1)")
    there = replace(loaded_plans(mine), copies=(PlanCopy(copy, "mine"),))
    async with living(there) as life:
        await life.pass_(HOUR)
        assert "“mine (1)”" in life.card.body
        life.source.loaded_plans = loaded_plans(mine)
        life.service.read_plans()
        await life.pass_(MINUTE)
        assert not life.screen.cards


@lived
async def test_a_session_that_is_renamed_does_not_bring_a_note_back() -> None:
    came = from_elsewhere(counted(6, None), MONDAY - 12 * DAY)
    journal = MemoryJournal()
    async with living(came, journal=journal) as life:
        await life.pass_(HOUR)
        assert len(words_of(life)) == 1
        kept = life.source.kept
    renamed = replace(plan(session("calm", "18:00")), period=PlanPeriod(None, 6))
    after = from_elsewhere(renamed, MONDAY - 12 * DAY)
    async with living(after, journal=journal, kept=kept, now=MONDAY + 2 * HOUR) as life:
        await life.pass_(DAY)
        assert [each.entry.kind.value for each in journal.rows()].count("renamed") == 1
        assert words_of(life) == []
