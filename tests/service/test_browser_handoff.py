"""When a card brings the browser to its session, and that no session is lost for want of a browser."""

from __future__ import annotations

from datetime import datetime, timedelta

from routine.core.commands import Command, Finish, FinishStep, Start
from routine.core.events import Actor
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.loaded_plans import Settings
from tests.fakes import RecordingNotifier
from tests.service.living import BERLIN, MINUTE, Life, lived, living, loaded_plans, plan, session

MORNING = plan(session("morning", "07:30"), session("later", "07:40"))
DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)
KEY = OccurrenceKey("mine/morning@2026-11-23T07:30")
ON_THE_PAGE = loaded_plans(MORNING, settings=Settings(guide=SessionPlace.PAGE))


async def elsewhere(life: Life, command: Command) -> None:
    """Said by another process: into the journal, and a poke."""
    life.service._store.apply(KEY, command, life.clock.now())
    life.service.run_once()
    await life.settle()


async def click(life: Life) -> None:
    life.screen.click_body(life.screen.newest)
    await life.settle()


@lived
async def test_start_opens_the_page_where_sessions_are_guided_there() -> None:
    async with living(ON_THE_PAGE, opens=True) as life:
        await life.until(DUE)
        await life.press("Start")
        assert life.browser.opened == [KEY]
        assert not life.screen.cards


@lived
async def test_start_without_a_browser_is_guided_on_the_screen() -> None:
    async with living(ON_THE_PAGE) as life:
        await life.until(DUE)
        await life.press("Start")
        assert life.card.title.startswith("Step 1 of 4")


@lived
async def test_a_browser_that_will_not_open_leaves_the_session_on_the_screen() -> None:
    async with living(ON_THE_PAGE, opens=True) as life:
        life.browser.broken = True
        await life.until(DUE)
        await life.press("Start")
        assert life.card.title.startswith("Step 1 of 4")
        assert "`routine page` prints its link" in life.card.body
        await life.press("Next")
        assert "routine page" not in life.card.body, "said once"


@lived
async def test_a_click_on_a_reminder_opens_the_page_and_answers_nothing() -> None:
    async with living(MORNING, opens=True) as life:
        await life.until(DUE)
        await click(life)
        assert life.browser.opened == [KEY]
        assert [action.label for action in life.card.actions][:1] == ["Start"]


@lived
async def test_a_click_without_a_browser_shows_the_card_again() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        shown = len(life.screen.notices)
        await click(life)
        assert len(life.screen.notices) == shown + 1


@lived
async def test_a_click_on_a_step_takes_the_session_to_the_page() -> None:
    async with living(MORNING, opens=True) as life:
        await life.until(DUE)
        await life.press("Start")
        await life.press("Next")
        await click(life)
        assert life.browser.opened == [KEY]
        assert not life.screen.cards


@lived
async def test_a_click_that_only_brings_a_step_up_again_leaves_the_session_there() -> None:
    """Where steps are listed without their buttons, a click is how to get at those."""
    async with living(MORNING, opens=True) as life:
        await life.until(DUE)
        await life.press("Start")
        step = life.card
        life.screen.click_body(life.screen.newest, stands=True)
        await life.settle()
        assert not life.browser.opened
        assert life.card == step


@lived
async def test_nothing_disturbs_a_session_that_is_done_on_the_page() -> None:
    async with living(MORNING) as life:
        await life.until(DUE + 8 * MINUTE)
        await elsewhere(life, Start(Actor.CLI, SessionPlace.PAGE))
        await life.until(DUE + 10 * MINUTE)
        assert not life.screen.cards
        await elsewhere(life, FinishStep(1, Actor.PAGE))
        await elsewhere(life, Finish(Actor.PAGE))
        await life.pass_(timedelta(seconds=5))
        assert life.card.title.startswith("Later")


@lived
async def test_a_page_that_was_left_holds_nothing_back_for_long() -> None:
    async with living(MORNING) as life:
        await life.until(DUE + 8 * MINUTE)
        await elsewhere(life, Start(Actor.CLI, SessionPlace.PAGE))
        await life.until(DUE + 19 * MINUTE)
        assert life.card.title.startswith("Later")


@lived
async def test_the_very_first_card_says_who_speaks_and_opens_the_page() -> None:
    async with living(
        loaded_plans(MORNING, settings=Settings()), screen=RecordingNotifier(room=4), opens=True
    ) as life:
        assert life.card.title == "Your first minute · 1 min"
        assert life.card.body.startswith("Hello, this is routine")
        assert "help-signs" not in life.card.body, "what a button can do is no command"
        assert [button.label for button in life.card.actions] == ["Start", "Snooze 10m", "Skip", "Open"]
        await life.press("Open")
        assert life.browser.opened == ["the today"]
        assert life.card.title == "Your first minute · 1 min", "who has looked around finds it where it was"
        life.browser.broken = True
        await life.press("Open")
        assert any("routine page" in card.body for card in life.screen.cards.values())


@lived
async def test_without_a_browser_the_very_first_card_still_says_who_speaks() -> None:
    async with living(loaded_plans(MORNING, settings=Settings())) as life:
        assert life.card.body.startswith("Hello, this is routine")
        assert "Open" not in [button.label for button in life.card.actions]
        assert "page" not in life.card.body
