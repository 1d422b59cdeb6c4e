"""Knows how a process sleeps until something is written in a folder, or it is told to end.

Source: fcntl(2), F_NOTIFY: Linux sends SIGIO. Where a system has none of it, the folder is looked at when the time
is up. Signals reach the main thread alone, so one of these is made there.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import FrameType

_ENDS = (signal.SIGTERM, signal.SIGINT)
_BURST = timedelta(milliseconds=300)
"""What is written comes in several writes: one look is enough for them."""


class FolderSignal:
    """Made once a process."""

    def __init__(self, folder: Path) -> None:
        self.ended = False
        # on Windows select(2) waits for sockets alone
        self._reads, self._writes = socket.socketpair()
        self._reads.setblocking(False)
        self._writes.setblocking(False)
        for each in _ENDS:
            signal.signal(each, self._end)
        self._folder = _watch(folder)

    def wake(self) -> None:
        """From any thread."""
        try:
            self._writes.send(b".")
        except BlockingIOError:
            return  # it is awake already

    def wait(self, limit: timedelta) -> bool:
        """Until something is written there, somebody wakes it, or so long; whether it was before that."""
        if self.ended:
            return True
        before = signal.set_wakeup_fd(self._writes.fileno(), warn_on_full_buffer=False)
        try:
            woken, _, _ = select.select([self._reads], [], [], max(limit.total_seconds(), 0))
            if woken and not self.ended:
                time.sleep(_BURST.total_seconds())
        finally:
            signal.set_wakeup_fd(before)
        try:
            while self._reads.recv(4096):
                pass
        except BlockingIOError:
            pass
        return bool(woken)

    def close(self) -> None:
        self._reads.close()
        self._writes.close()
        if self._folder is not None:
            os.close(self._folder)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.ended = True


if sys.platform == "linux":
    import fcntl

    def _watch(folder: Path) -> int | None:
        """The open folder: as long as it is open, SIGIO comes."""
        signal.signal(signal.SIGIO, lambda _number, _frame: None)
        try:
            opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.fcntl(opened, fcntl.F_NOTIFY, fcntl.DN_MODIFY | fcntl.DN_CREATE | fcntl.DN_MULTISHOT)
        except OSError:
            return None
        return opened

else:

    def _watch(folder: Path) -> int | None:  # noqa: ARG001 - nothing like it is there
        return None
