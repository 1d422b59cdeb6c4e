"""Knows how tests measure a body: what is held where, what is low; must not know how the solver finds it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from routine.core.exercise import Exercise
from routine.figures import loader as read
from routine.figures import skeleton as s
from routine.figures.body import embody_between
from routine.figures.kinematics import RADIUS_OF, Body
from routine.figures.limb_ik import outward, place_on
from routine.figures.motion import poses_of
from routine.figures.pose import SIDES, Limb, Pose, ReachTarget
from routine.figures.rotations import Vec3, add, between, dot, length, sub
from routine.library.catalogue import catalogue

IDS = sorted(catalogue().exercises)
SHARES = [step / 8 for step in range(9)]
PARTS = {
    "pelvis": ("pelvis", "girdle", "waist", "hip_left", "hip_right"),
    "chest": ("ribs", "collar", "shoulder_left", "shoulder_right"),
    "head": ("head",),
}


def exercise(name: str) -> Exercise:
    return catalogue().exercises[name]


@cache
def passages(name: str) -> list[tuple[Pose, Pose, float, Body]]:
    """Every way from key to key, and the body in steps along it."""
    poses = poses_of(read.figure(name))
    ways = [(pose, poses[(number + 1) % len(poses)]) for number, pose in enumerate(poses)]
    return [(a, b, share, embody_between(a, b, share)) for a, b in ways for share in SHARES]


def held(limb: Limb, side: str, *, leg: bool) -> tuple[str, Vec3] | None:
    """The joint that a limb keeps in one place of the room, and the place."""
    at = outward(limb.at, side)
    match limb.reach:
        case ReachTarget.KNEE:
            return f"knee_{side}", at
        case ReachTarget.ELBOW:
            return f"elbow_{side}", at
        case ReachTarget.TOES:
            return f"toe_{side}", add(at, (0.0, s.RADIUS["toe"], 0.0))
        case ReachTarget.AT if leg:
            return f"ankle_{side}", add(at, (0.0, s.ANKLE_HEIGHT, 0.0))
        case ReachTarget.AT:
            return f"wrist_{side}", at
        case _:
            return None


def off_the_body(body: Body, limb: Limb, side: str, *, leg: bool) -> float:
    """How far a hand or foot is from the part of the body it should be on."""
    joint = body.points[f"{'ankle' if leg else 'wrist'}_{side}"]
    return length(sub(joint, place_on(body, limb, side)))


def limbs(a: Pose, b: Pose) -> Iterator[tuple[str, bool, Limb, Limb]]:
    for number, side in enumerate(SIDES):
        yield side, True, a.legs[number], b.legs[number]
        yield side, False, a.arms[number], b.arms[number]


def from_the_way(point: Vec3, a: Vec3, b: Vec3) -> float:
    """How far a point is from the straight way between two places."""
    way = sub(b, a)
    along = dot(way, way)
    share = 0.0 if along < 1e-12 else max(0.0, min(1.0, dot(sub(point, a), way) / along))
    return length(sub(point, between(a, b, share)))


def lowest(body: Body, names: tuple[str, ...] = tuple(RADIUS_OF)) -> tuple[float, str]:
    """How high the lowest skin of some joints is, and which it is."""
    return min((body.points[name][1] - RADIUS_OF[name], name) for name in names)
