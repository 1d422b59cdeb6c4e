"""Knows how lines get into a log that stays small, for whoever has no terminal to say them in; not what is said.

The file is open only while something is written: on Windows one that is open can be neither renamed nor removed.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

MOST = 1_000_000
"""Bytes; a log longer than this is begun anew, and the old one kept beside it once."""
_LONGEST = 100_000
"""Letters of one line: what never ends a line is broken."""


def append_text(log_file: Path, text: str) -> bool:
    """Whether it could be written. Never raises."""
    try:
        log_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _has_room(log_file):
            return False
        with log_file.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(text)
    except OSError:
        return False
    return True


def _has_room(log_file: Path) -> bool:
    """Begins it anew when it is long. Where somebody holds it open it grows on, to twice that. Raises OSError."""
    size = log_file.stat().st_size if log_file.exists() else 0
    if size <= MOST:
        return True
    with suppress(OSError):
        log_file.replace(log_file.with_name(f"{log_file.name}.old"))
        return True
    return size <= 2 * MOST


class LogStream(io.TextIOBase):
    """What stands in for a standard stream that is not there: each line goes into the log, the time before it."""

    def __init__(self, log_file: Path, now: Callable[[], datetime]) -> None:
        self._log_file = log_file
        self._now = now
        self._begun = ""

    @property
    def encoding(self) -> str:  # type: ignore[override] # as typeshed has it, it could be changed
        return "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        *lines, self._begun = f"{self._begun}{text}".split("\n")
        if len(self._begun) > _LONGEST:
            lines, self._begun = [*lines, self._begun], ""
        if said := [line for line in lines if line.strip()]:
            at = f"{self._now():%Y-%m-%dT%H:%M:%SZ}"
            append_text(self._log_file, "".join(f"{at} {line.rstrip()}\n" for line in said))
        return len(text)


class LogHandler(logging.Handler):
    """What is logged, into the same file."""

    def __init__(self, log_file: Path) -> None:
        super().__init__(logging.ERROR)
        self._log_file = log_file
        self.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        append_text(self._log_file, f"{self.format(record)}\n")


def say_into(log_file: Path, now: Callable[[], datetime]) -> None:
    """Where this process has no standard stream to say anything in, the log takes it from here on.

    So it is with what Windows starts at login: pythonw has none of the three, and what stands in leads nowhere.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or getattr(stream, "name", "") == os.devnull:
            setattr(sys, name, LogStream(log_file, now))
