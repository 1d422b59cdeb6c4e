"""Knows where faults are kept: the log with tracebacks, and a file with what is wrong now. Never says what failed.

The second file lies beside the service's lock and is there only while something is wrong.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path


class FaultFiles:
    """Keeps ports.FaultRecord."""

    def __init__(self, log_file: Path, faults_file: Path) -> None:
        self._log_file = log_file
        self._faults_file = faults_file

    def log(self, sentence: str, fault: Exception, at: datetime) -> None:
        append(self._log_file, fault, f"{at:%Y-%m-%dT%H:%M:%SZ} {sentence}")

    def publish(self, sentences: Sequence[str]) -> None:
        publish(self._faults_file, sentences)


def unshown_file(faults_file: Path) -> Path:
    """Beside it: what a running service could not show, which is no fault of its own."""
    return faults_file.with_name("unshown")


def publish(file: Path, sentences: Sequence[str]) -> None:
    """One a line; no file where there are none. Never raises: a disk that is full must not be a fault more."""
    with suppress(OSError):
        if not sentences:
            file.unlink(missing_ok=True)
            return
        new = file.with_name(f"{file.name}.new")
        new.write_text("".join(f"{' '.join(said.split())}\n" for said in sentences), encoding="utf-8")
        new.replace(file)


def faults_in(faults_file: Path) -> list[str]:
    """What a running service says is wrong, a sentence each."""
    try:
        # a command reads this each time; there seldom is one
        fd = os.open(faults_file, os.O_RDONLY)
    except OSError:
        return []
    with os.fdopen(fd, encoding="utf-8", errors="replace") as lines:
        return lines.read().splitlines()


def append(log_file: Path, fault: BaseException, headline: str = "") -> bool:
    """The traceback, for whoever mends it; whether it could be written."""
    import traceback  # noqa: PLC0415 - wanted almost never, and it takes 3 ms

    from routine.adapters.log_file import append_text  # noqa: PLC0415 - likewise

    return append_text(
        log_file, "".join([f"{headline}\n" if headline else "", *traceback.format_exception(fault)])
    )
