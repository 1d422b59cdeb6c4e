"""Knows what may befall the journal's file: other writers, a crash, a stranger's file, an older or newer one."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.adapters.journal import store
from routine.adapters.journal.rows import as_text
from routine.adapters.journal.schema import APPLICATION, MIGRATIONS
from routine.adapters.journal.store import JournalDb, set_aside
from routine.core.clock_faults import clock_spans
from routine.core.events import Actor, Event, EventKind, Resumed, Unknown
from routine.errors import JournalCorrupt, JournalError
from tests.adapters.journal.entries import DAWN, KEY, any_entries, entry
from tests.adapters.journal.held import open_elsewhere
from tests.needs import keeps_file_modes, need, only_on_posix
from tests.telling import reason_of

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[JournalDb]:
    with closing(JournalDb(path)) as kept:
        yield kept


def fill(path: Path, many: int = 1) -> None:
    with closing(JournalDb(path)) as journal:
        journal.append(lambda: [entry(minutes=minute) for minute in range(many)])


def raw(path: Path, *statements: str) -> None:
    """Do to the file what another program would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


@contextmanager
def running(program: str, *arguments: object, many: int = 1) -> Iterator[list[subprocess.Popen[str]]]:
    """So many processes at once; none is left over."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") for _ in range(many)]
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.communicate(timeout=10)


def line_of(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


# --- what is written is what is read


@given(st.lists(any_entries, min_size=1, max_size=4))
def test_every_field_of_every_entry_comes_back(entries: list[Event]) -> None:
    with TemporaryDirectory() as folder, closing(JournalDb(Path(folder) / "journal.db")) as journal:
        journal.append(lambda: entries)
        assert [row.entry for row in journal.rows()] == entries


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_written_instants_sort_as_instants(one: datetime, other: datetime) -> None:
    assert (as_text(one) < as_text(other)) == (one < other)
    assert len(as_text(one)) == len("2026-11-23T07:30:00.000000Z")


def test_it_is_still_there_when_opened_again(path: Path) -> None:
    fill(path, 3)
    with closing(JournalDb(path)) as journal:
        assert len(journal.rows()) == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET kind = 'completed'",
        "DELETE FROM journal",
        "REPLACE INTO journal(id, at, kind, by) VALUES (1, 'then', 'completed', 'cli')",
    ],
)
def test_history_cannot_be_changed_even_by_another_program(path: Path, statement: str) -> None:
    fill(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw(path, statement)


@keeps_file_modes
def test_only_the_owner_can_read_any_of_its_files(path: Path, journal: JournalDb) -> None:
    journal.append(lambda: [entry()])
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in path.parent.iterdir()}
    assert modes == {"journal.db": "0o600", "journal.db-wal": "0o600", "journal.db-shm": "0o600"}


@keeps_file_modes
def test_a_journal_put_back_for_all_to_read_is_private_again(path: Path) -> None:
    fill(path)
    path.chmod(0o644)
    fill(path)
    assert path.stat().st_mode & 0o777 == 0o600


# --- older, newer, stranger


def test_an_older_journal_is_brought_up_to_date_with_its_rows(path: Path) -> None:
    raw(path, *MIGRATIONS[0], "PRAGMA user_version = 1", f"PRAGMA application_id = {APPLICATION}")
    raw(path, f"INSERT INTO journal(at, kind, by) VALUES ('{as_text(DAWN)}', 'resumed', 'cli')")
    with closing(JournalDb(path)) as journal:
        assert [row.entry for row in journal.rows()] == [Resumed(DAWN, Actor.CLI)]
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        indices = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    of_rows = {f"journal_{name}" for name in ("occurrence", "kind", "at", "due", "device", "request")}
    assert indices == {*of_rows, "turn_back"}


def test_a_journal_of_a_newer_routine_is_refused_and_left_as_it_is(path: Path) -> None:
    fill(path)
    raw(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    with pytest.raises(JournalError, match="newer routine") as told:
        JournalDb(path)
    assert not isinstance(told.value, JournalCorrupt)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name], "and nothing is made beside it"


def test_a_newer_journal_that_is_open_elsewhere_is_refused_as_well(path: Path) -> None:
    with closing(JournalDb(path)) as newer:
        newer._db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
        with pytest.raises(JournalError, match="newer routine"):
            JournalDb(path)


def test_an_older_journal_knows_where_the_clock_was_set_back(path: Path) -> None:
    for statements in MIGRATIONS[:3]:
        raw(path, *statements)
    raw(path, "PRAGMA user_version = 3", f"PRAGMA application_id = {APPLICATION}")
    for days in (0, 1, 90, 1, 2):
        at = as_text(DAWN + timedelta(days=days))
        raw(path, f"INSERT INTO journal(at, kind, by) VALUES ('{at}', 'resumed', 'cli')")
    with closing(JournalDb(path)) as journal:
        assert journal.clock_spans() == clock_spans(journal.rows())
        assert [spell.first for spell in journal.clock_spans()] == [1, 3, 4]
        journal.append(lambda: [entry(minutes=-90_000)])
        assert [spell.first for spell in journal.clock_spans()] == [1, 3, 4, 6]


@pytest.mark.parametrize("statement", ["UPDATE turn SET at = 'never'", "DELETE FROM turn"])
def test_where_the_clock_was_set_back_cannot_be_changed(path: Path, statement: str) -> None:
    with closing(JournalDb(path)) as journal:
        journal.append(lambda: [entry(), entry(minutes=-90_000)])
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw(path, statement)


@pytest.mark.parametrize(
    "mark", ["PRAGMA application_id = 42", "CREATE TABLE bookmarks(url)", "PRAGMA user_version = 7"]
)
def test_another_programs_database_is_refused_and_left_as_it_is(path: Path, mark: str) -> None:
    raw(path, mark)
    before = path.read_bytes()
    with pytest.raises(JournalError, match="another program") as told:
        JournalDb(path)
    assert not isinstance(told.value, JournalCorrupt)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "columns",
    [
        "by = 'watch'",
        "at = 'yesterday'",
        "detail = '{'",
        "detail = '[]'",
        "occurrence = 'a/b@2026-11-23T07:30', due = NULL",
    ],
)
def test_a_row_this_version_cannot_read_is_passed_over(path: Path, columns: str) -> None:
    fill(path)
    good = f"'{as_text(DAWN)}', 'shown', 'service', '{{}}'"
    raw(path, "DROP TRIGGER never_update", f"INSERT INTO journal(at, kind, by, detail) VALUES ({good})")
    raw(path, f"UPDATE journal SET {columns} WHERE id = 2")
    fill(path)
    with closing(JournalDb(path)) as journal:
        assert [row.id for row in journal.rows()] == [1, 3]
        assert [row.id for row in journal.rows(last=2)] == [1, 3]


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ("""kind = 'danced', detail = '{"tune": "low"}'""", "danced"),
        ("""kind = 'snoozed', detail = '{"until": 5}'""", "snoozed"),
        ("""kind = 'plan_loaded', detail = '{"plan": "mine", "slots": [1]}'""", "plan_loaded"),
    ],
)
def test_a_row_of_a_kind_this_version_does_not_know_says_so_and_is_written_again_as_it_was(
    path: Path, columns: str, kind: str
) -> None:
    good = f"'{as_text(DAWN)}', 'shown', 'service', '{{}}'"
    fill(path)
    raw(path, "DROP TRIGGER never_update", f"INSERT INTO journal(at, kind, by, detail) VALUES ({good})")
    raw(path, f"UPDATE journal SET {columns} WHERE id = 2")
    with closing(JournalDb(path)) as journal:
        strange = journal.rows()[-1].entry
        assert isinstance(strange, Unknown)
        assert strange.written == kind
        journal.append(lambda: [strange])
    with closing(sqlite3.connect(path)) as db:
        before, after = db.execute("SELECT at, kind, by, detail FROM journal WHERE id > 1").fetchall()
    assert (before[:3], json.loads(before[3])) == (after[:3], json.loads(after[3]))


def test_what_a_newer_version_added_to_a_row_does_not_hide_the_row(path: Path) -> None:
    fill(path)
    more = json.dumps({"mood": "bright", "why": "heads-up"})
    raw(
        path,
        "INSERT INTO journal(at, kind, occurrence, due, title, practice, minutes, turn, by, detail) "
        f"SELECT at, kind, occurrence, due, title, 'tai-chi', minutes, turn, by, '{more}' FROM journal",
    )
    with closing(JournalDb(path)) as journal:
        newest = journal.rows()[-1].entry
    assert newest.about is not None
    assert (reason_of(newest), newest.about.title, newest.about.practice) == (
        "heads_up",
        "Morning mobility",
        None,
    )


# --- damage


def test_a_file_that_is_no_database_is_called_damaged(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 400)
    with pytest.raises(JournalCorrupt, match="damaged") as told:
        JournalDb(path)
    assert told.value.hint


def test_a_journal_cut_short_is_called_damaged(path: Path) -> None:
    fill(path, 2_000)
    os.truncate(path, path.stat().st_size // 2)
    with pytest.raises(JournalCorrupt):
        JournalDb(path)


def test_damage_that_is_met_while_reading_is_told_as_damage(path: Path) -> None:
    fill(path, 2_000)
    with closing(JournalDb(path)) as journal:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(size - 2 * 4096))
        with pytest.raises(JournalCorrupt):
            journal.rows(key=KEY)


def test_an_empty_file_becomes_a_journal(path: Path) -> None:
    """A crash right after the file was made leaves one."""
    path.touch()
    fill(path)
    with closing(JournalDb(path)) as journal:
        assert len(journal.rows()) == 1


def test_a_damaged_journal_is_set_aside_whole_and_a_new_one_begins(path: Path) -> None:
    for _ in range(2):
        for part in ("", "-wal", "-shm"):
            path.with_name(path.name + part).write_bytes(b"garbage" + part.encode())
        set_aside(path, NOW)
        assert not list(path.parent.glob("journal.db*"))
    first, second = path.with_name("journal.corrupt-2026-11-23"), path.with_name("journal.corrupt-2026-11-23-2")
    assert (first.read_bytes(), second.read_bytes()) == (b"garbage", b"garbage")
    assert second.with_name(f"{second.name}-wal").read_bytes() == b"garbage-wal"
    fill(path)
    with closing(JournalDb(path)) as journal:
        assert len(journal.rows()) == 1


@pytest.mark.parametrize("held", ["journal.db", "journal.db-wal", "journal.db-shm"])
def test_a_damaged_journal_that_is_open_elsewhere_stays_whole_and_that_is_told(
    path: Path, held: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PAUSE", 0.0)
    for part in ("", "-wal", "-shm"):
        path.with_name(path.name + part).write_bytes(b"garbage" + part.encode())
    with open_elsewhere(held), pytest.raises(JournalError) as told:
        set_aside(path, NOW)
    assert "cannot be set aside while another program has it open" in told.value.sentence
    assert "Close the page of routine" in told.value.hint
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "journal.db",
        "journal.db-shm",
        "journal.db-wal",
    ]


def test_a_command_that_has_it_open_for_a_moment_is_waited_for(path: Path) -> None:
    path.write_bytes(b"garbage")
    with open_elsewhere("journal.db", tries=2) as by:
        assert set_aside(path, NOW).read_bytes() == b"garbage"
    assert by.refused == ["journal.db"] * 2


def test_a_folder_that_takes_no_new_name_is_no_program_that_has_it_open(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"garbage")

    def refused(_: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(JournalError, match="Permission denied"):
        set_aside(path, NOW)


def test_one_that_could_not_be_replaced_is_replaced_when_it_is_tried_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PAUSE", 0.0)
    fill(path)
    with closing(JournalDb(path)) as journal:
        path.write_bytes(b"garbage" * 1000)
        with open_elsewhere("journal.db") as by:
            for _ in range(2):
                with pytest.raises(JournalError, match="another program has it open"):
                    journal.replace_damaged(NOW)
                # not well, and not broken for good either: whoever asks may try again
                with pytest.raises(JournalCorrupt):
                    journal.rows()
                with pytest.raises(JournalCorrupt):
                    journal.append(lambda: [entry()])
            by.close()
            aside = journal.replace_damaged(NOW)
        assert aside
        assert aside.read_bytes() == b"garbage" * 1000
        journal.append(lambda: [entry()])
        assert len(journal.rows()) == 1


def test_a_good_one_that_came_meanwhile_is_never_set_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_PAUSE", 0.0)
    fill(path)
    with closing(JournalDb(path)) as journal:
        path.write_bytes(b"garbage" * 1000)
        with open_elsewhere("journal.db") as by:
            with pytest.raises(JournalError):
                journal.replace_damaged(NOW)
            by.close()
        set_aside(path, NOW)
        fill(path)
        assert journal.replace_damaged(NOW) is None
        assert len(journal.rows()) == 1


def test_setting_aside_what_is_not_there_is_refused_in_words(path: Path) -> None:
    with pytest.raises(JournalError, match="could not be used"):
        set_aside(path, NOW)


# --- two at once

_RACE = """
import sys; from pathlib import Path
from routine.adapters.journal.store import JournalDb; from routine.core.events import Actor, EventKind
from tests.adapters.journal.entries import entry
journal, wins = JournalDb(Path(sys.argv[1])), 0
for number in range(150):
    key = f"plan/race@{number}"
    def once():
        done = any(row.entry.kind is EventKind.STARTED for row in journal.rows(key=key))
        return [] if done else [entry(EventKind.STARTED, key, by=Actor(sys.argv[2]))]
    wins += len(journal.append(once))
