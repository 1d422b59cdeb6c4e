"""Knows a terminal as a screen with keys, and gives it back as it was; must not know what either means.

Signals only leave a mark here and wake up `wait`: Ctrl-C or a closed window never cuts a journal entry in half.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from datetime import timedelta
from enum import Enum
from select import select
from shutil import get_terminal_size
from types import FrameType, TracebackType
from typing import Self

from routine.ui.cli.output import Piece, coloured
from routine.ui.terminal_frame import Room

if sys.platform != "win32":
    import termios
    import tty

_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_HOME, _TO_LINE_END, _BELOW = "\x1b[H", "\x1b[K", "\x1b[J"
_SPOKEN = re.compile(rb"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.)|\x1b|.", re.DOTALL)
_ARROWS = {b"\x1b[C": "right", b"\x1b[D": "left", b"\x1bOC": "right", b"\x1bOD": "left"}


class Told(Enum):
    """What is no key."""

    RESIZED = "resized"
    INTERRUPTED = "interrupted"
    SUSPENDED = "suspended"
    GONE = "gone"


Heard = str | Told


def available() -> bool:
    """Whether there is a screen to draw on and a keyboard to hear."""
    return sys.platform != "win32" and sys.stdin.isatty() and sys.stdout.isatty()


class Screen:
    """From `with` to its end the terminal is ours: its keys, and with `whole` all that is on it."""

    def __init__(self, *, whole: bool = True) -> None:
        self._whole = whole
        self._keys = sys.stdin.fileno()
        self._told: list[Told] = []
        self._drawn = ""
        self._undo = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            self._listen(undo)
            self._take()
            undo.callback(self._give_back)
            self._undo = undo.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._undo.close()

    @property
    def room(self) -> Room:
        size = get_terminal_size()
        return Room(size.columns, size.lines)

    def draw(self, lines: Iterable[Sequence[Piece]]) -> None:
        """In place; only what has changed is sent."""
        paint = coloured(sys.stdout)
        painted = [
            "".join(
                f"\x1b[{piece.style.value}m{piece.text}\x1b[0m" if paint and piece.style.value else piece.text
                for piece in line
            )
            for line in lines
        ]
        whole = _HOME + f"{_TO_LINE_END}\r\n".join(painted) + _TO_LINE_END + _BELOW
        if whole != self._drawn:
            self._drawn = whole
            self._send(whole)

    def wait(self, at_most: timedelta) -> list[Heard]:
        """What was pressed or told; empty when nothing was for so long."""
        ready, _, _ = select([self._keys, self._wake], [], [], max(0.0, at_most.total_seconds()))
        if self._wake in ready:
            with suppress(BlockingIOError):
                os.read(self._wake, 512)
        heard: list[Heard] = list(self._told)
        self._told.clear()
        if self._keys in ready:
            heard += self._read()
        if Told.RESIZED in heard:
            self._drawn = ""
        return heard

    def suspend(self) -> None:
        """Ctrl-Z: the shell has the terminal until it gives it back."""
        self._give_back()
        os.kill(os.getpid(), signal.SIGSTOP)
        self._take()
        self._drawn = ""

    def _read(self) -> list[Heard]:
        try:
            typed = os.read(self._keys, 512)
        except OSError:
            typed = b""
        if not typed:
            return [Told.GONE]
        keys = _SPOKEN.findall(typed)
        return [_ARROWS.get(key, key.decode("ascii", "ignore").lower()) for key in keys]

    def _listen(self, undo: ExitStack) -> None:
        self._wake, send = os.pipe()
        for end in (self._wake, send):
            undo.callback(os.close, end)
            os.set_blocking(end, False)
        undo.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(send, warn_on_full_buffer=False))
        for number, told in _SIGNALS.items():
            undo.callback(signal.signal, number, signal.signal(number, self._mark(told)))

    def _mark(self, told: Told) -> signal._HANDLER:
        def mark(_number: int, _frame: FrameType | None) -> None:
            self._told.append(told)

        return mark

    def _take(self) -> None:
        self._found = termios.tcgetattr(self._keys)
        tty.setcbreak(self._keys)
        if self._whole:
            self._send(_ENTER)

    def _give_back(self) -> None:
        if self._whole:
            self._send(_LEAVE)
        # a terminal that is gone takes nothing back
        with suppress(termios.error):
            termios.tcsetattr(self._keys, termios.TCSADRAIN, self._found)

    def _send(self, text: str) -> None:
        with suppress(OSError):
            sys.stdout.write(text)
            sys.stdout.flush()


_SIGNALS: dict[int, Told] = (
    {}
    if sys.platform == "win32"
    else {
        signal.SIGINT: Told.INTERRUPTED,
        signal.SIGTERM: Told.GONE,
        signal.SIGHUP: Told.GONE,
        signal.SIGWINCH: Told.RESIZED,
        signal.SIGTSTP: Told.SUSPENDED,
    }
)
