"""Knows what a still says beyond its pose: which way it goes, which side works, and what it cannot say alone."""

from __future__ import annotations

import re
from math import hypot

import pytest

from routine.core.exercise import Side
from routine.figures import loader as read
from routine.figures.angles import limb_angles
from routine.figures.body import embody
from routine.figures.camera import Camera
from routine.figures.direction import mark_of, working_parts
from routine.figures.drawing import LIGHT
from routine.figures.pose import Pose
from routine.figures.render import moving, still
from routine.figures.shapes import Cloth
from tests.figures.bodies import IDS, exercise

# from pictures looked at without their words: what a picture alone does not tell
UNCLEAR = [
    "chair-pose",
    "warrior-one-wall",
    "standing-side-bend",
    "reclining-cobbler",
    "pilates-shoulder-bridge",
    "pilates-side-kick",
    "pilates-swan-prep",
    "pilates-swimming",
    "pelvic-tilt",
    "side-bridge-knees",
    "side-bridge-full",
    "lower-trunk-rotation",
    "open-book",
    "posture-shift",
    "pmr-14",
    "pmr-7",
    "pmr-4",
    "constructive-rest",
]
BY_FAR = ["cat-cow", "sphinx", "bridge", "bird-dog", "sit-to-stand", "hip-hinge", "dead-bug", "lift-from-chair"]
HAND = 10 / 170


@pytest.mark.parametrize("name", UNCLEAR)
def test_what_a_picture_alone_does_not_tell_stands_under_it(name: str) -> None:
    said = read.figure(name).caption
    assert re.match(r"[A-Z].*\.$", said)
    assert len(said.split()) <= 25


@pytest.mark.parametrize("name", BY_FAR)
def test_an_arrow_shows_which_way_it_goes(name: str) -> None:
    assert LIGHT.cloths[Cloth.MARK] in still(exercise(name))
    assert moving(exercise(name))["mark"]


# where one goes with the hips, the arrow goes out of them; the head, which goes farthest, only comes along
BY_THE_HIPS = {
    "hip-hinge": (-1, 0),
    "hinge-with-stick": (-1, 0),
    "rock-back": (-1, 0),
    "downward-dog": (0, -1),
    "chair-pose": (-1, 1),
    "side-bridge-full": (0, -1),
}


@pytest.mark.parametrize(("name", "towards"), BY_THE_HIPS.items())
def test_the_arrow_shows_what_is_to_be_moved(name: str, towards: tuple[int, int]) -> None:
    *line, head = mark_of(read.figure(name), None)
    (fx, fy, _), (tx, ty, _) = line[0].circles[0], head.circles[0]
    assert (tx - fx) * towards[0] + (ty - fy) * towards[1] > 0.05, "to the right, and down"


@pytest.mark.parametrize("name", IDS)
def test_an_arrow_is_long_enough_to_be_seen_on_a_card(name: str) -> None:
    if mark := mark_of(read.figure(name), None):
        (fx, fy, _), (tx, ty, _) = mark[0].circles[0], mark[-1].circles[0]
        assert hypot(tx - fx, ty - fy) > 0.07


@pytest.mark.parametrize("name", [name for name in IDS if len(read.figure(name).keys) == 1])
def test_what_does_not_move_has_no_arrow(name: str) -> None:
    assert mark_of(read.figure(name), None) == []


@pytest.mark.parametrize(
    "name", [name for name in IDS if exercise(name).dose.sides and len(read.figure(name).keys) > 1]
)
def test_the_side_that_works_is_tinted_and_changes_with_the_side(name: str) -> None:
    figure = read.figure(name)
    left, right = (set(working_parts(figure, side)) for side in (Side.LEFT, Side.RIGHT))
    swap = {"left": "right", "right": "left"}
    assert {f"{part.rsplit('_', 1)[0]}_{swap[part.rsplit('_', 1)[1]]}" for part in left} == right


def test_nothing_is_tinted_where_both_sides_do_the_same() -> None:
    assert working_parts(read.figure("bridge"), None) == ()
    assert moving(exercise("bridge"))["working"] == ()
    assert set(working_parts(read.figure("bird-dog"), Side.RIGHT)) >= {"thigh_right", "upperarm_left"}


@pytest.mark.parametrize(
    ("name", "joint", "most"), [("locust", "toe_right", 1.6), ("pilates-hundred-modified", "wrist_right", 1.2)]
)
def test_what_the_words_call_a_hand_s_width_is_drawn_as_one(name: str, joint: str, most: float) -> None:
    """`most`: so many hands of ten centimetres."""
    points = [_seen(key.pose, joint) for key in read.figure(name).keys]
    assert hypot(points[1][0] - points[0][0], points[1][1] - points[0][1]) <= most * HAND


def test_a_press_up_ends_with_nearly_straight_arms_and_the_hips_down() -> None:
    last = read.figure("prone-press-up").keys[-1].pose
    assert angles_of(last)["elbow"] < 35
    assert dict(last.touch) == {"pelvis": 0.0}


def test_shoulders_are_drawn_together_with_the_arms_left_hanging() -> None:
    for key in read.figure("scapular-squeeze").keys:
        assert angles_of(key.pose)["elbow"] < 20


def _seen(pose: Pose, joint: str) -> tuple[float, float]:
    x, y, _ = Camera(90, 0).see(embody(pose).points[joint])
    return x, y


def angles_of(pose: Pose) -> dict[str, float]:
    return limb_angles(embody(pose), "right")
