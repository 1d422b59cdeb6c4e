"""Knows how rows are aligned, and fitted into the width of a screen; must not know what stands in them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import zip_longest

from routine.presentation.text_layout import width_of
from routine.ui.console.output import NARROW, Cell, Column, echo, fitted, painted_row, text_of
from routine.ui.console.streams import echo_raw, screen_width

_GAP = 2


def echo_table(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], indent: int = 0, like: Sequence[Sequence[Cell]] = ()
) -> None:
    """Aligned; fitted into the screen when there is one. `like`: rows of other tables to be aligned with."""
    places = range(len(columns))
    widths = [max((width_of(text_of(row[place])) for row in (*rows, *like)), default=0) for place in places]
    if not sys.stdout.isatty():
        for row in rows:
            _put_row([[[row[place]]] for place in places], columns, widths, indent)
        return
    screen = screen_width()
    kept = [place for place in places if screen >= NARROW or not columns[place].spare]
    columns, widths = [columns[place] for place in kept], [widths[place] for place in kept]
    rows = [[row[place] for place in kept] for row in rows]
    least = [_longest_word(rows, place) if one.wraps else widths[place] for place, one in enumerate(columns)]
    if indent + sum(least) + _GAP * len(least) > screen:
        _stacked(rows, screen, indent)
        return
    widths = _narrowed(widths, least, screen - indent - _GAP * (len(widths) - 1))
    for row in rows:
        cells = [fitted([cell], width, 0, whole=False) for cell, width in zip(row, widths, strict=True)]
        _put_row(cells, columns, widths, indent)


def _put_row(
    cells: Sequence[Sequence[Sequence[Cell]]], columns: Sequence[Column], widths: Sequence[int], indent: int
) -> None:
    """Cells side by side, each of as many lines as it needs."""
    for lines in zip_longest(*cells, fillvalue=()):
        pieces: list[Cell] = [" " * indent]
        for line, column, width in zip(lines, columns, widths, strict=True):
            gap = " " * (width - sum(width_of(text_of(piece)) for piece in line))
            pieces += [gap, *line, " " * _GAP] if column.right else [*line, gap + " " * _GAP]
        echo_raw(painted_row(pieces, sys.stdout))


def _narrowed(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """The widest of those that may break give way, until all fit; no word is cut."""
    found = [*widths]
    while sum(found) > room:
        place = max((place for place, width in enumerate(found) if width > least[place]), key=found.__getitem__)
        found[place] -= 1
    return found


def _longest_word(rows: Sequence[Sequence[Cell]], place: int) -> int:
    return max((width_of(word) for row in rows for word in text_of(row[place]).split()), default=0)


def _stacked(rows: Sequence[Sequence[Cell]], screen: int, indent: int) -> None:
    """Where not even the words fit side by side: each row as a paragraph of its own."""
    for row in rows:
        cells = [cell for cell in row if text_of(cell)]
        pieces = [part for cell in cells for part in (" " * _GAP, cell)][1:]
        for line in fitted([" " * indent, *pieces], screen, indent + _GAP):
            echo(*line)
