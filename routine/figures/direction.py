"""Knows which way a figure moves, and which limbs the working side moves; must not know colours or SVG.

The mark is an arrow along the way of the joint that goes farthest to what the still shows, beside the body.
"""

from __future__ import annotations

from itertools import pairwise
from math import hypot

from routine.core.exercise import Side
from routine.figures.body import embody_between
from routine.figures.camera import Camera
from routine.figures.figure import Figure
from routine.figures.motion import camera_of, poses_of
from routine.figures.pose import SIDES, other_side
from routine.figures.shapes import Circle, Cloth, Shape

_FOLLOWED = (
    "head",
    "collar",
    "pelvis",
    *(f"{part}_{side}" for part in ("wrist", "knee", "toe") for side in SIDES),
)
_STEPS = 8
_LEAST = 0.035
"""So short a way, in body heights, is no arrow."""
_SEEN = 0.1
"""And as long at least is one that can be seen on a card."""
_BESIDE = 0.075
_OTHER = "other"
_MIDDLE, _FACE = "pelvis", "nose"
_OUT, _OFF_HEAD = 0.09, 0.09
_LINE, _HEAD, _TIP = 0.008, 0.026, 0.003
_LATE = 2
"""The arrow begins after so many of its steps: where one begins is seen by what one is."""
_PARTS = {"legs": ("thigh", "shin", "foot"), "arms": ("upperarm", "forearm", "hand")}
Way = list[tuple[float, float]]


def working_parts(figure: Figure, side: Side | None) -> tuple[str, ...]:
    """The limbs that move, where one side works at a time; of a pair that moves, the working side's."""
    if figure.side is None:
        return ()
    works = SIDES.index((side or figure.side).value)
    poses = poses_of(figure, side)
    found: list[str] = []
    for pair, names in _PARTS.items():
        limbs = [getattr(pose, pair) for pose in poses]
        moved = [place for place in (0, 1) if any(limb[place] != limbs[0][place] for limb in limbs)]
        # what lies on the limb that moves goes with it
        carried = [place for place in (0, 1) if limbs[0][place].on.endswith(_OTHER) and 1 - place in moved]
        moved = sorted({*moved, *carried})
        moved = [works] if len(moved) == 2 else moved
        found += [f"{name}_{SIDES[place]}" for place in moved for name in names]
    return tuple(found)


def mark_of(figure: Figure, side: Side | None) -> list[Shape]:
    """The arrow beside a still: its line, then its head; nothing where nothing goes anywhere."""
    if len(figure.keys) == 1 or figure.even:
        return []
    way, away = _way_of(figure, side, camera_of(figure, side))
    far = hypot(way[-1][0] - way[0][0], way[-1][1] - way[0][1])
    if far < _LEAST:
        return []
    # it says which way, and not how far: one that is too short to be seen is drawn longer
    longer = max(1.0, _SEEN / far)
    ex, ey = way[-1]
    way = [(ex + (x - ex) * longer, ey + (y - ey) * longer) for x, y in way]
    (bx, by), (tx, ty) = way[-2], way[-1]
    long = hypot(tx - bx, ty - by) or 1.0
    ux, uy = (tx - bx) / long, (ty - by) / long
    if figure.follows == _MIDDLE:
        # beside hips is still body: it goes out of them
        dx, dy = tx - way[_LATE][0] + ux * _OUT, ty - way[_LATE][1] + uy * _OUT
    else:
        off = _OFF_HEAD if figure.follows == _FACE else _BESIDE
        dx, dy = away[0] * off, away[1] * off
    points = [(x + dx, y + dy) for x, y in way[_LATE:]]
    tx, ty = points[-1]
    head: tuple[Circle, ...] = (
        (tx + ux * _HEAD, ty + uy * _HEAD, _TIP),
        (tx - uy * _HEAD, ty + ux * _HEAD, _TIP),
        (tx + uy * _HEAD, ty - ux * _HEAD, _TIP),
    )
    lines = [
        Shape(((ax, ay, _LINE), (cx, cy, _LINE)), Cloth.MARK, outlined=False)
        for (ax, ay), (cx, cy) in pairwise(points)
    ]
    return [*lines, Shape(head, Cloth.MARK, outlined=False)]


def _way_of(figure: Figure, side: Side | None, camera: Camera) -> tuple[Way, tuple[float, float]]:
    """The way of the joint that goes farthest as it is seen, and the direction off the body, across that way."""
    poses = poses_of(figure, side)
    last = figure.still + figure.ahead
    start, end = poses[(last - 1) % len(poses)], poses[last % len(poses)]
    views = [camera.project(embody_between(start, end, step / _STEPS).points) for step in range(_STEPS + 1)]
    turned = side is not None and figure.side is not None and side != figure.side
    one = other_side(figure.follows) if turned else figure.follows
    followed = (one,) if one else _FOLLOWED
    ways = {name: [view[name][:2] for view in views] for name in followed}
    # of two that go as far, the nearer to whoever looks
    name = max(
        ways,
        key=lambda one: (
            round(hypot(ways[one][-1][0] - ways[one][0][0], ways[one][-1][1] - ways[one][0][1]), 2),
            views[-1][one][2],
        ),
    )
    way = ways[name]
    dx, dy = way[-1][0] - way[0][0], way[-1][1] - way[0][1]
    long = hypot(dx, dy) or 1.0
    across = (-dy / long, dx / long)
    middle = way[len(way) // 2]
    body = views[len(views) // 2]["loin"]
    outwards = across[0] * (middle[0] - body[0]) + across[1] * (middle[1] - body[1])
    return way, across if outwards >= 0 else (-across[0], -across[1])
