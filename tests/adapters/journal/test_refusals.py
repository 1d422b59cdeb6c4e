"""Knows what the world may refuse the journal: a folder, a disk; and that a person is told in words each time.

Root may do anything, so each refusal is met by a process that may not.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

import pytest

from routine.adapters.journal.store import JournalDb
from routine.core.events import Actor, EventKind, Resumed
from routine.errors import JournalError
from tests.adapters.journal.entries import entry
from tests.needs import keeps_file_modes, only_on_posix, with_own_mounts
from tests.service.process import powerless

# prints how many rows it wrote, what a person would read when it could not go on, and how many rows there are
_TRY = """
import sys; from pathlib import Path
from routine.adapters.journal.store import JournalDb; from routine.core.events import Actor, Resumed
from routine.errors import JournalCorrupt, JournalError
from tests.adapters.journal.entries import KEY, entry
wrote = 0
try:
    journal = JournalDb(Path(sys.argv[1]))
    for number in range(int(sys.argv[2])):
        wrote += len(journal.append(lambda: [entry(by=Actor.CLI, note="x" * 2000)]))
except JournalError as told:
    print(wrote, type(told).__name__, told, "|", told.hint)
else:
    print(wrote, len(journal.rows()))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users can reach."""
    made = Path(mkdtemp(prefix="routine-"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


def as_one_bound_by_permissions(path: Path) -> str:
    return _try([*powerless(), sys.executable], path, 1)


def _try(python: list[str], path: Path, writes: int) -> str:
    command = [*python, "-c", _TRY, str(path), str(writes)]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True
    ).stdout.strip()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="cannot be opened") as told:
        JournalDb(tmp_path / "nowhere" / "journal.db")
    assert "folder" in told.value.hint


@keeps_file_modes
def test_a_folder_in_the_files_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "journal.db").mkdir(0o755)
    with pytest.raises(JournalError):
        JournalDb(tmp_path / "journal.db")
    assert (tmp_path / "journal.db").stat().st_mode & 0o777 == 0o755


@only_on_posix
def test_a_folder_one_may_not_write_to_is_told(folder: Path) -> None:
    folder.chmod(0o555)
    assert as_one_bound_by_permissions(folder / "journal.db").startswith("0 JournalError The journal")
    assert list(folder.iterdir()) == []


@only_on_posix
def test_somebody_elses_journal_is_told_and_not_read(folder: Path) -> None:
    path = folder / "journal.db"
    with closing(JournalDb(path)) as journal:
        journal.append(lambda: [entry()])
    folder.chmod(0o555)
    path.chmod(0o000)
    assert "cannot be opened or written" in as_one_bound_by_permissions(path)


@only_on_posix
def test_a_journal_one_may_read_but_not_write_refuses_in_words(folder: Path) -> None:
    path = folder / "journal.db"
    with closing(JournalDb(path)) as journal:
        journal.append(lambda: [entry()])
    path.chmod(0o444)
    folder.chmod(0o555)
    assert "JournalError" in as_one_bound_by_permissions(path)


_FULL_DISK = """
mount -t tmpfs -o size=512k tmpfs "$1"
head -c 300000 /dev/zero > "$1/ballast"
"$2" -c "$3" "$1/journal.db" 1000
rm "$1/ballast"
"$2" -c "$3" "$1/journal.db" 1
"""


@only_on_posix
def test_a_full_disk_is_told_and_loses_nothing_that_was_written(folder: Path) -> None:
    """A disk of half a megabyte, in a world of mounts of its own."""
    command = [*with_own_mounts(), _FULL_DISK, "sh", str(folder), sys.executable, _TRY]
    found = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True)
    refused, again = found.stdout.strip().splitlines()
    wrote, _, sentence = refused.partition(" ")
    assert sentence.startswith("JournalError There is no room left")
    assert "Make some room" in sentence
    assert int(wrote) > 1
    assert again == f"1 {int(wrote) + 1}"


@only_on_posix
def test_a_file_that_may_not_grow_is_told_and_loses_nothing_that_was_written(folder: Path) -> None:
    """What a quota does."""
    limited = ["sh", "-c", 'ulimit -f 600; exec "$0" "$@"', sys.executable]
    wrote, _, sentence = _try(limited, folder / "journal.db", 1000).partition(" ")
    assert sentence.startswith("JournalError")
    assert int(wrote) > 1
    with closing(JournalDb(folder / "journal.db")) as journal:
        assert len(journal.rows()) == int(wrote)


def test_a_row_whose_time_has_no_offset_is_passed_over_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = JournalDb(path)
    journal.append(lambda: [Resumed(datetime(2026, 11, 23, tzinfo=UTC), Actor.CLI)])
    with closing(sqlite3.connect(path)) as other:
        other.execute("INSERT INTO journal(at, kind, by) VALUES ('2026-11-23T06:35:00', 'resumed', 'cli')")
        row = """INSERT INTO journal(at, kind, by, detail)
            VALUES ('2026-11-23T06:35:00Z', 'paused', 'cli', '{"until": "2026-11-23T07:00:00"}')"""
        other.execute(row)
        other.commit()
    assert [row.entry.kind for row in journal.rows()] == [EventKind.RESUMED, EventKind.UNKNOWN]
    journal.close()