print(wins)
"""


@pytest.mark.parametrize("by", [Actor.SERVICE, Actor.CLI])
def test_of_two_programs_that_answer_at_once_only_one_wins(path: Path, by: Actor) -> None:
    with running(_RACE, path, by, many=3) as racers:
        wins = [int(racer.communicate(timeout=60)[0]) for racer in racers]
    assert sum(wins) == 150
    with closing(JournalDb(path)) as journal:
        keys = [row.entry.key for row in journal.rows()]
    assert len(keys) == len(set(keys)) == 150


_MAKE = """
import os, sys; from pathlib import Path
from routine.adapters.journal.store import JournalDb; from tests.adapters.journal.entries import entry
for number in range(60):
    path = Path(sys.argv[1]) / f"{number}.db"
    hold, go = os.pipe()
    children = []
    for _ in range(5):
        children.append(os.fork())
        if children[-1] == 0:
            os.close(go)
            os.read(hold, 1)
            JournalDb(path).append(lambda: [entry()])
            os._exit(0)
    os.close(go)
    os.close(hold)
    assert not any(os.waitpid(child, 0)[1] for child in children)
    assert len(JournalDb(path).rows()) == 5
"""


@only_on_posix
def test_programs_that_make_the_journal_at_the_same_moment_all_find_it_whole(tmp_path: Path) -> None:
    with running(_MAKE, tmp_path) as (maker,):
        assert maker.wait(timeout=60) == 0


def test_a_persons_row_is_decided_anew_when_somebody_wrote_in_between(path: Path) -> None:
    """It is decided at one level of safety and written at the other: in between, the door is open."""
    with closing(JournalDb(path)) as ours, closing(JournalDb(path)) as theirs:
        seen: list[int] = []

        def let_them_in(statement: str) -> None:
            if "FULL" in statement:
                theirs.append(lambda: [entry(EventKind.SKIPPED)])

        ours._db.set_trace_callback(let_them_in)

        def decide() -> list[Event]:
            seen.append(len(ours.rows(key=KEY)))
            return [entry(by=Actor.CLI)]

        ours.append(decide)
        kinds = [row.entry.kind for row in ours.rows()]
    assert seen == [0, 1]
    assert kinds == [EventKind.SKIPPED, EventKind.SHOWN]


def test_a_writer_that_waits_too_long_is_told_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(JournalDb(path)) as journal:
        journal._db.execute("PRAGMA busy_timeout = 50")
        with closing(sqlite3.connect(path, isolation_level=None)) as hog:
            hog.execute("BEGIN IMMEDIATE")
            with pytest.raises(JournalError, match="in use by another program"):
                journal.append(lambda: [entry()])
            assert journal.rows() == []
            hog.execute("ROLLBACK")
        assert len(journal.append(lambda: [entry()])) == 1


def test_a_writer_waits_for_another_that_is_quick(path: Path) -> None:
    hold = (
        "import sqlite3, sys, time; db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('BEGIN IMMEDIATE'); print('held', flush=True); time.sleep(0.5); db.execute('ROLLBACK')"
    )
    with closing(JournalDb(path)) as journal, running(hold, path) as (hog,):
        assert line_of(hog) == "held"
        assert len(journal.append(lambda: [entry()])) == 1


# --- crashes

_WRITE_ON = """
import sys; from pathlib import Path; from routine.adapters.journal.store import JournalDb
from routine.core.events import Actor; from tests.adapters.journal.entries import entry
journal, number = JournalDb(Path(sys.argv[1])), 0
while True:
    number += 1
    by = Actor.CLI if number % 3 == 0 else Actor.SERVICE
    (row,) = journal.append(lambda: [entry(note=str(number), by=by)])
    print(row.id, flush=True)
