"""Knows which figure belongs to a moment of a session, and paints it small; must not know keys, words or layout.

Once round a movement is painted as it is first seen, picture by picture, and kept: afterwards it costs nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache

from routine.core.exercise import ZERO, Exercise, Side
from routine.core.loaded_plans import FigureChoice
from routine.core.player import Frame
from routine.core.steps import BeatKind, Step
from routine.figures import loader as read
from routine.figures.direction import mark_of, working_parts
from routine.figures.drawing import DARK, LIGHT, Palette, ViewBox
from routine.figures.look import look_of
from routine.figures.motion import Motion, Sample, camera_of, motion, pose_at, poses_of, timing
from routine.figures.props import bag, strap
from routine.figures.render import has_figure
from routine.figures.rotations import Vec3
from routine.figures.scene import GHOST, RING, bags_of, boxes_of, straps_of, view_box_of
from routine.figures.shapes import Cloth, Shape, shapes
from routine.ui.console.half_blocks import Colours, Pixel, Size, lines
from routine.ui.console.raster import Colour, Patch, fitted, raster

_SECOND = timedelta(seconds=1)
_SMOOTH = 6
"""Pictures a second: calm, and no hops at this size."""
_FEWEST, _MOST = 18, 60
_SOONEST = _SECOND / 8
_MARGIN = 0.03
_FULLNESS = 0.6
"""How full the chest is in a still."""
_BRIGHT = 128


@dataclass(frozen=True, slots=True)
class Background:
    """What is painted on, and who: how many colours there are, and the terminal's own background where known."""

    colours: Colours
    ground: Colour | None = None
    figure: FigureChoice = FigureChoice.SLIM_MEDIUM

    @property
    def palette(self) -> Palette:
        """Fitting to the background; without one known the picture brings a dark one of its own."""
        look = look_of(self.figure)
        if self.ground is None:
            return look.dress(DARK)
        red, green, blue = self.ground
        usual = LIGHT if 0.3 * red + 0.59 * green + 0.11 * blue > _BRIGHT else DARK
        return replace(look.dress(usual), ground=f"#{red:02x}{green:02x}{blue:02x}")


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """Which figure, on which side, with which muscle group tensed; a still or where in its movement."""

    exercise: Exercise
    side: Side | None = None
    light: int | None = None
    at: timedelta | None = None
    """So long after the movement's beginning; None is a still."""


def figure_for(frame: Frame) -> ShownFigure | None:
    """What a moment of a session shows; in a rest what comes next, waiting."""
    step, beat = frame.step, frame.beat
    if step.exercise is None and beat.part is BeatKind.REST and frame.upcoming:
        coming = _drawn(frame.upcoming)
        return ShownFigure(coming, _first_side(frame.upcoming)) if coming else None
    exercise = _drawn(step)
    if exercise is None:
        return None
    if beat.part is BeatKind.REST:
        return ShownFigure(exercise, beat.side)
    if beat.part is BeatKind.READY:
        return ShownFigure(exercise, _first_side(step), at=frame.elapsed)
    return ShownFigure(exercise, beat.side, _light(exercise, beat.label, beat.part), frame.elapsed)


def next_picture(shown: ShownFigure | None) -> timedelta | None:
    """How long until it moves on; None for a still."""
    if shown is None or shown.at is None:
        return None
    cycle = _cycle(shown.exercise, shown.side)
    into = shown.at % cycle.length
    following = next((sample.at for sample in cycle.samples if sample.at > into), cycle.length)
    return max(_SOONEST, following - into)


def render(shown: ShownFigure, size: Size, background: Background) -> list[str]:
    """Its lines, each as wide as the size says."""
    place, marked = None, True
    if shown.at is not None:
        cycle = _cycle(shown.exercise, shown.side)
        place = bisect_right(cycle.samples, shown.at % cycle.length, key=lambda sample: sample.at) - 1
        # the first time it shows the way there; afterwards the movement does
        marked = shown.at <= _arrives(shown.exercise, shown.side)
    return _lines(replace(shown, at=None), place, size, background, marked=marked)


@lru_cache(maxsize=512)
def _lines(
    shown: ShownFigure, place: int | None, size: Size, background: Background, *, marked: bool
) -> list[str]:
    figure, side = read.figure(shown.exercise.id), shown.side
    if place is None:
        lit = poses_of(figure, side)[figure.still].lit
        sample = Sample(ZERO, pose_at(figure, figure.still, side), _FULLNESS, lit)
        ghost = None if figure.ghost is None else Sample(ZERO, pose_at(figure, figure.ghost, side))
    else:
        sample, ghost = _cycle(shown.exercise, side).samples[place], None
    if shown.light is not None and figure.lights:
        sample = replace(sample, lit=figure.lights[shown.light % len(figure.lights)])
    patches = _patches(shown, sample, ghost, background)
    if marked:
        patches += [_patch(shape, background.palette) for shape in mark_of(figure, side)]
    ground = _rgb(background.palette.ground)
    view_box = fitted(_bounds(shown.exercise, side), size.columns, 2 * size.rows)
    rows = raster(patches, view_box, size.columns, 2 * size.rows, ground)
    return lines(_over_own_ground(rows, ground) if background.ground else rows, background.colours)


