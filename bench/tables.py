"""Knows how measured numbers are summed up and set beside each other; must not know what was measured."""

from __future__ import annotations

import math
from collections.abc import Sequence


def show(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The first column is a name; the others are numbers."""
    table = [head, *rows]
    widths = [max(len(row[place]) for row in table) for place in range(len(head))]
    for row in table:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        print("  " + "  ".join(cells).rstrip())


def spread(values: Sequence[float], digits: int = 0) -> str:
    """How far apart they lie: the machine's noise is in it."""
    return f"{min(values):.{digits}f}-{max(values):.{digits}f}"


def ratio(ours: float, theirs: float) -> str:
    return f"{ours / theirs:.1f}x" if theirs else "-"


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that `part` of them do not exceed."""
    return sorted(values)[max(0, math.ceil(round(len(values) * part, 6)) - 1)]
