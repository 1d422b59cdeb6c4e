"""What a person sees when a plan, or a session of it, is away for a moment, or for good."""

from __future__ import annotations

from datetime import datetime

from routine.core.events import Actor, EventKind, PlanChanged, TextChange
from routine.core.identifiers import PlanChange
from routine.core.loaded_plans import LoadedPlans, Settings
from tests.fakes import MemoryJournal
from tests.replacing import replace
from tests.service.living import (
    BERLIN,
    HOUR,
    MINUTE,
    MONDAY,
    Life,
    broken,
    lived,
    living,
    loaded_plans,
    plan,
    session,
)

DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)
MORNING = plan(session("morning", "07:30"))
EVENING = plan(session("evening", "21:00"))
BOTH = plan(session("morning", "07:30"), session("evening", "21:00"))
OTHER = plan(session("walk", "12:00"), name="other")


def titles(life: Life) -> list[str]:
    return [card.title for card in life.screen.cards.values()]


@lived
async def test_a_file_that_is_away_for_a_moment_leaves_its_card_where_it_is() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        await life.read(OTHER)
        assert titles(life) == ["Morning · 5 min"]
        assert "It leaves at 07:35 unless it comes back." in life.said[-3]
        await life.pass_(4 * MINUTE)
        await life.read(MORNING, OTHER)
        await life.pass_(4 * MINUTE)
        assert titles(life) == ["Morning · 5 min"]
        assert life.kinds(of="morning") == [EventKind.SHOWING, EventKind.SHOWN]


@lived
async def test_what_comes_due_while_its_file_is_away_comes_all_the_same() -> None:
    async with living(MORNING) as life:
        await life.until(DUE - 2 * MINUTE)
        await life.read(OTHER)
        await life.until(DUE + MINUTE)
        assert titles(life) == ["Morning · 5 min"]


@lived
async def test_after_five_minutes_it_is_let_go_and_a_card_says_so() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        await life.read(OTHER)
        await life.until(DUE + 4 * MINUTE)
        assert titles(life) == ["Morning · 5 min"]
        await life.until(DUE + 5 * MINUTE)
        assert "The plan “Mine” has ended, as mine.toml has been away for five minutes." in life.card.body


@lived
async def test_put_back_after_that_it_waits_again_and_the_card_about_it_goes() -> None:
    for snoozed in (False, True):
        async with living(MORNING) as life:
            await life.until(DUE)
            if snoozed:
                await life.press("Snooze 10m")
            await life.read(OTHER)
            await life.until(DUE + 7 * MINUTE)
            await life.read(MORNING, OTHER)
            assert titles(life) == ([] if snoozed else ["Morning · 5 min"])
            await life.until(DUE + 11 * MINUTE)
            assert titles(life) == ["Morning · 5 min"]


@lived
async def test_put_back_when_it_would_be_missed_by_then_it_stays_excused() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        await life.read(OTHER)
        await life.until(DUE + 3 * HOUR)
        await life.read(MORNING, OTHER)
        await life.pass_(HOUR)
        assert life.kinds(of="morning")[-1] is EventKind.EXCUSED


@lived
async def test_a_session_commented_out_for_one_save_keeps_its_snooze() -> None:
    async with living(BOTH) as life:
        await life.until(DUE)
        await life.press("Snooze 10m")
        await life.read(EVENING)
        await life.pass_(MINUTE)
        await life.read(BOTH)
        await life.until(DUE + 10 * MINUTE)
        assert titles(life) == ["Morning · 5 min"]


@lived
async def test_a_session_that_is_away_comes_with_the_steps_it_had() -> None:
    async with living(BOTH) as life:
        changed = replace(EVENING.sequences["short"], entries=EVENING.sequences["short"].entries[:1])
        await life.until(DUE - MINUTE)
        await life.read(replace(EVENING, sequences={"short": changed}))
        await life.until(DUE)
        assert "4 steps" in life.card.body


