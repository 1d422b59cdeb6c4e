"""Knows how text is made fit for a terminal: cleaned, measured, wrapped. Must not know cards, keys or files."""

from __future__ import annotations

import re

from routine.presentation import text_layout
from routine.presentation.text_layout import width_of

_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|O.|.)?", re.DOTALL)
"""A key or a colour that a terminal spells with ESC: CSI, OSC, SS3, or Alt and a letter."""

NARROWEST = 20


def without_escapes(text: str) -> str:
    return _ESCAPE.sub("", text)


def clean(text: str, encoding: str) -> str:
    """Text a terminal prints and never obeys, with "\\n" as its only control."""
    # every kind of line end is one line end
    lines = (text_layout.clean(line) for line in without_escapes(text).splitlines())
    return "\n".join(lines).encode(encoding, "replace").decode(encoding)


def wrapped(text: str, columns: int) -> list[str]:
    """Lines no wider than the terminal, broken between words where there are any."""
    columns = max(columns, NARROWEST)
    return [line for paragraph in text.split("\n") for line in text_layout.wrapped(paragraph, columns)]


def in_rows(pieces: list[str], columns: int) -> list[str]:
    """Pieces side by side, three blanks apart; a piece is never broken unless it is wider than the terminal."""
    rows: list[str] = []
    for piece in pieces:
        if rows and width_of(rows[-1]) + 3 + width_of(piece) <= columns:
            rows[-1] = f"{rows[-1]}   {piece}"
        else:
            rows.append(piece)
    return [line for row in rows for line in (wrapped(row, columns) if width_of(row) > columns else [row])]
