"""Travel: what time alone has judged is judged anew where the computer is now; what a person said stays."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from routine.core.events import Actor, Completed, EventKind
from tests.service.living import HOUR, MINUTE, MONDAY, Life, lived, living, plan, session
from tests.telling import reason_of

MORNING = plan(session("morning", "07:30"))
NEW_YORK = ZoneInfo("America/New_York")
OPENED = datetime(2026, 11, 24, 6, 50, tzinfo=NEW_YORK)
"""The lid is opened on Tuesday morning; the laptop still thinks that it is 12:50 in Berlin."""


async def travel(life: Life, zone: str) -> None:
    life.clock.travel(zone)
    life.service.clock_changed()
    await life.settle()


async def fly(life: Life, opened: datetime = OPENED) -> None:
    """Monday's is done in Berlin; then the computer sleeps until it is opened in New York."""
    await life.until(MONDAY + 40 * MINUTE)
    await life.press("Start")
    about = next(row.entry.about for row in life.journal.rows() if row.entry.about)
    done = Completed(life.clock.now(), Actor.CLI, about)
    life.journal.append(lambda: [done])
    life.service.run_once()
    await life.settle()
    for handle in list(life.screen.cards):
        await life.screen.withdraw(handle)
    await life.sleep(opened - life.clock.now())


def of_tuesday(life: Life) -> list[tuple[EventKind, str]]:
    entries = [row.entry for row in life.journal.rows() if row.entry.about]
    return [(e.kind, reason_of(e)) for e in entries if e.about and e.about.planned.day == 24]


@lived
async def test_a_morning_judged_by_the_time_of_the_place_before_comes_at_its_own() -> None:
    async with living(MORNING) as life:
        await fly(life)
        assert of_tuesday(life)[-1][0] is EventKind.MISSED
        await travel(life, "America/New_York")
        shown = len(life.screen.notices)
        await life.until(OPENED + 39 * MINUTE)
        assert len(life.screen.notices) == shown
        await life.until(OPENED + 40 * MINUTE)
        assert life.card.title.startswith("Morning")
        await life.until(OPENED + 4 * HOUR)
        assert [kind for kind, _ in of_tuesday(life)].count(EventKind.MISSED) == 2


@lived
async def test_one_whose_own_time_was_minutes_ago_comes_at_once() -> None:
    async with living(MORNING) as life:
        await fly(life, OPENED + HOUR)
        await travel(life, "America/New_York")
        assert life.card.title.startswith("Morning")


@lived
async def test_a_card_that_somebody_can_see_stays() -> None:
    async with living(plan(session("noon", "12:40"))) as life:
        await life.sleep(OPENED - life.clock.now())
        before = {handle: notice.title for handle, notice in life.screen.cards.items()}
        assert before
        await travel(life, "America/New_York")
        assert {handle: notice.title for handle, notice in life.screen.cards.items()} == before


@pytest.mark.parametrize("label", ["Skip"])
def test_what_a_person_said_stays(label: str) -> None:
    @lived
    async def story() -> None:
        async with living(plan(session("noon", "12:40"))) as life:
            await life.sleep(OPENED - life.clock.now())
            handle = next(h for h, n in life.screen.cards.items() if any(a.label == label for a in n.actions))
            await life.press(label, handle)
            await travel(life, "America/New_York")
            await life.until(OPENED + 8 * HOUR)
            assert of_tuesday(life)[-1][0] is EventKind.SKIPPED

    story()


@lived
async def test_to_the_east_and_back_nothing_comes_twice() -> None:
    async with living(MORNING) as life:
        await life.until(MONDAY + 31 * MINUTE)
        await life.press("Skip")
        shown = len(life.screen.notices)
        await travel(life, "Asia/Tokyo")
        await travel(life, "Europe/Berlin")
        await life.until(MONDAY + 12 * HOUR)
        assert len(life.screen.notices) == shown
