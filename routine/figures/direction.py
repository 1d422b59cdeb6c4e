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
from routine.figures.pose import SIDES
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
_BESIDE = 0.075
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
        moved = [works] if len(moved) == 2 else moved
        found += [f"{name}_{SIDES[place]}" for place in moved for name in names]
    return tuple(found)


def mark_of(figure: Figure, side: Side | None) -> list[Shape]:
    """The arrow beside a still: its line, then its head; nothing where nothing goes anywhere."""
    if len(figure.keys) == 1 or figure.even:
        return []
    way, away = _farthest(figure, side, camera_of(figure, side))
    if hypot(way[-1][0] - way[0][0], way[-1][1] - way[0][1]) < _LEAST:
        return []
    points = [(x + away[0] * _BESIDE, y + away[1] * _BESIDE) for x, y in way[_LATE:]]
    (bx, by), (tx, ty) = points[-2], points[-1]
    long = hypot(tx - bx, ty - by) or 1.0
    ux, uy = (tx - bx) / long, (ty - by) / long
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


def _farthest(figure: Figure, side: Side | None, camera: Camera) -> tuple[Way, tuple[float, float]]:
    """The way of the joint that goes farthest as it is seen, and the direction off the body, across that way."""
    poses = poses_of(figure, side)
    start, end = poses[(figure.still - 1) % len(poses)], poses[figure.still]
    views = [camera.project(embody_between(start, end, step / _STEPS).points) for step in range(_STEPS + 1)]
    ways = {name: [view[name][:2] for view in views] for name in _FOLLOWED}
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
