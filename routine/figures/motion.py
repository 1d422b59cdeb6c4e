"""Knows when a figure is where: keys, easing, breath, sides; must not know colours, SVG or files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import cos, pi

from routine.core.exercise import ZERO, BreathPattern, Exercise, Reps, Side
from routine.figures.body import embody_between, mirrored
from routine.figures.camera import Camera
from routine.figures.figure import Figure
from routine.figures.kinematics import Body
from routine.figures.pose import Pose

_SAMPLES = 30
"""How many pictures a cycle has, about."""
_LOOK = timedelta(seconds=1)
"""How long a picture is looked at, at least."""
_QUIET = timedelta(seconds=10)
"""A calm breath, where nobody says another."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A body at a moment of the cycle; the sample after a hold comes that much later."""

    at: timedelta
    body: Body
    breath: float = 0.0
    lit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Motion:
    """Once through, seen from its camera; afterwards it begins again."""

    length: timedelta
    samples: tuple[Sample, ...]
    stills: tuple[tuple[timedelta, int], ...] = ()
    """From when on which sample stands for the moment, where nothing may move; none where only the breath does."""


def camera_of(figure: Figure, side: Side | None) -> Camera:
    """From where the figure is seen while that side works."""
    return figure.camera.mirrored() if _turns(figure, side) else figure.camera


def _turns(figure: Figure, side: Side | None) -> bool:
    return side is not None and figure.side is not None and side != figure.side


def poses_of(figure: Figure, side: Side | None = None) -> list[Pose]:
    """The keys' poses, with left for right when the other side works."""
    poses = [key.pose for key in figure.keys]
    return [mirrored(pose) for pose in poses] if _turns(figure, side) else poses


def pose_at(figure: Figure, key: int, side: Side | None = None) -> Body:
    """The body at a key, by its number."""
    pose = poses_of(figure, side)[key]
    return embody_between(pose, pose, 0.0)


def motion(figure: Figure, exercise: Exercise, side: Side | None = None, samples: int = _SAMPLES) -> Motion:
    """The whole cycle of an exercise, at the speed of its dose and breath."""
    moving, hold = timing(figure, exercise)
    poses = poses_of(figure, side)
    if len(poses) == 1:
        return _breathing(poses[0], exercise.pattern, samples)
    found: list[Sample] = []
    at = ZERO
    whole = sum(key.share for key in figure.keys)
    legs = [moving * (key.share / whole) for key in figure.keys]
    reached: list[tuple[timedelta, int]] = []
    for number, (key, leg) in enumerate(zip(figure.keys, legs, strict=True)):
        other = (number + 1) % len(poses)
        reached.append((at - legs[number - 1] / 2, len(found)))
        if key.hold and hold:
            found.append(_sample(at, poses[number], poses[other], 0.0))
            at += hold
        count = max(3, round(samples * key.share / whole))
        for step in range(count):
            share = step / count if figure.even else eased(step / count)
            found.append(_sample(at + leg * (step / count), poses[number], poses[other], share))
        at += leg
    return Motion(at, tuple(found), _unhurried([*reached[1:], (at + reached[0][0], 0)]))


def _unhurried(stills: list[tuple[timedelta, int]]) -> tuple[tuple[timedelta, int], ...]:
    """Without those that would give way at once."""
    kept = stills[:1]
    for still in stills[1:]:
        if still[0] - kept[-1][0] >= _LOOK:
            kept.append(still)
    return tuple(kept)


def timing(figure: Figure, exercise: Exercise) -> tuple[timedelta, timedelta]:
    """How long once through moves, and how long it holds."""
    dose = exercise.dose
    move, hold = (dose.move, dose.hold) if isinstance(dose, Reps) else (_QUIET, ZERO)
    return (figure.move or move, figure.hold if figure.hold is not None else hold)


def eased(share: float) -> float:
    """Slow, quicker, slow."""
    return (1 - cos(pi * share)) / 2


def _sample(at: timedelta, a: Pose, b: Pose, share: float) -> Sample:
    body = embody_between(a, b, share)
    return Sample(at, body, a.breath + (b.breath - a.breath) * share, (a if share < 0.5 else b).lit)


def _breathing(pose: Pose, pattern: BreathPattern | None, samples: int) -> Motion:
    """A body that only breathes: it stays, and its chest fills and empties."""
    body = embody_between(pose, pose, 0.0)
    beat = pattern or BreathPattern(_QUIET * 0.4, ZERO, _QUIET * 0.6, ZERO)
    parts = ((beat.inhale, 0.0, 1.0), (beat.hold_in, 1.0, 1.0), (beat.exhale, 1.0, 0.0), (beat.hold_out, 0.0, 0.0))
    length = beat.inhale + beat.hold_in + beat.exhale + beat.hold_out
    found: list[Sample] = []
    at = ZERO
    for part, start, end in parts:
        count = max(1, round(samples * (part / length))) if part else 0
        for step in range(count):
            full = start + (end - start) * eased(step / count)
            found.append(Sample(at + part * (step / count), body, full, pose.lit))
        at += part
    return Motion(length, tuple(found))
