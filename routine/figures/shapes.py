"""Knows which round shapes make a body in a picture, and which lies before which; must not know colours or SVG.

Every shape is the skin around a few circles. A limb gets a thin outline of background, so that an arm before a
chest is read; the outline is covered again where a limb goes on past its own knee or elbow.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from routine.figures.camera import Spot
from routine.figures.pose import SIDES
from routine.figures.skeleton import RADIUS

Circle = tuple[float, float, float]


class Cloth(StrEnum):
    """What a shape is made of; drawing.Palette knows its colour."""

    SKIN = "skin"
    SHIRT = "shirt"
    TROUSERS = "trousers"
    HAIR = "hair"
    LIT = "lit"
    MAT = "mat"
    THING = "thing"
    CUSHION = "cushion"
    STRAP = "strap"
    SHIRT_WORKS = "shirt-works"
    """The sleeve of an arm that works, where one side does at a time."""
    TROUSERS_WORKS = "trousers-works"
    MARK = "mark"


class Build(StrEnum):
    """A body's build: how thick its parts are, and how the hair is worn."""

    SLIM = "slim"
    ROUND = "round"


_THICKER = {
    "pelvis": 1.16, "hip": 1.14, "flank": 1.2, "waist": 1.22, "loin": 1.22, "ribs": 1.12, "knee": 1.12,
    "elbow": 1.12, "ankle": 1.06, "shoulder": 1.02,
}  # fmt: skip
"""How much thicker a round body is at some joints than a slim one."""


WORKING = {Cloth.SHIRT: Cloth.SHIRT_WORKS, Cloth.TROUSERS: Cloth.TROUSERS_WORKS}
"""What a limb that works is dressed in instead."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The skin around some circles; `pale` is how far it fades into the background."""

    circles: tuple[Circle, ...]
    cloth: Cloth
    pale: float = 0.0
    outlined: bool = True


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    ends: tuple[tuple[str, float], ...]
    cloth: Cloth
    joins: str = ""
    """The part that it goes on from."""


def _limb_parts() -> list[_Part]:
    r = RADIUS
    parts = []
    for side in SIDES:
        at = {name: f"{name}_{side}" for name in RADIUS}
        hip, knee, ankle, heel, toe = (at[name] for name in ("hip", "knee", "ankle", "heel", "toe"))
        shoulder, elbow, wrist, finger = (at[name] for name in ("shoulder", "elbow", "wrist", "finger"))
        thigh, shin, upper, fore = (f"{name}_{side}" for name in ("thigh", "shin", "upperarm", "forearm"))
        parts += [
            _Part(thigh, ((hip, r["hip"]), (knee, r["knee"])), Cloth.TROUSERS),
            _Part(shin, ((knee, r["knee"] * 0.97), (ankle, r["ankle"])), Cloth.TROUSERS, thigh),
            _Part(
                f"foot_{side}",
                ((ankle, r["ankle"] * 0.85), (heel, r["heel"]), (toe, r["toe"])),
                Cloth.SKIN,
            ),
            _Part(upper, ((shoulder, r["shoulder"]), (elbow, r["elbow"])), Cloth.SHIRT),
            _Part(fore, ((elbow, r["elbow"] * 0.95), (wrist, r["wrist"])), Cloth.SKIN),
            _Part(f"hand_{side}", ((wrist, r["wrist"]), (finger, r["finger"])), Cloth.SKIN, fore),
        ]
    return parts


_LIMBS = _limb_parts()
_TORSO = (
    (("flank_left", 0.036), ("flank_right", 0.036), ("hip_left", RADIUS["hip"]), ("hip_right", RADIUS["hip"])),
    (("flank_left", 0.038), ("flank_right", 0.038), ("waist", RADIUS["waist"])),
    (("waist", RADIUS["waist"]), ("loin", RADIUS["waist"])),
    (("loin", RADIUS["waist"]), ("ribs", RADIUS["ribs"])),
    (
        ("ribs", RADIUS["ribs"]),
        ("collar", RADIUS["collar"]),
        ("shoulder_left", RADIUS["shoulder"]),
        ("shoulder_right", RADIUS["shoulder"]),
    ),
)

