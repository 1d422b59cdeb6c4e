"""Knows how the marks of a chart become characters; must not know dates, sentences or what is counted.

Filled, shaded, light and crossed, so that it reads without colour, and on paper. A grid with one row a rating
reads better than braille, where dots and line melt.
"""

from __future__ import annotations

from itertools import groupby

from routine.core.charts import SCORES, Bar, Chart, Role
from routine.presentation.text_layout import width_of
from routine.ui.console.output import Cell, dim

FILL = {Role.DONE: "█", Role.PART: "▓", Role.NOT_DONE: "░", Role.EXCUSED: "╱"}
DOT, LINE, BOTH = "●", "─", "◉"
HEIGHTS = "▁▂▃▄▅▆▇█"
_WIDEST = 40
"""Columns of the longest bar."""
AXIS = "│"


def bar_texts(chart: Chart, places: int, room: int = _WIDEST) -> list[str]:
    """Each place of the axis as a bar that lies: a character a session, as long as there is room."""
    there: list[list[Bar]] = [[] for _ in range(places)]
    for bar in chart.bars:
        there[int((bar.x + bar.w / 2) * places)].append(bar)
    most = max((sum(bar.count for bar in bars) for bars in there), default=0)
    scale = min(1.0, room / most) if most else 1.0
    return [_lying(bars, scale) for bars in there]


def _lying(bars: list[Bar], scale: float) -> str:
    """Rounded from its beginning to its end, so that no part is longer for standing later."""
    text, passed = "", 0
    for bar in bars:
        begin, end = round(passed * scale), round((passed + bar.count) * scale)
        # what is there is seen, however little it is
        text += FILL[bar.role] * max(end - begin, 1)
        passed += bar.count
    return text


def grid_rows(chart: Chart, columns: int) -> list[list[Cell]]:
    """Eleven rows, the highest rating on top; a dot a rating, a line for the median, and both together."""
    cells = [[" "] * columns for _ in range(SCORES + 1)]
    for run in chart.runs:
        for column in range(_column(run.x, columns), _column(run.x2, columns) + 1):
            cells[round(run.y * SCORES)][column] = LINE
    for dot in chart.dots:
        row, column = round(dot.y * SCORES), _column(dot.x, columns)
        cells[row][column] = BOTH if cells[row][column] in {LINE, BOTH} else DOT
    rows: list[list[Cell]] = []
    for level in range(SCORES, -1, -1):
        label = next((tick.text for tick in chart.ticks if tick.is_left and round(tick.at * SCORES) == level), "")
        rows.append([dim(f"{label:>2} {AXIS}"), "".join(cells[level]).rstrip()])
    rows.append([dim(f"   {axis_text(chart, columns)}")])
    return rows


def dots_row(chart: Chart, columns: int) -> str:
    """One row: a block a value, as high as it is in its own scale."""
    cells = [" "] * columns
    for dot in chart.dots:
        cells[_column(dot.x, columns)] = HEIGHTS[min(int(dot.y * len(HEIGHTS)), len(HEIGHTS) - 1)]
    return "".join(cells).rstrip()


def axis_text(chart: Chart, columns: int) -> str:
    """What is written under the places, as far as there is room for each."""
    text = ""
    for tick in (tick for tick in chart.ticks if not tick.is_left):
        column = _column(tick.at, columns)
        if (not text or width_of(text) < column) and column + width_of(tick.text) <= columns:
            text = f"{text:<{column}}{tick.text}"
    return text


def legend(chart: Chart, names: dict[Role, str]) -> str:
    """What each filling means, of those that are there."""
    there = [role for role, _ in groupby(sorted(bar.role for bar in chart.bars))]
    return "   ".join(f"{FILL[role]} {names[role]}" for role in Role if role in there)


def _column(x: float, columns: int) -> int:
    return min(int(x * columns), columns - 1)
