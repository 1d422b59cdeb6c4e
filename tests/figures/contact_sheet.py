"""Knows how many stills make one contact sheet as SVG; must not know files or pixels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from routine.core.exercise import Exercise
from routine.figures.drawing import LIGHT, Palette
from routine.figures.render import still

_COLUMNS = 10
_SIDE, _CAPTION = 120, 15
_LONGEST = 26
"""Letters that fit under a picture."""


def sheet(exercises: Sequence[Exercise], palette: Palette = LIGHT) -> str:
    """Every still with its title below."""
    rows = -(-len(exercises) // _COLUMNS)
    width, height = _COLUMNS * _SIDE, rows * (_SIDE + _CAPTION)
    cells = [_cell(exercise, place, palette) for place, exercise in enumerate(exercises)]
    back = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{back}{"".join(cells)}</svg>'


def _cell(exercise: Exercise, place: int, palette: Palette) -> str:
    x, y = place % _COLUMNS * _SIDE, place // _COLUMNS * (_SIDE + _CAPTION)
    box = f'x="{x + 3}" y="{y + 2}" width="{_SIDE - 6}" height="{_SIDE - 6}"'
    inner = re.sub(r"^<svg ", f"<svg {box} ", still(exercise, palette=palette), count=1)
    words = re.sub(r" ?[(:].*", "", exercise.title)
    title = (words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…").replace("&", "&amp;")
    place_of_words = f'x="{x + _SIDE / 2}" y="{y + _SIDE + 6}" text-anchor="middle"'
    font = 'font-family="DejaVu Sans, Arial, Helvetica" font-size="8" fill="#555555"'
    return f"{inner}<text {place_of_words} {font}>{title}</text>"
