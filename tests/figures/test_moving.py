"""What a page gets to move a figure: plain, small, and the very bodies that the stills show."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from routine.core.exercise import Side
from routine.figures import loader as read
from routine.figures.drawing import UNIT
from routine.figures.motion import camera_of, motion, pose_at
from routine.figures.render import moving, rule
from tests.figures.bodies import IDS, exercise

PER_BODY = 10 * UNIT
TWO_SIDED = [name for name in IDS if exercise(name).dose.sides]


@cache
def _sent(name: str, side: Side | None = None) -> str:
    return json.dumps(moving(exercise(name), side), allow_nan=False, separators=(",", ":"), ensure_ascii=False)


def _plain(name: str, side: Side | None = None) -> dict[str, Any]:
    return dict(json.loads(_sent(name, side)))


def _spot(plain: dict[str, Any], joint: str, pose: int) -> list[int]:
    track = plain["joints"][joint]
    return list(track if len(track) == 3 else track[3 * pose : 3 * pose + 3])


@pytest.mark.parametrize("name", IDS)
def test_every_joint_is_where_the_body_has_it_at_every_moment(name: str) -> None:
    figure, plain = read.figure(name), _plain(name)
    camera, cycle = camera_of(figure, None), motion(figure, exercise(name))
    assert len(plain["at"]) == len(plain["pose"]) == len(cycle.samples) >= 20
    for moment, sample in enumerate(cycle.samples):
        for joint, spot in camera.project(sample.body.points).items():
            wanted = [number * PER_BODY for number in spot]
            # half for rounding, and one that is taken for no movement: once for a pose, once for a joint
            assert _spot(plain, joint, plain["pose"][moment]) == pytest.approx(wanted, abs=2.6), (moment, joint)


@pytest.mark.parametrize("name", IDS)
def test_the_moments_go_on_and_end_before_the_cycle_does(name: str) -> None:
    plain = _plain(name)
    assert plain["at"][0] == 0
    assert all(one < other for one, other in zip(plain["at"], plain["at"][1:], strict=False))
    assert plain["at"][-1] < plain["length"]
    for once in ("breath", "lit"):
        assert len(plain[once]) in (1, len(plain["at"]))


@pytest.mark.parametrize("name", IDS)
def test_the_still_is_one_of_the_poses_that_are_sent(name: str) -> None:
    figure, plain = read.figure(name), _plain(name)
    for key, pose in ((figure.still, plain["still"]["pose"]), (figure.ghost, plain["still"]["ghost"])):
        assert (key is None) == (pose is None)
        if key is not None:
            for joint, spot in camera_of(figure, None).project(pose_at(figure, key).points).items():
                assert _spot(plain, joint, pose) == pytest.approx([n * PER_BODY for n in spot], abs=2.6), joint


@pytest.mark.parametrize("name", IDS)
def test_a_figure_has_no_markup_in_it_and_is_small(name: str) -> None:
    sent = _sent(name)
    assert "<" not in sent
    assert "svg" not in sent.lower()
    assert len(sent.encode()) < 16_000


def test_the_rule_names_only_joints_that_every_figure_has() -> None:
    plain = json.loads(json.dumps(rule(), allow_nan=False))
    ends = [part["ends"] for part in (*plain["limbs"], *plain["torso"])] + list(plain["head"].values())
    wanted = {joint for row in ends for joint, _ in row} | set(plain["fuller"])
    wanted |= {*plain["depth"]["torso"], *plain["depth"]["head"]}
    for name in IDS:
        figure = _plain(name)
        straps = {joint for strap in figure["straps"] for joint in strap}
        assert wanted | straps <= set(figure["joints"]), name
    assert plain["unit"] == PER_BODY


def test_all_that_can_be_lit_is_a_part_that_the_rule_draws() -> None:
    plain = rule()
    drawn = {part["name"] for part in plain["limbs"]} | {part["lit"] for part in plain["torso"]} | {"head", "neck"}
    for name in IDS:
        sent = _plain(name)
        for group in (*sent["lights"], *sent["lit"], sent["still"]["lit"]):
            assert set(group) <= drawn - {""}, name


@pytest.mark.parametrize("name", IDS)
def test_everything_stays_inside_the_window_all_the_time(name: str) -> None:
    plain = _plain(name)
    if read.figure(name).close:
        return
    left, top, width, height = plain["window"]
    for joint in plain["joints"]:
        for pose in plain["pose"]:
            x, y, _ = _spot(plain, joint, pose)
            assert left < x < left + width, joint
            assert top < y < top + height, joint
    for thing in plain["room"]:
        assert all(left < x < left + width and top < y < top + height for x, y in thing["corners"])


def test_a_body_that_only_breathes_is_sent_once() -> None:
    plain = _plain("box-breathing")
    assert set(plain["pose"]) == {0}
    assert {len(track) for track in plain["joints"].values()} == {3}
    assert max(plain["breath"]) == 1
    assert len(_sent("box-breathing")) < 4000


def test_the_way_back_and_a_held_pose_are_not_sent_again() -> None:
    plain = _plain("cat-cow")
    assert max(plain["pose"]) + 1 < 0.6 * len(plain["pose"])
    assert plain["pose"][0] == plain["pose"][1], "the hold"


@pytest.mark.parametrize("name", TWO_SIDED)
def test_each_side_is_sent_as_the_mirror_of_the_other(name: str) -> None:
    left, right = _plain(name, Side.LEFT), _plain(name, Side.RIGHT)
    swap = {"left": "right", "right": "left"}
    for joint in left["joints"]:
        stem, _, side = joint.rpartition("_")
        twin = f"{stem}_{swap[side]}" if side in swap else joint
        x, y, near = _spot(left, joint, left["still"]["pose"])
        assert [-x, y, near] == pytest.approx(_spot(right, twin, right["still"]["pose"]), abs=6)
