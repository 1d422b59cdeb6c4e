"""Knows what is asked of figures: a still, all stills on a sheet, or what a page needs to move one; not pixels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from routine.core.exercise import ZERO, Exercise, Side
from routine.figures import loader as read
from routine.figures import shapes
from routine.figures.camera import Camera
from routine.figures.direction import mark_of, working_parts
from routine.figures.drawing import LIGHT, OUTLINE, UNIT, Palette, hull
from routine.figures.figure import Figure
from routine.figures.kinematics import Body
from routine.figures.look import USUAL, Look
from routine.figures.motion import Sample, camera_of, motion, pose_at, poses_of
from routine.figures.props import BAG, STRAP
from routine.figures.scene import GHOST, RING, bags_of, boxes_of, scene, straps_of, view_box_of

_COLUMNS = 10
_SIDE, _CAPTION = 120, 15
_LONGEST = 26
"""Letters that fit under a picture of the contact sheet."""
_IN_BREATH = 0.6
"""How full the chest is in a still."""
_PLAIN = 10 * UNIT
"""Body heights as a page gets them: whole numbers, of which the smallest is less than a pixel."""
_NOISE = 1
"""So little is rounding and no movement."""

Triple = tuple[int, int, int]


def has_figure(exercise: Exercise) -> bool:
    """Exercises that a plan brings itself have none."""
    return exercise.id in read.tables()


def still(
    exercise: Exercise,
    side: Side | None = None,
    *,
    part: int = 0,
    palette: Palette = LIGHT,
    card: bool = True,
    look: Look = USUAL,
) -> str:
    """One picture as SVG. `part` is the muscle group, where some are tensed in turn. KeyError without a figure."""
    figure = read.figure(exercise.id)
    camera = camera_of(figure, side)
    lit = figure.lights[part % len(figure.lights)] if figure.lights else _own_lit(figure, side)
    shown = Sample(ZERO, pose_at(figure, figure.still, side), _IN_BREATH, lit)
    ghost = None if figure.ghost is None else Sample(ZERO, pose_at(figure, figure.ghost, side))
    return scene(
        figure,
        shown,
        camera,
        ghost=ghost,
        palette=palette if palette.variables else look.dress(palette),
        title=exercise.title,
        card=card,
        working=working_parts(figure, side),
        mark=mark_of(figure, side),
        build=look.build,
    )


def start_and_end(exercise: Exercise, side: Side | None = None, *, palette: Palette = LIGHT) -> tuple[str, ...]:
    """Where it starts and how far it goes, in frames of one size; one picture where only the breath moves.

    KeyError without a figure.
    """
    figure = read.figure(exercise.id)
    camera, cycle = camera_of(figure, side), motion(figure, exercise, side)
    chosen = [cycle.samples[place] for _, place in (*cycle.stills[-1:], *cycle.stills[:1])]
    if len(cycle.stills) < 2:
        return (still(exercise, side, palette=palette, card=False),)
    room = boxes_of(figure, camera)
    views = [camera.project(each.body.points) for each in chosen]
    frame = view_box_of(views, room, close=figure.close, square=False)
    return tuple(
        scene(figure, each, camera, frame, palette=palette, title=exercise.title, card=False) for each in chosen
    )


def rule() -> dict[str, Any]:
    """What joins joints to a picture, the same for every figure. All but `unit` in body heights."""
    return {
        **shapes.rule(),
        "unit": _PLAIN,
        "outline": OUTLINE / UNIT,
        "strap": STRAP,
        "bag": BAG,
        "ring": RING,
        "ghost": GHOST,
    }


def moving(exercise: Exercise, side: Side | None = None) -> dict[str, Any]:
    """All that a page needs to move one figure, as plain values and no markup. KeyError without a figure.

    `at` are the moments in seconds and `pose` is which pose the body has at each; between two moments a page goes
    straight, and after `length` it begins again. `joints` are right, down and how near, one after the other,
    for each pose. What never changes (a joint, `breath`, `lit`) is there once. `room` is drawn behind the body,
    `straps` and `bags` before it, and beside a still the `mark` of where it goes. `lights` are the parts tensed in
    each muscle group, `working` the limbs of the side that works; `still` is what one picture shows; `stills` are
    the moments that are shown in turn where nothing may move: from when on, and which.
    """
    figure = read.figure(exercise.id)
    camera = camera_of(figure, side)
    cycle = motion(figure, exercise, side)
    ghost = [] if figure.ghost is None else [pose_at(figure, figure.ghost, side)]
    bodies = [*(sample.body for sample in cycle.samples), pose_at(figure, figure.still, side), *ghost]
    joints, poses = _joints(bodies, camera)
    moments = len(cycle.samples)
    views = [camera.project(sample.body.points) for sample in cycle.samples]
    mark = mark_of(figure, side)
    box = view_box_of(views, [*boxes_of(figure, camera), *mark], close=figure.close)
    return {
        "title": exercise.title,
        "window": [_plain(number) for number in (box.left, box.top, box.width, box.height)],
        "length": cycle.length.total_seconds(),
        "at": [round(sample.at.total_seconds(), 3) for sample in cycle.samples],
        "pose": poses[:moments],
        "joints": joints,
        "breath": _once([round(sample.breath, 3) for sample in cycle.samples]),
        "lit": _once([sample.lit for sample in cycle.samples]),
        "still": {
            "pose": poses[moments],
            "breath": _IN_BREATH,
            "lit": _own_lit(figure, side),
            "ghost": poses[moments + 1] if ghost else None,
        },
        "stills": [[round(at.total_seconds(), 3), sample] for at, sample in cycle.stills],
        "mark": [[[_plain(number) for number in circle] for circle in shape.circles] for shape in mark],
        **_unmoving(figure, side),
    }


def _unmoving(figure: Figure, side: Side | None) -> dict[str, Any]:
    """What is the same at every moment: the room, what is held, which limbs work."""
    camera = camera_of(figure, side)
    return {
        "room": [_plain_skin(shape) for shape in boxes_of(figure, camera)],
        "straps": straps_of(figure, camera),
        "bags": bags_of(figure, camera),
        "working": working_parts(figure, side),
        "ring": figure.ring,
        "lights": figure.lights,
    }


def _own_lit(figure: Figure, side: Side | None) -> tuple[str, ...]:
    return poses_of(figure, side)[figure.still].lit


def _plain(number: float) -> int:
    return round(number * _PLAIN)


def _plain_skin(shape: shapes.Shape) -> Mapping[str, Any]:
    """A thing of the room: its corners, and how round they are. All of its circles are of one size."""
    corners = hull([(x, y, 0.0) for x, y, _ in shape.circles])
    return {
        "corners": [[_plain(x), _plain(y)] for x, y in corners],
        "round": _plain(shape.circles[0][2]),
        "cloth": str(shape.cloth),
        "pale": shape.pale,
    }


def _joints(bodies: Sequence[Body], camera: Camera) -> tuple[dict[str, list[int]], list[int]]:
    """Each joint's places, pose by pose, and which pose each body has: a hold and the way back repeat some."""
    names = sorted(bodies[0].points)
    poses: list[list[Triple]] = []
    which = []
    for body in bodies:
        spots = camera.project(body.points)
        pose = [(_plain(spots[name][0]), _plain(spots[name][1]), _plain(spots[name][2])) for name in names]
        known = next((number for number, other in enumerate(poses) if _alike(pose, other)), len(poses))
        which.append(known)
        if known == len(poses):
            poses.append(pose)
    tracks = {name: [pose[place] for pose in poses] for place, name in enumerate(names)}
    return {name: _track(track) for name, track in tracks.items()}, which


