"""Knows how the journal's file is laid out, and brings an older one up to date; must not know what a row says.

A file that is not ours, or of a newer version, is refused before it is opened: that would make files beside it.

Source: "Database File Format" of SQLite, section 1.3 (the header: user_version at 60, application_id at 68).
"""

from __future__ import annotations

import sqlite3
import struct
import time
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

from routine.errors import JournalError
from routine.presentation import system_problems as words

PATIENCE = timedelta(seconds=5)
"""How long to wait for another writer."""
APPLICATION = 0x726F7574
"""`rout`: how SQLite, and `file`, tell our journal from other databases."""
SIDECARS = ("", "-wal", "-shm")
LATE = '%"late": true%'
"""Up to the fourth layout: in the detail of a row that was written late, and of no other, as a quote that somebody
typed has a backslash there."""

_MAGIC = b"SQLite format 3\0"
_HEADER = 72
_VERSION_AT, _APPLICATION_AT = 60, 68
"""Where the two lie in the file: https://www.sqlite.org/fileformat.html"""

# the time before is that of the newest row that tells the clock; a day is core.hindsight.FUTURE
_NOTE_TURN = f"""INSERT INTO turn(id, before, at)
            SELECT NEW.id, last.at, NEW.at FROM journal AS last
            WHERE last.id = (SELECT id FROM journal WHERE id < NEW.id AND detail NOT LIKE '{LATE}'
                ORDER BY id DESC LIMIT 1)
            AND NEW.detail NOT LIKE '{LATE}' AND abs(julianday(NEW.at) - julianday(last.at)) > 1"""  # noqa: S608 - our own words

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE journal(
            id INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, occurrence TEXT, due TEXT, title TEXT,
            practice TEXT, minutes INTEGER, turn INTEGER, by TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '{}')""",
        """CREATE TRIGGER never_update BEFORE UPDATE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
        """CREATE TRIGGER never_delete BEFORE DELETE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
        # INSERT OR REPLACE deletes without asking the trigger above
        """CREATE TRIGGER never_replace BEFORE INSERT ON journal
            WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    ),
    (
        "CREATE INDEX journal_occurrence ON journal(occurrence)",
        "CREATE INDEX journal_kind ON journal(kind)",
        "CREATE INDEX journal_at ON journal(at)",
    ),
    ("CREATE INDEX journal_due ON journal(due)",),
    (
        # where the clock turned: each row more than a day from the one before (core.hindsight)
        "CREATE TABLE turn(id INTEGER PRIMARY KEY, before TEXT NOT NULL, at TEXT NOT NULL)",
        "CREATE INDEX turn_back ON turn(id) WHERE at < before",
        """INSERT INTO turn(id, before, at) SELECT id, before, at FROM
            (SELECT id, at, lag(at) OVER (ORDER BY id) AS before FROM journal)
            WHERE abs(julianday(at) - julianday(before)) > 1""",
        f"CREATE TRIGGER note_turn AFTER INSERT ON journal BEGIN {_NOTE_TURN}; END",
        """CREATE TRIGGER never_turn BEFORE UPDATE ON turn
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
        """CREATE TRIGGER never_forget BEFORE DELETE ON turn
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    ),
    (
        # whether it was written late is asked for in SQL: a column of its own, no pattern in a text
        "DROP TRIGGER never_update",
        "DROP TRIGGER note_turn",
        "ALTER TABLE journal ADD COLUMN late INTEGER NOT NULL DEFAULT 0",
        # whose row it is, so that a row which comes from another journal twice is there once
        "ALTER TABLE journal ADD COLUMN device TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE journal ADD COLUMN number INTEGER NOT NULL DEFAULT 0",
        # what asked for it, so that a request which is read twice counts once
        "ALTER TABLE journal ADD COLUMN request TEXT",
        "CREATE TABLE device(name TEXT NOT NULL)",
        "INSERT INTO device(name) VALUES (lower(hex(randomblob(6))))",
        f"UPDATE journal SET device = (SELECT name FROM device), number = id, late = detail LIKE '{LATE}'",  # noqa: S608 - our own words
        "CREATE UNIQUE INDEX journal_device ON journal(device, number) WHERE device <> ''",
        "CREATE INDEX journal_request ON journal(request) WHERE request IS NOT NULL",
        """CREATE TRIGGER never_update BEFORE UPDATE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
        """CREATE TRIGGER never_rename BEFORE UPDATE ON device
            BEGIN SELECT RAISE(ABORT, 'a journal keeps its name'); END""",
        """CREATE TRIGGER never_nameless BEFORE DELETE ON device
            BEGIN SELECT RAISE(ABORT, 'a journal keeps its name'); END""",
        """CREATE TRIGGER note_turn AFTER INSERT ON journal WHEN NOT NEW.late BEGIN
            INSERT INTO turn(id, before, at) SELECT NEW.id, last.at, NEW.at FROM journal AS last
            WHERE last.id = (SELECT id FROM journal WHERE id < NEW.id AND NOT late ORDER BY id DESC LIMIT 1)
            AND abs(julianday(NEW.at) - julianday(last.at)) > 1; END""",
    ),
)
"""What leads from each version (user_version) to the next. Only ever add to the end."""


def inspect(path: Path) -> None:
    """Refuse what is not ours or is too new, without writing to it: closing a writable journal would.

    Raises JournalError for either.
    """
    application, version, tables = _by_its_header(path) or _asked(path)
    if application != APPLICATION and (application or version or tables):
        raise JournalError(*words.journal_foreign(str(path)))
    if version > len(MIGRATIONS):
        raise JournalError(*words.journal_newer(str(path)))


def _by_its_header(path: Path) -> tuple[int, int, int] | None:
    """The mark of whoever made it, and its version; None when the file alone does not tell."""
    if any(path.with_name(path.name + part).exists() for part in ("-wal", "-journal")):
        return None
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        return None
    (version,), (application,) = (struct.unpack_from(">I", header, at) for at in (_VERSION_AT, _APPLICATION_AT))
    return (application, version, 0) if application or version else None


def _asked(path: Path) -> tuple[int, int, int]:
    reader = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE.total_seconds())
    with closing(reader):
        reader.execute("BEGIN")  # one moment for all three: another program may be making it just now
        application = reader.execute("PRAGMA application_id").fetchone()[0]
        version = reader.execute("PRAGMA user_version").fetchone()[0]
        tables = reader.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return application, version, tables


def into_wal(db: sqlite3.Connection) -> None:
    """SQLite does not wait by itself when two programs do this at once (https://www.sqlite.org/wal.html).

    Raises sqlite3.OperationalError when another writer is not done within PATIENCE.
    """
    until = time.monotonic() + PATIENCE.total_seconds()
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def migrate(db: sqlite3.Connection) -> None:
    """Bring the file to the newest layout: all of the way or not at all. Raises sqlite3.Error."""
    if _version(db) == len(MIGRATIONS):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        for number in range(_version(db), len(MIGRATIONS)):  # asked again: another program may have been first
            for statement in MIGRATIONS[number]:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number + 1}")
        db.execute(f"PRAGMA application_id = {APPLICATION}")
        db.execute("COMMIT")
    finally:
        roll_back(db)


def roll_back(db: sqlite3.Connection) -> None:
    """Undo the transaction that is still open, if one is. Never raises."""
    if db.in_transaction:
        with suppress(sqlite3.Error):  # the first error is the one to tell
            db.execute("ROLLBACK")


def _version(db: sqlite3.Connection) -> int:
    with closing(db.execute("PRAGMA user_version")) as found:
        return int(found.fetchone()[0])
