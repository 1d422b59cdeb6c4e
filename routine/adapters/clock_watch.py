"""Knows when the wall clock, or the computer's zone, may have jumped; must not know what is late because of it.

Two ways, both harmless together. On Linux a timer of the kernel tells at once (see timerfd.py). Everywhere a tick
compares the wall clock with the monotonic one, which stops in sleep, and looks at the zone: two wake-ups a minute.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from routine.ports import TICK, Clock

if TYPE_CHECKING:
    from routine.adapters.timerfd import Timerfd

FAR = datetime(2242, 3, 16, tzinfo=UTC)
"""When the timerfd would go off by itself."""
NOTICEABLE = timedelta(seconds=1)
"""Less than this between two ticks is the clock being trimmed."""

_log = logging.getLogger(__name__)


def monotonic() -> timedelta:
    """How long since some moment; on Linux it stands still in sleep (clock_gettime(2), CLOCK_MONOTONIC)."""
    return timedelta(seconds=time.monotonic())


class SystemClockWatcher:
    """Keeps ports.ClockJumpWatcher; `watch` needs a running loop."""

    def __init__(
        self,
        clock: Clock,
        *,
        tick: timedelta = TICK,
        monotonic: Callable[[], timedelta] = monotonic,
        far: datetime = FAR,
        each_tick: Callable[[], None] | None = None,
    ) -> None:
        self._clock = clock
        self._tick = tick
        self._monotonic = monotonic
        self._far = far
        self._each_tick = each_tick
        """A clock set back and right again between two ticks shows no jump; who waited meanwhile must look."""
        self._tell: Callable[[], None] | None = None
        self._apart = timedelta()
        self._zone: tzinfo | None = None
        self._next: asyncio.TimerHandle | None = None
        self._timer: Timerfd | None = None

    def watch(self, tell: Callable[[], None]) -> None:
        """Call `tell` at each jump from now on; a second call replaces the first."""
        self.stop()
        self._tell = tell
        self._remember()
        if sys.platform == "linux":
            from routine.adapters.timerfd import Timerfd  # noqa: PLC0415 - there is none elsewhere

            try:
                self._timer = Timerfd(self._far, self._jumped)
            except OSError as error:  # a sandbox may forbid it; the tick is there
                _log.warning("No timerfd (%s): a clock jump is noticed within %s", error, self._tick)
        self._wait()

    def stop(self) -> None:
        """Tell no more; fine where nothing is watched."""
        self._tell = None
        if self._next:
            self._next.cancel()
            self._next = None
        if self._timer:
            self._timer.close()
            self._timer = None

    def _wait(self) -> None:
        self._next = asyncio.get_running_loop().call_later(self._tick.total_seconds(), self._check)

    def _check(self) -> None:
        apart, zone = self._apart, self._zone
        self._remember()
        self._wait()
        if abs(self._apart - apart) > NOTICEABLE or self._zone is not zone:
            self._say()
        elif self._each_tick:
            self._each_tick()

    def _jumped(self) -> None:
        self._remember()  # so that the tick does not tell of the same jump
        self._say()

    def _remember(self) -> None:
        # a datetime less a timedelta, kept as a timedelta: how far the two clocks stand apart
        self._apart = (self._clock.now() - datetime.fromtimestamp(0, UTC)) - self._monotonic()
        self._zone = self._clock.zone()

    def _say(self) -> None:
        if self._tell:
            self._tell()