def _alike(one: Sequence[Triple], other: Sequence[Triple]) -> bool:
    return all(abs(a - b) <= _NOISE for p, q in zip(one, other, strict=True) for a, b in zip(p, q, strict=True))


def _track(spots: Sequence[Triple]) -> list[int]:
    """A joint that stays has one place."""
    kept = spots[:1] if all(_alike(spots[:1], [spot]) for spot in spots) else spots
    return [number for spot in kept for number in spot]


def _once(values: Sequence[Any]) -> Sequence[Any]:
    return values[:1] if all(value == values[0] for value in values) else values


def rule_for(look: Look) -> dict[str, Any]:
    """The rule for this body. `colours` are those of skin and hair, on a light ground and on a dark one."""
    return rule() | shapes.rule(look.build) | {"colours": {"skin": look.skin, "hair": look.hair}}


def caption(exercise: Exercise) -> str:
    """What the picture alone does not tell; empty where it is clear. KeyError without a figure."""
    return read.figure(exercise.id).caption


def contact_sheet(exercises: Sequence[Exercise], palette: Palette = LIGHT) -> str:
    """Every still with its title below it, as one SVG."""
    rows = -(-len(exercises) // _COLUMNS)
    width, height = _COLUMNS * _SIDE, rows * (_SIDE + _CAPTION)
    cells = [_cell(exercise, place, palette) for place, exercise in enumerate(exercises)]
    back = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{back}{"".join(cells)}</svg>'


def _cell(exercise: Exercise, place: int, palette: Palette) -> str:
    x, y = place % _COLUMNS * _SIDE, place // _COLUMNS * (_SIDE + _CAPTION)
    box = f'x="{x + 3}" y="{y + 2}" width="{_SIDE - 6}" height="{_SIDE - 6}"'
    inner = re.sub(r"^<svg ", f"<svg {box} ", still(exercise, palette=palette), count=1)
    words = re.sub(r" ?[(:].*", "", exercise.title)
    title = (words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…").replace("&", "&amp;")
    place_of_words = f'x="{x + _SIDE / 2}" y="{y + _SIDE + 6}" text-anchor="middle"'
    font = 'font-family="DejaVu Sans, Arial, Helvetica" font-size="8" fill="#555555"'
    return f"{inner}<text {place_of_words} {font}>{title}</text>"
