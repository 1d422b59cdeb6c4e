"""Knows a terminal as a screen with keys, and gives it back as it was; must not know what either means.

Signals only leave a mark here and wake up `wait`: Ctrl-C or a closed window never cuts a journal entry in half.

Source: ECMA-48 for CUP, ED, EL and SGR; xterm's control sequences for what begins with `?` (1049 the other screen,
25 the cursor) and for OSC 11, the background; 2026 is the terminals' own convention.
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

from routine.ui.console.output import Piece, Style
from routine.ui.console.streams import coloured
from routine.ui.terminal.layout import Painted, Room
from routine.ui.terminal.windows_keys import CTRL_C, WindowsKeys

if sys.platform != "win32":
    import termios
    import tty

_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_CLEAR, _TO_LINE_END = "\x1b[H\x1b[J", "\x1b[K"
_TOGETHER, _SHOW = "\x1b[?2026h", "\x1b[?2026l"
"""A terminal that knows these shows all between them at once; the others overlook them."""

_WHICH_GROUND = "\x1b]11;?\x1b\\"
_GROUND = re.compile(rb"\x1b\]11;rgba?:([0-9a-fA-F]{2})[0-9a-fA-F]*/([0-9a-fA-F]{2})[0-9a-fA-F]*/([0-9a-fA-F]{2})")
_KEY = re.compile(rb"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|\][^\x07\x1b]*(?:\x07|\x1b\\))|\x1b|.", re.DOTALL)
_HALF_KEY = re.compile(rb"\x1b(?:\[[0-9;?]*|O|\][^\x07\x1b]*\x1b?)?\Z")
_REST_COMES = 0.05
_NAMED = {b"\x1b[C": "right", b"\x1b[D": "left", b"\x1bOC": "right", b"\x1bOD": "left", b"\x1b": "esc"}


class ScreenSignal(Enum):
    """What a screen brings beside keys: the signals of signal(7) that concern it, and the end of its keys."""

    RESIZED = "resized"
    INTERRUPTED = "interrupted"
    SUSPENDED = "suspended"
    GONE = "gone"


ScreenInput = str | ScreenSignal


def available() -> bool:
    """Whether there is a screen to draw on and a keyboard to hear."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    # an old console of Windows prints what is meant to move the cursor
    return sys.platform != "win32" or coloured(sys.stdout, {})


