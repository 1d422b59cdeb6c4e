"""Knows that the service looks ahead by itself, however long nothing happens, and else looks at nothing.

Must not know how far it looks.
"""

from __future__ import annotations

from datetime import timedelta

from routine.core.events import HoldReason
from tests.service.living import HOUR, MINUTE, MONDAY, lived, living, plan, session

DAY = timedelta(days=1)


@lived
async def test_a_session_that_is_days_away_comes_though_nothing_happens_until_then() -> None:
    mondays_and_fridays = plan(session("morning", "07:30", days=[0, 4]))
    async with living(mondays_and_fridays, now=MONDAY + 5 * HOUR) as life:
        friday = MONDAY + 4 * DAY + 30 * MINUTE
        await life.until(friday - MINUTE)
        assert not life.screen.notices
        await life.until(friday)
        assert life.card.title.startswith("Morning")


@lived
async def test_a_quiet_service_looks_only_now_and_then() -> None:
    async with living(plan(session("morning", "07:30", days=[0])), now=MONDAY + 5 * HOUR) as life:
        asked = life.presence.asked
        await life.until(MONDAY + 6 * DAY)
        assert life.presence.asked - asked <= 2 * 6


@lived
async def test_while_nothing_waits_for_the_desktop_nobody_asks_it_what_it_is_about() -> None:
    """A film in the evening, and the next session is tomorrow."""
    async with living(plan(session("morning", "07:30", days=[1]))) as life:
        life.presence.hold = HoldReason.FULL_SCREEN
        life.service.run_once()
        await life.settle()
        asked = life.presence.asked
        await life.pass_(12 * HOUR)
        assert life.presence.asked - asked <= 2


@lived
async def test_once_something_waits_for_the_desktop_it_is_asked_until_it_is_free() -> None:
    async with living(plan(session("morning", "07:30"))) as life:
        life.presence.hold = HoldReason.FULL_SCREEN
        await life.until(MONDAY + 31 * MINUTE)
        asked = life.presence.asked
        await life.pass_(5 * MINUTE)
        assert life.presence.asked - asked >= 5
