"""Knows how a whole body stands in a pose, and halfway between two; must not know time, cameras or exercises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from routine.figures.contact_solver import settle
from routine.figures.kinematics import Body, Solution, place_arm, place_leg, place_trunk
from routine.figures.limb_ik import blend, solve_arm, solve_leg
from routine.figures.pose import SIDES, Limb, Pose, ReachTarget, Trunk, mix_limbs, mix_trunks, other_side
from routine.figures.rotations import Vec3

_FREE = Limb()
"""What the trunk sees of a limb that lets go: it holds nothing."""


@dataclass(frozen=True, slots=True)
class Transition:
    """How far between two poses a body is. `pairs` are limbs that change what holds them, by their place."""

    share: float = 0.0
    arm_pairs: Mapping[int, tuple[Limb, Limb]] | None = None
    leg_pairs: Mapping[int, tuple[Limb, Limb]] | None = None


def settled(pose: Pose) -> Pose:
    """The pose with its trunk where its contacts put it."""
    return replace(pose, trunk=settle(pose))


def embody(pose: Pose) -> Body:
    """Every joint of a pose."""
    return _placed(settled(pose), Transition())


def embody_between(a: Pose, b: Pose, share: float) -> Body:
    """Every joint between two settled poses. What touches in both stays; what touches in one comes or goes."""
    arms, arm_pairs = _limbs(a.arms, b.arms, share)
    legs, leg_pairs = _limbs(a.legs, b.legs, share)
    there = dict(b.touch)
    on = dict(b.lean_on)
    pose = Pose(
        trunk=mix_trunks(a.trunk, b.trunk, share),
        arms=arms,
        legs=legs,
        touch=tuple((part, at + (there[part] - at) * share) for part, at in a.touch if part in there),
        lean_on=tuple((part, at + (on[part] - at) * share) for part, at in a.lean_on if part in on),
        pin=None if a.pin is None or b.pin is None else a.pin + (b.pin - a.pin) * share,
        free=tuple(name for name in a.free if name in b.free),
    )
    return _placed(settled(pose), Transition(share, arm_pairs, leg_pairs))


def _limbs(
    a: tuple[Limb, Limb], b: tuple[Limb, Limb], share: float
) -> tuple[tuple[Limb, Limb], dict[int, tuple[Limb, Limb]]]:
    mixed, pairs = list(a), {}
    for place, (one, other) in enumerate(zip(a, b, strict=True)):
        if _alike(one, other):
            mixed[place] = mix_limbs(one, other, share)
        else:
            mixed[place] = _FREE
            pairs[place] = (one, other)
    return (mixed[0], mixed[1]), pairs


def _alike(one: Limb, other: Limb) -> bool:
    """Fingers, toes, knee or elbow that point somewhere only in one of the two have no halfway."""
    same_words = any(one.point) == any(other.point) and any(one.pole) == any(other.pole)
    return one.kind == other.kind and same_words


def _placed(pose: Pose, transition: Transition) -> Body:
    body = place_trunk(pose.trunk)
    for place, side in sorted(enumerate(SIDES), key=lambda leg: _lies_on(pose.legs[leg[0]], transition, leg[0])):
        pair = (transition.leg_pairs or {}).get(place)
        place_leg(body, side, _solved(body, side, pose.legs[place], pair, transition.share, leg=True))
    for place, side in enumerate(SIDES):
        pair = (transition.arm_pairs or {}).get(place)
        place_arm(body, side, _solved(body, side, pose.arms[place], pair, transition.share, leg=False))
    return body


def _lies_on(leg: Limb, transition: Transition, place: int) -> bool:
    """A leg that lies on the other one is placed after it."""
    return any(one.reach is ReachTarget.ON for one in (leg, *(transition.leg_pairs or {}).get(place, ())))


def _solved(
    body: Body, side: str, limb: Limb, pair: tuple[Limb, Limb] | None, share: float, *, leg: bool
) -> Solution:
    solve = solve_leg if leg else solve_arm
    if pair is None:
        return solve(body, side, limb)
    return blend(solve(body, side, pair[0]), solve(body, side, pair[1]), share)


def mirrored(pose: Pose) -> Pose:
    """Left for right."""
    t = pose.trunk
    trunk = Trunk(
        pelvis=(t.pelvis[0], t.pelvis[1], -t.pelvis[2]),
        lean=_flipped(t.lean),
        lumbar=_flipped(t.lumbar),
        thorax=_flipped(t.thorax),
        neck=_flipped(t.neck),
        head=_flipped(t.head),
        shoulders=t.shoulders,
    )
    lit = tuple(other_side(part) for part in pose.lit)
    return replace(pose, trunk=trunk, arms=pose.arms[::-1], legs=pose.legs[::-1], lit=lit)


def _flipped(bend: Vec3) -> Vec3:
    """Flexion stays; side bend and twist go the other way."""
    return (bend[0], -bend[1], -bend[2])
