"""Knows mat, wall, chair, counter and cushion as boxes in the room; must not know who uses them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from routine.figures.camera import Camera, Spot
from routine.figures.rotations import Vec3
from routine.figures.shapes import Cloth, Shape

SEAT = 0.25
"""How high a chair's seat is."""
STRAP = 0.006
"""Half as wide as a strap."""
BAG: dict[str, float] = {"down": 0.07, "handle": 0.012, "size": 0.055}
"""A bag: how far below the fingers its middle is, and how thick it is at its handle and there."""


@dataclass(frozen=True, slots=True)
class Box:
    """From one corner to the opposite one."""

    low: Vec3
    high: Vec3
    cloth: Cloth = Cloth.THING
    round_by: float = 0.004


def mat(centre: float, half: float, z: float = 0.0, wide: float = 0.26) -> list[Box]:
    """On the floor, from its middle `half` forward and back; all in body heights."""
    return [Box((centre - half, -0.012, z - wide), (centre + half, 0.0, z + wide), Cloth.MAT)]


def wall(x: float, height: float = 1.02) -> list[Box]:
    """Before (x > 0) or behind the person."""
    far = x + (0.03 if x > 0 else -0.03)
    return [Box((min(x, far), 0.0, -0.45), (max(x, far), height, 0.45), Cloth.MAT)]


def side_wall(z: float) -> list[Box]:
    """Beside the person, on the right (z > 0) or the left."""
    far = z + (0.03 if z > 0 else -0.03)
    return [Box((-0.3, 0.0, min(z, far)), (0.3, 1.02, max(z, far)), Cloth.MAT)]


def chair(x: float, facing: float = 1.0) -> list[Box]:
    """The middle of its seat; it looks forward, or back with -1."""
    half, leg, back = 0.125, 0.012, 0.5
    boxes = [
        Box((x + i * half - leg, 0.0, j * half - leg), (x + i * half + leg, SEAT - 0.02, j * half + leg))
        for i, j in product((-1, 1), (-1, 1))
    ]
    boxes.append(Box((x - half - leg, SEAT - 0.03, -half - leg), (x + half + leg, SEAT, half + leg)))
    rear = x - facing * half
    boxes += [Box((rear - leg, SEAT, j * half - leg), (rear + leg, back, j * half + leg)) for j in (-1, 1)]
    boxes.append(Box((rear - leg, back - 0.13, -half - leg), (rear + leg, back, half + leg)))
    return boxes


def counter(x: float, height: float = 0.53) -> list[Box]:
    """Its near edge."""
    return [
        Box((x, height - 0.03, -0.3), (x + 0.26, height, 0.3)),
        Box((x + 0.03, 0.0, -0.28), (x + 0.25, height - 0.03, 0.28), Cloth.MAT),
    ]


def cushion(low: Vec3, high: Vec3, round_by: float) -> list[Box]:
    """As thick as it is round, so a roll needs no height of its own."""
    return [Box(low, high, Cloth.CUSHION, round_by)]


def seen(boxes: Sequence[Box], camera: Camera) -> list[Shape]:
    """Each box as its outline and its lighter top, what is far away first."""
    found: list[tuple[float, list[Shape]]] = []
    for box in boxes:
        corners = [camera.see((x, y, z)) for x, y, z in product(*zip(box.low, box.high, strict=True))]
        depth = sum(spot[2] for spot in corners) / len(corners)
        top = [
            camera.see((x, box.high[1], z))
            for x, z in product((box.low[0], box.high[0]), (box.low[2], box.high[2]))
        ]
        found.append((depth, [_skin(corners, box, 0.0), _skin(top, box, 0.3)]))
    found.sort(key=lambda pair: pair[0])
    return [shape for _, pair in found for shape in pair]


def _skin(spots: Sequence[Spot], box: Box, pale: float) -> Shape:
    return Shape(tuple((x, y, box.round_by) for x, y, _ in spots), box.cloth, pale, outlined=False)


def strap(spots: Mapping[str, Spot], ends: Sequence[str]) -> Shape:
    """A band drawn from joint to joint, over everything."""
    return Shape(tuple((spots[name][0], spots[name][1], STRAP) for name in ends), Cloth.STRAP, outlined=False)


def bag(spots: Mapping[str, Spot], fingers: Sequence[str]) -> Shape:
    """What hangs from a hand, or from two, drawn over everything."""
    x, y = (sum(spots[name][axis] for name in fingers) / len(fingers) for axis in (0, 1))
    circles = ((x, y, BAG["handle"]), (x, y + BAG["down"], BAG["size"]))
    return Shape(circles, Cloth.THING, outlined=True)
