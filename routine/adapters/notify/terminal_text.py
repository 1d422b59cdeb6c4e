"""Knows how text is made fit for a terminal: cleaned, measured, wrapped. Must not know cards, keys or files.

Source: ECMA-48, section 5.4, for control sequences; xterm's control sequences for OSC, which a BEL may end;
Unicode Standard Annex 9 for the marks that reorder a line, Annex 11 for the letters that are two columns wide.
"""

from __future__ import annotations

import re
import unicodedata

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|O.|.)?", re.DOTALL)
"""A key or a colour that a terminal spells with ESC: CSI, OSC, SS3, or Alt and a letter."""

_REORDERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that could make a line of keys read in another order. Right-to-left letters need none of them."""

NARROWEST = 20


def without_escapes(text: str) -> str:
    """The text without the sequences that begin with ESC, whole or cut short."""
    return _ESCAPE.sub("", text)


def clean(text: str, encoding: str) -> str:
    """Text a terminal prints and never obeys, with "\\n" as its only control."""
    text = _REORDERS.sub("", without_escapes(text)).replace("\t", " ")
    # every kind of line end is one line end
    lines = ("".join(mark for mark in line if _printable(mark)) for line in text.splitlines())
    return "\n".join(lines).encode(encoding, "replace").decode(encoding)


def cells(text: str) -> int:
    """How many columns the text takes, by each letter's East Asian width."""
    return sum(_cells(mark) for mark in text)


def wrapped(text: str, columns: int) -> list[str]:
    """Lines no wider than the terminal, broken between words where there are any."""
    columns = max(columns, NARROWEST)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            joined = f"{line} {word}" if line else word
            if cells(joined) <= columns:
                line = joined
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, columns)
            lines.extend(full)
        if line:
            lines.append(line)
    return lines


def in_rows(pieces: list[str], columns: int) -> list[str]:
    """Pieces side by side, three blanks apart; a piece is never broken unless it is wider than the terminal."""
    rows: list[str] = []
    for piece in pieces:
        if rows and cells(rows[-1]) + 3 + cells(piece) <= columns:
            rows[-1] = f"{rows[-1]}   {piece}"
        else:
            rows.append(piece)
    return [line for row in rows for line in (wrapped(row, columns) if cells(row) > columns else [row])]


def _pieces(word: str, columns: int) -> list[str]:
    """A word cut where it must be: an address, or a language that writes without blanks."""
    pieces = [""]
    for mark in word:
        if cells(pieces[-1]) + _cells(mark) > columns:
            pieces.append("")
        pieces[-1] += mark
    return pieces


def _printable(mark: str) -> bool:
    return unicodedata.category(mark) not in {"Cc", "Cs"}


def _cells(mark: str) -> int:
    if unicodedata.category(mark) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(mark) in {"W", "F"} else 1
