"""Knows how a file is written so that nobody ever sees half of it; must not know what is in it.

A new file beside the old one takes its name in one step (POSIX rename(2); MoveFileEx on Windows). Its draft has a
dot in front, so no draft is ever taken for a plan.
"""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count
from pathlib import Path

_PRIVATE = 0o600
_DRAFTS = count(1)
"""Two drafts of one process never share a name; two processes differ by their number."""
_BINARY = getattr(os, "O_BINARY", 0)
"""Windows would write another line ending otherwise."""


def write_atomically(path: Path, content: bytes, *, mode: int = _PRIVATE, durable: bool = True) -> None:
    """All of `content` or nothing, with the file mode `mode`. The folder must be there. Raises OSError.

    With `durable` the content is on the disk before it takes the name (fsync): for what cannot be made again.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}-{next(_DRAFTS)}")
    try:
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, mode)
        with os.fdopen(fd, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(fd)
        draft.chmod(mode)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


def create(path: Path, content: bytes) -> bool:
    """Write a file that is not there yet, for its owner's eyes; False when there is one. Raises OSError."""
    try:
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, _PRIVATE)
    except FileExistsError:
        return False
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(content)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return True