def _patches(shown: ShownFigure, sample: Sample, ghost: Sample | None, background: Background) -> list[Patch]:
    """The ring, the room, the body and its straps, what is far away first."""
    figure = read.figure(shown.exercise.id)
    camera, palette, build = camera_of(figure, shown.side), background.palette, look_of(background.figure).build
    spots = camera.project(sample.body.points)
    working = working_parts(figure, shown.side)
    body = shapes(spots, breath=sample.breath, lit=sample.lit, working=working, build=build)
    behind = boxes_of(figure, camera)
    if ghost:
        pale = shapes(camera.project(ghost.body.points), build=build)
        behind += [replace(shape, pale=GHOST, outlined=False) for shape in pale]
    bands = [strap(spots, ends) for ends in straps_of(figure, camera)]
    if carrying := bags_of(figure, camera):
        bands.append(bag(spots, carrying))
    ring = _ring(_bounds(shown.exercise, shown.side), sample.breath, palette) if figure.ring else []
    return [*ring, *(_patch(shape, palette) for shape in (*behind, *body, *bands))]


@lru_cache(maxsize=8)
def _cycle(exercise: Exercise, side: Side | None) -> Motion:
    figure = read.figure(exercise.id)
    moving, _ = timing(figure, exercise)
    return motion(figure, exercise, side, max(_FEWEST, min(_MOST, round(_SMOOTH * (moving / _SECOND)))))


@lru_cache(maxsize=8)
def _arrives(exercise: Exercise, side: Side | None) -> timedelta:
    """How long it takes to get to what the still shows, the first time."""
    figure = read.figure(exercise.id)
    end, cycle = pose_at(figure, figure.still, side).points, _cycle(exercise, side)
    return min(cycle.samples, key=lambda sample: (_apart(sample.body.points, end), sample.at)).at


def _apart(one: Mapping[str, Vec3], other: Mapping[str, Vec3]) -> float:
    return round(sum(abs(a - b) for name in one for a, b in zip(one[name], other[name], strict=True)), 3)


@lru_cache(maxsize=8)
def _bounds(exercise: Exercise, side: Side | None) -> ViewBox:
    """What the whole movement takes up, and no more: a body that lies gets larger than in a square."""
    figure = read.figure(exercise.id)
    camera = camera_of(figure, side)
    views = [camera.project(sample.body.points) for sample in _cycle(exercise, side).samples]
    views.append(camera.project(pose_at(figure, figure.still, side).points))
    room = boxes_of(figure, camera)
    if figure.close or figure.ring:
        return view_box_of(views, room, close=figure.close)
    circles = [circle for view in views for shape in shapes(view, breath=1.0) for circle in shape.circles]
    circles += [circle for shape in (*room, *mark_of(figure, side)) for circle in shape.circles]
    left, right = min(x - r for x, _, r in circles), max(x + r for x, _, r in circles)
    top, bottom = min(y - r for _, y, r in circles), max(y + r for _, y, r in circles)
    return ViewBox(left - _MARGIN, top - _MARGIN, right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN)


def _ring(bounds: ViewBox, breath: float, palette: Palette) -> list[Patch]:
    """A circle behind the figure that grows as the chest fills."""
    size = bounds.width * (RING["least"] + RING["more"] * breath)
    x, y = bounds.left + bounds.width / 2, bounds.top + bounds.height / 2
    line = bounds.width * RING["line"]
    rim = Patch(((x, y, size + line),), _rgb(palette.colour(Cloth.TROUSERS, RING["rim"])))
    return [rim, Patch(((x, y, size - line),), _rgb(palette.colour(Cloth.TROUSERS, RING["pale"])))]


def _patch(shape: Shape, palette: Palette) -> Patch:
    return Patch(shape.circles, _rgb(palette.colour(shape.cloth, shape.pale)), shape.outlined)


def _over_own_ground(rows: Sequence[Sequence[Colour]], ground: Colour) -> list[list[Pixel]]:
    """See-through where nothing is painted."""
    return [[None if pixel == ground else pixel for pixel in row] for row in rows]


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _drawn(step: Step) -> Exercise | None:
    """The exercise at the pace that this step asks for; None without a figure, or with a person's own picture."""
    exercise = step.exercise
    if exercise is None or exercise.picture or not has_figure(exercise):
        return None
    return exercise.with_dose(step.dose)


def _first_side(step: Step) -> Side | None:
    sides = step.dose.sides if step.dose else ()
    return sides[0] if sides else None


def _light(exercise: Exercise, group: str, part: BeatKind) -> int | None:
    if exercise.relaxation is None or part is not BeatKind.TENSE:
        return None
    groups = [each for each, _ in exercise.relaxation.groups]
    return groups.index(group) if group in groups else None
