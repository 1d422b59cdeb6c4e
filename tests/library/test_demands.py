"""Knows what a tag means, and whether every exercise carries those that it should; not who leaves what out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from routine.core.exercise import Direction, Exercise, Reps
from routine.library.catalogue import catalogue

EXERCISES = catalogue().exercises
every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))

DIRECTIONS = {
    Direction.BEND: "cat-cow cat-cow-small cat-cow-forearms childs-pose knees-to-chest pilates-shoulder-bridge "
    "pilates-spine-stretch single-knee-to-chest chair-cat-cow chair-cat-cow-small",
    Direction.ARCH: "sphinx prone-lying cobra-low locust pilates-swan-prep pilates-swimming prone-press-up "
    "standing-extension chest-over-chair-back",
    Direction.TURN: "supine-twist thread-the-needle lower-trunk-rotation open-book chair-rotation",
    Direction.SIDE: "triangle-wall standing-side-bend seated-side-bend side-bridge-wall side-bridge-knees "
    "side-bridge-full",
}
# what goes far in a direction, or is loaded there, and so carries its tag; the mild ones do not
MILD = {
    "cat-cow-small": "stays in the middle",
    "chair-cat-cow-small": "stays in the middle",
    "single-knee-to-chest": "one knee, a mild pull; the other leg keeps the back long",
    "prone-lying": "lies still, over a pillow",
    "lower-trunk-rotation": "sways a little",
    "side-bridge-wall": "the back stays straight",
    "side-bridge-knees": "the back stays straight",
    "side-bridge-full": "the back stays straight",
}
TAGS = {
    Direction.BEND: "avoid-flexion",
    Direction.ARCH: "avoid-extension",
    Direction.TURN: "avoid-rotation",
    Direction.SIDE: "avoid-rotation",
}
# what asks for the end of a direction although it is not what it is for
BESIDES = {
    ("cat-cow", "avoid-extension"), ("cat-cow-forearms", "avoid-extension"),
    ("chair-cat-cow", "avoid-extension"), ("thread-the-needle", "avoid-flexion"),
    ("mcgill-curl-up", "avoid-flexion"), ("pilates-side-kick", "avoid-extension"),
}  # fmt: skip


def said(exercise: Exercise) -> str:
    return " ".join([exercise.setup, *exercise.instructions]).lower()


@every_exercise
def test_the_direction_is_the_one_a_teacher_would_name(exercise: Exercise) -> None:
    assert exercise.direction is next(
        (way for way, names in DIRECTIONS.items() if exercise.id in names.split()), Direction.NONE
    )


@every_exercise
def test_what_goes_far_one_way_says_so_and_nothing_else_does(exercise: Exercise) -> None:
    far = {TAGS[exercise.direction]} if exercise.direction in TAGS and exercise.id not in MILD else set()
    far |= {tag for name, tag in BESIDES if name == exercise.id}
    assert exercise.cautions & set(TAGS.values()) == far


@every_exercise
def test_weight_on_the_hands_is_marked(exercise: Exercise) -> None:
    on_hands = exercise.position == "quadruped" and "forearms" not in said(exercise)
    on_hands |= bool(
        re.search(r"hands (under|beside) the (shoulders|lower ribs)|palms beside|push the hands", said(exercise))
    )
    assert on_hands == ("avoid-wrist-load" in exercise.cautions)


@every_exercise
def test_a_weight_on_the_forearms_and_an_arm_overhead_are_marked(exercise: Exercise) -> None:
    asks = re.search(
        r"forearms? (down|into|on)|(?<!prone, )forearms forward|arm overhead|the other arm up|raise the other arm|"
        r"elbows? under (the )?shoulders?|head on the arm|arms and legs long|opposite arm forward|"
        r"hands forward and rest",
        said(exercise),
    )
    assert not asks or "avoid-shoulder-load" in exercise.cautions, asks


@every_exercise
def test_a_head_that_is_low_or_legs_that_are_up_are_marked(exercise: Exercise) -> None:
    kneeling = exercise.position in {"kneeling", "quadruped"}
    low = kneeling and re.search(r"forehead on the floor|side of the head|hips up and back", said(exercise))
    up = re.search("swing the legs up|rest the calves on its seat", said(exercise))
    assert bool(low or up) == ("avoid-inversion" in exercise.cautions)


@every_exercise
def test_a_straight_leg_pulled_up_is_marked_as_a_pull_along_the_nerve(exercise: Exercise) -> None:
    if "hamstring-stretch" in exercise.target:
        # the hinge bends soft knees
        assert ("nerve-tension" in exercise.cautions) == (exercise.id not in {"hip-hinge", "hinge-with-stick"})
    how = " ".join(how for _, how in exercise.relaxation.groups) if exercise.relaxation else ""
    assert "lift the heel" not in how


@every_exercise
def test_a_long_still_effort_is_marked(exercise: Exercise) -> None:
    strong = {target.rsplit("-", 1)[-1] for target in exercise.target[:1]} & {"endurance", "strength"}
    if strong and isinstance(exercise.dose, Reps) and exercise.dose.hold >= timedelta(seconds=8):
        assert "avoid-high-tension" in exercise.cautions
    assert not exercise.relaxation or "avoid-high-tension" in exercise.cautions


@every_exercise
def test_a_loaded_or_deep_bend_of_the_knee_is_marked(exercise: Exercise) -> None:
    asks = re.search(
        r"towards the heels|stand up|sit down|bend the front knee|the other foot in front", said(exercise)
    )
    if exercise.practice and exercise.practice.moves and exercise.position != "walking":
        loaded = bool(asks) and "desk" not in exercise.setup
        assert not loaded or "avoid-knee-load" in exercise.cautions


@every_exercise
def test_breathing_at_six_a_minute_is_marked_wherever_it_is_asked_for(exercise: Exercise) -> None:
    counted = re.search(r"five beats in and five|four counts|six breaths a minute", said(exercise))
    assert bool(counted) == ("slow-breathing" in exercise.cautions)


@every_exercise
def test_lifting_a_weight_says_who_should_ask_first_and_begins_light(exercise: Exercise) -> None:
    if "bag" in exercise.equipment and exercise.level > 1 and "avoid-abdominal-pressure" in exercise.cautions:
        assert re.search("weak bones|when two sessions felt easy", exercise.caution_note)
    if "bag" in exercise.equipment:
        assert re.search(r"light|over a bag", exercise.setup)


@every_exercise
def test_what_is_hard_to_keep_steady_is_done_within_reach_of_something_firm(exercise: Exercise) -> None:
    if exercise.target[0] == "balance":
        assert set(exercise.equipment) & {"counter", "wall", "chair"}, exercise.id
        assert "fell in the last year" in exercise.caution_note


@every_exercise
def test_what_moves_the_neck_says_when_to_stop(exercise: Exercise) -> None:
    if exercise.target[0] == "neck-mobility":
        assert "avoid-neck-load" in exercise.cautions
        assert exercise.id == "chin-tuck" or "dizzy" in exercise.caution_note


def test_walking_slowly_and_turning_is_marked_as_balancing() -> None:
    assert "high-balance" in EXERCISES["mindful-walking"].cautions


# the graph of what is easier and harder


@every_exercise
def test_an_easier_one_never_asks_for_more(exercise: Exercise) -> None:
    for name in exercise.easier:
        assert not EXERCISES[name].cautions - exercise.cautions, f"{name} asks for more"


@every_exercise
def test_a_harder_one_works_on_the_same(exercise: Exercise) -> None:
    for name in exercise.harder:
        assert set(EXERCISES[name].target) & set(exercise.target), f"{name} is for something else"


def test_the_two_ways_never_come_round_to_where_they_began() -> None:
    """Easier read backwards is harder; nobody who goes on getting harder may come to what was easier."""
    up: dict[str, set[str]] = {name: set(one.harder) for name, one in EXERCISES.items()}
    for name, one in EXERCISES.items():
        for easier in one.easier:
            up[easier].add(name)

    def climb(name: str, way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        assert name not in way, f"round in a circle: {way}"
        for harder in up[name]:
            yield from climb(harder, (*way, name))

    for name in EXERCISES:
        assert not list(climb(name, ()))