_FULLER = {"waist": 0.009, "loin": 0.012, "ribs": 0.006}
"""How much thicker a full breath makes the trunk."""
_NECK = (("collar", RADIUS["neck"] * 1.1), ("nape", RADIUS["neck"]))
_SKULL = (("head", RADIUS["head"]),)
_FACE = (("face", 0.056),)
_NOSE = (("face", 0.026), ("nose", RADIUS["nose"]))
_HAIR = {Build.SLIM: (("hair", 0.062),), Build.ROUND: (("hair", 0.062), ("nape", 0.038))}
_MIDDLE_PALE, _PALER, _MOST_PALE = 0.14, 1.7, 0.38
"""How pale the trunk is, how much paler a body height farther away would be, and the palest."""
_HEAD_PALE = 0.2
_BEHIND = 0.03
"""How much nearer than the nose the hair must be to hide the face."""
_TORSO_AT, _HEAD_AT = ("ribs", "pelvis"), ("head", "nape")
"""The joints whose middle says how near the trunk and the head are."""
_TORSO_CLOTHS = (Cloth.TROUSERS, Cloth.SHIRT, Cloth.SHIRT, Cloth.SHIRT, Cloth.SHIRT)
_TORSO_LIT = ("", "belly", "belly", "chest", "chest")
"""What each piece of the trunk is called when its muscles are tensed."""
_SHARED = 0.3
"""How much of a limb's neighbour is drawn again over its outline."""


def shapes(
    spots: Mapping[str, Spot],
    *,
    breath: float = 0.0,
    lit: Collection[str] = (),
    working: Collection[str] = (),
    build: Build = Build.SLIM,
) -> list[Shape]:
    """The body, what is far away first. `working` are limbs of the side that works, `lit` are muscles tensed."""
    limbs = {name: replace(part, cloth=_cloth(part, lit, working)) for name, part in _limbs_of(build).items()}
    middle = spots["loin"][2]
    layers: list[tuple[float, list[Shape]]] = [(_depth(spots, _TORSO_AT), _torso(spots, breath, lit, build))]
    layers.append((_depth(spots, _HEAD_AT), _head(spots, middle, lit, build)))
    drawn: set[str] = set()
    ordered = sorted(limbs.values(), key=lambda part: _depth(spots, [name for name, _ in part.ends]))
    for part in ordered:
        depth = _depth(spots, [name for name, _ in part.ends])
        layers.append((depth, _limb(spots, part, _pale(depth - middle), drawn, limbs)))
        drawn.add(part.name)
    layers.sort(key=lambda layer: layer[0])
    return [shape for _, layer in layers for shape in layer]


def rule(build: Build = Build.SLIM) -> dict[str, Any]:
    """What draws the same body from the same joints elsewhere, as plain values in body heights."""
    return {
        "limbs": [
            {"name": part.name, "ends": part.ends, "cloth": str(part.cloth), "joins": part.joins}
            for part in _limbs_of(build).values()
        ],
        "torso": [
            {"ends": _thick(ends, build), "cloth": str(cloth), "lit": lit}
            for ends, cloth, lit in zip(_TORSO, _TORSO_CLOTHS, _TORSO_LIT, strict=True)
        ],
        "fuller": _FULLER,
        "head": {"neck": _NECK, "skull": _SKULL, "face": _FACE, "nose": _NOSE, "hair": _HAIR[build]},
        "depth": {"torso": _TORSO_AT, "head": _HEAD_AT, "behind": _BEHIND},
        "pale": {"middle": _MIDDLE_PALE, "paler": _PALER, "most": _MOST_PALE, "head": _HEAD_PALE},
        "shared": _SHARED,
        "working": {str(cloth): str(other) for cloth, other in WORKING.items()},
    }


@cache
def _limbs_of(build: Build) -> Mapping[str, _Part]:
    """Arms and legs of a body, each by its name."""
    return {part.name: replace(part, ends=_thick(part.ends, build)) for part in _LIMBS}


