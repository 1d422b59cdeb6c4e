"""A pause as it is lived: held, come back together, excused when it was long, kept over restarts and sleep."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from routine.adapters.clock import SystemClock
from routine.adapters.journal.store import JournalDb
from routine.core.commands import Excuse
from routine.core.events import (
    Actor,
    Completed,
    EventKind,
    Excused,
    ExcuseReason,
    HoldReason,
    Paused,
    PlanLoaded,
    Resumed,
)
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.plan import Plan, PolicyOverride
from routine.core.reminder_states import Phase
from routine.core.schedule import Schedule, slots_of
from routine.library.catalogue import catalogue
from routine.ports import Journal
from routine.reading.parser import read_plan
from routine.service.reminder_store import ReminderStore
from tests.fakes import MemoryJournal
from tests.service.living import BERLIN, HOUR, MINUTE, MONDAY, SECOND, Life, lived, living, plan, session
from tests.service.process import PLAN, RealService, wait_for
from tests.telling import reason_of

DUE = MONDAY + 30 * MINUTE
MORNING = plan(session("morning", "07:30"))
BOTH = plan(session("morning", "07:30"), session("walk", "07:50"))


async def pause(life: Life, until: datetime) -> None:
    """As the command does: into the journal, and a poke."""
    life.journal.append(lambda: [Paused(life.clock.now(), Actor.CLI, until=until)])
    life.service.run_once()
    await life.settle()


async def resume(life: Life) -> None:
    life.journal.append(lambda: [Resumed(life.clock.now(), Actor.CLI)])
    life.service.run_once()
    await life.settle()


def outcome(journal: Journal, of: str = "morning") -> tuple[EventKind, str]:
    entry = [row.entry for row in journal.rows() if row.entry.about and row.entry.about.session == of][-1]
    return entry.kind, reason_of(entry)


@lived
async def test_nothing_is_shown_in_a_pause_and_at_its_end_all_that_waited_comes_on_one_card() -> None:
    async with living(BOTH) as life:
        await pause(life, MONDAY + HOUR)
        await life.until(MONDAY + HOUR - SECOND)
        assert not life.screen.notices
        assert outcome(life.journal) == (EventKind.HELD, HoldReason.PAUSE)
        await life.until(MONDAY + HOUR)
        assert life.card.title == "While you were away: 2 sessions"
        assert [line.partition(",")[0] for line in life.card.body.splitlines()] == ["1. Walk", "2. Morning"]


@lived
async def test_resume_brings_what_waits_at_once() -> None:
    async with living(MORNING) as life:
        await pause(life, MONDAY + 5 * HOUR)
        await life.until(DUE + 10 * MINUTE)
        await resume(life)
        assert life.card.title.startswith("Morning")
        await life.press("Start")
        assert outcome(life.journal)[0] is EventKind.STARTED


@lived
async def test_a_pause_that_is_made_longer_holds_until_its_new_end() -> None:
    async with living(MORNING) as life:
        await pause(life, DUE + 10 * MINUTE)
        await life.until(DUE + 5 * MINUTE)
        await pause(life, DUE + HOUR)
        await life.until(DUE + HOUR - SECOND)
        assert not life.screen.notices
        await life.until(DUE + HOUR)
        assert life.card.title.startswith("Morning")


@lived
async def test_what_falls_due_in_a_long_pause_is_excused_and_the_next_day_comes_as_always() -> None:
    async with living(MORNING) as life:
        await pause(life, MONDAY + 21 * HOUR)
        await life.until(MONDAY + 21 * HOUR)
        assert not life.screen.notices
        assert outcome(life.journal) == (EventKind.EXCUSED, ExcuseReason.PAUSE)
        await life.until(DUE + timedelta(days=1))
        assert life.card.title.startswith("Morning")


@lived
async def test_a_card_that_is_there_stays_and_is_excused_when_it_runs_out_in_the_pause() -> None:
    async with living(MORNING) as life:
        await life.until(DUE)
        await pause(life, MONDAY + 12 * HOUR)
        await life.until(DUE + HOUR)
        assert life.card.title.startswith("Morning")
        await life.until(DUE + 3 * HOUR)
        assert not life.screen.cards
        assert outcome(life.journal) == (EventKind.EXCUSED, ExcuseReason.PAUSE)


@lived
async def test_a_pause_holds_over_a_restart() -> None:
    journal = MemoryJournal()
    async with living(MORNING, journal=journal) as life:
        await pause(life, DUE + HOUR)
    async with living(MORNING, journal=journal, now=DUE - MINUTE) as life:
        await life.until(DUE + HOUR - SECOND)
        assert not life.screen.notices
        await life.until(DUE + HOUR)
        assert life.card.title.startswith("Morning")


@lived
async def test_a_computer_that_was_off_through_a_long_pause_finds_nothing_missed() -> None:
    journal = MemoryJournal()
    async with living(MORNING, journal=journal) as life:
        await pause(life, MONDAY + timedelta(days=5))
    async with living(MORNING, journal=journal, now=MONDAY + timedelta(days=6)) as life:
        assert not life.screen.notices
        ends = [(e.kind, reason_of(e)) for row in journal.rows() if (e := row.entry).about]
        assert ends.count((EventKind.EXCUSED, ExcuseReason.PAUSE)) == 5
        assert ends.count((EventKind.MISSED, "off")) == 1, "the day after it"


@lived
async def test_what_is_always_shown_comes_in_a_pause() -> None:
    async with living(plan(session("pill", "07:30", remind=PolicyOverride(always=True)))) as life:
        await pause(life, MONDAY + 5 * HOUR)
        await life.until(DUE)
        assert life.card.title.startswith("Pill")


@pytest.mark.parametrize("kept", ["file", "memory"])
def test_days_that_were_excused_weeks_before_are_not_reminded_of(kept: str, tmp_path: Path) -> None:
    journal: Journal = JournalDb(tmp_path / "journal.db") if kept == "file" else MemoryJournal()
    weeks_ahead = DUE + timedelta(days=30)

    @lived
    async def first() -> None:
        async with living(MORNING, journal=_open(journal)) as life:
            agenda: Schedule = life.service._store.agenda
            (coming,) = agenda.occurrences(weeks_ahead - MINUTE, weeks_ahead)
            life.journal.append(lambda: [Excused(MONDAY, Actor.CLI, coming, note="holiday")])

    @lived
    async def later() -> None:
        async with living(MORNING, journal=_open(journal), now=weeks_ahead - timedelta(days=1, hours=1)) as life:
            await life.until(weeks_ahead - 12 * HOUR)
            shown = len(life.screen.notices)
            assert shown, "the day before comes as always"
            await life.until(weeks_ahead + 3 * HOUR)
            assert len(life.screen.notices) == shown
            await life.until(weeks_ahead + timedelta(days=1))
            assert len(life.screen.notices) > shown

    first()
    later()
    journal.close()


def test_many_are_excused_in_one_go_and_what_somebody_did_meanwhile_stays() -> None:
    journal = MemoryJournal()
    agenda = Schedule((), BERLIN)
    store = ReminderStore(journal, agenda)
    three = [
        Occurrence(
            OccurrenceKey(f"mine/one@2026-11-2{day}T07:30"), DUE + timedelta(days=day), "One", None, 5 * MINUTE
        )
        for day in (3, 4, 5)
    ]
    for one in three:
        store.add(one)
    journal.append(lambda: [Completed(MONDAY, Actor.PAGE, three[1])])
    keys = [one.key for one in three]
    rows = store.apply_to_all(keys, Excuse(Actor.CLI, "away"), MONDAY, only={Phase.UPCOMING})
    assert [row.entry.key for row in rows] == [three[0].key, three[2].key]
    assert [store.reminders[key].phase for key in keys] == [Phase.EXCUSED, Phase.COMPLETED, Phase.EXCUSED]


@pytest.mark.slow
def test_the_real_service_shows_nothing_while_paused_and_all_within_five_seconds_of_resume(tmp_path: Path) -> None:
    service = RealService(tmp_path)
    assert service.routine("pause", "2h").returncode == 0
    _due_already(service)
    with service:
        wait_for(lambda: any(e.kind is EventKind.HELD for e in service.entries()), "the reminder to be held", 5.0)
        assert service.json("status")["paused_until"]
        assert not service.has_said("routine start, routine snooze")
        assert service.routine("resume").returncode == 0
        wait_for(lambda: service.has_said("routine start, routine snooze"), "the reminder", 5.0)
        assert service.json("status")["paused_until"] is None


def _due_already(service: RealService) -> None:
    """A daily session that was due three minutes ago, of a plan that was read yesterday."""
    now = SystemClock().now()
    at = f"{(now - 3 * MINUTE).astimezone():%H:%M}"
    text = PLAN.format(title="Mine", at=at, more="")
    service.plan(text)
    read = read_plan("mine.toml", "mine", text.encode(), catalogue())
    assert isinstance(read, Plan)
    journal = JournalDb(service.paths.journal_file)
    seen = PlanLoaded(now - timedelta(days=1), Actor.SERVICE, plan="mine", slots=slots_of(read))
    journal.append(lambda: [seen])
    journal.close()


def _open(journal: Journal) -> Journal:
    """The same file anew: a service closes its journal when it ends."""
    return JournalDb(journal._path) if isinstance(journal, JournalDb) else journal
