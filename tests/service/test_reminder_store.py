"""Knows what is written down beside an answer for histories to come, and that a request counts once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from routine.core.commands import Abandon, Finish, Skip, Snooze, Start
from routine.core.events import Abandoned, Actor, Event, EventKind, Started, StepDose, StoredEvent
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.errors import JournalError
from routine.service.history import History
from tests.fakes import MemoryJournal
from tests.service.living import BERLIN, HOUR, MINUTE, lived, living, plan, session
from tests.telling import event_of

DAY = plan(session("morning", "07:30"))
DUE = datetime(2026, 11, 23, 7, 30, tzinfo=BERLIN)
KEY = OccurrenceKey("mine/morning@2026-11-23T07:30")


class FullJournal(MemoryJournal):
    """Has no room for anything."""

    def append(
        self,
        decide: Callable[[], Sequence[Event]],  # noqa: ARG002 - it comes to nothing
        request: str = "",  # noqa: ARG002 - likewise
    ) -> list[StoredEvent]:
        raise JournalError("There is no room left.")


@lived
async def test_what_is_begun_is_written_down_step_by_step_and_what_is_left_says_of_how_many() -> None:
    async with living(DAY, now=DUE - HOUR) as life:
        await life.until(DUE)
        store = life.service._store
        store.apply(KEY, Start(Actor.CLI, SessionPlace.TERMINAL), life.clock.now())
        started = life.journal.rows()[-1].entry
        assert isinstance(started, Started)
        assert started.dose
        assert all(isinstance(each, StepDose) for each in started.dose)
        assert any(each.exercise and (each.reps or each.duration) for each in started.dose)
        store.apply(KEY, Abandon(Actor.CLI, 1), life.clock.now())
        left = life.journal.rows()[-1].entry
        assert isinstance(left, Abandoned)
        assert (left.steps_done, left.of) == (1, len(started.dose))


@lived
async def test_each_answer_names_those_it_had_seen() -> None:
    async with living(DAY, now=DUE - HOUR) as life:
        await life.until(DUE)
        store = life.service._store
        snoozed = store.apply(KEY, Snooze(5 * MINUTE, Actor.CLI), life.clock.now())
        assert snoozed[0].entry.over == ()
        skipped = store.apply(KEY, Skip(Actor.CLI), life.clock.now())
        assert skipped[0].entry.over == (snoozed[0].ref,)
        done = store.apply(KEY, Finish(Actor.PAGE), life.clock.now())
        assert done[0].entry.over == (snoozed[0].ref, skipped[0].ref)


@lived
async def test_a_request_that_is_applied_twice_counts_once() -> None:
    async with living(DAY, now=DUE - HOUR) as life:
        await life.until(DUE)
        store = life.service._store
        first = store.apply(KEY, Snooze(5 * MINUTE, Actor.CLI), life.clock.now(), "k3f9x2")
        again = store.apply(KEY, Snooze(5 * MINUTE, Actor.CLI), life.clock.now() + MINUTE, "k3f9x2")
        assert again == first
        assert life.kinds().count(EventKind.SNOOZED) == 1
        assert store.reminders[KEY].snoozes == 1


def test_only_what_holds_comes_through_the_door() -> None:
    pause, ahead = (event_of(EventKind.PAUSED, DUE + timedelta(days=days), Actor.CLI) for days in (0, 400))
    history = History(MemoryJournal([pause, ahead]))
    assert history.events(DUE, kinds=(EventKind.PAUSED,)) == [pause]


def test_what_is_not_written_yet_comes_through_as_well() -> None:
    journal = FullJournal()
    history = History(journal)
    pause = event_of(EventKind.PAUSED, DUE, Actor.CLI)
    with pytest.raises(JournalError):
        history.record([pause])
    assert history.events(DUE, kinds=(EventKind.PAUSED,)) == [pause]


@lived
async def test_a_journal_that_begins_anew_keeps_what_no_reminder_speaks_of() -> None:
    by_themselves: list[Event] = [
        event_of(kind, DUE - timedelta(days=90))
        for kind in (
            EventKind.DAYS_OFF,
            EventKind.RENAMED,
            EventKind.MEASURED,
            EventKind.UNDONE,
            EventKind.UNKNOWN,
        )
    ]
    async with living(DAY, now=DUE - HOUR, journal=MemoryJournal(by_themselves)) as life:
        await life.until(DUE)
        kept = life.service._store.remembered()
        assert [entry for entry in kept if entry in by_themselves] == by_themselves
