"""Knows how to have words spoken by a process of its own, and silenced; must not know what is said, or when.

No call here ever waits: a pipe takes the words, and what the process tells is read when somebody asks.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from shutil import which
from tempfile import TemporaryDirectory

from routine.adapters.workers.process import NO_WINDOW, SPEAKER
from routine.presentation import terminal_session as words


class Voice:
    """Someone who speaks, from the first word to `close`."""

    def __init__(self) -> None:
        self.trouble = _why_not()
        """Why nobody speaks, and what to do about it; empty while all is well."""
        self._speaking: subprocess.Popen[bytes] | None = None
        self._folder: TemporaryDirectory[str] | None = None
        self._unsaid = 0
        self._heard = b""

    @property
    def speaking(self) -> bool:
        """Whether words are being said, or wait, as far as the last look told."""
        return self._unsaid > 0

    @property
    def process(self) -> int | None:
        """The process that speaks, if there is one."""
        return self._speaking.pid if self._speaking else None

    def say(self, text: str) -> None:
        """After what is being said; but when words wait already, they and the present ones are left out."""
        self.check()
        if self.trouble:
            return
        if self._unsaid > 1:
            self.hush()
        process = self._speaking or self._begin()
        if process and process.stdin:
            with suppress(OSError):  # it has just ended: the next look tells
                process.stdin.write(json.dumps(text).encode() + b"\n")
                process.stdin.flush()
            self._unsaid += 1

    def hush(self) -> None:
        """Now, in the middle of a word."""
        self.check()
        if self._unsaid:
            self._end()

    def check(self) -> None:
        """What the process has told meanwhile."""
        process = self._speaking
        if process is None or process.stdout is None:
            return
        with suppress(BlockingIOError):
            self._heard += _read_at_once(process.stdout.fileno())
        *reports, self._heard = self._heard.split(b"\n")
        self._unsaid = max(0, self._unsaid - reports.count(b"said"))
        if any(word.startswith(b"mute") for word in reports) or process.poll() is not None:
            self.trouble = words.NO_ENGINE
            self._end()

    def close(self) -> None:
        """Silence it, end its process and remove what that left behind."""
        self._end()
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def _begin(self) -> subprocess.Popen[bytes] | None:
        # what is silenced leaves the sound it was playing behind; the folder takes it away
        self._folder = self._folder or TemporaryDirectory(prefix="routine-voice-", ignore_cleanup_errors=True)
        try:
            process = subprocess.Popen(
                SPEAKER,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "TMPDIR": self._folder.name, "TEMP": self._folder.name},
                start_new_session=True,
                creationflags=NO_WINDOW,
            )
        except OSError:
            self.trouble = words.NO_ENGINE
            return None
        if process.stdout and sys.platform != "win32":
            os.set_blocking(process.stdout.fileno(), False)
        self._speaking, self._unsaid, self._heard = process, 0, b""
        return process

    def _end(self) -> None:
        process, self._speaking, self._unsaid = self._speaking, None, 0
        if process is None:
            return
        # its player of sounds is a child of its own
        with suppress(ProcessLookupError, PermissionError):
            if sys.platform == "win32":
                process.kill()  # there its engine plays them itself
            else:
                os.killpg(process.pid, signal.SIGKILL)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        process.wait()


def _read_at_once(pipe: int) -> bytes:
    """What is there already. Raises BlockingIOError where that is nothing.

    Source: Microsoft, "PeekNamedPipe function": a pipe of Windows has no mode in which nobody waits for it.
    """
    if sys.platform == "win32":
        import _winapi  # noqa: PLC0415 - it exists on Windows only
        import msvcrt  # noqa: PLC0415 - likewise

        there: int | bytes = 1
        with suppress(OSError):  # its other end is closed: the read says so
            there = _winapi.PeekNamedPipe(msvcrt.get_osfhandle(pipe), 0)[0]
        if not there:
            raise BlockingIOError
    return os.read(pipe, 4096)


def _why_not() -> str:
    if find_spec("pyttsx3") is None:
        return words.VOICE_NOT_INSTALLED
    if sys.platform == "linux" and which("aplay") is None:
        return words.NO_PLAYER
    return ""
