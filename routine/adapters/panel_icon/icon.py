"""Knows the icon of the panel as pixels, for where no icon theme has it: a ring, with a dot while something waits.

The green has a contrast of three and more on white, light and dark grey and black; the thin white rim keeps it
apart from a panel of its own colour.

Source: the Status Notifier Item specification, "Icons": width, height, and ARGB32 in network byte order.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot
from pathlib import Path

RESTS, WAITS = "routine", "routine-waiting"
"""What the two icons are called in an icon theme."""

SIZES = (22, 48)
"""What panels draw, and twice that."""
_COLOUR = (0x2F, 0x8F, 0x8C)
_WHITE = (0xFF, 0xFF, 0xFF)
_OUTER, _INNER, _DOT, _RIM = 0.42, 0.27, 0.16, 0.05
"""Of the width: the ring's two radii, the dot's, and how much white lies around."""


def theme_files(environ: Mapping[str, str]) -> tuple[Path, Path]:
    """Where both lie for one person, once they are put there (Icon Theme Specification, "Directory Layout")."""
    named = environ.get("XDG_DATA_HOME", "")
    home = Path(environ.get("HOME") or Path.home())
    shared = Path(named) if named.startswith("/") else home / ".local" / "share"
    icons = shared / "icons" / "hicolor" / "scalable" / "apps"
    return icons / f"{RESTS}.svg", icons / f"{WAITS}.svg"


def pixmaps(*, waits: bool) -> list[list[object]]:
    """In each size, as the property IconPixmap has it: (width, height, bytes)."""
    return [[size, size, _drawn(size, waits=waits)] for size in SIZES]


def _drawn(size: int, *, waits: bool) -> bytes:
    middle, found = (size - 1) / 2, bytearray()
    for y in range(size):
        for x in range(size):
            away = hypot(x - middle, y - middle)
            colour = _covers(away, size, _OUTER, _INNER) + (_covers(away, size, _DOT, 0) if waits else 0)
            rim = _covers(away, size, _OUTER + _RIM, _INNER - _RIM)
            rim += _covers(away, size, _DOT + _RIM, 0) if waits else 0
            found += _pixel(min(colour, 1.0), min(rim, 1.0))
    return bytes(found)


def _covers(away: float, size: int, outer: float, inner: float) -> float:
    """How much of a pixel at that distance from the middle lies in the ring; its edges are soft."""
    without = min(max(inner * size - away + 0.5, 0.0), 1.0) if inner else 0.0
    return max(min(max(outer * size - away + 0.5, 0.0), 1.0) - without, 0.0)


def _pixel(colour: float, rim: float) -> bytes:
    alpha = max(colour, rim)
    part = colour / alpha if alpha else 0.0
    mixed = (round(green * part + white * (1 - part)) for green, white in zip(_COLOUR, _WHITE, strict=True))
    return bytes((round(255 * alpha), *mixed))
