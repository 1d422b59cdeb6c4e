"""Knows what is kept of a service that has no terminal to say it in; must not know what it says."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from routine.adapters.log_file import MOST, LogHandler, LogStream, append_text, say_into
from tests.needs import only_on_linux, only_on_posix

AT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


def now() -> datetime:
    return AT


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "state" / "routine.log"


def test_each_line_is_kept_with_the_time_before_it(log: Path) -> None:
    print("Reminders come as text: „Rücken“ 🧘", "two\n\nthree", file=LogStream(log, now), flush=True)
    assert log.read_text("utf-8").splitlines() == [
        "2026-11-23T07:30:00Z Reminders come as text: „Rücken“ 🧘 two",
        "2026-11-23T07:30:00Z three",
    ]


def test_what_is_said_in_pieces_is_one_line(log: Path) -> None:
    stream = LogStream(log, now)
    for piece in ("It ", "is ", "running", "."):
        stream.write(piece)
    assert not log.exists()
    stream.write("\n")
    assert log.read_text("utf-8") == "2026-11-23T07:30:00Z It is running.\n"


def test_half_a_character_and_a_line_without_an_end_are_no_fault(log: Path) -> None:
    stream = LogStream(log, now)
    print("half \ud83e of one", file=stream)
    stream.write("x" * 300_000)
    assert r"half \ud83e of one" in log.read_text("utf-8")
    assert log.stat().st_size > 300_000


def test_it_stays_small(log: Path) -> None:
    stream = LogStream(log, now)
    for _ in range(60):
        print("x" * 90_000, file=stream)
    files = sorted(log.parent.iterdir())
    assert [file.name for file in files] == ["routine.log", "routine.log.old"]
    assert all(file.stat().st_size < MOST + 100_000 for file in files)


def test_it_stays_small_also_while_somebody_has_it_open(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path, target: Path) -> Path:
        raise PermissionError(13, "it is open", str(target))

    monkeypatch.setattr(Path, "replace", refused)
    for _ in range(60):
        append_text(log, "x" * 90_000)
    assert MOST < log.stat().st_size < 2 * MOST + 100_000


def test_a_folder_that_takes_nothing_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    print("said", file=LogStream(tmp_path / "file" / "routine.log", now))
    assert not append_text(tmp_path / "file" / "routine.log", "said\n")


@only_on_linux
def test_the_file_is_closed_between_lines(log: Path) -> None:
    """On Windows it could else be neither renamed nor removed."""
    stream, handler = LogStream(log, now), LogHandler(log)
    print("one", file=stream)
    handler.handle(logging.LogRecord("asyncio", logging.ERROR, "", 0, "two", None, None))
    assert [name for name in open_files() if name.startswith(str(log))] == []
    assert "asyncio: two" in log.read_text("utf-8")


def open_files() -> list[str]:
    folder = Path(f"/proc/{os.getpid()}/fd")
    return [str(each.readlink()) for each in folder.iterdir() if each.is_symlink() and each.exists()]


SPEAKS = """
import logging, sys, threading, warnings
from datetime import UTC, datetime
from pathlib import Path
assert sys.stdout is None and sys.stderr is None
from routine.adapters.log_file import say_into
from routine.ui.console.streams import prepare
prepare()
say_into(Path(sys.argv[1]), lambda: datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
print("from the service")
warnings.warn("from a library")
logging.warning("from a log")
thread = threading.Thread(target=lambda: [][0])
thread.start()
thread.join()
assert not sys.stdout.isatty()
raise LookupError("from nobody")
"""


@only_on_posix
def test_whatever_would_speak_into_nothing_speaks_into_the_log(log: Path) -> None:
    """As pythonw begins: without any of the three streams."""
    line = f"exec {sys.executable} -c '{SPEAKS}' {log} <&- >&- 2>&-"
    ended = subprocess.run(line, shell=True, cwd=Path(__file__).parents[2], timeout=30, check=False)
    said = log.read_text("utf-8")
    assert all(f"from {who}" in said for who in ("the service", "a library", "a log", "nobody"))
    assert "IndexError" in said, "from a thread"
    assert ended.returncode == 1


def test_a_stream_that_is_there_is_left_alone(log: Path) -> None:
    before = sys.stdout, sys.stderr
    say_into(log, now)
    assert (sys.stdout, sys.stderr) == before
