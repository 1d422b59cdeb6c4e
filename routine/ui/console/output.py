"""Knows how a line reaches a terminal or a pipe: colour, width, alignment, nothing harmful in it.

Must not know what is said. Everything a person typed into a plan passes `clean` here, on its way out.

Source: ECMA-48, SGR (select graphic rendition).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from enum import Enum
from typing import Any, TextIO

from msgspec import Struct

from routine.presentation.text_layout import JOINED, clean, width_of
from routine.ui.console.streams import coloured, echo_raw, mute, screen_width


class Style(Enum):
    """Few and calm, readable on light and on dark: the value is the parameter of SGR (ECMA-48)."""

    PLAIN = ""
    DIM = "2"
    BOLD = "1"
    GOOD = "32"
    WARN = "33"


class Piece(Struct, frozen=True):
    """Text in one style."""

    text: str
    style: Style = Style.PLAIN


class Column(Struct, frozen=True):
    """How a column of a table behaves when room is short."""

    right: bool = False
    wraps: bool = False
    """May break over lines; the others never do."""
    spare: bool = False
    """Left out on a narrow screen."""


Cell = str | Piece
_COMMAND = r"`[^`]+`|routine help-signs(?: --cleared \S+)?"
_WORD = r" *[^ ]+"
NARROW = 64


def dim(text: str) -> Piece:
    return Piece(text, Style.DIM)


def bold(text: str) -> Piece:
    return Piece(text, Style.BOLD)


def good(text: str) -> Piece:
    """What is well."""
    return Piece(text, Style.GOOD)


def warn(text: str) -> Piece:
    """What somebody should look at."""
    return Piece(text, Style.WARN)


def text_of(cell: Cell) -> str:
    """Its text, with nothing in it that a terminal would obey."""
    return clean(cell.text if isinstance(cell, Piece) else cell)


def style_of(cell: Cell) -> Style:
    return cell.style if isinstance(cell, Piece) else Style.PLAIN


def echo(*pieces: Cell, hang: int | None = None) -> None:
    """One line to whoever asked; on a screen in as many rows as it needs, all but the first `hang` columns in."""
    for row in _rows(pieces, sys.stdout, hang):
        echo_raw(painted_row(row, sys.stdout))


def echo_aside(*pieces: Cell) -> None:
    """One line beside the answer: a pipe does not get it."""
    for row in _rows(pieces, sys.stderr):
        _beside(painted_row(row, sys.stderr))


def echo_error(text: str) -> None:
    """On the standard error, line by line; where that takes nothing, what was asked for is done all the same."""
    for line in text.split("\n"):
        for row in _rows([line], sys.stderr):
            _beside("".join(text_of(piece) for piece in row))


def _beside(line: str) -> None:
    try:
        print(line, file=sys.stderr)
    except (OSError, ValueError):
        mute(sys.stderr)


def _rows(pieces: Sequence[Cell], stream: TextIO, hang: int | None = None) -> list[Sequence[Cell]]:
    width = screen_width() if stream.isatty() else 0
    fits = not width or sum(width_of(text_of(piece)) for piece in pieces) <= width
    return [pieces] if fits else [*fitted(pieces, width, hang)]


def fitted(
    pieces: Sequence[Cell], width: int, hang: int | None = None, *, whole: bool = True
) -> list[list[Piece]]:
    """Rows of at most so many columns, broken between words; a long word stays whole, and what is to be typed.

    Not `whole`: half a command may stand in one row, where a narrow column has no room for all of it.
    """
    text = "".join(text_of(piece) for piece in pieces)
    styles = [style_of(piece) for piece in pieces for _ in text_of(piece)]
    if hang is None:
        hang = len(text) - len(text.lstrip(" "))
    indent = " " * min(hang, width // 2)
    rows: list[list[Piece]] = [[]]
    used = 0
    for found in re.finditer(_WORD, whole_commands(text) if whole else text):
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
    return re.sub(_COMMAND, lambda found: found[0].replace(" ", JOINED), text)


def _styled(word: str, styles: Sequence[Style]) -> list[Piece]:
    pieces: list[Piece] = []
    for letter, style in zip(word, styles, strict=True):
        if pieces and pieces[-1].style is style:
            pieces[-1] = Piece(pieces[-1].text + letter, style)
        else:
            pieces.append(Piece(letter, style))
    return pieces


def echo_json(shape: Any) -> None:
    """As JSON, for other programs. Raises as `echo_raw` does."""
    import json  # noqa: PLC0415 - only where it is asked for

    # a terminal may know fewer letters than an id is made of
    ascii_only = (sys.stdout.encoding or "").lower().replace("_", "-") not in {"utf-8", "utf8"}
    echo_raw(json.dumps(shape, ensure_ascii=ascii_only, indent=2))


def painted_row(pieces: Sequence[Cell], stream: TextIO) -> str:
    """One line with its colours, where the stream may be coloured."""
    paint = coloured(stream)
    return "".join(_paint(text_of(piece), style_of(piece), on=paint) for piece in pieces).rstrip()


def _paint(text: str, style: Style, *, on: bool) -> str:
    return f"\x1b[{style.value}m{text}\x1b[0m" if on and style.value and text else text
