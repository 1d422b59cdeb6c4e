"""Every figure, through its whole movement: a body that a person could have, in a room that has a floor."""

from __future__ import annotations

from itertools import pairwise

import pytest

from routine.figures import loader as read
from routine.figures.angles import beyond, limb_angles
from routine.figures.body import embody
from routine.figures.motion import motion, poses_of
from routine.figures.pose import SIDES, ReachTarget
from routine.figures.rotations import length, sub
from routine.figures.skeleton import CENTIMETRE, LIMBS
from tests.figures.bodies import (
    IDS,
    PARTS,
    exercise,
    from_the_way,
    held,
    limbs,
    lowest,
    off_the_body,
    passages,
)


def test_every_exercise_has_a_figure_and_every_figure_an_exercise() -> None:
    assert sorted(read.tables()) == IDS


@pytest.mark.parametrize("name", IDS)
def test_no_joint_goes_farther_than_a_person_s(name: str) -> None:
    for pose in poses_of(read.figure(name)):
        assert beyond(embody(pose), pose.trunk) == []
    for _, _, share, body in passages(name):
        for side in SIDES:
            for joint, angle in limb_angles(body, side).items():
                assert LIMBS[joint].holds(angle, give=3.0), f"{side} {joint} {angle:.0f} at {share}"


@pytest.mark.parametrize("name", IDS)
def test_what_stands_or_leans_in_the_room_stays_within_a_centimetre(name: str) -> None:
    for a, b, share, body in passages(name):
        for side, leg, one, other in limbs(a, b):
            start, end = held(one, side, leg=leg), held(other, side, leg=leg)
            if start and end and start[0] == end[0]:
                off = from_the_way(body.points[start[0]], start[1], end[1])
                assert off < CENTIMETRE, f"{start[0]} is {off / CENTIMETRE:.1f} cm off at {share}"


@pytest.mark.parametrize("name", IDS)
def test_hands_and_feet_on_the_body_are_on_it_within_a_centimetre(name: str) -> None:
    for a, b, share, body in passages(name):
        for side, leg, one, other in limbs(a, b):
            for limb, here in ((one, share == 0.0), (other, share == 1.0)):
                if limb.reach is ReachTarget.ON and here:
                    off = off_the_body(body, limb, side, leg=leg)
                    assert off < CENTIMETRE, f"{side} {limb.on} is {off / CENTIMETRE:.1f} cm off"


@pytest.mark.parametrize("name", IDS)
def test_what_lies_or_sits_stays_on_its_ground_within_a_centimetre(name: str) -> None:
    for a, b, share, body in passages(name):
        there = dict(b.touch)
        for part, height in a.touch:
            if part in there:
                low, high = sorted((height, there[part]))
                skin = lowest(body, PARTS[part])[0]
                assert low - CENTIMETRE < skin < high + CENTIMETRE, f"{part} at {share}"


@pytest.mark.parametrize("name", IDS)
def test_nothing_sinks_into_the_floor_and_nobody_floats(name: str) -> None:
    for _, _, share, body in passages(name):
        height, joint = lowest(body)
        assert height > -CENTIMETRE, f"{joint} is {-height / CENTIMETRE:.1f} cm under the floor at {share}"
        assert height < CENTIMETRE, f"the body floats {height / CENTIMETRE:.1f} cm over the floor at {share}"


@pytest.mark.parametrize("name", IDS)
def test_no_limb_jumps_from_one_sample_to_the_next(name: str) -> None:
    """Nothing moves much faster than just before and just after, and nothing very fast at all."""
    samples = motion(read.figure(name), exercise(name)).samples
    for joint in samples[0].body.points:
        ring = [*samples, *samples[:3]]
        steps = [length(sub(b.body.points[joint], a.body.points[joint])) for a, b in pairwise(ring)]
        for before, step, after in zip(steps, steps[1:], steps[2:], strict=False):
            assert step < 25 * CENTIMETRE, f"{joint} moves {step / CENTIMETRE:.0f} cm at once"
            assert step < 2.5 * max(before, after) + 2 * CENTIMETRE, f"{joint} jumps {step / CENTIMETRE:.0f} cm"
