"""Knows that a journal of every layout there ever was is read to the same end. Must not know what wrote it.

The journals in `old/` were lived, two weeks each, by the program of that day: cards answered, sessions stopped,
pauses, sleep, calls, a safety check, and a clock that was a year ahead. What it made of them stands beside each.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from routine.adapters.journal.health import health_of
from routine.adapters.journal.schema import MIGRATIONS
from routine.adapters.journal.store import JournalDb
from routine.core.clock_faults import clock_spans
from routine.core.events import (
    CheckedIn,
    Event,
    EventKind,
    Excused,
    ExcuseReason,
    Felt,
    FeltAnswer,
    Held,
    HoldReason,
    Missed,
    MissReason,
    Outcome,
    PlanLoaded,
    Shown,
    ShownCard,
    Started,
    Unknown,
)
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.reminder import replay

OLD = Path(__file__).parent / "old"
LAYOUTS = [1, 2, 3, 4]


@pytest.fixture(params=LAYOUTS, ids="layout {}".format)
def layout(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def path(layout: int, tmp_path: Path) -> Path:
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((OLD / f"v{layout}.sql").read_text(encoding="utf-8"))
        assert db.execute("PRAGMA user_version").fetchone() == (layout,)
    return path


@pytest.fixture
def journal(path: Path) -> Iterator[JournalDb]:
    with closing(JournalDb(path)) as journal:
        yield journal


def entries(journal: JournalDb) -> list[Event]:
    return [row.entry for row in journal.rows()]


def test_every_row_is_there_and_understood(layout: int, journal: JournalDb) -> None:
    rows = journal.rows()
    assert len(rows) == json.loads((OLD / f"v{layout}.json").read_text(encoding="utf-8"))["rows"]
    assert not [row for row in rows if isinstance(row.entry, Unknown)]


def test_what_became_of_each_occurrence_is_what_it_was_then(layout: int, journal: JournalDb) -> None:
    of_each: dict[OccurrenceKey, list[Event]] = {}
    for entry in entries(journal):
        if entry.about:
            of_each.setdefault(entry.key, []).append(entry)
    states = [replay(last.about, told) for told in of_each.values() if (last := told[-1]).about]
    now = {
        state.key: [state.phase.value, state.shows, state.snoozes, state.steps_done, state.answer or ""]
        for state in states
    }
    then = json.loads((OLD / f"v{layout}.json").read_text(encoding="utf-8"))["fates"]
    assert now == {key: [*fate[:4], fate[4].replace(" ", "_")] for key, fate in then.items()}


SHOWN_SINCE = {
    ShownCard.PLAN_AWAY,
    ShownCard.PLAN_HARDER,
    ShownCard.PLAN_BEGINS,
    ShownCard.PLAN_COPY,
    ShownCard.PLAN_THROUGH,
    ShownCard.PLAN_THROUGH_AGAIN,
    ShownCard.WEEKLY_QUESTION,
}
"""No older program had these."""


def test_no_reason_is_a_sentence_any_more(journal: JournalDb) -> None:
    all_of_it = entries(journal)
    holds = {entry.reason for entry in all_of_it if isinstance(entry, Held)}
    assert holds >= set(HoldReason) - {HoldReason.UNKNOWN, HoldReason.SESSION, HoldReason.QUIET, HoldReason.PAUSE}
    misses = {entry.reason for entry in all_of_it if isinstance(entry, Missed)}
    assert misses >= {MissReason.UNANSWERED, MissReason.ASLEEP, MissReason.OFF}
    assert MissReason.UNKNOWN not in misses
    cards = {entry.card for entry in all_of_it if isinstance(entry, Shown)}
    assert cards == set(ShownCard) - SHOWN_SINCE
    excuses = {(entry.reason, entry.note) for entry in all_of_it if isinstance(entry, Excused)}
    assert (ExcuseReason.PERSON, "a cold, 39 °C") in excuses
    assert (ExcuseReason.PAUSE, "") in excuses
    assert (ExcuseReason.SAFETY, "") in excuses


def test_what_somebody_said_is_there_by_the_names_of_today(journal: JournalDb) -> None:
    all_of_it = entries(journal)
    assert {entry.answer for entry in all_of_it if isinstance(entry, Felt)} == {
        FeltAnswer.EASIER,
        FeltAnswer.NOT_SURE,
    }
    places = {entry.place for entry in all_of_it if isinstance(entry, Started)}
    assert places == {SessionPlace.NOTIFICATION, SessionPlace.TERMINAL}
    doubt, word = [entry for entry in all_of_it if isinstance(entry, CheckedIn)]
    assert (doubt.outcome, doubt.signs, doubt.cleared_at) == (Outcome.SEE_DOCTOR, ("A?",), None)
    assert (word.outcome, bool(word.cleared_at)) == (Outcome.CLEAR, True)
    loads = [entry for entry in all_of_it if isinstance(entry, PlanLoaded)]
    assert {entry.plan for entry in loads} >= {"mine"}
    assert all(entry.slots for entry in loads[:1])


def test_each_row_has_a_name_from_then_on(journal: JournalDb) -> None:
    rows = journal.rows()
    assert len({row.device for row in rows}) == 1
    assert [row.number for row in rows] == [row.id for row in rows] == list(range(1, len(rows) + 1))
    (written,) = journal.append(lambda: [rows[-1].entry])
    assert (written.device, written.number) == (rows[0].device, len(rows) + 1)


def test_where_the_clock_was_set_back_is_known(journal: JournalDb) -> None:
    assert journal.clock_spans() == clock_spans(journal.rows())
    assert len(journal.clock_spans()) > 2


def test_it_is_brought_up_to_date_once_and_is_sound(path: Path, journal: JournalDb) -> None:
    before = journal.rows()
    with closing(JournalDb(path)) as again:
        assert again.rows() == before
    health = health_of(path)
    assert (health.rows, health.unknown, health.trouble) == (len(before), 0, ("", ""))
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("statement", ["UPDATE journal SET kind = 'danced'", "DELETE FROM journal"])
def test_what_was_written_can_be_changed_by_nobody(path: Path, journal: JournalDb, statement: str) -> None:
    assert journal.rows(kinds=(EventKind.UNKNOWN,)) == []
    with closing(sqlite3.connect(path)) as db, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        db.execute(statement)
