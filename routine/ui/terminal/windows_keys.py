"""Knows how single keys are read from the console of Windows; must not know what they mean.

It has no file to wait for, so keys are looked for twenty times a second while a session is led.

Source: Microsoft, "_kbhit" and "_getwch": a key without a letter comes as NUL or U+00E0 and a second code.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

CTRL_C = "\x03"
"""Read as a key it comes as one, and else as SIGINT."""
_LOOK = timedelta(milliseconds=50)
_PREFIXES = frozenset({"\0", "\xe0"})
_CODES = {"M": "right", "K": "left"}
_NAMED = {"\x1b": "esc"}


class WindowsKeys:
    """Single keys, without Enter and without echo: nothing of the console has to be changed for that."""

    def __init__(self, console: Any = None, sleep: Callable[[float], None] = time.sleep) -> None:
        """`console`: as the module msvcrt, which Windows alone has."""
        if console is None and sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - see above

            console = msvcrt
        self._console = console
        self._sleep = sleep

    def wait(self, at_most: timedelta, until: Callable[[], bool]) -> list[str]:
        """What was pressed; empty when nothing was for so long, or as soon as `until` says so."""
        for left in range(max(0, -(-at_most // _LOOK)), -1, -1):
            pressed = self._pressed()
            if pressed or until() or not left:
                return pressed
            self._sleep(_LOOK.total_seconds())
        return []

    def _pressed(self) -> list[str]:
        found = []
        while self._console.kbhit():
            key = self._console.getwch()
            if key in _PREFIXES:
                key = _CODES.get(self._console.getwch(), "")
            found.append(_NAMED.get(key, key.lower()))
        return [key for key in found if key]
