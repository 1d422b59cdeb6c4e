"""Knows how round patches of colour become a small grid of pixels; must not know bodies, terminals or time.

Few pixels show a body well only when their edges are soft: every pixel is the mean of nine finer ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from routine.figures.drawing import ViewBox, hull
from routine.figures.shapes import Circle

_FINE = 3
_RIM = 0.45
"""How wide the edge of background round a limb is, in pixels: thinner than that it is lost."""

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Patch:
    """The skin around some circles, in one colour; `rim`: an edge of background sets it off."""

    circles: tuple[Circle, ...]
    colour: Colour
    rim: bool = False


def fitted(bounds: ViewBox, width: int, height: int) -> ViewBox:
    """The view box with the shape of `width` by `height` pixels that holds `bounds` in its middle."""
    pixel = max(bounds.width / width, bounds.height / height)
    across, down = pixel * width, pixel * height
    left = bounds.left - (across - bounds.width) / 2
    return ViewBox(left, bounds.top - (down - bounds.height) / 2, across, down)


def raster(
    patches: Iterable[Patch], view_box: ViewBox, width: int, height: int, ground: Colour
) -> list[list[Colour]]:
    """The pixels, row by row, with what comes later in front."""
    canvas = _Canvas(view_box, width * _FINE, height * _FINE)
    colours = [ground]
    places = {ground: 0}
    rim = _RIM * view_box.width / width
    for patch in patches:
        place = places.setdefault(patch.colour, len(colours))
        if place == len(colours):
            colours.append(patch.colour)
        if patch.rim:
            canvas.fill(hull([(x, y, r + rim) for x, y, r in patch.circles]), 0)
        canvas.fill(hull(patch.circles), place)
    return canvas.pixels(colours)


class _Canvas:
    """The finer grid; each of its dots is the place of a colour in a list."""

    def __init__(self, view_box: ViewBox, width: int, height: int) -> None:
        self._view_box = view_box
        self._width = width
        self._scale = width / view_box.width
        self._rows = [bytearray(width) for _ in range(height)]

    def fill(self, corners: Sequence[tuple[float, float]], place: int) -> None:
        """A convex shape: on every row it has one beginning and one end."""
        spots = [
            ((x - self._view_box.left) * self._scale, (y - self._view_box.top) * self._scale) for x, y in corners
        ]
        first = max(0, round(min(y for _, y in spots)))
        count = min(len(self._rows), round(max(y for _, y in spots))) - first
        if count <= 0:
            return
        starts, ends = [float(self._width)] * count, [0.0] * count
        for (ax, ay), (bx, by) in zip(spots, [*spots[1:], spots[0]], strict=True):
            top, bottom = (ay, by) if ay < by else (by, ay)
            slope = (bx - ax) / (by - ay) if by != ay else 0.0
            for row in range(max(0, round(top) - first), min(count, round(bottom) - first)):
                x = ax + (row + first + 0.5 - ay) * slope
                starts[row] = min(starts[row], x)
                ends[row] = max(ends[row], x)
        dot = bytes([place])
        for row in range(count):
            start, end = max(0, round(starts[row])), min(self._width, round(ends[row]))
            if start < end:
                self._rows[first + row][start:end] = dot * (end - start)

    def pixels(self, colours: Sequence[Colour]) -> list[list[Colour]]:
        known: dict[bytes, Colour] = {}
        found = []
        for top in range(0, len(self._rows), _FINE):
            rows = [bytes(row) for row in self._rows[top : top + _FINE]]
            line = []
            for left in range(0, self._width, _FINE):
                dots = b"".join([row[left : left + _FINE] for row in rows])
                colour = known.get(dots)
                if colour is None:
                    red, green, blue = (
                        round(sum(channel) / len(dots))
                        for channel in zip(*(colours[dot] for dot in dots), strict=True)
                    )
                    colour = known[dots] = (red, green, blue)
                line.append(colour)
            found.append(line)
        return found
