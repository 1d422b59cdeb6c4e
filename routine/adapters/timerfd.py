"""Knows the Linux timer that is cancelled by every step of the clock and every resume; must not know who cares.

It is set for the far future and costs no wake-up while nothing happens. No privilege and no D-Bus is needed.

Source: timerfd_create(2), TFD_TIMER_CANCEL_ON_SET.
"""

from __future__ import annotations

import asyncio
import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

_ABSOLUTE_CANCEL_ON_SET = 1 | 2  # TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET

if sys.platform == "linux":
    if sys.version_info >= (3, 13):
        import time

        def _create() -> int:
            return os.timerfd_create(time.CLOCK_REALTIME, flags=os.TFD_NONBLOCK | os.TFD_CLOEXEC)

        def _set(fd: int, at: datetime) -> None:
            os.timerfd_settime(fd, flags=_ABSOLUTE_CANCEL_ON_SET, initial=at.timestamp())

    else:
        import ctypes
        import struct
        from typing import Any

        def _create() -> int:
            realtime = 0
            return _call("timerfd_create", realtime, os.O_NONBLOCK | os.O_CLOEXEC)

        def _set(fd: int, at: datetime) -> None:
            # struct itimerspec: no interval, then the instant, each in seconds and nanoseconds
            spec = struct.pack("@llll", 0, 0, int(at.timestamp()), at.microsecond * 1000)
            _call("timerfd_settime", fd, _ABSOLUTE_CANCEL_ON_SET, spec, None)

        def _call(name: str, *arguments: Any) -> int:
            libc = ctypes.CDLL(None, use_errno=True)
            result = int(getattr(libc, name)(*arguments))
            if result < 0:
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code))
            return result

else:

    def _create() -> int:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    def _set(fd: int, at: datetime) -> None:  # noqa: ARG001 - nothing to set
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))


class Timerfd:
    """Tells of each jump until `close`; needs a running loop. Raises OSError where it is forbidden."""

    def __init__(self, far: datetime, tell: Callable[[], None]) -> None:
        self._far = far
        self._tell = tell
        self._loop = asyncio.get_running_loop()
        self._fd = _create()
        try:
            _set(self._fd, far)
        except OSError:
            os.close(self._fd)
            raise
        self._loop.add_reader(self._fd, self._ready)

    def close(self) -> None:
        """Tell no more."""
        self._loop.remove_reader(self._fd)
        os.close(self._fd)

    def _ready(self) -> None:
        with suppress(OSError):  # ECANCELED is what was waited for
            os.read(self._fd, 8)
        # ECANCELED here is a second jump before this: it is armed all the same (timerfd_create(2))
        with suppress(OSError):
            _set(self._fd, self._far)
        self._tell()
