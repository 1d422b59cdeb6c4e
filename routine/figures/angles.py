"""Knows which joint angles a placed body shows, and which are beyond a person; must not know poses or time."""

from __future__ import annotations

from math import asin, atan2, degrees

from routine.figures.kinematics import Body, sign
from routine.figures.pose import SIDES, Trunk
from routine.figures.rotations import (
    Frame,
    Vec3,
    angle_between,
    compose,
    cross,
    dot,
    frame_of,
    inverse,
    scale,
    sub,
    to_local,
    unit,
)
from routine.figures.skeleton import LIMBS, SPINE


def beyond(body: Body, trunk: Trunk) -> list[str]:
    """Every joint that is bent farther than a person bends it, as "right knee 171"."""
    found = []
    for part, ranges in SPINE.items():
        for angle, allowed in zip(getattr(trunk, part), ranges, strict=True):
            if not allowed.holds(angle):
                found.append(f"{part} {angle:.0f}")
    for side in SIDES:
        for joint, angle in limb_angles(body, side).items():
            if not LIMBS[joint].holds(angle):
                found.append(f"{side} {joint} {angle:.0f}")
    return found


def limb_angles(body: Body, side: str) -> dict[str, float]:
    """The angles of one arm and one leg, measured on the body itself, however it was placed."""
    p, f = body.points, body.frames
    thigh = unit(sub(p[f"knee_{side}"], p[f"hip_{side}"]))
    flexion, abduction, rotation = _ball(f["pelvis"], f[f"thigh_{side}"], thigh, side)
    toes = f[f"foot_{side}"][0]
    shin = f[f"shin_{side}"]
    upper = unit(sub(p[f"elbow_{side}"], p[f"shoulder_{side}"]))
    reach = to_local(f["chest"], upper)
    return {
        "hip flexion": flexion,
        "hip abduction": abduction,
        "hip rotation": rotation,
        "knee": angle_between(
            sub(p[f"knee_{side}"], p[f"hip_{side}"]), sub(p[f"ankle_{side}"], p[f"knee_{side}"])
        ),
        "ankle": degrees(asin(max(-1.0, min(1.0, dot(toes, shin[1]))))),
        "shoulder back": -degrees(asin(max(-1.0, min(1.0, reach[0])))),
        "shoulder inwards": -degrees(asin(max(-1.0, min(1.0, reach[2] * sign(side))))),
        "elbow": angle_between(upper, sub(p[f"wrist_{side}"], p[f"elbow_{side}"])),
        "wrist": angle_between(
            sub(p[f"wrist_{side}"], p[f"elbow_{side}"]), sub(p[f"finger_{side}"], p[f"wrist_{side}"])
        ),
    }


def _ball(parent: Frame, bone: Frame, along: Vec3, side: str) -> tuple[float, float, float]:
    """Flexion, abduction and outward rotation of a hip: where the bone points, then its turn about itself."""
    down = to_local(parent, along)
    flexion = degrees(atan2(down[0], -down[1]))
    abduction = degrees(asin(max(-1.0, min(1.0, down[2] * sign(side)))))
    plain = frame_of(scale(down, -1), cross((0.0, 0.0, 1.0), down) if abs(down[2]) < 0.98 else (1.0, 0.0, 0.0))
    turn = compose(inverse(plain), compose(inverse(parent), bone))
    return flexion, abduction, -degrees(atan2(-turn[0][2], turn[0][0])) * sign(side)
