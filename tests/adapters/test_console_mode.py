"""Knows when a line may be coloured, on a console of Windows as well; that one is a stand-in, as none is here."""

from __future__ import annotations

import ctypes
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest

from routine.adapters.console_mode import coloured, is_terminal
from routine.adapters.notify.terminal import Terminal
from routine.core.notification import Notification
from routine.ui.console.output import bold, echo_aside, painted_row
from routine.ui.console.streams import coloured as asked_by_commands
from tests.needs import only_on_posix

USUAL = 0x3
"""What a console window of Windows 10 begins with: no sequences."""


class TerminalStream(io.StringIO):
    """Text that a person would see."""

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1


@dataclass
class Console:
    """kernel32, as far as it is asked here."""

    mode: int = USUAL
    is_console: bool = True
    refuses: bool = False
    asked: list[int] = field(default_factory=list)

    def GetConsoleMode(self, handle: ctypes.c_void_p, mode: Any) -> int:  # noqa: N802 - as Windows has it
        assert handle.value == 1001
        ctypes.cast(mode, ctypes.POINTER(ctypes.c_ulong)).contents.value = self.mode
        return int(self.is_console)

    def SetConsoleMode(self, handle: ctypes.c_void_p, mode: ctypes.c_ulong) -> int:  # noqa: N802 - as Windows has it
        assert handle.value == 1001
        self.asked.append(mode.value)
        if self.refuses:
            return 0
        self.mode = mode.value
        return 1


@pytest.fixture
def console(monkeypatch: pytest.MonkeyPatch) -> Console:
    """From here on this is Windows, with its streams on a console window."""
    console, runtime = Console(), ModuleType("msvcrt")
    vars(runtime)["get_osfhandle"] = lambda number: 1000 + number
    monkeypatch.setitem(sys.modules, "msvcrt", runtime)
    monkeypatch.setattr(ctypes, "WinDLL", lambda name: {"kernel32": console}[name], raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("TERM", raising=False)
    return console


def test_a_console_that_shows_no_colours_yet_is_told_to(console: Console) -> None:
    assert coloured(TerminalStream(), {})
    assert console.mode == USUAL | 0x4


def test_one_that_shows_them_already_is_left_as_it_is(console: Console) -> None:
    console.mode = 0xF
    assert coloured(TerminalStream(), {})
    assert console.asked == []


def test_one_that_refuses_gets_no_escape_code(console: Console) -> None:
    console.refuses = True
    assert not coloured(TerminalStream(), {})
    assert painted_row([bold("Today")], TerminalStream()) == "Today"


def test_the_device_nul_is_no_console(console: Console) -> None:
    console.is_console = False
    assert not coloured(TerminalStream(), {})
    assert console.asked == []


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_console_is_not_touched_where_nobody_wants_colours(console: Console, environ: dict[str, str]) -> None:
    assert not coloured(TerminalStream(), environ)
    assert console.asked == []


def test_where_the_console_cannot_be_asked_there_are_no_colours(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(ctypes, "WinDLL")
    assert not coloured(TerminalStream(), {})


async def _card(console: Console, *, refuses: bool) -> str:
    console.refuses = refuses
    stream = TerminalStream()
    terminal = Terminal(stream, None, {})
    await terminal.open(lambda _: None)
    await terminal.show(Notification("Morning", "Stand tall."))
    await terminal.close()
    return stream.getvalue()


@pytest.mark.parametrize("refuses", [False, True])
def test_a_command_and_a_card_of_the_service_ask_the_same(
    console: Console, monkeypatch: pytest.MonkeyPatch, refuses: bool
) -> None:
    import asyncio

    error = TerminalStream()
    monkeypatch.setattr(sys, "stderr", error)
    card = asyncio.run(_card(console, refuses=refuses))
    echo_aside(bold("Today"))
    assert ("\x1b" in card, "\x1b" in error.getvalue()) == (not refuses, not refuses)
    assert asked_by_commands is coloured


# everywhere else


@pytest.fixture
def pseudo_terminal() -> Iterator[io.TextIOWrapper]:
    import pty

    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        yield stream
    os.close(ours)


@only_on_posix
@pytest.mark.parametrize(
    ("environ", "expected"),
    [({}, True), ({"NO_COLOR": ""}, True), ({"NO_COLOR": "0"}, False), ({"TERM": "dumb"}, False)],
)
def test_a_terminal_is_coloured_unless_somebody_wants_none(
    pseudo_terminal: io.TextIOWrapper, environ: dict[str, str], expected: bool
) -> None:
    assert coloured(pseudo_terminal, environ) is expected


@only_on_posix
def test_a_pipe_and_a_stream_that_is_closed_are_no_terminal(pseudo_terminal: io.TextIOWrapper) -> None:
    assert not coloured(io.StringIO(), {})
    pseudo_terminal.close()
    assert not is_terminal(pseudo_terminal)
    assert not coloured(cast("Any", pseudo_terminal), {})


def test_no_file_writes_a_colour_without_asking() -> None:
    """`half_blocks` is given how many there are, by callers that have asked."""
    package = Path(__file__).parents[2] / "routine"
    writers = {path for path in package.rglob("*.py") if r"\x1b[" in path.read_text("utf-8")}
    silent = {path.name for path in writers if "coloured" not in path.read_text("utf-8")}
    assert silent == {"half_blocks.py"}
