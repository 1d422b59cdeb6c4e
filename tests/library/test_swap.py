"""Knows what must hold when somebody leaves something out; must not know why they do."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest

from routine.core.exercise import Reps
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


# (the exercise, what is left out) -> what comes instead; nothing where it is better left out
SWAPS = {
    ("sphinx", "avoid-extension"): "prone-lying",
    ("sphinx", "avoid-shoulder-load"): "prone-lying",
    ("sphinx", "avoid-prone"): "",  # never the standing back bend, which loads the arch
    ("sphinx", "floor-transfer"): "",
    ("cat-cow", "avoid-flexion"): "cat-cow-small",  # the milder one that its own caution names
    ("cat-cow", "avoid-extension"): "cat-cow-small",
    ("chair-cat-cow", "avoid-flexion"): "chair-cat-cow-small",
    ("cat-cow", "floor-transfer"): "",  # no chair between two exercises on the mat
    ("knees-to-chest", "avoid-supine"): "cat-cow",
    ("lower-trunk-rotation", "avoid-supine"): "",
    ("supine-twist", "avoid-rotation"): "",  # a turn does not become a bend
    ("childs-pose", "avoid-knee-load"): "cat-cow",  # nor a bend an arch
    ("bird-dog", "avoid-wrist-load"): "bird-dog-forearms",
    ("bird-dog-leg-slide", "avoid-wrist-load"): "bird-dog-forearms",
    ("bird-dog", "avoid-high-tension"): "bird-dog-leg-slide",
    ("cat-cow", "avoid-wrist-load"): "cat-cow-forearms",
    ("rock-back", "avoid-wrist-load"): "rock-back-forearms",
    ("cat-cow", "avoid-kneeling"): "knees-to-chest",
    ("childs-pose", "avoid-kneeling"): "knees-to-chest",
    ("bridge", "avoid-supine"): "side-lying-leg-back",  # in the last third of a pregnancy
    ("lift-from-floor", "avoid-knee-load"): "lift-from-chair",
    ("one-leg-stand", "high-balance"): "heel-raise",
    ("cobra-low", "avoid-wrist-load"): "locust",  # not bird dog, five times as long
    ("mcgill-curl-up", "avoid-flexion"): "dead-bug-heel-tap",
    ("mcgill-curl-up", "avoid-high-tension"): "dead-bug-heel-tap",
    ("walk-brisk", "avoid-exertion"): "walk-easy",
    ("box-breathing", "avoid-breath-hold"): "breathing-4-6",
    ("box-breathing", "slow-breathing"): "diaphragmatic-breathing",
    ("constructive-rest", "avoid-supine"): "side-lying-rest",
    ("constructive-rest", "floor-transfer"): "",  # not ten minutes of an inner image
    ("savasana", "trauma-sensitive"): "constructive-rest",
    ("pmr-7", "avoid-high-tension"): "imagery-safe-place",
    ("body-scan", "trauma-sensitive"): "",
}


@pytest.mark.parametrize(("exercise", "tag"), SWAPS)
def test_the_swap_is_the_one_a_teacher_would_name(exercise: str, tag: str) -> None:
    other = CATALOGUE.swap(EXERCISES[exercise], frozenset({tag}))
    assert (other.id if other else "") == SWAPS[exercise, tag]


def test_what_is_done_beside_it_already_does_not_take_its_place() -> None:
    supine = frozenset({"avoid-supine"})
    first = CATALOGUE.swap(EXERCISES["knees-to-chest"], supine)
    assert first is not None
    second = CATALOGUE.swap(EXERCISES["knees-to-chest"], supine, {first.id})
    assert second is None or second.id != first.id


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_mild_enough_for_a_sore_spell_gives_way_only_to_what_is_as_well(tag: str) -> None:
    for exercise in EXERCISES.values():
        other = CATALOGUE.swap(exercise, frozenset({tag})) if tag in exercise.cautions else None
        assert other is None or other.flare_ok or not exercise.flare_ok


@pytest.mark.parametrize("tag", TAGS)
def test_a_swap_is_the_same_kind_of_thing(tag: str) -> None:
    for exercise in EXERCISES.values():
        other = CATALOGUE.swap(exercise, frozenset({tag})) if tag in exercise.cautions else None
        if other is None:
            continue
        assert other.direction is exercise.direction
        assert other.practice is exercise.practice
        assert exercise.target[0] in other.target
        assert "any" in {other.place, exercise.place} or other.place == exercise.place
        if not exercise.moves:
            assert other.cautions <= exercise.cautions, "somebody at rest gets up, or turns inward"


def test_a_swap_takes_about_the_time_that_there_is() -> None:
    flexion, short = frozenset({"avoid-flexion"}), timedelta(seconds=39)
    small = CATALOGUE.swap(EXERCISES["cat-cow"], flexion, length=short)
    assert small is None, "a minute is more than half as long again"
    assert CATALOGUE.swap(EXERCISES["cat-cow"], flexion, length=timedelta(seconds=40)) is not None


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
        cautions=frozenset({"avoid-wrist-load"}),
    )
    other = CATALOGUE.swap(own, frozenset({"avoid-wrist-load"}))
    assert other is EXERCISES["sphinx"]


def test_what_works_mainly_on_the_same_thing_comes_before_what_also_does() -> None:
    own = replace(
        EXERCISES["plank-forearm"], id="my-hold", easier=(), target=("deep-core-control",), dose=Reps((60,))
    )
    other = CATALOGUE.swap(own, frozenset({"avoid-high-tension"}))
    assert other is not None
    assert other.target[0] == "deep-core-control"


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
