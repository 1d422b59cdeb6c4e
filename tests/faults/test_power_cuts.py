"""The journal as a power cut leaves it, at arbitrary moments: whole, and a beginning of what was written."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from routine.adapters.journal.store import JournalDb
from tests.service.process import TOP
from tests.telling import reason_of

CUTS = 40
_FRAME = 24 + 4096
_WRITER = """
import sys; from pathlib import Path
from routine.adapters.journal.store import JournalDb; from routine.core.events import Actor
from tests.adapters.journal.entries import entry
journal = JournalDb(Path(sys.argv[1]))
for number in range(1_000_000):
    by = Actor.CLI if number % 5 == 0 else Actor.SERVICE
    rows = journal.append(lambda: [entry(by=by, note=str(number)), entry(by=by, note=f"{number} again")])
    print(rows[-1].id, flush=True)
"""


def _synced(folder: Path) -> int:
    """As far as the -wal has been carried over into the file, so that the disk surely has it."""
    carried = struct.unpack_from("=I", (folder / "journal.db-shm").read_bytes(), 96)[0]
    return 32 + int(carried) * _FRAME


def _opened(folder: Path) -> int:
    """How many rows a journal holds after a cut, all of them what was written."""
    path = folder / "journal.db"
    with closing(JournalDb(path)) as journal:
        rows = journal.rows()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert len(rows) % 2 == 0, "half a transaction"
    for place, row in enumerate(rows):
        number = str(place // 2)
        assert (row.id, reason_of(row.entry)) == (place + 1, number if place % 2 == 0 else f"{number} again")
    return len(rows)


def test_what_a_power_cut_leaves_is_whole_and_a_beginning_of_what_was_written(tmp_path: Path) -> None:
    chance, home = random.Random(11), tmp_path / "home"
    home.mkdir()
    command = [sys.executable, "-c", _WRITER, str(home / "journal.db")]
    with subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        try:
            for cut in range(CUTS):
                for _ in range(chance.randrange(1, 60)):
                    said = int(writer.stdout.readline())
                writer.send_signal(signal.SIGSTOP)
                _check_cut(home, tmp_path / str(cut), said, chance)
                writer.send_signal(signal.SIGCONT)
        finally:
            writer.kill()


def _check_cut(home: Path, copy: Path, said: int, chance: random.Random) -> None:
    shutil.copytree(home, copy)
    wal, synced = (copy / "journal.db-wal").read_bytes(), _synced(copy)
    whole = copy.with_name(f"{copy.name}-whole")
    shutil.copytree(copy, whole)
    held = _opened(whole)
    assert held >= said, "a row was lost that had been told as written"
    for number in range(3):
        torn = copy.with_name(f"{copy.name}-torn-{number}")
        shutil.copytree(copy, torn)
        (torn / "journal.db-shm").unlink()  # memory only: a cut takes it
        kept = chance.randrange(min(synced, len(wal)), len(wal) + 1)
        rest = chance.randbytes(len(wal) - kept) if number == 2 else b""
        (torn / "journal.db-wal").write_bytes(wal[:kept] + rest)
        assert _opened(torn) <= held
