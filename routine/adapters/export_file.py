"""Knows how what leaves routine is written to a file that a person named; never over one that is there."""

from __future__ import annotations

import sys
from pathlib import Path

from routine.adapters.atomic_write import write_atomically
from routine.errors import FileIsThere, SystemFault
from routine.presentation import exports as words

STDOUT = "-"
_MANY = 1000


def write_export(name: str, content: bytes, *, force: bool) -> None:
    """To the file, all of it or nothing; to the standard output for `-`.

    Raises FileIsThere for a file that is there and is not to go, SystemFault where nothing can be written.
    """
    if name == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = Path(name).expanduser()
    refuse_overwriting(path, force=force)
    try:
        write_atomically(path, content)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SystemFault(*words.not_written(str(path), reason)) from error


def write_new(path: Path, content: bytes, *, force: bool) -> str:
    """Where nobody gave a name: the usual one, or that with a number behind it where another file has it.

    Gives the name. Raises SystemFault.
    """
    free = path
    for number in range(2, _MANY):
        if force or not free.exists() or _holds(free, content):
            break
        free = path.with_stem(f"{path.stem}-{number}")
    write_export(str(free), content, force=True)
    return str(free)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.read_bytes() == content
    except OSError:
        return False


def refuse_overwriting(path: Path, *, force: bool) -> None:
    """Raises FileIsThere; also for a folder, which nobody means to write over."""
    try:
        is_there = path.is_symlink() or path.exists()
        if is_there and (not force or path.is_dir()):
            raise FileIsThere(*(words.is_a_folder(str(path)) if path.is_dir() else words.is_there(str(path))))
    except (OSError, ValueError) as error:
        raise SystemFault(*words.not_written(str(path), getattr(error, "strerror", None) or str(error))) from error


def read_import(name: str) -> bytes:
    """Raises SystemFault."""
    try:
        return Path(name).expanduser().read_bytes()
    except (OSError, ValueError) as error:
        raise SystemFault(*words.not_read(name, getattr(error, "strerror", None) or str(error))) from error