def _thick(ends: tuple[tuple[str, float], ...], build: Build) -> tuple[tuple[str, float], ...]:
    """Circles of a slim body, as thick as those of this one."""
    if build is Build.SLIM:
        return ends
    return tuple((name, round(radius * _THICKER.get(name.partition("_")[0], 1.0), 4)) for name, radius in ends)


def _depth(spots: Mapping[str, Spot], names: Collection[str]) -> float:
    return sum(spots[name][2] for name in names) / len(names)


def _pale(before: float) -> float:
    """Near is full, far is up to 38 % background."""
    return round(max(0.0, min(_MOST_PALE, _MIDDLE_PALE - _PALER * before)), 3)


def _circles(
    spots: Mapping[str, Spot], ends: Collection[tuple[str, float]], more: float = 0.0
) -> tuple[Circle, ...]:
    return tuple((spots[name][0], spots[name][1], radius + more) for name, radius in ends)


def _cloth(part: _Part, lit: Collection[str], working: Collection[str]) -> Cloth:
    if part.name in lit:
        return Cloth.LIT
    return WORKING.get(part.cloth, part.cloth) if part.name in working else part.cloth


def _limb(
    spots: Mapping[str, Spot],
    part: _Part,
    pale: float,
    drawn: Collection[str],
    limbs: Mapping[str, _Part],
) -> list[Shape]:
    own = Shape(_circles(spots, part.ends), part.cloth, pale)
    found = [own]
    neighbours = [limbs[part.joins]] if part.joins else []
    neighbours += [limb for limb in limbs.values() if limb.joins == part.name]
    for other in neighbours:
        if other.name in drawn:
            found.append(_patch(spots, other, part))
            found.append(Shape(own.circles, own.cloth, pale, outlined=False))
    return found


def _patch(spots: Mapping[str, Spot], other: _Part, part: _Part) -> Shape:
    """The end of `other` that meets `part`, again, over the outline that `part` has just drawn there."""
    shared = next(name for name, _ in other.ends if name in {end for end, _ in part.ends})
    near = next(end for end in other.ends if end[0] == shared)
    far = next(end for end in other.ends if end[0] != shared)
    a, b = spots[shared], spots[far[0]]
    share = _SHARED
    middle = (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, near[1] + (far[1] - near[1]) * share)
    depth = _depth(spots, [name for name, _ in other.ends])
    return Shape(((a[0], a[1], near[1]), middle), other.cloth, _pale(depth - spots["loin"][2]), outlined=False)


def _torso(spots: Mapping[str, Spot], breath: float, lit: Collection[str], build: Build) -> list[Shape]:
    found = []
    for ends, own, name_lit in zip(_TORSO, _TORSO_CLOTHS, _TORSO_LIT, strict=True):
        grown = [(name, radius + breath * _FULLER.get(name, 0.0)) for name, radius in _thick(ends, build)]
        cloth = Cloth.LIT if name_lit in lit else own
        found.append(Shape(_circles(spots, grown), cloth, _MIDDLE_PALE, outlined=False))
    outline = [Shape(shape.circles, shape.cloth, shape.pale) for shape in found]
    return outline + found


def _head(spots: Mapping[str, Spot], middle: float, lit: Collection[str], build: Build) -> list[Shape]:
    pale = min(_HEAD_PALE, _pale(spots["head"][2] - middle))
    skin = Cloth.LIT if "head" in lit else Cloth.SKIN
    neck = Shape(_circles(spots, _NECK), Cloth.LIT if "neck" in lit else Cloth.SKIN, pale)
    face = Shape(_circles(spots, _FACE), skin, pale, outlined=False)
    nose = Shape(_circles(spots, _NOSE), skin, pale, outlined=False)
    hair = Shape(_circles(spots, _HAIR[build]), Cloth.HAIR, pale, outlined=False)
    skull = Shape(_circles(spots, _SKULL), skin, pale)
    # from behind the hair hides the face, from the front the face is before it
    behind = spots["hair"][2] < spots["nose"][2] + _BEHIND
    return [neck, skull, *((hair, face, nose) if behind else (face, nose, hair))]
