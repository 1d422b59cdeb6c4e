"""What a person sees when they edit, break, mend or remove a plan while the service runs."""

from __future__ import annotations

from datetime import datetime

from routine.core.diagnostic import Diagnostic
from routine.core.events import Actor, EventKind, PlanLoaded
from routine.core.identifiers import HourCycle
from routine.core.loaded_plans import LoadedPlans, Settings
from routine.errors import NotifierTimedOut
from tests.fakes import MemoryJournal, RecordingNotifier
from tests.replacing import replace
from tests.service.living import (
    BERLIN,
    HOUR,
    LATER,
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
from tests.telling import reason_of

DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)
MORNING = plan(session("morning", "07:30"))


@lived
async def test_a_new_plan_is_taken_without_a_restart() -> None:
    async with living(MORNING) as life:
        await life.read(MORNING, plan(session("walk", "07:05"), name="other"))
        await life.until(MONDAY + 5 * MINUTE)
        assert life.card.title.startswith("Walk")


@lived
async def test_a_time_edited_to_one_already_past_today_does_not_come() -> None:
    async with living(MORNING) as life:
        await life.read(plan(session("morning", "06:45")))
        await life.pass_(3 * HOUR)
        assert not life.screen.notices
        assert not life.kinds()


@lived
async def test_a_time_edited_to_one_later_today_comes_then_and_not_before() -> None:
    async with living(MORNING) as life:
        await life.read(plan(session("morning", "08:00")))
        await life.until(DUE + 29 * MINUTE)
        assert not life.screen.notices
        await life.pass_(MINUTE)
        assert life.card.title.startswith("Morning")


@lived
async def test_a_broken_file_is_told_once_and_the_old_plan_keeps_running() -> None:
    async with living(MORNING) as life:
        await life.read(broken("mine"))
        assert life.card.title == "mine.toml has a problem"
        assert "mine.toml:3:1: there is no session. Mend it." in life.card.body
        assert "what ran before keeps running" in life.card.body
        await life.read(broken("mine"))
        assert len(life.screen.notices) == 1
        await life.until(DUE)
        assert any(card.title.startswith("Morning") for card in life.screen.cards.values())


@lived
async def test_a_broken_configuration_is_told_once_and_changes_nothing() -> None:
    async with living(MORNING) as life:
        wrong = (Diagnostic("config.toml", 1, 1, "“guid” is no setting.", "Did you mean “guide”?"),)
        life.source.loaded_plans = replace(
            life.source.loaded_plans,
            settings=Settings(welcome=False, hour_cycle=HourCycle.H12),
            settings_problems=wrong,
        )
        await life.read(MORNING)
        await life.read(MORNING)
        assert [notice.title for notice in life.screen.notices] == ["config.toml has a problem"]
        life.source.loaded_plans = replace(life.source.loaded_plans, settings_problems=())
        await life.read(MORNING)
        assert not life.screen.cards
        await life.until(DUE + MINUTE)
        life.screen.click_body(life.screen.newest)
        await life.settle()
        assert life.card.body.startswith("due 7:30 AM"), "and the mended configuration holds"


@lived
async def test_a_mended_file_takes_its_complaint_away() -> None:
    async with living(MORNING) as life:
        await life.read(broken("mine"))
        await life.read(MORNING)
        assert not life.screen.cards


@lived
async def test_a_file_that_is_bad_at_the_start_runs_as_it_was_when_it_was_last_good() -> None:
    journal = MemoryJournal()
    async with living(MORNING, journal=journal) as life:
        kept = life.source.kept
    bad = LoadedPlans((broken("mine"),), Settings(welcome=False))
    async with living(bad, journal=journal, kept=kept) as life:
        assert "what ran before keeps running" in life.card.body
        await life.press("All right")
        await life.until(DUE)
        assert life.card.title.startswith("Morning")


@lived
async def test_a_plans_folder_that_goes_away_changes_nothing_and_is_told_once() -> None:
    gone = LoadedPlans(
        loaded_plans(plan(session("walk", "07:05"), name="shipped")).files, Settings(), (), True, "/media/plans"
    )
    for restarted in (False, True):
        journal = MemoryJournal()
        async with living(MORNING, journal=journal) as life:
            kept = life.source.kept
            if not restarted:
                life.source.loaded_plans = gone
                life.service.read_plans()
                await life.settle()
                life.service.read_plans()
                await life.settle()
                await _goes_on(life)
        if restarted:
            async with living(gone, journal=journal, kept=kept) as life:
                await _goes_on(life)


async def _goes_on(life: Life) -> None:
    told = [notice for notice in life.screen.notices if "/media/plans" in notice.title]
    assert len(told) == 1
    await life.until(DUE)
    titles = [card.title for card in life.screen.cards.values()]
    assert [title for title in titles if title.startswith("Morning")]
    assert not [title for title in titles if title.startswith("Walk")], "the shipped plans stay where they are"


@lived
async def test_somebody_who_puts_all_their_plans_away_is_given_no_others() -> None:
    async with living(MORNING) as life:
        shipped = loaded_plans(plan(session("walk", "07:05"), name="shipped")).files
        life.source.loaded_plans = LoadedPlans(shipped, Settings(welcome=False), (), True)
        life.service.read_plans()
        await life.settle()
        await life.pass_(2 * HOUR)
        assert [notice.title for notice in life.screen.notices] == ["A word from routine"], (
            "and is told that theirs have ended"
        )


