"""Knows what a pose says, as values; must not know how it is worked out, or where it was read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from routine.figures.rotations import Vec3

ZERO: Vec3 = (0.0, 0.0, 0.0)

SIDES = ("left", "right")


def other_side(name: str) -> str:
    """thigh_left for thigh_right; what has no side keeps its name."""
    stem, _, side = name.rpartition("_")
    return f"{stem}_{SIDES[1 - SIDES.index(side)]}" if side in SIDES else name


class ReachTarget(StrEnum):
    """What decides where a limb is."""

    ANGLES = "angles"
    AT = "at"
    """The wrist or the ankle is brought to a place in the room."""
    TOES = "toes"
    """The toes are on the floor and the heel is up."""
    KNEE = "knee"
    """The knee is on the floor."""
    ELBOW = "elbow"
    """The elbow is on the floor."""
    ON = "on"
    """The hand is brought to a part of the body."""


@dataclass(frozen=True, slots=True)
class Limb:
    """One arm or leg. Outwards is positive on both sides, so that a pair needs saying once."""

    reach: ReachTarget = ReachTarget.ANGLES
    root: Vec3 = ZERO
    """Hip or shoulder: forward, outwards, outward twist."""
    hinge: float = 0.0
    """Knee or elbow."""
    end: float = 0.0
    """Ankle (toes up is positive) or wrist (towards the palm's side)."""
    at: Vec3 = ZERO
    """A place in the room, or in the frame of the part it is on; forward, up, outwards."""
    pole: Vec3 = ZERO
    """Where knee or elbow points, as pelvis or chest see it."""
    point: Vec3 = ZERO
    """Where toes or fingers point, in the room."""
    heel: float = 0.0
    """How far the heel is up, in degrees."""
    on: str = ""
    rest: bool = False
    """Swung down or up at its root until it lies on the floor."""

    @property
    def kind(self) -> tuple[ReachTarget, str, bool]:
        """Two of one kind can be mixed number by number."""
        return (self.reach, self.on, self.rest)


@dataclass(frozen=True, slots=True)
class Trunk:
    """Pelvis and spine: where the middle of the hips is, and each part's flexion, side bend and twist."""

    pelvis: Vec3 = (0.0, 0.534, 0.0)
    lean: Vec3 = ZERO
    lumbar: Vec3 = ZERO
    thorax: Vec3 = ZERO
    neck: Vec3 = ZERO
    head: Vec3 = ZERO
    shoulders: Vec3 = ZERO
    """Both shoulders moved forward, up and outwards along the ribs."""


@dataclass(frozen=True, slots=True)
class Pose:
    """A body in a moment. `touch` holds parts and the height they rest at, `lean_on` parts and their wall."""

    trunk: Trunk = Trunk()
    arms: tuple[Limb, Limb] = (Limb(), Limb())
    """Left and right."""
    legs: tuple[Limb, Limb] = (Limb(), Limb())
    touch: tuple[tuple[str, float], ...] = ()
    lean_on: tuple[tuple[str, float], ...] = ()
    pin: float | None = None
    """How far forward the collar stays."""
    free: tuple[str, ...] = ()
    """What may give way besides, so that everything touches."""
    breath: float = 0.0
    """How full the chest is, 0 to 1."""
    lit: tuple[str, ...] = field(default=())
    """Parts that are tensed."""


def mix(a: Vec3, b: Vec3, share: float) -> Vec3:
    """The point `share` of the way from `a` to `b`: 0 is a, 1 is b."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def mix_trunks(a: Trunk, b: Trunk, share: float) -> Trunk:
    """A trunk `share` of the way from `a` to `b`, number by number."""
    return Trunk(
        mix(a.pelvis, b.pelvis, share),
        mix(a.lean, b.lean, share),
        mix(a.lumbar, b.lumbar, share),
        mix(a.thorax, b.thorax, share),
        mix(a.neck, b.neck, share),
        mix(a.head, b.head, share),
        mix(a.shoulders, b.shoulders, share),
    )


def mix_limbs(a: Limb, b: Limb, share: float) -> Limb:
    """Only for two of one kind."""
    return replace(
        a,
        root=mix(a.root, b.root, share),
        hinge=a.hinge + (b.hinge - a.hinge) * share,
        end=a.end + (b.end - a.end) * share,
        at=mix(a.at, b.at, share),
        pole=mix(a.pole, b.pole, share),
        point=mix(a.point, b.point, share),
        heel=a.heel + (b.heel - a.heel) * share,
    )
