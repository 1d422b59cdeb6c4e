"""Knows how a line reaches a terminal or a pipe: colour, width, alignment, nothing harmful in it.

Must not know what is said. Everything a person typed into a plan passes `clean` here, and only here.
"""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any, TextIO


class UntoldError(OSError):
    """The standard output takes nothing: a full disk, a terminal that has gone."""


class Style(Enum):
    """Few and calm, readable on light and on dark: the value is the ANSI parameter."""

    PLAIN = ""
    DIM = "2"
    BOLD = "1"
    GOOD = "32"
    LOOK = "33"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one style."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Column:
    """How a column of a table behaves when room is short."""

    right: bool = False
    wraps: bool = False
    """May break over lines; the others never do."""
    spare: bool = False
    """Left out on a narrow screen."""


Cell = str | Piece
NARROW = 64
_USUAL = 80


def dim(text: str) -> Piece:
    return Piece(text, Style.DIM)


def bold(text: str) -> Piece:
    return Piece(text, Style.BOLD)


def good(text: str) -> Piece:
    return Piece(text, Style.GOOD)


def look(text: str) -> Piece:
    return Piece(text, Style.LOOK)


def clean(text: str) -> str:
    """Without anything that a terminal would obey: control characters, and those that turn the text around."""
    if text.isprintable():
        return text
    return "".join(_harmless(character) for character in text)


def _harmless(character: str) -> str:
    if character.isprintable() or character == "\N{ZERO WIDTH JOINER}":
        return character
    return " " if character.isspace() else ""


def text_of(cell: Cell) -> str:
    return clean(cell.text if isinstance(cell, Piece) else cell)


def style_of(cell: Cell) -> Style:
    return cell.style if isinstance(cell, Piece) else Style.PLAIN


def width_of(text: str) -> int:
    """The columns that `text` takes on a screen."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def tell(*pieces: Cell) -> None:
    """One line to whoever asked."""
    put(_painted(pieces, sys.stdout))


def note(*pieces: Cell) -> None:
    """One line beside the answer: a pipe does not get it."""
    complain(_painted(pieces, sys.stderr))


def complain(text: str) -> None:
    """On the standard error, as it stands; where that takes nothing, what was asked for is done all the same."""
    try:
        print(text, file=sys.stderr)
    except (OSError, ValueError):
        hush(sys.stderr)


def put(text: str, end: str = "\n") -> None:
    """On the standard output, as it stands. Raises UntoldError; a reader that has gone is BrokenPipeError."""
    try:
        print(text, end=end)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UntoldError(error.errno, error.strerror) from error


def flush() -> None:
    """All that was told is out. Raises as `put` does."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UntoldError(error.errno, error.strerror) from error


def hush(stream: TextIO) -> None:
    """What is told from here on goes nowhere; else Python would try once more at the end, and complain."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def tell_json(shape: Any) -> None:
    put(json.dumps(shape, ensure_ascii=False, indent=2))


def tell_table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], indent: int = 0, like: Sequence[Sequence[Cell]] = ()
) -> None:
    """Aligned; fitted into the screen when there is one. `like`: rows of other tables to be aligned with."""
    widths = [
        max((width_of(text_of(row[place])) for row in (*rows, *like)), default=0) for place in range(len(columns))
    ]
    if sys.stdout.isatty():
        from routine.ui.cli.tables import draw  # noqa: PLC0415 - rich takes 45 ms, and a pipe needs none of it

        draw(columns, rows, widths, indent=indent, colour=coloured(sys.stdout))
        return
    for row in rows:
        cells = [_padded(text_of(row[place]), widths[place], column) for place, column in enumerate(columns)]
        put(" " * indent + "  ".join(cells).rstrip())


def coloured(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def screen_width() -> int:
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL
    except (OSError, ValueError):
        return _USUAL


def _painted(pieces: Sequence[Cell], stream: TextIO) -> str:
    paint = coloured(stream)
    return "".join(_paint(text_of(piece), style_of(piece), on=paint) for piece in pieces).rstrip()


def _paint(text: str, style: Style, *, on: bool) -> str:
    return f"\x1b[{style.value}m{text}\x1b[0m" if on and style.value and text else text


def _padded(text: str, width: int, column: Column) -> str:
    gap = " " * (width - width_of(text))
    return gap + text if column.right else text + gap
