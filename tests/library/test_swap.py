"""Knows what must hold when somebody leaves something out; must not know why they do."""

from __future__ import annotations

from itertools import combinations

import pytest

from routine.library.catalogue import catalogue
from tests.replacing import replace

CATALOGUE = catalogue()
TAGS = sorted(CATALOGUE.tags)
EXERCISES = CATALOGUE.exercises


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_left_out_never_comes_back_as_a_swap(tag: str) -> None:
    for exercise in EXERCISES.values():
        if tag in exercise.cautions:
            other = CATALOGUE.swap(exercise, frozenset({tag}))
            assert other is None or (tag not in other.cautions and other.level <= exercise.level)


def test_two_things_left_out_together_both_stay_out() -> None:
    for pair in combinations(TAGS, 2):
        avoid = frozenset(pair)
        for exercise in EXERCISES.values():
            if exercise.cautions & avoid:
                other = CATALOGUE.swap(exercise, avoid)
                assert other is None or not other.cautions & avoid


# (the exercise, what is left out) -> what comes instead
SWAPS = {
    ("sphinx", "avoid-prone"): "standing-extension",
    ("cobra-low", "avoid-prone"): "standing-extension",  # the easier one of the easier one
    ("cat-cow", "floor-transfer"): "chair-cat-cow",
    ("downward-dog", "avoid-inversion"): "downward-dog-wall",
    ("mcgill-curl-up", "avoid-flexion"): "dead-bug-heel-tap",
    ("walk-brisk", "avoid-exertion"): "walk-easy",
    ("box-breathing", "avoid-breath-hold"): "breathing-4-6",
    ("box-breathing", "slow-breathing"): "diaphragmatic-breathing",
    ("bridge", "avoid-supine"): "sit-to-stand",  # no easier one is clear: the same target, standing
    ("sit-to-stand", "avoid-knee-load"): "hip-hinge",
    ("legs-up-the-wall", "avoid-inversion"): "constructive-rest",
    ("constructive-rest", "avoid-supine"): "diaphragmatic-breathing",
    ("body-scan", "trauma-sensitive"): "diaphragmatic-breathing",
    ("pilates-shoulder-bridge", "avoid-supine"): "sit-to-stand",  # not what is done lying on the front
}


@pytest.mark.parametrize(("exercise", "tag"), SWAPS)
def test_the_swap_is_the_one_a_teacher_would_name(exercise: str, tag: str) -> None:
    other = CATALOGUE.swap(EXERCISES[exercise], frozenset({tag}))
    assert other is not None
    assert other.id == SWAPS[exercise, tag]


def test_what_is_done_beside_it_already_does_not_take_its_place() -> None:
    supine = frozenset({"avoid-supine"})
    first = CATALOGUE.swap(EXERCISES["knees-to-chest"], supine)
    assert first is not None
    second = CATALOGUE.swap(EXERCISES["knees-to-chest"], supine, {first.id})
    assert second is None or second.id != first.id


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_mild_enough_for_a_sore_spell_gives_way_to_what_is_as_well_where_there_is_such(tag: str) -> None:
    for exercise in EXERCISES.values():
        if exercise.flare_ok and tag in exercise.cautions:
            other = CATALOGUE.swap(exercise, frozenset({tag}))
            harsh = {one.id for one in EXERCISES.values() if not one.flare_ok}
            milder = CATALOGUE.swap(exercise, frozenset({tag}), harsh)
            assert other is milder or milder is None, f"{exercise.id} became {other and other.id}"


def test_a_movement_is_left_out_when_nothing_like_it_would_be_left() -> None:
    assert CATALOGUE.swap(EXERCISES["pelvic-tilt"], frozenset({"floor-transfer"})) is None


@pytest.mark.parametrize("tag", TAGS)
def test_a_session_of_movement_stays_one(tag: str) -> None:
    for exercise in EXERCISES.values():
        other = CATALOGUE.swap(exercise, frozenset({tag}))
        if other and exercise.practice and other.practice and exercise.practice.moves and not other.practice.moves:
            assert set(other.target) & set(exercise.target), f"{exercise.id} became {other.id}"


def test_an_exercise_of_the_persons_own_can_be_swapped_too() -> None:
    own = replace(
        EXERCISES["sphinx"],
        id="my-glide",
        easier=("gone", "my-glide", "sphinx"),
        cautions=frozenset({"avoid-prone"}),
    )
    other = CATALOGUE.swap(own, frozenset({"avoid-prone"}))
    assert other is EXERCISES["standing-extension"]


def test_what_works_mainly_on_the_same_thing_comes_before_what_also_does() -> None:
    turning = replace(EXERCISES["sphinx"], id="my-turn", easier=(), target=("thoracic-mobility",), flare_ok=False)
    other = CATALOGUE.swap(turning, frozenset({"avoid-prone"}))
    assert other is not None
    assert other.target[0] == "thoracic-mobility"


def test_an_exercise_without_target_or_kin_is_left_out() -> None:
    lonely = replace(EXERCISES["sphinx"], id="lonely", easier=(), target=())
    assert CATALOGUE.swap(lonely, frozenset({"avoid-prone"})) is None


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_finishes_the_sentence_about_leaving_out(tag: str) -> None:
    words = CATALOGUE.tags[tag].words
    assert words[0].islower()
    assert not words.endswith(".")
    assert "avoid" not in words
    assert len(words.split()) <= 6
    assert CATALOGUE.tags[tag].demand
