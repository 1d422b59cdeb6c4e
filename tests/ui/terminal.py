"""Knows a pseudo-terminal with a person at its keys: what is on it, what they press. Must not know any command."""

from __future__ import annotations

import codecs
import os
import re
import select
import signal
import struct
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import pytest

if sys.platform != "win32":
    # there are no such terminals there; what needs one is left out
    import fcntl
    import pty
    import termios

TOP = Path(__file__).parents[2]
PATIENCE = 25.0
LINES = re.compile(r"\x1b\[(\d+);1H(.*?)\x1b\[K", re.DOTALL)
"""How the player writes one line of the screen."""
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|.)")


class Terminal:
    """A command that runs on a terminal of its own."""

    def __init__(self, command: list[str], environ: dict[str, str], columns: int, rows: int) -> None:
        if sys.platform == "win32":
            # pty(3) and fork(2) are POSIX's: what is drawn there goes another way, which has its own tests
            pytest.skip("Windows has no pseudo-terminals of POSIX; its console is tried in test_windows_keys")
        self.raw = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._code: int | None = None
        # the child has the terminal as its own, so that Ctrl-C and a hang-up reach it
        self._pid, self._ours = pty.fork()
        if self._pid == 0:
            os.chdir(TOP)
            # what a shell starts in the background has Ctrl-C switched off, and hands that on
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.read(0, 1)  # the size is set, and the modes are looked at, before anything is written
            os.execve(command[0], command, environ)
        self.resize(columns, rows, tell=False)
        self.before: list[Any] = termios.tcgetattr(self._ours)
        os.write(self._ours, b"\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            os.close(self._ours)
        if self._poll() is None:
            self.send(signal.SIGKILL)
            os.waitpid(self._pid, 0)

    @property
    def text(self) -> str:
        """All that was written so far, without colours and movements."""
        return ESCAPES.sub("", self.raw).replace("\r", "")

    @property
    def screen(self) -> list[str]:
        """The lines that stand on the whole screen, each as it was last written."""
        drawn = self.raw.rpartition("\x1b[H\x1b[J")[2].partition("\x1b[?1049l")[0]
        written = {int(row): line for row, line in LINES.findall(drawn)}
        return [ESCAPES.sub("", written.get(row, "")) for row in range(1, max(written, default=0) + 1)]

    def wait_until(self, stands: Callable[[list[str]], bool]) -> list[str]:
        """Until the screen stands so; it is given back."""
        until = time.monotonic() + PATIENCE
        while not stands(self.screen):
            assert time.monotonic() < until, "never stood so:\n" + "\n".join(self.screen)
            assert self._poll() is None, f"ended; said:\n{self.text}"
            self._read(0.1)
        return self.screen

    def wait_for_on_screen(self, *words: str) -> str:
        """Until all of these stand on the screen at once."""
        return "\n".join(self.wait_until(lambda screen: all(word in "\n".join(screen) for word in words)))

    def press(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def stop(self, before: str = "") -> None:
        """End the session early, after these keys, and leave open what it was."""
        self.press(f"{before}q")
        self.wait_for("What was it?")
        self.press("\n")

    def interrupt(self) -> None:
        """Ctrl-C, from somebody who has read the question: a program that is just about to read hears it late."""
        time.sleep(0.5)
        self.press("\x03")

    def resize(self, columns: int, rows: int, *, tell: bool = True) -> None:
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        if tell:
            self.send(signal.SIGWINCH)

    def send(self, number: signal.Signals) -> None:
        os.kill(self._pid, number)

    def hang_up(self) -> None:
        """The window is closed."""
        os.close(self._ours)

    def wait_for(self, words: str) -> str:
        """Until these words have been written; all that was written so far."""
        until = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < until, f"never said {words!r}; said:\n{self.text}"
            if not self._read(0.1) and self._poll() is not None:
                self._read(0.1)
                assert words in self.text, f"ended without {words!r}; said:\n{self.text}"
        return self.text

    def listen(self, seconds: float) -> None:
        """To all that is written in so long a time."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._read(left)

    def forget(self) -> None:
        """What follows is looked at by itself."""
        self.raw = ""

    def ended(self) -> int:
        """Wait for its end, and give its exit code."""
        until = time.monotonic() + PATIENCE
        while (code := self._poll()) is None:
            assert time.monotonic() < until, f"did not end; said:\n{self.text}"
            self._read(0.1)
        while self._read(0):
            continue
        return code

    def wait_until_stopped(self) -> None:
        """Until Ctrl-Z has done its work: it lives, and does nothing."""
        until = time.monotonic() + PATIENCE
        while True:
            assert time.monotonic() < until, f"never stopped; said:\n{self.text}"
            self._read(0.1)
            pid, status = os.waitpid(self._pid, os.WNOHANG | os.WUNTRACED)
            if pid:
                assert os.WIFSTOPPED(status)
                return

    @property
    def as_before(self) -> bool:
        """Whether the terminal's modes are as they were found."""
        return termios.tcgetattr(self._ours) == self.before

    def _poll(self) -> int | None:
        if self._code is None:
            pid, status = os.waitpid(self._pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code

    def _read(self, wait: float) -> bool:
        with suppress(OSError, ValueError):
            ready, _, _ = select.select([self._ours], [], [], wait)
            if not ready:
                return False
            self.raw += self._decoder.decode(os.read(self._ours, 65536))
            return True
        return False
