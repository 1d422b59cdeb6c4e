"""Knows what every journal promises; holds the file and its twin in memory to the same words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from routine.adapters.journal.store import JournalDb
from routine.core.clock_faults import FUTURE, clock_spans
from routine.core.events import Actor, Event, EventKind, Felt
from routine.ports import Journal
from tests.adapters.journal.entries import DAWN, KEY, OTHER, entry
from tests.fakes import MemoryJournal


@pytest.fixture(params=["file", "memory"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    kept: Journal = JournalDb(tmp_path / "journal.db") if request.param == "file" else MemoryJournal()
    yield kept
    kept.close()


def write(journal: Journal, *entries: Event) -> list[int]:
    def write_one(one: Event) -> int:
        return journal.append(lambda: [one])[0].id

    return [write_one(one) for one in entries]


def test_a_new_journal_is_empty(journal: Journal) -> None:
    assert journal.rows() == []
    assert journal.rows(last=3) == []
    assert journal.recent(DAWN) == []


def test_rows_come_back_in_the_order_they_were_written_even_when_the_clock_went_back(journal: Journal) -> None:
    late, early = entry(minutes=30), entry(minutes=-30)
    write(journal, late, early)
    assert [row.entry for row in journal.rows()] == [late, early]
    assert [row.entry for row in journal.recent(DAWN)] == [late, early]


def test_ids_grow_and_are_the_ones_that_append_told(journal: Journal) -> None:
    told = write(journal, entry(), entry(EventKind.SNOOZED), entry(key=OTHER))
    assert told == [row.id for row in journal.rows()]
    assert told == sorted(set(told))
    assert min(told) > 0


def test_several_entries_are_written_together_in_their_order(journal: Journal) -> None:
    both = [entry(EventKind.STARTED), entry(EventKind.COMPLETED)]
    written = journal.append(lambda: both)
    assert [row.entry for row in written] == both
    assert journal.rows() == written


def test_after_gives_only_what_is_newer(journal: Journal) -> None:
    first, second, third = write(journal, entry(), entry(), entry())
    assert [row.id for row in journal.rows(after=first)] == [second, third]
    assert journal.rows(after=third) == []


def test_since_includes_its_own_instant(journal: Journal) -> None:
    write(journal, entry(minutes=-1), entry(), entry(minutes=1))
    assert [row.entry.at - DAWN for row in journal.rows(since=DAWN)] == [timedelta(0), timedelta(minutes=1)]
    assert len(journal.rows(since=DAWN + timedelta(microseconds=1))) == 1


def test_kinds_and_key_choose_and_everything_given_must_match(journal: Journal) -> None:
    write(journal, entry(), entry(EventKind.SNOOZED), entry(EventKind.SNOOZED, OTHER), entry(EventKind.PAUSED, ""))
    assert len(journal.rows(key=KEY)) == 2
    assert len(journal.rows(kinds=[EventKind.SNOOZED])) == 2
    assert len(journal.rows(kinds=[EventKind.SNOOZED, EventKind.PAUSED])) == 3
    assert [row.entry.key for row in journal.rows(kinds=[EventKind.SNOOZED], key=OTHER)] == [OTHER]
    assert journal.rows(kinds=[EventKind.SNOOZED], after=3) == []


def test_last_keeps_the_newest_and_still_tells_the_oldest_first(journal: Journal) -> None:
    ids = write(journal, *(entry(minutes=minute) for minute in range(5)))
    assert [row.id for row in journal.rows(last=2)] == ids[-2:]
    assert [row.id for row in journal.rows(last=99)] == ids
    assert journal.rows(last=0) == []
    assert [row.id for row in journal.rows(last=1, kinds=[EventKind.SHOWN])] == ids[-1:]


def test_recent_brings_an_occurrence_with_all_its_past(journal: Journal) -> None:
    long_ago, now_again = entry(minutes=-9_000), entry(EventKind.FELT, minutes=5)
    write(journal, long_ago, entry(key=OTHER, minutes=-9_000), entry(EventKind.PAUSED, "", minutes=5), now_again)
    assert [row.entry for row in journal.recent(DAWN + timedelta(minutes=1))] == [long_ago, now_again]


def test_recent_brings_what_was_said_long_before_an_occurrence_is_due(journal: Journal) -> None:
    weeks_before = entry(EventKind.EXCUSED, minutes=-60 * 24 * 40)
    write(journal, weeks_before)
    assert [row.entry for row in journal.recent(DAWN)] == [weeks_before]
    assert journal.recent(DAWN + timedelta(microseconds=1)) == []


def test_decide_sees_what_the_journal_says_at_this_moment(journal: Journal) -> None:
    write(journal, entry(), entry(key=OTHER), entry(EventKind.SNOOZED))
    seen: list[EventKind] = []

    def decide() -> Sequence[Event]:
        seen.extend(row.entry.kind for row in journal.rows(key=KEY))
        return []

    assert journal.append(decide) == []
    assert seen == [EventKind.SHOWN, EventKind.SNOOZED]


@pytest.mark.parametrize("by", [Actor.SERVICE, Actor.CLI])
def test_a_request_that_is_read_twice_counts_once(journal: Journal, by: Actor) -> None:
    first = journal.append(lambda: [entry(by=by), entry(EventKind.FELT, by=by)], "k3f9x2")
    write(journal, entry(key=OTHER))

    def decide() -> Sequence[Event]:
        raise AssertionError("it has been decided already")

    assert journal.append(decide, "k3f9x2") == first
    assert len(journal.rows()) == 3
    assert len(journal.append(lambda: [entry(by=by)], "another")) == 1


def test_a_request_that_wrote_nothing_is_decided_anew(journal: Journal) -> None:
    assert journal.append(list, "k3f9x2") == []
    assert len(journal.append(lambda: [entry()], "k3f9x2")) == 1


def test_each_row_is_known_by_its_journal_and_its_number(journal: Journal) -> None:
    write(journal, entry(), entry(), entry(key=OTHER))
    rows = journal.rows()
    assert [row.number for row in rows] == [1, 2, 3]
    assert len({row.device for row in rows}) == 1
    assert all(row.device for row in rows)
    assert rows[1].ref == f"{rows[1].device}:2"


def test_a_kind_is_found_that_was_never_heard_of(journal: Journal) -> None:
    write(journal, entry(), entry(EventKind.UNKNOWN), entry(EventKind.SNOOZED))
    assert [row.id for row in journal.rows(kinds=(EventKind.UNKNOWN,))] == [2]
    assert [row.id for row in journal.rows(kinds=(EventKind.UNKNOWN, EventKind.SNOOZED))] == [2, 3]


@pytest.mark.parametrize("raised", [RuntimeError("no"), OSError("no"), KeyboardInterrupt()])
def test_what_decide_raises_is_raised_and_nothing_is_written(journal: Journal, raised: BaseException) -> None:
    def decide() -> Sequence[Event]:
        raise raised

    with pytest.raises(type(raised)) as told:
        journal.append(decide)
    assert told.value is raised
    assert journal.rows() == []
    assert len(write(journal, entry())) == 1


@pytest.mark.parametrize("by", list(Actor))
def test_whoever_says_it_finds_it_written(journal: Journal, by: Actor) -> None:
    written = journal.append(lambda: [entry(by=by)])
    assert journal.rows() == written
    assert written[0].entry.by is by


def test_the_spells_of_a_journal_are_told_once_the_clock_was_set_back(journal: Journal) -> None:
    day = 24 * 60
    write(journal, entry(), entry(minutes=5), entry(minutes=90 * day), entry(minutes=90 * day + 5))
    assert journal.clock_spans() == [], "a clock that has only gone forward may have been right all along"
    write(journal, entry(minutes=9), entry(minutes=12))
    assert journal.clock_spans() == clock_spans(journal.rows())
    assert [(spell.first, spell.last - DAWN) for spell in journal.clock_spans()] == [
        (1, timedelta(minutes=5)),
        (3, timedelta(days=90, minutes=5)),
        (5, timedelta(minutes=12)),
    ]


@pytest.mark.parametrize(("back", "known"), [(FUTURE, False), (FUTURE + timedelta(seconds=1), True)])
def test_a_day_back_is_not_far_and_a_second_more_is(journal: Journal, back: timedelta, known: bool) -> None:
    write(journal, entry(), entry(minutes=-back / timedelta(minutes=1)))
    assert bool(journal.clock_spans()) is known


def test_what_is_written_late_is_no_spell(journal: Journal) -> None:
    write(journal, entry(), entry(minutes=-9_000, late=True), entry(minutes=1), entry(minutes=-9_000))
    write(journal, entry(minutes=2, late=True), entry(minutes=-8_999))
    assert [(spell.first, spell.last - DAWN) for spell in journal.clock_spans()] == [
        (1, timedelta(minutes=1)),
        (4, timedelta(minutes=-8_999)),
    ]


def test_a_title_that_speaks_of_being_late_is_not_late(journal: Journal) -> None:
    write(journal, entry(), entry(minutes=-9_000, note='{"late": true}'))
    assert len(journal.clock_spans()) == 2


def test_what_is_forgotten_is_gone_and_all_else_stays(journal: Journal) -> None:
    noted = Felt(DAWN, Actor.CLI, score=4, note="the neighbour's dog")
    write(journal, entry(), noted, entry(EventKind.COMPLETED))
    before = journal.rows()
    journal.forget([before[1].id], ["note"])
    assert journal.rows() == [before[0], replace(before[1], entry=replace(noted, note="")), before[2]]
    journal.forget([before[1].id], ["score", "note"])
    assert journal.rows()[1].entry == Felt(DAWN, Actor.CLI)
