"""Knows how long a folder must be quiet before a change is told; must not know what changed, or why."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

SETTLED = timedelta(milliseconds=250)
"""Editors save in several strokes: this long after the last one, the file is whole."""
AT_LATEST = timedelta(seconds=2)
"""Whoever writes without a pause is heard this long after beginning, and again after the last."""


class Debounce:
    """Calls once when many changes have come to rest; needs a running loop."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._call: asyncio.TimerHandle | None = None
        self._latest = 0.0  # in the loop's own time

    def changed(self) -> None:
        """One more change: `tell` is called SETTLED after the last one, or AT_LATEST after the first."""
        loop = asyncio.get_running_loop()
        if self._call:
            self._call.cancel()
        else:
            self._latest = loop.time() + AT_LATEST.total_seconds()
        self._call = loop.call_at(min(loop.time() + SETTLED.total_seconds(), self._latest), self._settled)

    def stop(self) -> None:
        """Forget the changes that were not told."""
        if self._call:
            self._call.cancel()
            self._call = None

    def _settled(self) -> None:
        self._call = None
        self._tell()
