"""Knows how a limb bends so that hand, foot, knee or elbow is where the pose wants it; must not know time."""

from __future__ import annotations

from math import acos, cos, pi, radians, sin

from routine.figures import skeleton as s
from routine.figures.kinematics import (
    RADIUS_OF,
    Body,
    Solution,
    arm_from_angles,
    leg_from_angles,
    place_arm,
    place_leg,
    sign,
)
from routine.figures.pose import ZERO, Limb, ReachTarget
from routine.figures.rotations import (
    Frame,
    Vec3,
    about_z,
    add,
    angle_between,
    compose,
    cross,
    dot,
    frame_of,
    inverse,
    length,
    rotation,
    scale,
    slerp,
    sub,
    to_world,
    unit,
)

STRETCH = 0.9995
"""A limb that must reach keeps this much of its length: quite straight is where a solution jumps."""
_UP: Vec3 = (0.0, 1.0, 0.0)
_ELBOW_POLE: Vec3 = (-0.55, -0.7, 0.45)
_LEG = ("knee", "ankle", "heel", "toe")
_ARM = ("elbow", "wrist", "finger")


def outward(v: Vec3, side: str) -> Vec3:
    """Outwards turned into the room's right or left."""
    return (v[0], v[1], v[2] * sign(side))


def solve_leg(body: Body, side: str, leg: Limb) -> Solution:
    """How `leg` hangs in the trunk of `body`."""
    if leg.reach is ReachTarget.ANGLES:
        solved = leg_from_angles(leg, side)
        return _rested(body, side, solved, leg=True) if leg.rest else solved
    pelvis, hip = body.frames["pelvis"], body.points[f"hip_{side}"]
    if leg.reach is ReachTarget.KNEE:
        upper = unit(sub(outward(leg.at, side), hip))
        lower = unit(outward(leg.point, side))
        thigh = frame_of(scale(upper, -1), scale(lower, -1))
        return Solution(compose(inverse(pelvis), thigh), angle_between(upper, lower), about_z(leg.end))
    toes = foot_frame(leg, side)
    goal = place_on(body, leg, side) if leg.reach is ReachTarget.ON else ankle_of(leg, side)
    # left to itself a knee points where it folds, straight ahead of the pelvis
    pole = to_world(pelvis, outward(leg.pole, side)) if leg.pole != ZERO else cross(pelvis[2], sub(goal, hip))
    upper, lower, knee = _two_bones(hip, goal, s.THIGH, s.SHIN, pole)
    thigh = frame_of(scale(upper, -1), knee)
    hinge = angle_between(upper, lower)
    shin = compose(thigh, about_z(-hinge))
    end = compose(inverse(shin), toes) if leg.point != ZERO else about_z(leg.end)
    return Solution(compose(inverse(pelvis), thigh), hinge, end)


def foot_frame(leg: Limb, side: str) -> Frame:
    """Toes along `point`, the heel raised, the sole down as far as that allows."""
    flat = unit(outward(leg.point if leg.point != ZERO else (1.0, 0.0, 0.0), side))
    across = unit(cross(flat, _UP)) if abs(flat[1]) < 0.95 else (0.0, 0.0, 1.0)
    turn = rotation(across, -radians(leg.heel))
    front = to_world(turn, flat)
    return (front, unit(cross(across, front)), across)


def ankle_of(leg: Limb, side: str) -> Vec3:
    """Where the ankle is when the sole, or only the toes, stand at `at`."""
    at = outward(leg.at, side)
    if leg.reach is ReachTarget.TOES:
        toe = (s.TOE, -s.SOLE - s.RADIUS["heel"] + s.RADIUS["toe"], 0.0)
        standing = add(at, (0.0, s.RADIUS["toe"], 0.0))
        return sub(standing, to_world(foot_frame(leg, side), toe))
    return add(at, (0.0, s.ANKLE_HEIGHT, 0.0))


