"""Knows how a trunk gives way until what should touch does touch; must not know exercises or drawing.

Each contact is an equation. The trunk's free numbers are moved by the smallest step that meets them all, a few
times over (Newton's method, least norm): what is not asked to move stays as the pose says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from routine.figures import skeleton as s
from routine.figures.kinematics import RADIUS_OF, Body, place_trunk
from routine.figures.limb_ik import STRETCH, ankle_of, outward
from routine.figures.pose import SIDES, Limb, Pose, ReachTarget, Trunk
from routine.figures.rotations import length, sub

_STEP = 1e-4
_ROUNDS = 30
_LONGEST = 0.06
"""The longest step of one round: a contact that begins to pull is met gently."""
_ENOUGH = 2e-5
_TOUCHING = {
    "pelvis": ("pelvis", "girdle", "waist", "hip_left", "hip_right"),
    "chest": ("ribs", "collar", "shoulder_left", "shoulder_right"),
    "head": ("head",),
    "back": ("ribs",),
}
"""The points of a part that can be the lowest."""
_DEGREE = 0.01
"""How much of a body height a degree counts as, when the smallest step is sought."""

Unknown = tuple[str, int]
_NAMES: dict[str, Unknown] = {
    "x": ("pelvis", 0),
    "y": ("pelvis", 1),
    "z": ("pelvis", 2),
    "lean": ("lean", 0),
    "tilt": ("lean", 1),
    "lumbar": ("lumbar", 0),
    "thorax": ("thorax", 0),
    "neck": ("neck", 0),
    "head tilt": ("neck", 1),
}


def settle(pose: Pose) -> Trunk:
    """The pose's trunk, moved as little as needed for every contact of the pose."""
    free = _free(pose)
    trunk = pose.trunk
    for _ in range(_ROUNDS):
        gaps = _gaps(pose, trunk)
        if max((abs(gap) for gap in gaps), default=0.0) < _ENOUGH:
            break
        slopes = [_slope(pose, trunk, unknown, gaps) for unknown in free]
        trunk = _moved(trunk, free, _least_step(slopes, gaps))
    return trunk


def _free(pose: Pose) -> list[Unknown]:
    """What may move, by what touches."""
    parts = {part for part, _ in pose.touch}
    names: list[str] = list(pose.free)
    if "pelvis" in parts:
        names.append("y")
    if "chest" in parts:
        names.append("lean")
    if "head" in parts:
        names.append("neck")
    if pose.pin is not None or pose.lean_on:
        names.append("x")
    if any(limb.reach in _PLANTED for limb in (*pose.legs, *pose.arms)):
        names.append("x")
        if not parts & {"pelvis", "chest"}:
            names.append("y")
    return [_NAMES[name] for name in dict.fromkeys(names)]


_PLANTED = (ReachTarget.AT, ReachTarget.TOES, ReachTarget.KNEE, ReachTarget.ELBOW)


def _gaps(pose: Pose, trunk: Trunk) -> list[float]:
    """How far each contact is from touching; 0 where it does."""
    body = place_trunk(trunk)
    gaps = [
        min(body.points[name][1] - RADIUS_OF[name] for name in _TOUCHING[part]) - at for part, at in pose.touch
    ]
    gaps += [
        min(body.points[name][0] - RADIUS_OF[name] for name in _TOUCHING[part]) - at for part, at in pose.lean_on
    ]
    if pose.pin is not None:
        gaps.append(body.points["collar"][0] - pose.pin)
    for place, side in enumerate(SIDES):
        gaps += _leg_gaps(body, side, pose.legs[place])
        gaps += _arm_gaps(body, side, pose.arms[place])
    return gaps


def _leg_gaps(body: Body, side: str, leg: Limb) -> list[float]:
    hip = body.points[f"hip_{side}"]
    if leg.reach is ReachTarget.KNEE:
        return [length(sub(hip, outward(leg.at, side))) - s.THIGH]
    if leg.reach in (ReachTarget.AT, ReachTarget.TOES):
        return [max(0.0, length(sub(hip, ankle_of(leg, side))) - (s.THIGH + s.SHIN) * STRETCH)]
    return []


def _arm_gaps(body: Body, side: str, arm: Limb) -> list[float]:
    shoulder = body.points[f"shoulder_{side}"]
    if arm.reach is ReachTarget.ELBOW:
        return [length(sub(shoulder, outward(arm.at, side))) - s.UPPER_ARM]
    if arm.reach is ReachTarget.AT:
        return [max(0.0, length(sub(shoulder, outward(arm.at, side))) - (s.UPPER_ARM + s.FOREARM) * STRETCH)]
    return []


def _moved(trunk: Trunk, free: Sequence[Unknown], steps: Sequence[float]) -> Trunk:
    changed: dict[str, list[float]] = {}
    for (name, place), step in zip(free, steps, strict=True):
        numbers = changed.setdefault(name, list(getattr(trunk, name)))
        numbers[place] += step if name == "pelvis" else step / _DEGREE
    return replace(trunk, **{name: (n[0], n[1], n[2]) for name, n in changed.items()})


def _slope(pose: Pose, trunk: Trunk, unknown: Unknown, gaps: list[float]) -> list[float]:
    there = _gaps(pose, _moved(trunk, [unknown], [_STEP]))
    return [(after - before) / _STEP for after, before in zip(there, gaps, strict=True)]


def _least_step(slopes: list[list[float]], gaps: list[float]) -> list[float]:
    """The shortest step that closes the gaps, were they straight: Jᵀ(JJᵀ + ε)⁻¹ applied to them."""
    rows = range(len(gaps))
    square = [
        [sum(slope[i] * slope[j] for slope in slopes) + (1e-7 if i == j else 0.0) for j in rows] for i in rows
    ]
    weights = _solve(square, [-gap for gap in gaps])
    return [max(-_LONGEST, min(_LONGEST, sum(slope[i] * weights[i] for i in rows))) for slope in slopes]


def _solve(square: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination; `square` is symmetric and positive, so no rows need changing places."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(square, right, strict=True)]
    for i in range(size):
        for j in range(i + 1, size):
            share = rows[j][i] / rows[i][i]
            rows[j] = [below - share * above for below, above in zip(rows[j], rows[i], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        found[i] = (rows[i][size] - sum(rows[i][j] * found[j] for j in range(i + 1, size))) / rows[i][i]
    return found
