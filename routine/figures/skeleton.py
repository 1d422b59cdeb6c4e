"""Knows how long and how thick a body is, and how far its joints go; must not know poses or drawing.

Lengths are shares of body height, angles are degrees.
"""

from __future__ import annotations

from dataclasses import dataclass

CENTIMETRE = 1 / 170
"""One centimetre of a person of 1.70 m."""

HIP = 0.055
"""Half the distance between the hip joints."""
SHOULDER = 0.105
PELVIS, LUMBAR, THORAX, NECK = 0.05, 0.10, 0.15, 0.05
HEAD = 0.06
"""From the top of the neck to the middle of the head."""
THIGH, SHIN = 0.245, 0.245
UPPER_ARM, FOREARM, HAND = 0.175, 0.150, 0.080
HEEL_BACK, SOLE, TOE = 0.028, 0.024, 0.098
"""From the ankle: back to the heel, down to the middle of heel and toes, forward to the toes."""

RADIUS: dict[str, float] = {
    "pelvis": 0.072,
    "waist": 0.066,
    "ribs": 0.074,
    "collar": 0.050,
    "neck": 0.030,
    "head": 0.064,
    "nose": 0.011,
    "shoulder": 0.040,
    "elbow": 0.027,
    "wrist": 0.019,
    "finger": 0.014,
    "hip": 0.062,
    "knee": 0.043,
    "ankle": 0.027,
    "heel": 0.020,
    "toe": 0.015,
}
"""How thick the body is at each joint."""

ANKLE_HEIGHT = SOLE + RADIUS["heel"]
"""Of a foot that stands flat."""


@dataclass(frozen=True, slots=True)
class Range:
    """How far a joint goes, in degrees: the widest that we draw, inside what healthy grown-ups reach."""

    least: float
    most: float

    def holds(self, angle: float, give: float = 0.5) -> bool:
        """Whether an angle is inside, or outside by no more than `give`; in degrees."""
        return self.least - give <= angle <= self.most + give


SPINE: dict[str, tuple[Range, Range, Range]] = {
    # flexion, to the side, twist
    "lumbar": (Range(-35, 60), Range(-30, 30), Range(-15, 15)),
    "thorax": (Range(-30, 50), Range(-35, 35), Range(-45, 45)),
    "neck": (Range(-40, 45), Range(-30, 30), Range(-50, 50)),
    "head": (Range(-35, 30), Range(-20, 20), Range(-40, 40)),
}
"""The whole spine bends as its four parts together."""

LIMBS: dict[str, Range] = {
    "hip flexion": Range(-30, 130),
    "hip abduction": Range(-35, 60),
    "hip rotation": Range(-45, 75),
    "knee": Range(-2, 150),
    "ankle": Range(-60, 35),
    "shoulder back": Range(-90, 60),
    "shoulder inwards": Range(-90, 50),
    "elbow": Range(-2, 150),
    "wrist": Range(-1, 95),
}