@lived
async def test_a_snooze_outlives_an_edit_of_its_plan() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        await life.press("Snooze 10m")
        await life.read(plan(session("morning", "18:00"), session("walk", "19:00")))
        await life.until(DUE + 10 * MINUTE)
        assert "due 07:30, snoozed 1×" in life.card.body


@lived
async def test_a_session_that_leaves_the_plan_takes_its_card_with_it() -> None:
    for answered in (None, "Snooze 10m"):
        async with living(MORNING) as life:
            await life.until(DUE)
            if answered:
                await life.press(answered)
            await life.read(plan(session("walk", "19:00")))
            await life.until(DUE + HOUR)
            assert "“Morning” no longer comes, as it left mine.toml five minutes ago." in life.card.body
            entry = life.journal.rows()[-1].entry
            assert (entry.kind, entry.by, reason_of(entry)) == (
                EventKind.EXCUSED,
                Actor.SERVICE,
                "gone",
            )


@lived
async def test_a_session_moved_while_its_card_is_there_comes_at_its_new_time_only() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        await life.read(plan(session("morning", "08:00")))
        assert not life.screen.cards
        await life.until(DUE + HOUR)
        assert life.card.body.startswith("due 08:00")


@lived
async def test_travelling_takes_no_card_away() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        life.clock.travel("America/New_York")
        life.service.clock_changed()
        await life.read(MORNING)
        assert life.card.title == "Morning · 5 min"


@lived
async def test_a_file_that_turns_bad_before_it_was_ever_known_takes_no_card_away() -> None:
    journal = MemoryJournal()
    async with living(MORNING, journal=journal) as life:
        await life.until(DUE)
    bad = LoadedPlans((broken("mine"),), Settings(welcome=False))
    async with living(bad, journal=journal, now=DUE + MINUTE) as life:
        assert [card.title for card in life.screen.cards.values()][-1].startswith("Morning")


@lived
async def test_what_is_wrong_is_told_once_a_server_is_there_and_again_by_the_next_until_somebody_saw_it() -> None:
    files = LoadedPlans((*loaded_plans(MORNING).files, broken("other")), Settings(welcome=False))
    login = RecordingNotifier(failing=NotifierTimedOut("It is on its way."))
    async with living(files, screen=login) as life:
        assert not life.screen.cards
        login.come_back()
        await life.settle()
        assert life.card.title.startswith("other.toml")
        login.lose()
        await life.settle()
        login.come_back()
        await life.settle()
        assert life.card.title.startswith("other.toml")
        login.dismiss(login.newest)
        await life.settle()
        login.come_back()
        await life.settle()
        assert not life.screen.cards


@lived
async def test_a_session_that_broke_off_can_be_resumed_once_a_server_is_there() -> None:
    journal = MemoryJournal([LATER])
    async with living(MORNING, journal=journal) as life:
        await life.until(DUE)
        await life.press("Start")
    login = RecordingNotifier(failing=NotifierTimedOut("It is on its way."))
    async with living(MORNING, journal=journal, now=DUE + 5 * MINUTE, screen=login) as life:
        login.come_back()
        await life.settle()
        await life.press("Go on")
        assert life.card.title.startswith("Step 1 of 4")


@lived
async def test_a_plan_of_somebodys_own_may_be_called_welcome() -> None:
    own = plan(session("morning", "07:30"), name="welcome")
    async with living(loaded_plans(own, settings=Settings())) as life:
        await life.press("Skip")
        await life.until(DUE)
        assert life.card.title == "Morning · 5 min"


@lived
async def test_who_was_greeted_by_an_older_version_is_not_greeted_again() -> None:
    slots = {"hello": (DUE.isoformat(),)}
    old = PlanLoaded(MONDAY, Actor.SERVICE, plan="welcome", slots=slots)
    async with living(
        loaded_plans(MORNING, settings=Settings()), journal=MemoryJournal([old]), now=MONDAY + HOUR
    ) as life:
        assert not life.screen.notices


@lived
async def test_a_plan_taken_away_and_put_back_owes_nothing_for_the_time_between() -> None:
    other = plan(session("walk", "12:00"), name="other")
    async with living(loaded_plans(MORNING, other)) as life:
        await life.read(other)
        await life.until(DUE + HOUR)
        await life.read(MORNING, other)
        await life.pass_(2 * HOUR)
        assert not life.kinds(of="morning")


@lived
async def test_a_plan_with_weeks_and_no_start_begins_in_the_week_it_is_first_loaded() -> None:
    weeks = replace(MORNING, period=replace(MORNING.period, weeks=1))
    journal = MemoryJournal()
    async with living(weeks, journal=journal) as life:
        await life.until(DUE)
        await life.press("Skip")
    later = datetime(2026, 11, 30, 7, 0, tzinfo=BERLIN)
    async with living(weeks, journal=journal, now=later) as life:
        await life.pass_(HOUR)
        assert not [n for n in life.screen.notices if "Morning · 5" in n.title and "07:30" not in n.body]
        assert all(row.entry.about is None or row.entry.about.due < later for row in journal.rows())


@lived
async def test_thirty_reads_of_the_same_files_write_nothing() -> None:
    async with living(MORNING, journal=MemoryJournal()) as life:
        before = len(life.journal.rows())
        for _ in range(30):
            await life.read(MORNING)
        assert len(life.journal.rows()) == before
        assert [row.entry.kind for row in life.journal.rows()] == [EventKind.PLAN_LOADED]