"""


def test_a_writer_killed_at_work_loses_no_row_it_was_told_of(path: Path) -> None:
    for _ in range(3):
        with running(_WRITE_ON, path) as (writer,):
            told = [line_of(writer) for _line in range(40)]
            time.sleep(0.02)
            writer.kill()
            told += writer.communicate(timeout=10)[0].splitlines()
        with closing(JournalDb(path)) as journal:
            ids = [row.id for row in journal.rows()]
        assert ids == list(range(1, len(ids) + 1))
        assert len(ids) >= int(told[-2])  # the last line may be cut off
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@only_on_posix
def test_a_copy_of_one_moment_opens_and_is_sound(path: Path, tmp_path: Path) -> None:
    """The file and its -wal as they stand at any moment: what a snapshot, or a power cut, leaves."""
    with running(_WRITE_ON, path) as (writer,):
        line_of(writer)
        known = 0
        for number in range(15):
            time.sleep(0.03)
            copy = tmp_path / f"copy-{number}" / "journal.db"
            copy.parent.mkdir()
            writer.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, writer.pid, os.WSTOPPED | os.WNOWAIT)
            for part in ("", "-wal"):
                shutil.copy(f"{path}{part}", f"{copy}{part}")
            writer.send_signal(signal.SIGCONT)
            with closing(JournalDb(copy)) as journal:
                rows = journal.rows()
            with closing(sqlite3.connect(copy)) as db:
                assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert [int(reason_of(row.entry)) for row in rows] == list(range(1, len(rows) + 1))
            assert len(rows) >= known
            known = len(rows)
        assert known > 0


# --- the disk waits for people only


def test_only_what_a_person_said_waits_for_the_disk(path: Path, tmp_path: Path) -> None:
    """Seen from outside: how often the kernel is asked to put the file on the disk."""
    strace = need("strace", "strace")
    program = (
        "import sys; from pathlib import Path; from routine.adapters.journal.store import JournalDb\n"
        "from routine.core.events import Actor; from tests.adapters.journal.entries import entry\n"
        "journal = JournalDb(Path(sys.argv[1]))\n"
        "for _ in range(20): journal.append(lambda: [entry(by=Actor(sys.argv[2]))])\n"
        "import os; os._exit(0)"
    )
    syncs = {}
    for by in (Actor.SERVICE, Actor.CLI):
        log = tmp_path / f"{by}.strace"
        command = [strace, "-f", "-e", "trace=fsync,fdatasync", "-o", str(log)]
        subprocess.run(
            [*command, sys.executable, "-c", program, str(tmp_path / f"{by}.db"), by], check=True, timeout=60
        )
        syncs[by] = log.read_text().count("sync(")
    assert syncs[Actor.CLI] - syncs[Actor.SERVICE] == 20


# --- cheap enough to ask after every poke


def test_no_question_reads_the_whole_past(journal: JournalDb) -> None:
    journal.append(lambda: [entry(minutes=minute) for minute in range(100)])
    for query, index in (
        (partial(journal.rows, after=5), "PRIMARY KEY"),
        (partial(journal.rows, after=5, kinds=[EventKind.SHOWN]), "INDEX|PRIMARY KEY"),
        (partial(journal.rows, key="x"), "journal_occurrence"),
        (partial(journal.rows, since=DAWN), "journal_at"),
        (partial(journal.rows, kinds=[EventKind.SHOWN]), "journal_kind"),
        (partial(journal.recent, DAWN), "journal_occurrence"),
        (journal.clock_spans, "turn_back"),
    ):
        asked: list[str] = []
        journal._db.set_trace_callback(asked.append)
        query()
        journal._db.set_trace_callback(None)
        plan = str(journal._db.execute(f"EXPLAIN QUERY PLAN {asked[0]}").fetchall())
        assert re.search(index, plan)
        assert "SCAN" not in plan


def test_opening_it_needs_neither_the_loop_nor_the_libraries() -> None:
    program = "import sys, routine.adapters.journal.store; print(*{m.partition('.')[0] for m in sys.modules})"
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, encoding="utf-8", check=True, timeout=30
    )
    assert not {"asyncio", "pydantic", "apscheduler", "rich", "logging"} & set(found.stdout.split())
