"""Knows the streams that a command writes to: open, full, gone, and how wide; must not know what is written.

It imports nothing that takes time: the help and the version are told by it alone.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
"""As typing has it, which takes a third of what Python takes to start."""
if TYPE_CHECKING:
    from typing import TextIO

_USUAL = 80


class OutputFailed(OSError):
    """The standard output takes nothing: a full disk, a terminal that has gone."""


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


def coloured(stream: TextIO) -> bool:
    """Whether it may be coloured: a terminal, and neither NO_COLOR (https://no-color.org) nor TERM=dumb."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def screen_width() -> int:
    """In columns: as COLUMNS says, else as the terminal does, else the usual 80."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL
    except (OSError, ValueError):
        return _USUAL
