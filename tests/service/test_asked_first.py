"""Before anything is shown, the desktop is asked: what it last said may be from before a sleep."""

from __future__ import annotations

from datetime import datetime

from routine.core.events import Actor, EventKind, HoldReason, Paused, Resumed
from routine.ports import Lost
from tests.service.living import BERLIN, HOUR, MINUTE, lived, living, plan, session

DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)
DAY = plan(session("morning", "07:30"))


@lived
async def test_after_a_sleep_a_locked_screen_is_noticed_before_a_card_is_shown() -> None:
    async with living(DAY, now=DUE - HOUR) as life:
        life.presence.meanwhile = HoldReason.LOCKED
        await life.sleep(HOUR + MINUTE)
        assert not life.screen.notices
        assert life.kinds() == [EventKind.HELD]
        life.presence.meanwhile = "free"
        await life.pass_(5 * MINUTE)
        assert life.card.title.startswith("Morning")


@lived
async def test_what_another_program_lets_go_on_is_shown_only_if_this_is_a_moment_for_it() -> None:
    async with living(DAY, now=DUE - HOUR) as life:
        pause = Paused(life.clock.now(), Actor.CLI, until=DUE + HOUR)
        life.journal.append(lambda: [pause])
        await life.until(DUE + MINUTE)
        assert not life.screen.notices
        life.presence.meanwhile = HoldReason.FULL_SCREEN
        life.journal.append(lambda: [Resumed(life.clock.now(), Actor.CLI)])
        life.service._poked()
        await life.settle()
        assert not life.screen.notices


@lived
async def test_a_card_that_went_with_its_server_does_not_come_back_over_a_locked_screen() -> None:
    async with living(DAY, now=DUE - HOUR) as life:
        await life.until(DUE)
        life.presence.meanwhile = HoldReason.LOCKED
        gone, life.screen.cards = life.screen.newest, {}
        life.screen._say(Lost(gone))
        await life.settle()
        assert not life.screen.cards


@lived
async def test_a_server_that_comes_back_is_given_a_card_only_after_the_desktop_was_asked() -> None:
    async with living(DAY, now=DUE - HOUR) as life:
        await life.until(DUE)
        life.screen.lose()
        await life.settle()
        life.presence.meanwhile = HoldReason.LOCKED
        life.screen.come_back()
        await life.settle()
        assert not life.screen.cards
