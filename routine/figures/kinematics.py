"""Knows where every joint is when the angles are known; must not know contacts, cameras or files."""

from __future__ import annotations

from dataclasses import dataclass

from routine.figures import skeleton as s
from routine.figures.pose import SIDES, Limb, Trunk
from routine.figures.rotations import Frame, Vec3, about_z, add, compose, from_angles, to_world


@dataclass(frozen=True, slots=True)
class Solution:
    """A limb as turns: hip or shoulder in its trunk, bend of knee or elbow, foot or hand in the lower part."""

    root: Frame
    hinge: float
    end: Frame


@dataclass(frozen=True, slots=True)
class Body:
    """Where everything is: joints as points of the room, and the frames they carry."""

    points: dict[str, Vec3]
    frames: dict[str, Frame]


def sign(side: str) -> int:
    """Outwards is right on the right."""
    return 1 if side == "right" else -1


def _bent(angles: Vec3, share: float = 1.0) -> Frame:
    """A part of the spine: forward, to the right and a twist to the right are positive."""
    flexion, side, twist = angles
    return from_angles(side * share, -twist * share, -flexion * share)


def place_trunk(trunk: Trunk) -> Body:
    """Pelvis, spine and head. Lumbar and thorax bend in two halves each, so that a back is round."""
    pelvis = _bent(trunk.lean)
    points = {"pelvis": trunk.pelvis}
    for side in SIDES:
        points[f"hip_{side}"] = add(trunk.pelvis, to_world(pelvis, (0.0, 0.0, s.HIP * sign(side))))
    at, frame = add(trunk.pelvis, to_world(pelvis, (0.0, s.PELVIS, 0.0))), pelvis
    points["girdle"] = at
    for side in SIDES:
        points[f"flank_{side}"] = add(at, to_world(pelvis, (0.0, -0.006, 0.034 * sign(side))))
    frames = {"pelvis": pelvis}
    for name, angles, size in (
        ("waist", trunk.lumbar, s.LUMBAR),
        ("loin", trunk.lumbar, s.LUMBAR),
        ("ribs", trunk.thorax, s.THORAX),
        ("chest", trunk.thorax, s.THORAX),
    ):
        frame = compose(frame, _bent(angles, 0.5))
        at = add(at, to_world(frame, (0.0, size / 2, 0.0)))
        points[name] = at
        frames[name] = frame
    points["collar"] = points.pop("chest")
    forward, up, wide = trunk.shoulders
    for side in SIDES:
        socket = (forward, up - 0.012, (s.SHOULDER + wide) * sign(side))
        points[f"shoulder_{side}"] = add(at, to_world(frame, socket))
    _place_head(trunk, points, frames)
    return Body(points, frames)


def _place_head(trunk: Trunk, points: dict[str, Vec3], frames: dict[str, Frame]) -> None:
    neck = compose(frames["chest"], _bent(trunk.neck))
    points["nape"] = add(points["collar"], to_world(neck, (0.0, s.NECK, 0.0)))
    head = compose(neck, _bent(trunk.head))
    middle = add(points["nape"], to_world(head, (0.010, s.HEAD, 0.0)))
    points["head"] = middle
    points["face"] = add(middle, to_world(head, (0.014, -0.012, 0.0)))
    points["hair"] = add(middle, to_world(head, (-0.010, 0.008, 0.0)))
    points["nose"] = add(middle, to_world(head, (0.064, -0.008, 0.0)))
    frames["head"] = head


def leg_from_angles(leg: Limb, side: str) -> Solution:
    """A leg by the degrees of its joints, as turns."""
    flexion, abduction, twist = leg.root
    root = from_angles(-abduction * sign(side), -twist * sign(side), flexion)
    return Solution(root, leg.hinge, about_z(leg.end))


def arm_from_angles(arm: Limb, side: str) -> Solution:
    """The same convention: only the elbow bends the other way from the knee, when it is placed."""
    return leg_from_angles(arm, side)


def place_leg(body: Body, side: str, leg: Solution) -> None:
    """Put knee, ankle, heel and toe into a body whose trunk is placed."""
    thigh = compose(body.frames["pelvis"], leg.root)
    shin = compose(thigh, about_z(-leg.hinge))
    foot = compose(shin, leg.end)
    points = body.points
    knee = add(points[f"hip_{side}"], to_world(thigh, (0.0, -s.THIGH, 0.0)))
    ankle = add(knee, to_world(shin, (0.0, -s.SHIN, 0.0)))
    points[f"knee_{side}"] = knee
    points[f"ankle_{side}"] = ankle
    points[f"heel_{side}"] = add(ankle, to_world(foot, (-s.HEEL_BACK, -s.SOLE, 0.0)))
    points[f"toe_{side}"] = add(ankle, to_world(foot, (s.TOE, -s.SOLE - s.RADIUS["heel"] + s.RADIUS["toe"], 0.0)))
    body.frames.update({f"thigh_{side}": thigh, f"shin_{side}": shin, f"foot_{side}": foot})


def place_arm(body: Body, side: str, arm: Solution) -> None:
    """Put elbow, wrist and fingers into a body whose trunk is placed."""
    upper = compose(body.frames["chest"], arm.root)
    forearm = compose(upper, about_z(arm.hinge))
    hand = compose(forearm, arm.end)
    points = body.points
    elbow = add(points[f"shoulder_{side}"], to_world(upper, (0.0, -s.UPPER_ARM, 0.0)))
    wrist = add(elbow, to_world(forearm, (0.0, -s.FOREARM, 0.0)))
    points[f"elbow_{side}"] = elbow
    points[f"wrist_{side}"] = wrist
    points[f"finger_{side}"] = add(wrist, to_world(hand, (0.0, -s.HAND, 0.0)))
    body.frames.update({f"upperarm_{side}": upper, f"forearm_{side}": forearm, f"hand_{side}": hand})


RADIUS_OF: dict[str, float] = {
    "pelvis": s.RADIUS["pelvis"],
    "girdle": s.RADIUS["waist"],
    "waist": s.RADIUS["waist"],
    "loin": s.RADIUS["waist"],
    "ribs": s.RADIUS["ribs"],
    "collar": s.RADIUS["collar"],
    "nape": s.RADIUS["neck"],
    "head": s.RADIUS["head"],
} | {
    f"{part}_{side}": s.RADIUS[part]
    for side in SIDES
    for part in ("hip", "knee", "ankle", "heel", "toe", "shoulder", "elbow", "wrist", "finger")
}
"""How thick the body is at each point that can touch something."""