def solve_arm(body: Body, side: str, arm: Limb) -> Solution:
    """How `arm` hangs in the chest of `body`; the legs are placed by then."""
    if arm.reach is ReachTarget.ANGLES:
        solved = arm_from_angles(arm, side)
        return _rested(body, side, solved, leg=False) if arm.rest else solved
    chest, shoulder = body.frames["chest"], body.points[f"shoulder_{side}"]
    if arm.reach is ReachTarget.ELBOW:
        upper = unit(sub(outward(arm.at, side), shoulder))
        lower = unit(outward(arm.point, side))
        frame = frame_of(scale(upper, -1), lower)
        return Solution(compose(inverse(chest), frame), angle_between(upper, lower), about_z(arm.end))
    pole = to_world(chest, outward(arm.pole if arm.pole != ZERO else _ELBOW_POLE, side))
    goal = place_on(body, arm, side) if arm.reach is ReachTarget.ON else outward(arm.at, side)
    upper, lower, elbow = _two_bones(shoulder, goal, s.UPPER_ARM, s.FOREARM, pole)
    frame = frame_of(scale(upper, -1), scale(elbow, -1))
    hinge = angle_between(upper, lower)
    end = about_z(arm.end)
    if arm.point != ZERO:
        forearm = compose(frame, about_z(hinge))
        point = unit(outward(arm.point, side))
        if arm.reach is ReachTarget.ON:
            point = to_world(body.frames[_part_of(arm, side)], point)
        hand = frame_of(scale(point, -1), forearm[0])
        end = compose(inverse(forearm), hand)
    return Solution(compose(inverse(chest), frame), hinge, end)


def place_on(body: Body, limb: Limb, side: str) -> Vec3:
    """Where on the body the wrist or the ankle has to be."""
    part = _part_of(limb, side)
    name, _, owner = part.partition("_")
    start = _STARTS.get(name, name) + (f"_{owner}" if owner else "")
    return add(body.points[start], to_world(body.frames[part], outward(limb.at, side)))


_STARTS = {"chest": "collar", "thigh": "hip", "shin": "knee", "foot": "ankle"}
"""The point where a part's frame begins, where it is called something else."""


def _part_of(limb: Limb, side: str) -> str:
    """The part's own name: "thigh other" of the left arm is thigh_right."""
    part, _, whose = limb.on.partition(" ")
    if part not in ("thigh", "shin", "foot"):
        return part
    owner = side if not whose else ("left" if side == "right" else "right")
    return f"{part}_{owner}"


def _two_bones(root: Vec3, goal: Vec3, first: float, second: float, pole: Vec3) -> tuple[Vec3, Vec3, Vec3]:
    """Directions of both bones, and where the joint between them points."""
    way = sub(goal, root)
    reach = max(abs(first - second) * 1.02 + 0.01, min(length(way), (first + second) * STRETCH))
    along = unit(way)
    side = unit(sub(pole, scale(along, dot(pole, along))))
    opening = acos(max(-1.0, min(1.0, (first**2 + reach**2 - second**2) / (2 * first * reach))))
    upper = add(scale(along, cos(opening)), scale(side, sin(opening)))
    lower = unit(sub(scale(along, reach), scale(upper, first)))
    return upper, lower, side


def _rested(body: Body, side: str, solved: Solution, *, leg: bool) -> Solution:
    """`solved`, swung at its root until its lowest point lies on the floor."""
    names, place = (_LEG, place_leg) if leg else (_ARM, place_arm)
    parent = body.frames["pelvis" if leg else "chest"]
    trial = Body(dict(body.points), dict(body.frames))
    place(trial, side, solved)
    root = trial.points[f"{'hip' if leg else 'shoulder'}_{side}"]
    axis = unit(cross(sub(trial.points[f"{names[1]}_{side}"], root), _UP))
    low, high = -pi / 3, pi / 3
    swung = solved
    for _ in range(22):
        middle = (low + high) / 2
        turn = rotation(axis, -middle)
        swung = Solution(
            compose(inverse(parent), compose(turn, compose(parent, solved.root))), solved.hinge, solved.end
        )
        place(trial, side, swung)
        clear = min(trial.points[f"{name}_{side}"][1] - RADIUS_OF[f"{name}_{side}"] for name in names)
        low, high = (middle, high) if clear > 0 else (low, middle)
    return swung


def blend(a: Solution, b: Solution, share: float) -> Solution:
    """A limb `share` of the way from `a` to `b`: 0 is a, 1 is b."""
    return Solution(
        slerp(a.root, b.root, share),
        a.hinge + (b.hinge - a.hinge) * share,
        slerp(a.end, b.end, share),
    )
