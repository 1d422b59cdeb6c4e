"""Knows how shapes become SVG text, and the colours; must not know bodies, poses or where the picture goes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import cos, pi, sin

from routine.figures.shapes import Circle, Cloth, Shape

_CORNERS = 28
_ROUND = [(cos(2 * pi * i / _CORNERS), sin(2 * pi * i / _CORNERS)) for i in range(_CORNERS)]
UNIT = 200
"""SVG units in a body height."""
OUTLINE = 1.2
"""How wide the rim of background round a limb is, in SVG units."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb, or, for a page, names of its CSS variables."""

    ground: str
    cloths: dict[Cloth, str] = field(hash=False)
    variables: bool = False

    def colour(self, cloth: Cloth, pale: float) -> str:
        """The cloth's colour, `pale` of the way (0 to 1) to the background; CSS's color-mix() for variables."""
        own = self.cloths[cloth]
        if cloth in {Cloth.LIT, Cloth.MARK}:
            return own  # what is tensed is the message, near or far
        if self.variables:
            share = round(100 - 100 * pale)
            return own if share == 100 else f"color-mix(in srgb, {own} {share}%, {self.ground})"
        a, b = (tuple(int(text[i : i + 2], 16) for i in (1, 3, 5)) for text in (own, self.ground))
        return "#" + "".join(f"{round(x + (y - x) * pale):02x}" for x, y in zip(a, b, strict=True))


LIGHT = Palette(
    "#f6f3ec",
    {
        Cloth.SKIN: "#e3a878",
        Cloth.SHIRT: "#d4604c",
        Cloth.TROUSERS: "#2f6d70",
        Cloth.HAIR: "#5b4034",
        Cloth.LIT: "#f2b01e",
        Cloth.MAT: "#ded0b6",
        Cloth.THING: "#b59d7c",
        Cloth.CUSHION: "#a9bccb",
        Cloth.STRAP: "#5a4d8c",
        Cloth.SHIRT_WORKS: "#a8341f",
        Cloth.TROUSERS_WORKS: "#0f9a9c",
        Cloth.MARK: "#7a3fa0",
    },
)
DARK = Palette(
    "#1f2426",
    {
        Cloth.SKIN: "#e6b48a",
        Cloth.SHIRT: "#e0705a",
        Cloth.TROUSERS: "#5aa3a3",
        Cloth.HAIR: "#8a6a58",
        Cloth.LIT: "#ffc53d",
        Cloth.MAT: "#3a4346",
        Cloth.THING: "#77705f",
        Cloth.CUSHION: "#5c7386",
        Cloth.STRAP: "#a698e0",
        Cloth.SHIRT_WORKS: "#ff9a80",
        Cloth.TROUSERS_WORKS: "#8fe0dc",
        Cloth.MARK: "#d29cf0",
    },
)
PAGE = Palette("var(--figure-ground)", {cloth: f"var(--figure-{cloth})" for cloth in Cloth}, variables=True)
"""For a page, which says what the variables are, in light and in dark."""


@dataclass(frozen=True, slots=True)
class ViewBox:
    """What part of the picture plane is seen, in body heights."""

    left: float
    top: float
    width: float
    height: float


def hull(circles: Sequence[Circle]) -> list[tuple[float, float]]:
    """The corners of a rubber band around the circles (Andrew's chain)."""
    points = sorted({(x + r * c, y + r * s) for x, y, r in circles for c, s in _ROUND})
    if len(points) < 3:
        return points
    chains: list[list[tuple[float, float]]] = []
    for row in (points, points[::-1]):
        chain: list[tuple[float, float]] = []
        for p in row:
            while len(chain) > 1 and _bends_wrong(chain[-2], chain[-1], p):
                chain.pop()
            chain.append(p)
        chains.append(chain[:-1])
    return chains[0] + chains[1]


def _bends_wrong(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) <= 0


def draw(shapes: Iterable[Shape], palette: Palette) -> str:
    """SVG elements, in the order given."""
    return "\n".join(_element(shape, palette) for shape in shapes)


def _element(shape: Shape, palette: Palette) -> str:
    fill = palette.colour(shape.cloth, shape.pale)
    corners = hull(shape.circles)
    path = "M" + "L".join(f"{x * UNIT:.1f} {y * UNIT:.1f}" for x, y in corners) + "Z"
    rim = f' stroke="{palette.ground}" stroke-width="{OUTLINE * 2}" paint-order="stroke"' if shape.outlined else ""
    return f'<path d="{path}" fill="{fill}"{rim}/>'


def picture(view_box: ViewBox, content: str, palette: Palette, *, title: str = "", card: bool = True) -> str:
    """A whole SVG; a card is a square of background with round corners."""
    x, y, w, h = (round(v * UNIT, 1) for v in (view_box.left, view_box.top, view_box.width, view_box.height))
    name = f"<title>{_escaped(title)}</title>" if title else ""
    back = (
        f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="{w * 0.07:.1f}" fill="{palette.ground}"/>'
        if card
        else ""
    )
    role = ' role="img"' if title else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {w} {h}"{role} stroke-linejoin="round">'
        f"{name}{back}{content}</svg>"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
