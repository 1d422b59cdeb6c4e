"""Knows how a command writes a person's file: whole or not at all, for its owner's eyes. Knows no contents."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from routine.adapters.paths import make_private


def write_private(path: Path, content: str | bytes, mode: int = 0o600) -> None:
    """All of it or nothing, under its own name only when it is whole. Raises OSError."""
    make_private(path.parent)
    # a name with a dot in front is never taken for a plan
    fd, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(fd)
        Path(beside).chmod(mode)
        Path(beside).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(beside).unlink()
        raise


def write_new(path: Path, content: str) -> bool:
    """Write a file that is not there yet, for its owner's eyes; False when there is one. Raises OSError."""
    make_private(path.parent)
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    try:
        with os.fdopen(fd, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return True