@lived
async def test_a_restart_while_something_is_away_keeps_it() -> None:
    for left in (OTHER, EVENING):
        journal = MemoryJournal()
        async with living(BOTH, journal=journal) as life:
            await life.until(DUE)
            await life.press("Snooze 10m")
            await life.read(left)
            kept = life.source.kept
        async with living(left, journal=journal, kept=kept, now=DUE + 2 * MINUTE) as life:
            await life.until(DUE + 3 * MINUTE)
            await life.read(BOTH, OTHER)
            await life.until(DUE + 10 * MINUTE)
            assert titles(life) == ["Morning · 5 min"]


@lived
async def test_a_file_that_went_while_no_service_ran_is_kept_for_five_minutes_from_the_start() -> None:
    journal = MemoryJournal()
    async with living(MORNING, journal=journal) as life:
        kept = life.source.kept
    async with living(OTHER, journal=journal, kept=kept, now=DUE - 2 * MINUTE) as life:
        await life.until(DUE)
        assert titles(life) == ["Morning · 5 min"]
        await life.until(DUE + 4 * MINUTE)
        assert "The plan “Mine” has ended" in life.card.body


@lived
async def test_nothing_known_of_what_is_away_lets_nothing_go_before_its_time() -> None:
    journal = MemoryJournal()
    async with living(MORNING, journal=journal) as life:
        await life.until(DUE)
    async with living(OTHER, journal=journal, now=DUE + MINUTE) as life:
        await life.until(DUE + 5 * MINUTE)
        assert life.kinds(of="morning")[-1] is EventKind.SHOWN
        await life.until(DUE + 7 * MINUTE)
        assert life.kinds(of="morning")[-1] is EventKind.EXCUSED


@lived
async def test_an_empty_folder_that_is_not_the_one_that_held_the_plans_is_away_for_ever() -> None:
    unfilled = LoadedPlans((), Settings(welcome=False), (), True, "", "/media/plans")
    journal = MemoryJournal()
    async with living(MORNING, journal=journal) as life:
        kept = life.source.kept
    async with living(unfilled, journal=journal, kept=kept) as life:
        assert "is empty" in life.card.body
        await life.until(DUE)
        assert "Morning · 5 min" in titles(life)
        life.source.loaded_plans = replace(life.source.loaded_plans, unfilled="", shipped=False)
        await life.read(MORNING)
        assert titles(life) == ["Morning · 5 min"]


@lived
async def test_a_file_that_cannot_be_read_while_a_session_is_away_decides_nothing() -> None:
    async with living(BOTH) as life:
        await life.until(DUE - MINUTE)
        await life.read(EVENING)
        await life.read(broken("mine"))
        await life.until(DUE + 30 * MINUTE)
        assert "Morning · 5 min" in titles(life)


@lived
async def test_several_sessions_of_one_plan_are_let_go_on_one_card() -> None:
    async with living(BOTH, now=MONDAY) as life:
        await life.read(plan(session("noon", "12:00")))
        await life.pass_(5 * MINUTE)
        assert "“Morning” and “Evening” no longer come, as they left mine.toml" in life.card.body


def remove(life: Life, name: str) -> None:
    """As `routine plans remove` does with a plan whose file is away."""
    texts = (TextChange(name, "", ""),)
    entry = PlanChanged(life.clock.now(), Actor.CLI, change=PlanChange.REMOVE, texts=texts)
    life.journal.append(lambda: [entry])
    life.service.run_once()


@lived
async def test_who_removes_a_plan_that_is_away_need_not_wait_for_it_to_leave() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        await life.read(OTHER)
        assert titles(life) == ["Morning · 5 min"]
        remove(life, "mine")
        await life.settle()
        assert not life.screen.cards
        assert life.kinds(of="morning")[-1] is EventKind.EXCUSED


@lived
async def test_also_where_the_whole_folder_is_away() -> None:
    async with living(loaded_plans(MORNING, OTHER)) as life:
        await life.until(DUE)
        life.source.loaded_plans = LoadedPlans((), Settings(welcome=False), shipped=True, unreachable="~/plans")
        life.service.read_plans()
        await life.settle()
        assert "Morning · 5 min" in titles(life)
        remove(life, "mine")
        await life.settle()
        assert "Morning · 5 min" not in titles(life)
        await life.until(DUE.replace(hour=12))
        assert "Walk · 5 min" in titles(life), "the other one is kept"
