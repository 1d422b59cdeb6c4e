"""Knows how a figure, its things and its breath ring make one picture; must not know files or pixels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from routine.figures.camera import Camera, Spot
from routine.figures.drawing import LIGHT, UNIT, Palette, ViewBox, draw, picture
from routine.figures.figure import Figure
from routine.figures.kinematics import RADIUS_OF
from routine.figures.motion import Sample
from routine.figures.pose import other_side
from routine.figures.props import Box, bag, seen, strap
from routine.figures.shapes import Build, Cloth, Shape, shapes

_MARGIN = 0.05
GHOST = 0.8
"""How pale the pose is that stands behind a still."""
RING: dict[str, float] = {"least": 0.36, "more": 0.1, "line": 0.012, "pale": 0.88, "rim": 0.55}
"""The breath ring: its size when empty, what a full breath adds, its line (shares of the view box), how pale."""
_LOWER = ("hip", "knee", "ankle", "heel", "toe", "pelvis", "wrist", "finger")


def boxes_of(figure: Figure, camera: Camera) -> list[Shape]:
    """The things of the room, seen from where the camera is; a mirrored camera sees them mirrored."""
    turned = camera.azimuth != figure.camera.azimuth
    return seen([_other_side(box) if turned else box for box in figure.boxes], camera)


def _other_side(box: Box) -> Box:
    (a, b, c), (x, y, z) = box.low, box.high
    return Box((a, b, -z), (x, y, -c), box.cloth, box.round_by)


def view_box_of(
    views: Sequence[dict[str, Spot]], room: Sequence[Shape], *, close: bool = False, square: bool = True
) -> ViewBox:
    """The smallest square that holds every view and the things of the room; close, only the upper body.

    Not `square`: no higher than what it holds.
    """
    names = [name for name in RADIUS_OF if not close or not name.startswith(_LOWER)]
    circles = [(*view[name][:2], RADIUS_OF[name]) for view in views for name in names]
    circles += [circle for shape in room for circle in shape.circles if not close]
    left = min(x - r for x, _, r in circles)
    right = max(x + r for x, _, r in circles)
    top = min(y - r for _, y, r in circles)
    bottom = max(y + r for _, y, r in circles)
    size = max(right - left, bottom - top) + 2 * _MARGIN
    if not square:
        high = bottom - top + 2 * _MARGIN
        return ViewBox((left + right - size) / 2, top - _MARGIN, size, high)
    return ViewBox((left + right - size) / 2, (top + bottom - size) / 2, size, size)


def scene(
    figure: Figure,
    sample: Sample,
    camera: Camera,
    view_box: ViewBox | None = None,
    *,
    ghost: Sample | None = None,
    palette: Palette = LIGHT,
    title: str = "",
    card: bool = True,
    working: Sequence[str] = (),
    mark: Sequence[Shape] = (),
    build: Build = Build.SLIM,
) -> str:
    """One picture as SVG. `working` are limbs of the side that works; `mark` shows which way it goes."""
    spots = camera.project(sample.body.points)
    room = boxes_of(figure, camera)
    frame = view_box or view_box_of([spots], [*room, *mark], close=figure.close)
    body = shapes(spots, breath=sample.breath, lit=sample.lit, working=working, build=build)
    bands = [strap(spots, ends) for ends in straps_of(figure, camera)]
    if carrying := bags_of(figure, camera):
        bands.append(bag(spots, carrying))
    room = [*room, *(_ghost(camera.project(ghost.body.points), build) if ghost else ())]
    ring = _ring(frame, sample.breath, palette) if figure.ring else ""
    return picture(frame, ring + draw([*room, *body, *bands, *mark], palette), palette, title=title, card=card)


def straps_of(figure: Figure, camera: Camera) -> list[tuple[str, str]]:
    """From which joint to which each strap goes, also when the other side works."""
    if camera.azimuth == figure.camera.azimuth:
        return list(figure.straps)
    return [(other_side(a), other_side(b)) for a, b in figure.straps]


def bags_of(figure: Figure, camera: Camera) -> list[str]:
    """Fingers that carry the bag, also when the other side works."""
    turned = camera.azimuth != figure.camera.azimuth
    return [other_side(name) if turned else name for name in figure.bags]


def _ghost(spots: Mapping[str, Spot], build: Build) -> list[Shape]:
    return [Shape(shape.circles, shape.cloth, GHOST, outlined=False) for shape in shapes(spots, build=build)]


def _ring(view_box: ViewBox, breath: float, palette: Palette) -> str:
    """A circle behind the figure that grows as the chest fills."""
    size = view_box.width * (RING["least"] + RING["more"] * breath)
    x, y = view_box.left + view_box.width / 2, view_box.top + view_box.height / 2
    colour = palette.colour(Cloth.TROUSERS, RING["rim"])
    soft = palette.colour(Cloth.TROUSERS, RING["pale"])
    return (
        f'<circle cx="{x * UNIT:.1f}" cy="{y * UNIT:.1f}" r="{size * UNIT:.1f}" fill="{soft}"'
        f' stroke="{colour}" stroke-width="{view_box.width * UNIT * RING["line"]:.2f}"/>'
    )
