"""Knows how to look a journal over without leaving a trace; must not know what its rows say.

Opening a journal in WAL mode makes files beside it, even to read. So where no program has it open it is read as a
file that nobody can change, and elsewhere through the files that are there already.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from routine.adapters.journal.schema import APPLICATION, MIGRATIONS, SIDECARS
from routine.core.events import EventKind
from routine.presentation import system_problems as words

_PATIENCE = 5.0
"""Seconds to wait for a program that writes."""


@dataclass(frozen=True, slots=True)
class Health:
    """What was found. `trouble` is (sentence, what to do), empty when all is well."""

    there: bool
    writable: bool
    size: int = 0
    private: bool = True
    """Nobody but its owner can read it."""
    rows: int = 0
    newest: datetime | None = None
    unknown: int = 0
    """Rows of kinds that this version does not know; they are passed over, and kept."""
    trouble: tuple[str, str] = ("", "")


def health_of(path: Path) -> Health:
    """Never raises for anything that is wrong with the file."""
    writable = os.access(path if path.exists() else _nearest(path), os.W_OK)
    if not path.exists():
        return Health(there=False, writable=writable)
    files = [place for part in SIDECARS if (place := path.with_name(path.name + part)).is_file()]
    size = sum(place.stat().st_size for place in files)
    private = os.name == "nt" or not any(place.stat().st_mode & 0o077 for place in files)
    found = Health(True, writable, size, private)
    try:
        return _read(path, found)
    except sqlite3.DatabaseError as error:
        name, number = str(path), getattr(error, "sqlite_errorcode", 0) & 0xFF
        corrupt = number in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
        return replace(
            found, trouble=words.journal_corrupt(name) if corrupt else words.journal_failed(name, str(error))
        )


def free_space(path: Path) -> int:
    """How many bytes its disk has left."""
    return shutil.disk_usage(_nearest(path)).free


def _nearest(path: Path) -> Path:
    """The folder it lies in, or would: the first above it that is there."""
    return next(folder for folder in path.absolute().parents if folder.is_dir())


def _read(path: Path, found: Health) -> Health:
    """Raises sqlite3.DatabaseError."""
    name = str(path)
    opened = path.with_name(f"{path.name}-shm").exists()
    how = "mode=ro" if opened else "mode=ro&immutable=1"
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=_PATIENCE)) as db:
        (application,) = db.execute("PRAGMA application_id").fetchone()
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION:
            return replace(found, trouble=words.journal_foreign(name))
        if version > len(MIGRATIONS):
            return replace(found, trouble=words.journal_newer(name))
        if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            return replace(found, trouble=words.journal_corrupt(name))
        rows, newest = db.execute("SELECT count(*), max(at) FROM journal").fetchone()
        known = [kind.value for kind in EventKind]
        others = f"SELECT count(*) FROM journal WHERE kind NOT IN ({','.join('?' * len(known))})"  # noqa: S608 - values are bound
        (unknown,) = db.execute(others, known).fetchone()
        last = datetime.fromisoformat(newest) if newest else None
        return replace(found, rows=rows, newest=last, unknown=unknown)
