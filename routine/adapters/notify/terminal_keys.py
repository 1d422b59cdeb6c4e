"""Knows how single keys are read from the terminal that runs the service; must not know what they mean.

A terminal is shared with the shell. Its mode is changed only while the service is in the foreground, since a
program in the background that touches it is stopped by the kernel; and it is given back as it was found.
Windows has no such terminal, so no keys are read there.

Source: termios(3); a program in the background that sets the mode gets SIGTTOU.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, TextIO

from routine.adapters.notify.terminal_text import without_escapes

_LOOK_AGAIN = timedelta(seconds=5)
"""How often a service in the background looks whether it was brought to the foreground."""

_PASTED = 4
"""More letters than this in one go were pasted, not pressed."""


class Keyboard:
    """Single keys, without Enter, from a terminal; nothing at all from anything else."""

    def __init__(self, keys: TextIO | None) -> None:
        self._fd = _terminal(keys)
        self._found: list[Any] | None = None
        self._later: asyncio.TimerHandle | None = None
        self._press: Callable[[str], None] = _nobody
        self._changed: Callable[[], None] = _nothing
        self._gone: Callable[[], None] = _nothing
        self.listening = False

    def listen(self, press: Callable[[str], None], changed: Callable[[], None], gone: Callable[[], None]) -> None:
        """`press` for each key; `changed` when keys begin or cease to be read; `gone` when the terminal is."""
        if self._fd is None or self.listening:
            return
        self._press, self._changed, self._gone = press, changed, gone
        self._check(self._fd)

    def stop(self) -> None:
        """Give the terminal back as it was found."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        if self._fd is not None and self.listening:
            self.listening = False
            asyncio.get_running_loop().remove_reader(self._fd)
        self._restore()

    def _check(self, fd: int) -> None:
        """Listen when in the foreground; else look again later."""
        self._later = None
        loop = asyncio.get_running_loop()
        before = self.listening
        self.listening = _in_foreground(fd) and (before or self._single_keys(fd))
        if self.listening and not before:
            loop.add_reader(fd, self._read, fd)
        if before and not self.listening:
            loop.remove_reader(fd)
        if not self.listening:
            self._later = loop.call_later(_LOOK_AGAIN.total_seconds(), self._check, fd)
        if self.listening is not before:
            self._changed()

    def _read(self, fd: int) -> None:
        if not _in_foreground(fd):
            # what is typed now is for the shell
            self._check(fd)
            return
        try:
            typed = os.read(fd, 1024)
        except BlockingIOError:
            return
        except OSError:
            typed = b""
        if not typed:
            self.stop()
            self._fd = None
            self._gone()
            return
        letters = without_escapes(typed.decode("utf-8", "ignore")).strip().lower()
        for letter in letters if len(letters) <= _PASTED else "":
            self._press(letter)

    def _single_keys(self, fd: int) -> bool:
        """No echo and no waiting for Enter; Ctrl-C and Ctrl-Z go on to mean what they mean."""
        self._found = _set_single_keys(fd)
        if self._found is None:
            return False
        # also when the service ends in a way nobody planned
        atexit.register(self._restore)
        return True

    def _restore(self) -> None:
        if self._found is None or self._fd is None:
            return
        atexit.unregister(self._restore)
        if _in_foreground(self._fd):
            _set_mode(self._fd, self._found)
        self._found = None


if sys.platform != "win32":
    import termios

    def _set_single_keys(fd: int) -> list[Any] | None:
        """The mode as it was found; None where it could not be changed."""
        try:
            found = termios.tcgetattr(fd)
            wanted = termios.tcgetattr(fd)
            wanted[3] &= ~(termios.ECHO | termios.ICANON)
            wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
            # what was typed before a card was there cannot be an answer to it
            termios.tcsetattr(fd, termios.TCSAFLUSH, wanted)
        except termios.error:
            return None
        return found

    def _set_mode(fd: int, mode: list[Any]) -> None:
        with suppress(termios.error):
            termios.tcsetattr(fd, termios.TCSADRAIN, mode)

else:

    def _set_single_keys(fd: int) -> list[Any] | None:  # noqa: ARG001 - there is no such terminal
        return None

    def _set_mode(fd: int, mode: list[Any]) -> None:
        """Nothing was changed."""


def _terminal(keys: TextIO | None) -> int | None:
    """Where keys can be read, if this is a terminal at all."""
    if keys is None or sys.platform == "win32":
        return None
    try:
        return keys.fileno() if keys.isatty() else None
    except (OSError, ValueError):
        return None


def _in_foreground(fd: int) -> bool:
    if sys.platform == "win32":
        return False
    try:
        return os.tcgetpgrp(fd) == os.getpgrp()
    except OSError:
        # a terminal that is not ours to control stops nobody
        return True


def _nobody(_: str) -> None:
    """Keys pressed before anybody listens are dropped."""


def _nothing() -> None:
    """Nobody listens yet."""
