"""Knows rich, and draws a table into the width of the screen; must not know what stands in it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from routine.ui.console.output import (
    NARROW,
    Cell,
    Column,
    Style,
    fitted,
    put,
    screen_width,
    style_of,
    tell,
    text_of,
    width_of,
)

_RICH = {Style.PLAIN: "", Style.DIM: "dim", Style.BOLD: "bold", Style.GOOD: "green", Style.LOOK: "yellow"}


_GAP = 2


def draw(
    columns: Sequence[Column], rows: Sequence[Sequence[Cell]], widths: Sequence[int], *, indent: int, colour: bool
) -> None:
    """`widths` are those of the columns' widest cells; what does not fit the screen is told cell by cell."""
    screen = screen_width()
    kept = [place for place, column in enumerate(columns) if screen >= NARROW or not column.spare]
    fits = indent + sum(widths[place] + _GAP for place in kept) <= screen
    least = [
        _longest_word(rows, place) if columns[place].wraps else widths[place] for place in range(len(columns))
    ]
    if indent + sum(least[place] + _GAP for place in kept) > screen:
        _stacked([[row[place] for place in kept] for row in rows], screen, indent)
        return
    table = Table.grid(padding=(0, _GAP, 0, 0))
    for place in kept:
        column = columns[place]
        table.add_column(
            justify="right" if column.right else "left",
            no_wrap=not column.wraps,
            overflow="fold",
            # where room is short, only what never breaks keeps its width, and no word is cut
            min_width=widths[place] if fits else least[place],
        )
    for row in rows:
        # without colour nothing is bold or dim either: rich would leave those in
        table.add_row(
            *(Text(text_of(row[place]), _RICH[style_of(row[place])] if colour else "") for place in kept)
        )
    console = Console(width=screen, no_color=not colour, highlight=False, markup=False, emoji=False)
    with console.capture() as drawn:
        console.print(Padding(table, (0, 0, 0, indent)))
    put(drawn.get(), end="")


def _longest_word(rows: Sequence[Sequence[Cell]], place: int) -> int:
    return max((width_of(word) for row in rows for word in text_of(row[place]).split()), default=0)


def _stacked(rows: Sequence[Sequence[Cell]], screen: int, indent: int) -> None:
    """Where not even the words fit side by side: each row as a paragraph of its own."""
    for row in rows:
        cells = [cell for cell in row if text_of(cell)]
        pieces = [part for cell in cells for part in (" " * _GAP, cell)][1:]
        for line in fitted([" " * indent, *pieces], screen, indent + _GAP):
            tell(*line)
