"""Knows how an answer that is longer than the screen is read page by page; must not know what it says.

It is held back until all of it is there: what fits on the screen is written as ever, and no other program runs.
The pager is the one that PAGER names, else less, as with man(1); an empty PAGER is none.
"""

from __future__ import annotations

import io
import os
import sys

from routine.adapters.console_mode import is_terminal

TYPE_CHECKING = False
"""As typing has it, which takes a third of what Python takes to start."""
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self, TextIO

_USUAL = "less"
_LESS = "FRX"
"""Colours, and what was read stays on the screen: where LESS says nothing else (less(1), "LESS")."""


class HeldOutput(io.StringIO):
    """What is written to a terminal, which hears of it later; its size and its letters are asked for as ever."""

    def __init__(self, terminal: TextIO) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._terminal.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # io says None for what is kept in memory
        return self._terminal.encoding


class Pages:
    """`with Pages(os.environ):` and what is written in it can be read in peace."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._terminal = sys.stdout
        self._held: HeldOutput | None = None

    def __enter__(self) -> Self:
        if self._is_read_here():
            sys.stdout = self._held = HeldOutput(self._terminal)
        return self

    def __exit__(self, *_: object) -> None:
        """Also of what ends in a fault: what was said before it is shown."""
        if self._held is None:
            return
        sys.stdout, text = self._terminal, self._held.getvalue()
        if text.count("\n") < self._rows() or not self._page(text):
            sys.stdout.write(text)

    def _is_read_here(self) -> bool:
        if sys.platform == "win32" or self._environ.get("TERM", "dumb") == "dumb":
            return False
        return self._environ.get("PAGER", _USUAL) != "" and is_terminal(sys.stdout) and is_terminal(sys.stdin)

    def _rows(self) -> int:
        try:
            return os.get_terminal_size(self._terminal.fileno()).lines or sys.maxsize
        except (OSError, ValueError):
            return sys.maxsize

    def _page(self, text: str) -> bool:
        """Whether a pager has taken it. One that is left early has shown what was wanted."""
        import shlex  # noqa: PLC0415 - only for what is longer than the screen
        import subprocess  # noqa: PLC0415 - likewise

        try:
            command = shlex.split(self._environ.get("PAGER", _USUAL))
            pager = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                env={"LESS": _LESS, **self._environ},
                encoding=self._terminal.encoding,
                errors="replace",
            )
        except (OSError, ValueError, IndexError):
            return False
        while True:
            try:
                pager.communicate(text)
            except KeyboardInterrupt:
                # less goes on, and so does whoever reads
                continue
            except BrokenPipeError:
                pass
            return pager.returncode != _NOT_THERE


_NOT_THERE = 127
"""What sh(1) and env(1) end with where the program they are to start is not there."""
