"""Knows how a line reaches a terminal or a pipe: colour, width, alignment, nothing harmful in it.

Must not know what is said. Everything a person typed into a plan passes `clean` here, and only here.
"""

from __future__ import annotations

import json
import os
import re
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
    """Few and calm, readable on light and on dark: the value is the parameter of SGR (ECMA-48)."""

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
JOINED = "\N{NO-BREAK SPACE}"
_COMMAND = re.compile(r"`[^`]+`|routine help-signs(?: --cleared \S+)?")
_WORD = re.compile(r" *[^ ]+")
NARROW = 64
_USUAL = 80


def dim(text: str) -> Piece:
    return Piece(text, Style.DIM)


def bold(text: str) -> Piece:
    return Piece(text, Style.BOLD)


def good(text: str) -> Piece:
    """What is well."""
    return Piece(text, Style.GOOD)


def look(text: str) -> Piece:
    """What somebody should look at."""
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


def tell(*pieces: Cell, hang: int | None = None) -> None:
    """One line to whoever asked; on a screen in as many rows as it needs, all but the first `hang` columns in."""
    for row in _rows(pieces, sys.stdout, hang):
        put(_painted(row, sys.stdout))


def note(*pieces: Cell) -> None:
    """One line beside the answer: a pipe does not get it."""
    for row in _rows(pieces, sys.stderr):
        _beside(_painted(row, sys.stderr))


def complain(text: str) -> None:
    """On the standard error, line by line; where that takes nothing, what was asked for is done all the same."""
    for line in text.split("\n"):
        for row in _rows([line], sys.stderr):
            _beside("".join(text_of(piece) for piece in row))


def _beside(line: str) -> None:
    try:
        print(line, file=sys.stderr)
    except (OSError, ValueError):
        hush(sys.stderr)


def _rows(pieces: Sequence[Cell], stream: TextIO, hang: int | None = None) -> list[Sequence[Cell]]:
    width = screen_width() if stream.isatty() else 0
    fits = not width or sum(width_of(text_of(piece)) for piece in pieces) <= width
    return [pieces] if fits else [*fitted(pieces, width, hang)]


def fitted(pieces: Sequence[Cell], width: int, hang: int | None = None) -> list[list[Piece]]:
    """Rows of at most so many columns, broken between words; what is to be typed, and a long word, stays whole."""
    text = "".join(text_of(piece) for piece in pieces)
    styles = [style_of(piece) for piece in pieces for _ in text_of(piece)]
    if hang is None:
        hang = len(text) - len(text.lstrip(" "))
    indent = " " * min(hang, width // 2)
    rows: list[list[Piece]] = [[]]
    used = 0
    for found in _WORD.finditer(whole_commands(text)):
        begin, word = found.start(), text[found.start() : found.end()]
        if used and used + width_of(word) > width:
            begin, word = found.end() - len(word.lstrip(" ")), word.lstrip(" ")
            rows.append([Piece(indent)])
            used = len(indent)
        rows[-1] += _styled(word, styles[begin : found.end()])
        used += width_of(word)
    return rows


def whole_commands(text: str) -> str:
    """Joined where it must not be broken: half a command can be neither typed nor copied."""
    return _COMMAND.sub(lambda found: found[0].replace(" ", JOINED), text)


def _styled(word: str, styles: Sequence[Style]) -> list[Piece]:
    pieces: list[Piece] = []
    for letter, style in zip(word, styles, strict=True):
        if pieces and pieces[-1].style is style:
            pieces[-1] = Piece(pieces[-1].text + letter, style)
        else:
            pieces.append(Piece(letter, style))
    return pieces


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
    """As JSON, for other programs. Raises as `put` does."""
    put(json.dumps(shape, ensure_ascii=False, indent=2))


def tell_table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], indent: int = 0, like: Sequence[Sequence[Cell]] = ()
) -> None:
    """Aligned; fitted into the screen when there is one. `like`: rows of other tables to be aligned with."""
    widths = [
        max((width_of(text_of(row[place])) for row in (*rows, *like)), default=0) for place in range(len(columns))
    ]
    if sys.stdout.isatty():
        from routine.ui.console.tables import draw  # noqa: PLC0415 - rich takes 45 ms, and a pipe needs none of it

        draw(columns, rows, widths, indent=indent, colour=coloured(sys.stdout))
        return
    for row in rows:
        cells = [_padded(text_of(row[place]), widths[place], column) for place, column in enumerate(columns)]
        put(" " * indent + "  ".join(cells).rstrip())


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


def _painted(pieces: Sequence[Cell], stream: TextIO) -> str:
    paint = coloured(stream)
    return "".join(_paint(text_of(piece), style_of(piece), on=paint) for piece in pieces).rstrip()


def _paint(text: str, style: Style, *, on: bool) -> str:
    return f"\x1b[{style.value}m{text}\x1b[0m" if on and style.value and text else text


def _padded(text: str, width: int, column: Column) -> str:
    gap = " " * (width - width_of(text))
    return gap + text if column.right else text + gap
