"""Knows how a person's plan file is replaced: whole or not at all, what was before kept beside. Knows no plan."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from routine.adapters.atomic_write import write_atomically
from routine.adapters.paths import make_private
from routine.errors import SystemFault
from routine.presentation import plan_check as words
from routine.reading.safe_read import Unreadable, read

_KEPT = 5
"""How many earlier texts of one plan are kept; the newest is .NAME.toml.bak, the oldest .NAME.toml.bak.5."""


def read_or_none(path: Path) -> bytes | None:
    """What a file holds; None when there is none. Raises SystemFault for one that cannot be read."""
    if not path.exists():
        return None
    try:
        return read(str(path))
    except Unreadable as unread:
        what, fix = unread.said
        raise SystemFault(f"{path}: {what}", fix) from None


def write(path: Path, content: bytes, mode: int = 0o600) -> None:
    """All of it or nothing. Raises SystemFault."""
    try:
        make_private(path.parent)
        write_atomically(path, content, mode=mode)
    except OSError as error:
        raise SystemFault(*words.not_written(str(path), error.strerror or str(error))) from error


def replace(path: Path, before: bytes | None, content: bytes) -> None:
    """`before`: what the file held, kept beside under a name that is never read as a plan. Raises SystemFault."""
    mode = 0o600
    with suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
    if before is not None:
        _keep(path, before)
    # the file behind a link is replaced, not the link: people keep their dotfiles elsewhere
    write(Path(os.path.realpath(path)), content, mode)


def _keep(path: Path, before: bytes) -> None:
    newest = path.with_name(f".{path.name}.bak")
    names = [newest, *(newest.with_name(f"{newest.name}.{number}") for number in range(2, _KEPT + 1))]
    with suppress(OSError):
        # what cannot be moved along is one backup less, and no reason not to save
        for older, younger in zip(names[:0:-1], names[-2::-1], strict=True):
            if younger.exists():
                younger.replace(older)
    write(newest, before)
