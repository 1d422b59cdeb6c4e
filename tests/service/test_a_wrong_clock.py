"""What becomes of what was decided under a wrong clock while the journal could take nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from routine.core.events import Event, StoredEvent
from routine.errors import JournalError
from tests.fakes import MemoryJournal
from tests.service.living import HOUR, MINUTE, MONDAY, Life, lived, living, plan, session

DAY = timedelta(days=1)


class FullJournal(MemoryJournal):
    """A journal whose disk is full while `full` is set."""

    full = False

    def append(self, decide: Callable[[], Sequence[Event]], request: str = "") -> list[StoredEvent]:
        if self.full:
            raise JournalError("There is no room left.")
        return super().append(decide, request)


def titles(life: Life) -> list[str]:
    """Of the cards that stand there, without their length."""
    return [notice.title.partition(" · ")[0] for notice in life.screen.cards.values()]


@lived
async def test_what_a_clock_far_ahead_showed_and_nobody_could_write_is_forgotten_when_it_is_set_right() -> None:
    journal = FullJournal()
    async with living(plan(session("morning", "07:30")), journal=journal) as life:
        journal.full = True
        life.clock.move(3 * DAY)
        life.service.clock_changed()
        await life.settle()
        await life.until(MONDAY + 3 * DAY + HOUR)
        assert "Morning" in titles(life)
        life.clock.set(MONDAY + MINUTE)
        life.service.clock_changed()
        await life.settle()
        assert "Morning" not in titles(life)
        await life.until(MONDAY + 30 * MINUTE)
        assert "Morning" in titles(life)