class Screen:
    """From `with` to its end the terminal is ours: its keys, and with `whole` all that is on it."""

    def __init__(self, *, whole: bool = True) -> None:
        self._whole = whole
        self._keys = sys.stdin.fileno()
        self._windows_keys = WindowsKeys()
        self._signals: list[ScreenSignal] = []
        self._drawn: list[str] | None = None
        """The lines as they stand there; None when nothing is known of them."""
        self._undo = ExitStack()
        self.ground: tuple[int, int, int] | None = None
        """The colour behind everything, once the terminal has told it."""

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
        """How large the terminal is now, in characters."""
        # asked of the terminal itself: COLUMNS and LINES, where a shell exports them, know of no other size later
        try:
            size = os.get_terminal_size(sys.stdout.fileno())
        except OSError:
            size = get_terminal_size()
        if not (size.columns and size.lines):
            size = get_terminal_size()
        return Room(size.columns, size.lines)

    @property
    def _is_light(self) -> bool:
        """Whether the terminal has said that its ground is light, weighed as eyes do (ITU-R BT.601)."""
        if self.ground is None:
            return False
        red, green, blue = self.ground
        return 299 * red + 587 * green + 114 * blue > 1000 * _MIDDLE

    def draw(self, lines: Iterable[Sequence[Piece | Painted]]) -> None:
        """In place; only lines that have changed are sent, and all of them at once."""
        paint = coloured(sys.stdout)
        painted = ["".join(_paint(piece, paint=paint, light=self._is_light) for piece in line) for line in lines]
        before = self._drawn
        if before is None:
            before = []
            changed = [_CLEAR]
        else:
            changed = []
        for row in range(max(len(painted), len(before))):
            line = painted[row] if row < len(painted) else ""
            if line != (before[row] if row < len(before) else ""):
                changed.append(f"\x1b[{row + 1};1H{line}{_TO_LINE_END}")
        self._drawn = painted
        if changed:
            self._send(f"{_TOGETHER}{''.join(changed)}{_SHOW}")

    def wait(self, at_most: timedelta) -> list[ScreenInput]:
        """What was pressed or told; empty when nothing was for so long."""
        if sys.platform == "win32":
            return self._wait_on_windows(at_most)
        ready, _, _ = select([self._keys, self._wake], [], [], max(0.0, at_most.total_seconds()))
        if self._wake in ready:
            with suppress(BlockingIOError):
                os.read(self._wake, 512)
        heard: list[ScreenInput] = list(self._signals)
        self._signals.clear()
        if self._keys in ready:
            heard += self._read()
        if ScreenSignal.RESIZED in heard:
            self._drawn = None
        return heard

    def _wait_on_windows(self, at_most: timedelta) -> list[ScreenInput]:
        """No signal tells of another size there."""
        before = self.room
        keys = self._windows_keys.wait(at_most, until=lambda: bool(self._signals) or self.room != before)
        heard = [*self._signals, *(ScreenSignal.INTERRUPTED if key == CTRL_C else key for key in keys)]
        self._signals.clear()
        if self.room != before:
            self._drawn = None
            heard.append(ScreenSignal.RESIZED)
        return heard

    def suspend(self) -> None:
        """Ctrl-Z: the shell has the terminal until it gives it back."""
        self._give_back()
        if sys.platform != "win32":
            os.kill(os.getpid(), signal.SIGSTOP)
        self._take()
        self._drawn = None

    def _read(self) -> list[ScreenInput]:
        try:
            typed = whole_keys(self._keys)
        except OSError:
            typed = b""
        if not typed:
            return [ScreenSignal.GONE]
        keys = []
        for key in _KEY.findall(typed):
            if ground := _GROUND.match(key):
                red, green, blue = (int(part, 16) for part in ground.groups())
                self.ground = (red, green, blue)
            else:
                keys.append(_NAMED.get(key, key.decode("ascii", "ignore").lower()))
        return keys

    def _listen(self, undo: ExitStack) -> None:
        self._wake, send = os.pipe()
        for end in (self._wake, send):
            undo.callback(os.close, end)
            if sys.platform != "win32":
                os.set_blocking(end, False)
        if sys.platform != "win32":
            undo.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(send, warn_on_full_buffer=False))
        for number, meaning in _SIGNALS.items():
            undo.callback(signal.signal, number, signal.signal(number, self._noting(meaning)))

    def _noting(self, meaning: ScreenSignal) -> signal._HANDLER:
        def note(_number: int, _frame: FrameType | None) -> None:
            self._signals.append(meaning)

        return note

    def _take(self) -> None:
        if sys.platform != "win32":
            self._found = termios.tcgetattr(self._keys)
            tty.setcbreak(self._keys)
        if self._whole:
            # the answer comes, if it does, among the keys
            self._send(_ENTER + (_WHICH_GROUND if coloured(sys.stdout) else ""))

    def _give_back(self) -> None:
        if self._whole:
            self._send(_LEAVE)
        # a terminal that is gone takes nothing back; what it may still say of its colours is not for the shell
        if sys.platform != "win32":
            with suppress(termios.error):
                termios.tcsetattr(self._keys, termios.TCSAFLUSH, self._found)

    def _send(self, text: str) -> None:
        with suppress(OSError):
            sys.stdout.write(text)
            sys.stdout.flush()


def whole_keys(keys: int) -> bytes:
    """What was typed; when it ends in the middle of a key, what comes right after it as well."""
    typed = os.read(keys, 512)
    while _HALF_KEY.search(typed) and select([keys], [], [], _REST_COMES)[0]:
        more = os.read(keys, 512)
        if not more:
            break
        typed += more
    return typed


_DARKER = {Style.GOOD: "38;5;22", Style.WARN: "38;5;94"}
"""On a light ground: the usual green and yellow are hardly to be read there. Of the 256 colours of xterm."""
_MIDDLE = 128


def _paint(piece: Piece | Painted, *, paint: bool, light: bool) -> str:
    if isinstance(piece, Painted) or not (paint and piece.style.value and piece.text):
        return piece.text
    hue = _DARKER.get(piece.style, piece.style.value) if light else piece.style.value
    return f"\x1b[{hue}m{piece.text}\x1b[0m"


_SIGNALS: dict[int, ScreenSignal] = {
    signal.SIGINT: ScreenSignal.INTERRUPTED,
    signal.SIGTERM: ScreenSignal.GONE,
}
if sys.platform != "win32":
    _SIGNALS |= {
        signal.SIGHUP: ScreenSignal.GONE,
        signal.SIGWINCH: ScreenSignal.RESIZED,
        signal.SIGTSTP: ScreenSignal.SUSPENDED,
    }
else:
    _SIGNALS[signal.SIGBREAK] = ScreenSignal.GONE  # also when its window is closed
