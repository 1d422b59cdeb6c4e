"""Knows the streams of a command: open, full, gone, how encoded and how wide; must not know what is written.

It imports nothing that takes time: the help and the version are told by it alone.
"""

from __future__ import annotations

import io
import os
import sys

from routine.adapters.console_mode import coloured, is_terminal

TYPE_CHECKING = False
"""As typing has it, which takes a third of what Python takes to start."""
if TYPE_CHECKING:
    from typing import TextIO

__all__ = [
    "OutputFailed",
    "coloured",
    "echo_raw",
    "flush",
    "mute",
    "prepare",
    "prepare_input",
    "screen_width",
]

_USUAL = 80
_UTF_8 = "utf-8"


class OutputFailed(OSError):
    """The standard output takes nothing: a full disk, a terminal that has gone."""


def prepare() -> None:
    """Three streams that are there. What goes into a pipe or a file is UTF-8, and a terminal has its own encoding.

    Whatever the locale, the code page of Windows or PYTHONIOENCODING says: other programs read it, on other days.
    What cannot be encoded becomes a question mark and ends no command.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        # pythonw, which Windows starts at login, has none of the three
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding=_UTF_8)  # noqa: PTH123, SIM115 - open to the end, as they are
            setattr(sys, name, stream)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if is_terminal(stream) else _UTF_8, errors="replace")


def prepare_input() -> None:
    """The same for what is read, before the first of it is. PowerShell puts a mark in front; it is passed over."""
    if isinstance(sys.stdin, io.TextIOWrapper) and not is_terminal(sys.stdin):
        try:
            sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
        except (OSError, ValueError):
            # it is being read already, or closed
            return


def echo_raw(text: str, end: str = "\n") -> None:
    """On the standard output, as it stands. Raises UntoldError; a reader that has gone is BrokenPipeError."""
    try:
        print(text, end=end)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputFailed(error.errno, error.strerror) from error


def flush() -> None:
    """All that was told is out. Raises as `echo_raw` does."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputFailed(error.errno, error.strerror) from error


def mute(stream: TextIO) -> None:
    """What is told from here on goes nowhere; else Python would try once more at the end, and complain."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return


def screen_width() -> int:
    """In columns: as COLUMNS says, else as the terminal does, else the usual 80."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL
    except (OSError, ValueError):
        return _USUAL
