"""What nobody could follow is not done: quiet and a server that is gone pause it, a lock asks afterwards."""

from __future__ import annotations

import pytest

from routine.core.events import EventKind, HoldReason
from routine.errors import NotifierUnavailable
from tests.service.living import HOUR, MINUTE, MONDAY, SECOND, Life, lived, living, plan, session

MINE = plan(session("move", "07:30"))
STEP_1 = "Step 1 of 4"


async def _started(life: Life) -> None:
    await life.until(MONDAY + 30 * MINUTE)
    await life.press("Start")
    await life.pass_(SECOND)


async def _dropped(life: Life) -> None:
    """The server takes its cards away, and says that they were closed."""
    for card in list(life.screen.cards):
        life.screen.dismiss(card)
    await life.settle()


@pytest.mark.parametrize("hold", [HoldReason.DO_NOT_DISTURB, HoldReason.FULL_SCREEN])
def test_what_keeps_cards_from_the_screen_pauses_and_the_card_is_there_afterwards(hold: HoldReason) -> None:
    @lived
    async def story() -> None:
        async with living(MINE) as life:
            await _started(life)
            life.presence.meanwhile = hold
            await life.pass_(30 * MINUTE)
            assert EventKind.COMPLETED not in life.kinds()
            await _dropped(life)
            life.presence.meanwhile = "free"
            await life.pass_(5 * SECOND)
            assert life.card.title.startswith("Paused")
            await life.press("Go on")
            await life.pass_(20 * MINUTE)
            assert EventKind.COMPLETED in life.kinds()

    story()


@lived
async def test_a_server_that_is_gone_pauses_and_its_next_one_shows_the_paused_card() -> None:
    async with living(MINE) as life:
        await _started(life)
        life.screen.lose()
        await life.pass_(30 * MINUTE)
        assert EventKind.COMPLETED not in life.kinds()
        life.screen.come_back()
        await life.settle()
        assert life.card.title.startswith("Paused")


@lived
async def test_a_card_that_fails_once_pauses() -> None:
    async with living(MINE) as life:
        await _started(life)
        life.screen.failing = NotifierUnavailable("Gone.")
        await life.pass_(30 * MINUTE)
        assert EventKind.COMPLETED not in life.kinds()


@pytest.mark.parametrize("answer", ["Done", "Go on", "Stop"])
def test_after_a_lock_the_person_says_what_became_of_it(answer: str) -> None:
    @lived
    async def story() -> None:
        async with living(MINE) as life:
            await _started(life)
            life.presence.meanwhile = HoldReason.LOCKED
            await life.pass_(30 * MINUTE)
            assert life.kinds()[-1] is EventKind.STARTED, "nothing is taken for done"
            life.presence.meanwhile = "free"
            await life.pass_(5 * SECOND)
            assert life.card.title == "Welcome back: Move"
            assert [button.label for button in life.card.actions] == ["Done", "Go on", "Stop"]
            await life.press(answer)
            match answer:
                case "Done":
                    assert life.kinds()[-1] is EventKind.COMPLETED
                case "Stop":
                    assert life.kinds()[-1] is EventKind.ABANDONED
                case _:
                    assert life.card.title.startswith(STEP_1)

    story()


@lived
async def test_a_card_dropped_by_the_lock_is_back_at_unlock() -> None:
    async with living(MINE) as life:
        await life.until(MONDAY + 31 * MINUTE)
        life.presence.meanwhile = HoldReason.LOCKED
        await _dropped(life)
        await life.pass_(2 * MINUTE)
        assert not life.screen.cards
        life.presence.meanwhile = "free"
        await life.pass_(5 * SECOND)
        assert life.card.title.startswith("Move")


@lived
async def test_a_card_that_a_person_dismissed_stays_away_for_its_while() -> None:
    async with living(MINE) as life:
        await life.until(MONDAY + 31 * MINUTE)
        await _dropped(life)
        life.presence.meanwhile = HoldReason.LOCKED
        await life.pass_(MINUTE)
        life.presence.meanwhile = "free"
        await life.pass_(MINUTE)
        assert not life.screen.cards
        await life.pass_(HOUR)
        assert life.screen.notices[-1].title.startswith("Move")


@pytest.mark.parametrize("answer", ["Done", "Stop"])
def test_at_the_end_of_a_session_in_which_nobody_touched_anything_the_person_says_what_became_of_it(
    answer: str,
) -> None:
    """They may be on the floor, as a step asks, or gone: time runs on, and only the end waits for them."""

    @lived
    async def story() -> None:
        async with living(MINE) as life:
            await _started(life)
            life.presence.meanwhile = HoldReason.AWAY
            await life.pass_(30 * MINUTE)
            assert EventKind.COMPLETED not in life.kinds()
            assert life.card.title == "Welcome back: Move"
            assert "Keyboard and mouse were still" in life.card.body
            await life.press(answer)
            assert (EventKind.COMPLETED in life.kinds()) is (answer == "Done")

    story()


@lived
async def test_whoever_touches_something_on_the_way_has_followed_it() -> None:
    async with living(MINE) as life:
        await _started(life)
        life.presence.meanwhile = HoldReason.AWAY
        await life.pass_(MINUTE)
        life.presence.meanwhile = "free"
        await life.pass_(30 * MINUTE)
        assert EventKind.COMPLETED in life.kinds()


async def _closed_by_the_server(life: Life) -> None:
    for card in list(life.screen.cards):
        life.screen.dismiss(card, by_server=True)
    await life.settle()


@lived
async def test_a_step_that_the_server_closed_is_there_again_and_where_that_helps_nothing_it_is_paused() -> None:
    async with living(MINE) as life:
        await _started(life)
        await life.pass_(5 * SECOND)
        await _closed_by_the_server(life)
        assert life.card.title.startswith(STEP_1)
        await _closed_by_the_server(life)
        assert life.card.title.startswith("Paused")
        await _closed_by_the_server(life)
        await life.pass_(30 * MINUTE)
        assert EventKind.COMPLETED not in life.kinds()


@lived
async def test_a_note_that_the_server_closed_was_put_away_by_nobody() -> None:
    async with living(MINE) as life:
        life.service._presenter.show_note("Something to know.")
        await life.settle()
        await _closed_by_the_server(life)
        assert not life.screen.cards
        await life.until(MONDAY + 31 * MINUTE)
        assert "Something to know." in [card.body for card in life.screen.cards.values()]
