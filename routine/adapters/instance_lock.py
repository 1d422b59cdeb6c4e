"""Knows whether a service is already running for this person; must not know what it does.

The kernel holds the lock and frees it however the process ends, so a file left behind means nothing. The number in
it is for people to read. A child that is started by exec does not inherit the lock.

Source: flock(2), whose lock belongs to the open file; msvcrt.locking on Windows.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from routine.errors import AlreadyRunning, SystemFault
from routine.presentation import system_problems as words

if TYPE_CHECKING:
    from pathlib import Path

_GLANCE = timedelta(milliseconds=10)
_GLANCES = 20
"""`holder` holds the lock for a moment while it looks: that is not a second service."""


class Lock:
    """Held from `acquire` to `release`, or to the end of the process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def acquire(self) -> None:
        """Raises AlreadyRunning when another process holds it, SystemFault when the file cannot be had."""
        if self._fd is not None:
            return
        try:
            self._fd = _hold(self._path)
            if self._fd is not None:
                os.ftruncate(self._fd, 0)
                os.lseek(self._fd, 0, os.SEEK_SET)
                os.write(self._fd, f"{os.getpid()}\n".encode())
        except OSError as error:
            self.release()
            raise SystemFault(*words.lock_refused(str(self._path), error.strerror or str(error))) from error
        if self._fd is None:
            raise AlreadyRunning(*words.already_running(_pid(self._path)))

    def release(self) -> None:
        """Let it go: closing the file is what frees it. Fine where it is not held."""
        if self._fd is not None:
            with suppress(OSError):  # a full disk must not keep the lock
                os.ftruncate(self._fd, 0)
            os.close(self._fd)
            self._fd = None


def holder(path: Path) -> int | None:
    """The process that runs the service, or None. Takes nothing away from it, and writes nothing."""
    for _ in range(_GLANCES):
        try:
            fd = os.open(path, os.O_RDWR if sys.platform == "win32" else os.O_RDONLY)
        except OSError:
            return None
        try:
            if _lock(fd, shared=True):
                return None
        finally:
            os.close(fd)
        if pid := _pid(path):
            return pid
        time.sleep(_GLANCE.total_seconds())  # it has just begun and not said its number yet
    return None


def _hold(path: Path) -> int | None:
    """An open file that holds the lock, or None when somebody else does."""
    for _ in range(_GLANCES):
        fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if _lock(fd, shared=False):
            if _is_still(path, fd):
                return fd
            os.close(fd)  # removed in the meantime: the next to come would lock another file
            continue
        os.close(fd)
        time.sleep(_GLANCE.total_seconds())
    return None


def _pid(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


if sys.platform == "win32":
    import msvcrt

    _FAR_OUT = 1 << 30
    """Windows keeps others from reading what is locked: lock a byte that is not there."""

    def _lock(fd: int, *, shared: bool) -> bool:  # noqa: ARG001 - Windows has no shared kind here
        os.lseek(fd, _FAR_OUT, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _is_still(path: Path, fd: int) -> bool:  # noqa: ARG001 - an open file cannot be removed there
        return True

else:
    import fcntl

    def _lock(fd: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(fd, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _is_still(path: Path, fd: int) -> bool:
        with suppress(FileNotFoundError):
            return os.path.samestat(path.stat(), os.fstat(fd))
        return False


def held_since(path: str | Path) -> datetime | None:
    """When the service that holds the lock began; it writes its number into the lock then."""
    try:
        return datetime.fromtimestamp(os.stat(path).st_mtime, UTC)  # noqa: PTH116 - a command has only its text
    except OSError:
        return None
