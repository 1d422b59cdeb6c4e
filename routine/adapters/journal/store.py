"""Knows how entries lie in SQLite, and how two writers take turns; must not know what an entry leads to.

The file is append-only: triggers refuse every other change. It is in WAL mode, so that readers never wait.
Imports are lean on purpose: commands that must answer at once begin here.

Source: "Write-Ahead Logging" and "Transaction" (BEGIN IMMEDIATE) of SQLite's documentation.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from routine.adapters.journal.rows import COLUMNS, PLACES, Value, as_row, as_text, as_values
from routine.adapters.journal.schema import PATIENCE, SIDECARS, inspect, into_wal, migrate, roll_back
from routine.adapters.paths import FORGOTTEN
from routine.core.clock_faults import ClockSpan
from routine.core.events import Actor, Event, EventKind, StoredEvent
from routine.core.merging import as_shared
from routine.errors import JournalCorrupt, JournalError
from routine.presentation import system_problems as words

_HELD = {32, 33}
"""ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: Windows renames no file that somebody has open."""
_INSERT = f"INSERT INTO journal({COLUMNS}, device, number, request) VALUES ({PLACES}, ?, ?, ?)"  # noqa: S608 - our own names; values are bound
_FIND = f"SELECT {COLUMNS} FROM journal WHERE device = ? AND device <> '' AND number = ?"  # noqa: S608 - likewise
_RAW = f"device, number, {COLUMNS}"
FORGETTABLE = frozenset({"note", "score"})
"""What a person can have taken out of a row."""
_TRIES, _PAUSE = 10, 0.1
"""Seconds between them."""
_CACHE = 256
"""KiB of the file that a connection keeps in memory: SQLite's own 2000 fill up over months of a service's life."""


class JournalDb:
    """Keeps ports.Journal in one file. The folder must be there; the file is made when it is missing.

    Opening it, and all that is asked of it, raises JournalError: JournalCorrupt for a damaged file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_damaged = False
        self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        path = self._path
        with _as_journal_error(path):
            _make(path)
            inspect(path)
            db = sqlite3.connect(path, timeout=PATIENCE.total_seconds(), isolation_level=None)
            db.execute(f"PRAGMA cache_size = -{_CACHE}")
            try:
                into_wal(db)
                migrate(db)
                db.execute("SELECT max(id) FROM journal").fetchone()  # a file cut short is found out now
                self.names = tuple(str(name) for (name,) in db.execute("SELECT name FROM device ORDER BY rowid"))
                self._file = path.stat().st_ino
            except BaseException:
                db.close()
                raise
        return db

    def replace_damaged(self, now: datetime) -> Path | None:
        """Set the damaged file aside and open another; None when somebody else had taken it away.

        Raises JournalError when it cannot be renamed, or no other be made.
        """
        is_there = self._is_there()
        self._db.close()
        # until there is another one: asked again, it is damaged still, and this is tried again
        self._is_damaged = True
        aside = set_aside(self._path, now) if is_there else None
        try:
            self._db = self._open()
        except JournalCorrupt:
            aside = set_aside(self._path, now)
            self._db = self._open()
        self._is_damaged = False
        return aside

    def rows(
        self,
        *,
        after: int = 0,
        since: datetime | None = None,
        kinds: Sequence[EventKind] = (),
        key: str = "",
        last: int | None = None,
    ) -> list[StoredEvent]:
        conditions: list[tuple[str, Sequence[Value]]] = [("TRUE", ())]
        if after:
            conditions.append(("id > ?", (after,)))
        if since is not None:
            conditions.append(("at >= ?", (as_text(since),)))
        if kinds:
            conditions.append(_of_kinds(kinds))
        if key:
            conditions.append(("occurrence = ?", (key,)))
        where = " AND ".join(condition for condition, _ in conditions)
        values = [value for _, some in conditions for value in some]
        if last is None:
            # the plus lets SQLite look the rows up first and sort them then, not walk through all in order
            return self._read(f"{where} ORDER BY {'+id' if len(conditions) > 1 else 'id'}", values)
        return self._read(f"{where} ORDER BY id DESC", values, at_most=last)[::-1]

    def recent(self, since: datetime) -> list[StoredEvent]:
        lately = "SELECT occurrence FROM journal WHERE at >= ? AND occurrence IS NOT NULL"
        ahead = "SELECT occurrence FROM journal WHERE due >= ?"
        near = f"occurrence IN ({lately} UNION {ahead}) ORDER BY +id"
        return self._read(near, (as_text(since), as_text(since)))

    def clock_spans(self) -> list[ClockSpan]:
        self._check_file()
        with _as_journal_error(self._path):
            if self._one("SELECT id FROM turn INDEXED BY turn_back WHERE at < before AND id > 0 LIMIT 1") is None:
                return []
            clock = "NOT late AND julianday(at) IS NOT NULL"
            query = f"SELECT id, at FROM journal WHERE {clock} ORDER BY id"  # noqa: S608 - nothing is from outside
            first, newest = self._one(f"{query} LIMIT 1"), self._one(f"{query} DESC LIMIT 1")
            turns = self._db.execute("SELECT id, before, at FROM turn ORDER BY id").fetchall()
        if first is None or newest is None:
            return []
        began = [first, *((row_id, at) for row_id, _, at in turns)]
        ends = [*(before for _, before, _ in turns), newest[1]]
        return [
            ClockSpan(row_id, datetime.fromisoformat(at), datetime.fromisoformat(last))
            for (row_id, at), last in zip(began, ends, strict=True)
        ]

    def append(self, decide: Callable[[], Sequence[Event]], request: str = "") -> list[StoredEvent]:
        # A commit that must outlive a power cut waits for the disk (FULL). What a person said is worth the wait.
        # The service's own rows are not: it would hold up a notification that is due, and a power cut then loses
        # at most a `showing`, which is shown once more. SQLite takes the level only outside a transaction, so a
        # person's rows are decided in one and written in the next; only if somebody wrote in between are they
        # decided anew.
        with self._writing("NORMAL"):
            newest = self._newest()
            if there := self._answered(request):
                return there
            entries = list(decide())
            if all(entry.by is Actor.SERVICE for entry in entries):
                return self._insert(entries, request)
            self._run("ROLLBACK")
        with self._writing("FULL"):
            if self._newest() != newest:
                if there := self._answered(request):
                    return there
                entries = list(decide())
            return self._insert(entries, request)

    @property
    def device(self) -> str:
        return self.names[-1]

    def take_new_name(self) -> None:
        """It is a copy of another journal, or that one of it: what it writes from now on is its own."""
        with self._writing("FULL"):
            self._run("INSERT INTO device(name) VALUES (lower(hex(randomblob(6))))")
        self.read_names()

    def read_names(self) -> None:
        """Another program may have given it a new one."""
        self.names = tuple(str(name) for (name,) in self._run("SELECT name FROM device ORDER BY rowid"))

    def take_in(self, rows: Sequence[StoredEvent], *, moves_in: bool = False) -> list[StoredEvent]:
        """`moves_in`: where nothing is written here yet, they are this computer's own, and say of its clock what
        they said before."""
        if not rows:
            return []
        with self._writing("FULL"):
            new, own = [], moves_in and self._newest() == 0
            for row in rows:
                entry = row.entry if own else replace(row.entry, late=True)
                values = as_values(entry)
                device = self._free_name(row, values)
                if device:
                    row_id = self._run(_INSERT, (*values, device, row.number, None)).lastrowid
                    new.append(StoredEvent(row_id or 0, entry, device, row.number))
        return new

    def _free_name(self, row: StoredEvent, values: Sequence[Value]) -> str:
        """What a row of another journal goes by here; empty where it is here already.

        Two copies of one journal give a number twice: both rows stay, the second by a name made of what it says.
        """
        said = _said(values)
        there = self._run(_FIND, (row.device, row.number)).fetchone()
        if there is None:
            return row.device
        if _said(there) == said or _is_what_stays(there, values) or _is_what_stays(values, there):
            return ""
        from hashlib import blake2b  # noqa: PLC0415 - almost no journal was ever copied

        other = f"{row.device}+{blake2b(said.encode(), digest_size=4).hexdigest()}"
        return "" if self._run(_FIND, (other, row.number)).fetchone() else other

    def forget(self, ids: Sequence[int], names: Collection[str]) -> None:
        # the one change that a person can make to what is written; all else of the row stays as it was
        self._check_file()
        with self._writing("FULL"):
            never_update = self._one("SELECT sql FROM sqlite_master WHERE name = 'never_update'")
            self._run("DROP TRIGGER never_update")
            for row in ids:
                for name in names:
                    self._run(
                        "UPDATE journal SET detail = json_remove(detail, ?) WHERE id = ?", (f"$.{name}", row)
                    )
            self._run(str(never_update[0]) if never_update else "SELECT 1")
        # what lies elsewhere under this journal's name follows at the next look
        self._path.with_name(FORGOTTEN).write_bytes(b"")
        # an older copy of the row may lie in what is free of any page, and in the log beside the file
        self._run("VACUUM")
        self._run("PRAGMA shrink_memory")
        for _ in range(_TRIES):
            with (
                _as_journal_error(self._path),
                closing(self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")) as ended,
            ):
                if not ended.fetchone()[0]:
                    return
            # somebody reads it at this moment
            time.sleep(_PAUSE)

    def raw(self) -> list[tuple[Value, ...]]:
        """Every row as it lies there, in the order of writing: whose it is, its number there, and COLUMNS."""
        self._check_file()
        with (
            _as_journal_error(self._path),
            closing(self._db.execute(f"SELECT {_RAW} FROM journal ORDER BY id")) as found,  # noqa: S608 - our own names
        ):
            return list(found)

    def close(self) -> None:
        self._db.close()

    def _is_there(self) -> bool:
        """Whether the file is still the one that was opened: SQLite goes on with one that was moved away."""
        with _as_journal_error(self._path):
            return self._path.exists() and self._path.stat().st_ino == self._file

    def _check_file(self) -> None:
        if self._is_damaged:
            raise JournalCorrupt(*words.journal_corrupt(str(self._path)))
        if not self._is_there():
            raise JournalCorrupt(*words.journal_gone(str(self._path)))

    def _answered(self, request: str) -> list[StoredEvent]:
        """What this request has written already, whoever read it then."""
        return self._read("request = ? ORDER BY +id", (request,)) if request else []

    def _insert(self, entries: list[Event], request: str) -> list[StoredEvent]:
        written = self._newest_number()
        stored = []
        for number, entry in enumerate(entries, start=written + 1):
            values = (*as_values(entry), self.device, number, request or None)
            stored.append(StoredEvent(self._run(_INSERT, values).lastrowid or 0, entry, self.device, number))
        return stored

    def _newest_number(self) -> int:
        with _as_journal_error(self._path):
            query = "SELECT max(number) FROM journal WHERE device = ? AND device <> ''"
            with closing(self._db.execute(query, (self.device,))) as found:
                return int(found.fetchone()[0] or 0)

    def _one(self, query: str) -> tuple[Any, ...] | None:
        with closing(self._db.execute(query)) as found:
            row: tuple[Any, ...] | None = found.fetchone()
            return row

    def _newest(self) -> int:
        with _as_journal_error(self._path), closing(self._db.execute("SELECT max(id) FROM journal")) as found:
            return int(found.fetchone()[0] or 0)

    def _read(self, where: str, values: Sequence[Value], at_most: int | None = None) -> list[StoredEvent]:
        """The rows that this version understands; a newer one may have written others."""
        query = f"SELECT id, device, number, {COLUMNS} FROM journal WHERE {where}"  # noqa: S608 - our own names; values are bound
        rows: list[StoredEvent] = []
        self._check_file()
        with _as_journal_error(self._path), closing(self._db.execute(query, values)) as found:
            for raw in found:
                if at_most is not None and len(rows) >= at_most:
                    break
                if row := as_row(raw):
                    rows.append(row)
        return rows

    @contextmanager
    def _writing(self, level: str) -> Iterator[None]:
        """One transaction: all of it, or nothing."""
        self._check_file()
        self._run(f"PRAGMA synchronous = {level}")
        self._run("BEGIN IMMEDIATE")
        try:
            yield
            if self._db.in_transaction:
                self._run("COMMIT")
        finally:
            roll_back(self._db)

    def _run(self, statement: str, values: Sequence[Value] = ()) -> sqlite3.Cursor:
        with _as_journal_error(self._path):
            return self._db.execute(statement, values)


def _said(values: Sequence[Value]) -> str:
    """What a row says, as all journals that have it have it alike."""
    return repr(_shared(values))


def _shared(values: Sequence[Value]) -> Sequence[Value]:
    raw = (0, "", 0, *values)
    row = as_row(raw)
    return as_values(replace(as_shared(row.entry), late=False)) if row else values


def _is_what_stays(there: Sequence[Value], values: Sequence[Value]) -> bool:
    """Whether the row here is what is left of that one after something was forgotten: that does not come back."""
    (*here, kept), (*came, whole) = _shared(there), _shared(values)
    left, said = (msgspec.json.decode(str(detail)) for detail in (kept, whole))
    gone = said.keys() - left.keys()
    same = here == came and all(said.get(name) == value for name, value in left.items())
    return same and bool(gone) and gone <= FORGETTABLE


def _of_kinds(kinds: Sequence[EventKind]) -> tuple[str, Sequence[Value]]:
    """A kind that this version does not know has any name but those it knows."""
    named = [kind.value for kind in kinds if kind is not EventKind.UNKNOWN]
    places = ",".join("?" * len(named))
    if EventKind.UNKNOWN not in kinds:
        return f"kind IN ({places})", named
    known = [kind.value for kind in EventKind]
    return f"(kind IN ({places}) OR kind NOT IN ({','.join('?' * len(known))}))", [*named, *known]


def file_of(path: Path) -> int:
    """Which file lies there, by its inode; 0 for none."""
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def set_aside(path: Path, now: datetime) -> Path:
    """Rename a damaged journal to journal.corrupt-DATE beside it, so that a new one can begin; nothing is lost.

    Raises JournalError.
    """
    stem = path.with_name(f"{path.stem}.corrupt-{now:%Y-%m-%d}")
    tries = (stem if number == 1 else stem.with_name(f"{stem.name}-{number}") for number in range(1, 10_000))
    aside = next(name for name in tries if not any(_beside(name, part).exists() for part in SIDECARS))
    for last in range(_TRIES - 1, -1, -1):
        try:
            _rename(path, aside)
        except OSError as error:
            if getattr(error, "winerror", 0) not in _HELD:
                raise JournalError(*words.journal_failed(str(path), error.strerror or str(error))) from error
            if not last:
                raise JournalError(*words.journal_held(str(path))) from error
            # a command has it open for a moment; the page for longer
            time.sleep(_PAUSE)
        else:
            break
    return aside


def _rename(path: Path, aside: Path) -> None:
    """All parts of it, or none. Raises OSError."""
    renamed: list[str] = []
    try:
        # the journal itself last: until then it is still found damaged, and set aside again
        for part in reversed(SIDECARS):
            if not part or _beside(path, part).exists():
                _beside(path, part).rename(_beside(aside, part))
                renamed.append(part)
    except OSError:
        for part in renamed:
            with suppress(OSError):
                _beside(aside, part).rename(_beside(path, part))
        raise


def _beside(path: Path, part: str) -> Path:
    return path.with_name(path.name + part)


def _make(path: Path) -> None:
    """See to it that only the owner can read it. SQLite gives its -wal and -shm the mode of the file."""
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR
    with suppress(FileExistsError):
        os.close(os.open(path, flags, 0o600))
    for part in SIDECARS:
        with suppress(OSError):  # not ours to change, or not there
            place = _beside(path, part)
            if place.is_file() and place.stat().st_mode & 0o077:
                place.chmod(0o600)


@contextmanager
def _as_journal_error(path: Path) -> Iterator[None]:
    """What SQLite or the system says, in a person's words."""
    name = str(path)
    try:
        yield
    except sqlite3.Error as error:
        match getattr(error, "sqlite_errorcode", 0) & 0xFF:
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                raise JournalCorrupt(*words.journal_corrupt(name)) from error
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                raise JournalError(*words.journal_busy(name)) from error
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
                raise JournalError(*words.journal_refused(name)) from error
            case sqlite3.SQLITE_FULL:
                raise JournalError(*words.journal_full(name)) from error
        raise JournalError(*words.journal_failed(name, str(error))) from error
    except OSError as error:
        raise JournalError(*words.journal_refused(name)) from error
