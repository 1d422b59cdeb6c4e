"""Knows what the setting of the figures changes: skin, hair and build, in every picture; not the pose."""

from __future__ import annotations

import pytest

from routine.core.loaded_plans import FigureChoice
from routine.figures.drawing import DARK, LIGHT
from routine.figures.look import USUAL, look_of
from routine.figures.render import moving, rule_for, still
from routine.figures.shapes import Cloth
from tests.figures.bodies import exercise

every_choice = pytest.mark.parametrize("choice", FigureChoice)


@every_choice
def test_each_choice_is_another_picture_in_light_and_in_dark(choice: FigureChoice) -> None:
    look = look_of(choice)
    for palette in (LIGHT, DARK):
        usual = still(exercise("sit-to-stand"), palette=palette)
        assert (still(exercise("sit-to-stand"), palette=palette, look=look) == usual) == (look == USUAL)


def test_without_a_choice_it_is_the_body_of_before() -> None:
    assert look_of(FigureChoice.SLIM_MEDIUM) == USUAL
    assert USUAL.dress(LIGHT).cloths == LIGHT.cloths
    assert USUAL.dress(DARK).cloths == DARK.cloths


def test_there_are_two_bodies_and_four_skins() -> None:
    looks = [look_of(choice) for choice in FigureChoice]
    assert len({look.build for look in looks}) == 2
    assert len({look.skin for look in looks}) == 4


@every_choice
def test_a_limb_that_works_stands_out_from_every_skin(choice: FigureChoice) -> None:
    look = look_of(choice)
    for palette in (LIGHT, DARK):
        cloths = look.dress(palette).cloths
        assert len({cloths[cloth] for cloth in Cloth}) == len(Cloth)


def test_a_round_body_is_thicker_everywhere_and_moves_alike() -> None:
    slim, full = rule_for(look_of(FigureChoice.SLIM_MEDIUM)), rule_for(look_of(FigureChoice.ROUND_MEDIUM))
    pairs = zip((*slim["limbs"], *slim["torso"]), (*full["limbs"], *full["torso"]), strict=True)
    for one, other in pairs:
        assert all(a <= b for (_, a), (_, b) in zip(one["ends"], other["ends"], strict=True))
    assert moving(exercise("cat-cow"))["joints"]
    assert slim["pale"] == full["pale"]
