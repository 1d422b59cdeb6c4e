"""What becomes of what was decided under a wrong clock while the journal could take nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from routine.core.events import Actor, CheckedIn, Event, Outcome, StoredEvent
from routine.core.schedule import Schedule
from routine.errors import JournalError
from routine.service.history import History
from routine.service.reminder_store import ReminderStore
from tests.fakes import MemoryJournal
from tests.service.living import BERLIN, HOUR, MINUTE, MONDAY, Life, lived, living, plan, session

DAY = timedelta(days=1)
STOPPED_FAR_AHEAD = CheckedIn(MONDAY + 400 * DAY, Actor.CLI, outcome=Outcome.STOP, signs=("A3",))


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


def test_what_the_journal_took_while_the_clock_was_far_ahead_holds_from_when_it_can_have_been() -> None:
    """An answer to the safety check, through the door that every face reads the journal by."""
    journal = MemoryJournal([STOPPED_FAR_AHEAD])
    store = ReminderStore(journal, Schedule((), BERLIN))
    store.reload(MONDAY)
    assert store.safety().outcome is Outcome.STOP
    assert store.safety().answered == MONDAY
    assert not store.check_waits(MONDAY)


def test_what_only_waits_to_be_written_and_was_said_under_a_clock_far_ahead_has_not_been_answered() -> None:
    history = History(FullJournal())
    history.outbox.hold([STOPPED_FAR_AHEAD])
    store = ReminderStore(MemoryJournal(), Schedule((), BERLIN), history)
    store.reload(MONDAY)
    assert store.safety().outcome is None
    assert store.check_waits(MONDAY)
