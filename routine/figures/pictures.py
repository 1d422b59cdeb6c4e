"""Knows what is asked of figures: a still, or all that a page needs to move one; must not know pixels or files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from routine.core.exercise import ZERO, Exercise, Side
from routine.figures import read
from routine.figures.camera import Camera
from routine.figures.drawing import LIGHT, PAGE, UNIT, Palette, Window, draw
from routine.figures.figure import Figure
from routine.figures.motion import Motion, Sample, camera_of, motion, pose_at, poses_of
from routine.figures.scene import boxes_of, scene, straps_of, window_of
from routine.figures.shapes import rule

_IN_BREATH = 0.6
"""How full the chest is in a still."""


def has_figure(exercise: Exercise) -> bool:
    """Exercises that a plan brings itself have none."""
    return exercise.id in read.tables()


def still(
    exercise: Exercise, side: Side | None = None, *, part: int = 0, palette: Palette = LIGHT, card: bool = True
) -> str:
    """One picture as SVG. `part` is the muscle group, where some are tensed in turn. KeyError without a figure."""
    figure = read.figure(exercise.id)
    camera = camera_of(figure, side)
    lit = figure.lights[part % len(figure.lights)] if figure.lights else poses_of(figure, side)[figure.still].lit
    shown = Sample(ZERO, pose_at(figure, figure.still, side), _IN_BREATH, lit)
    ghost = None if figure.ghost is None else Sample(ZERO, pose_at(figure, figure.ghost, side))
    return scene(figure, shown, camera, ghost=ghost, palette=palette, title=exercise.title, card=card)


def moving(exercise: Exercise, side: Side | None = None) -> dict[str, Any]:
    """All that a page needs to move the figure, as plain values. KeyError without a figure.

    `joints` names the spots of every frame: each is right, down and how near, in SVG units. A frame's `at` and
    `length` are seconds; between two frames a page goes straight, and after `length` it begins again. `rule` is
    what joins joints to shapes. `room` is drawn behind the body, `straps` after it. `lights` are the parts tensed
    in each muscle group.
    """
    figure = read.figure(exercise.id)
    camera = camera_of(figure, side)
    cycle = motion(figure, exercise, side)
    names = sorted(cycle.samples[0].body.points)
    return {
        "window": _plain_window(_window(figure, cycle, camera)),
        "length": cycle.length.total_seconds(),
        "joints": names,
        "frames": [_frame(sample, camera, names) for sample in cycle.samples],
        "room": draw(boxes_of(figure, camera), PAGE),
        "straps": straps_of(figure, camera),
        "ring": figure.ring,
        "lights": figure.lights,
        "rule": rule(),
    }


def _window(figure: Figure, cycle: Motion, camera: Camera) -> Window:
    views = [camera.look(sample.body.points) for sample in cycle.samples]
    return window_of(views, boxes_of(figure, camera), close=figure.close)


def _plain_window(window: Window) -> list[float]:
    return [round(v * UNIT, 1) for v in (window.left, window.top, window.width, window.height)]


def _frame(sample: Sample, camera: Camera, names: list[str]) -> Mapping[str, Any]:
    spots = camera.look(sample.body.points)
    return {
        "at": round(sample.at.total_seconds(), 3),
        "breath": round(sample.breath, 3),
        "lit": sample.lit,
        "spots": [[round(v * UNIT, 1) for v in spots[name]] for name in names],
    }
