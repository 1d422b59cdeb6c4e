"""The parts a body is solved from: turns, two bones, contacts, and what TOML may say."""

from __future__ import annotations

from math import cos, pi, sin

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from routine.figures import skeleton as s
from routine.figures.body import embody, embody_between, mirrored, settled
from routine.figures.contact_solver import settle
from routine.figures.drawing import hull
from routine.figures.loader import read_figure
from routine.figures.motion import eased
from routine.figures.pose import Limb, Pose, ReachTarget, Trunk
from routine.figures.rotations import WORLD, Frame, Vec3, compose, dot, from_angles, length, slerp, sub

angles = st.floats(-170, 170)
near = st.floats(-0.3, 0.3)


def _same(a: Frame, b: Frame) -> bool:
    return all(length(sub(x, y)) < 1e-6 for x, y in zip(a, b, strict=True))


@given(angles, angles, angles)
def test_a_turn_keeps_lengths_and_right_angles(x: float, y: float, z: float) -> None:
    frame = from_angles(x, y, z)
    assert all(length(axis) == pytest.approx(1) for axis in frame)
    assert dot(frame[0], frame[1]) == pytest.approx(0, abs=1e-9)


@given(angles, angles, angles)
def test_halfway_twice_is_the_whole_way(x: float, y: float, z: float) -> None:
    goal = from_angles(x, y, z)
    half = slerp(WORLD, goal, 0.5)
    assert _same(compose(half, half), goal)
    assert _same(slerp(WORLD, goal, 1.0), goal)


@given(near, near, near)
def test_a_hand_reaches_every_place_within_its_arm(x: float, y: float, z: float) -> None:
    shoulder = embody(Pose()).points["shoulder_right"]
    goal: Vec3 = (shoulder[0] + x, shoulder[1] + y, shoulder[2] + z)
    away = length(sub(goal, shoulder))
    assume(0.06 < away < 0.32)
    arm = Limb(ReachTarget.AT, at=goal)
    body = embody(Pose(arms=(Limb(), arm)))
    assert length(sub(body.points["wrist_right"], goal)) < 1e-6
    assert length(sub(body.points["elbow_right"], shoulder)) == pytest.approx(s.UPPER_ARM)


def test_a_pose_that_touches_nothing_stays_as_it_was_said() -> None:
    trunk = Trunk(pelvis=(0.1, 0.7, 0.0), lean=(12.0, 3.0, 4.0))
    assert settle(Pose(trunk=trunk)) == trunk


def test_somebody_let_down_on_their_back_lies_with_pelvis_chest_and_head_on_the_floor() -> None:
    lying = Pose(trunk=Trunk((0.0, 0.3, 0.0), (-70.0, 0.0, 0.0)), touch=(("pelvis", 0), ("chest", 0), ("head", 0)))
    body = embody(lying)
    assert body.points["head"][1] == pytest.approx(s.RADIUS["head"], abs=1e-3)
    assert body.points["pelvis"][1] == pytest.approx(s.RADIUS["pelvis"], abs=s.CENTIMETRE)


def test_hips_come_down_when_the_feet_stand_too_wide_for_straight_legs() -> None:
    feet = (Limb(ReachTarget.AT, at=(0.0, 0.0, 0.3)), Limb(ReachTarget.AT, at=(0.0, 0.0, 0.3)))
    assert settled(Pose(legs=feet)).trunk.pelvis[1] < 0.50


def test_a_mirrored_pose_mirrored_again_is_the_pose() -> None:
    pose = Pose(
        trunk=Trunk((0.1, 0.5, 0.02), (10.0, 20.0, 30.0), thorax=(0.0, 5.0, 40.0)),
        arms=(Limb(hinge=20.0), Limb(root=(90.0, 0.0, 0.0))),
        lit=("thigh_left", "belly"),
    )
    assert mirrored(mirrored(pose)) == pose
    assert mirrored(pose).lit == ("thigh_right", "belly")


def test_between_two_poses_the_ends_are_the_poses() -> None:
    a = settled(Pose(arms=(Limb(), Limb(ReachTarget.AT, at=(0.25, 0.7, 0.1)))))
    b = settled(Pose(arms=(Limb(), Limb(root=(160.0, 0.0, 0.0)))))
    for pose, share in ((a, 0.0), (b, 1.0)):
        there, alone = embody_between(a, b, share), embody(pose)
        for joint, place in alone.points.items():
            assert there.points[joint] == pytest.approx(place, abs=1e-6)


@given(st.lists(st.tuples(near, near, st.floats(0.01, 0.1)), min_size=1, max_size=5))
def test_the_skin_holds_every_circle(circles: list[tuple[float, float, float]]) -> None:
    corners = hull(circles)
    for x, y, r in circles:
        for step in range(8):
            px, py = x + 0.98 * r * cos(step * pi / 4), y + 0.98 * r * sin(step * pi / 4)
            ring = zip(corners, corners[1:] + corners[:1], strict=True)
            assert all((c - a) * (py - b) - (d - b) * (px - a) > -1e-9 for (a, b), (c, d) in ring)


def test_a_movement_begins_and_ends_slowly() -> None:
    assert (eased(0), eased(0.5), eased(1)) == pytest.approx((0, 0.5, 1))
    assert eased(0.1) < 0.05


def test_a_key_says_only_what_differs_from_the_one_before() -> None:
    figure = read_figure("x", {"keys": [{"pose": "standing", "lean": 10}, {"arm_r": {"elbow": 90}}]})
    first, second = (key.pose for key in figure.keys)
    assert second.trunk.lean == first.trunk.lean == (10.0, 0.0, 0.0)
    assert second.arms[1].hinge == 90
    assert second.arms[1].root == first.arms[1].root
    assert second.arms[0] == first.arms[0]


def test_a_limb_that_is_held_anew_keeps_nothing_of_before() -> None:
    figure = read_figure("x", {"keys": [{"pose": "standing"}, {"legs": {"angles": [90, 0, 0], "knee": 90}}]})
    assert figure.keys[1].pose.legs[0].reach is ReachTarget.ANGLES
    assert figure.keys[1].pose.legs[0].at == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "table",
    [
        {"keys": [{"pose": "standing", "elbows": 3}]},
        {"keys": [{"pose": "standing"}], "colour": "red"},
        {"keys": [{"pose": "standing", "arms": {"angels": [0, 0, 0]}}]},
    ],
)
def test_a_misspelt_word_in_a_figure_is_told(table: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="nobody knows"):
        read_figure("x", table)
