"""Knows how pixels become lines of a terminal, two in a character; must not know what is in the picture.

Source: ECMA-48 and ITU-T T.416 for SGR 38 and 48 (`5;n` one of 256 colours, `2;r;g;b` any); xterm's cube of
6 × 6 × 6 and its greys for what those 256 are. COLORTERM is the terminals' own convention.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from itertools import product

_UPPER = "\N{UPPER HALF BLOCK}"
_LOWER = "\N{LOWER HALF BLOCK}"
_CUBE = (0, 95, 135, 175, 215, 255)
"""The six steps of each channel in the usual 256 colours; the cube begins at 16, and 24 greys at 232."""

Pixel = tuple[int, int, int] | None
"""None: the terminal's own background."""


@dataclass(frozen=True, slots=True)
class Size:
    """In characters."""

    columns: int
    rows: int


class Colours(Enum):
    """How many a terminal can show."""

    FEW = "few"
    MANY = "256"
    ALL = "24 bit"


def colours_of(environ: Mapping[str, str] = os.environ) -> Colours:
    """What the terminal says of itself; few where somebody wants none."""
    kind = environ.get("TERM", "")
    if environ.get("NO_COLOR") or kind in {"", "dumb", "linux"}:
        return Colours.FEW
    if environ.get("COLORTERM") in {"truecolor", "24bit"} or kind.endswith("-direct"):
        return Colours.ALL
    return Colours.MANY if "256color" in kind or environ.get("COLORTERM") else Colours.FEW


def lines(rows: Sequence[Sequence[Pixel]], colours: Colours = Colours.ALL) -> list[str]:
    """The picture, each line ending without colour. A colour is named only where it changes."""
    if len(rows) % 2:
        rows = [*rows, [None] * len(rows[0])]
    return [_line(upper, lower, colours) for upper, lower in zip(rows[::2], rows[1::2], strict=True)]


def _line(upper: Sequence[Pixel], lower: Sequence[Pixel], colours: Colours) -> str:
    found: list[str] = []
    letters: Pixel = None
    ground: Pixel = None
    for above, below in zip(upper, lower, strict=True):
        sign, ink, behind = _cell(above, below)
        if behind != ground:
            found.append(_named(48, behind, colours) if behind else "\x1b[49m")
            ground = behind
        if ink is not None and ink != letters:
            found.append(_named(38, ink, colours))
            letters = ink
        found.append(sign)
    return "".join(found) + "\x1b[0m"


def _cell(above: Pixel, below: Pixel) -> tuple[str, Pixel, Pixel]:
    """The sign, the colour it is written in, and what is behind it."""
    if above == below:
        return " ", None, above
    if above is None:
        return _LOWER, below, None
    return _UPPER, above, below


@cache
def _named(where: int, pixel: tuple[int, int, int], colours: Colours) -> str:
    """SGR 38 (ink) or 48 (behind) as xterm takes them: with 2 and three channels, or with 5 and one of 256."""
    if colours is Colours.ALL:
        return f"\x1b[{where};2;{';'.join(map(str, pixel))}m"
    return f"\x1b[{where};5;{_nearest(pixel)}m"


def _nearest(pixel: tuple[int, int, int]) -> int:
    """Of the 256 colours the one that is least different."""
    near = [_two_nearest(channel) for channel in pixel]
    shade = max(0, min(23, round((sum(pixel) / 3 - 8) / 10)))
    known = {16 + 36 * r + 6 * g + b: (_CUBE[r], _CUBE[g], _CUBE[b]) for r, g, b in product(*near)}
    known[232 + shade] = (8 + 10 * shade,) * 3
    return min(known, key=lambda number: _apart(pixel, known[number]))


def _two_nearest(channel: int) -> list[int]:
    return sorted(range(6), key=lambda step: abs(_CUBE[step] - channel))[:2]


def _apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    """How different two colours look: a wrong hue disturbs more than a wrong brightness."""
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    hue = (red - green) ** 2 + (green - blue) ** 2 + (blue - red) ** 2
    return red**2 + green**2 + blue**2 + 2 * hue
