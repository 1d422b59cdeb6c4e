"""Knows what becomes of a plan when somebody chose to leave something out."""

from __future__ import annotations

import pytest

from routine.core.durations import parse
from routine.core.exercise import Timed
from routine.core.plan import PerformStep, Plan, Swap
from routine.library.catalogue import catalogue
from tests.reading.typed import TIMING, plan_of, plan_with


def left(avoid: str, work: str, below: str = "") -> Plan:
    return plan_of(plan_with(TIMING + work, top=f"avoid = {avoid}", below=below))


def titles(plan: Plan) -> list[str]:
    entries = plan.sequences[plan.sessions[0].rotation[0]].entries
    return [entry.exercise.title if isinstance(entry, PerformStep) else type(entry).__name__ for entry in entries]


def test_an_exercise_is_swapped_and_the_person_is_told_in_plain_words() -> None:
    plan = left('"avoid-shoulder-load"', 'steps = ["sphinx", "cat-cow"]\n')
    assert titles(plan) == ["Lying on the Front", "Cat–Cow"]
    assert plan.notes == (
        "You chose to leave out weight on the arms: Lying on the Front takes the place of Sphinx.",
    )
    (session,) = plan.sessions
    assert plan.swaps == (Swap(session.id, "sphinx", "prone-lying"),)


def test_what_is_left_out_is_among_the_swaps_as_well_with_nothing_in_its_place() -> None:
    plan = left('"avoid-prone"', 'steps = ["sphinx", "cat-cow"]\n')
    assert [(swap.exercise, swap.instead) for swap in plan.swaps] == [("sphinx", "")]
    assert plan.notes == ("You chose to leave out lying on the front, so Sphinx is left out.",)


def test_what_is_swapped_in_is_done_as_usual_and_a_timed_one_as_long_as_what_it_replaces() -> None:
    plan = left('"avoid-flexion"', 'steps = [{ exercise = "cat-cow", reps = 20 }]\n')
    (entry,) = plan.sequences[plan.sessions[0].rotation[0]].entries
    assert isinstance(entry, PerformStep)
    assert entry.dose == entry.exercise.dose
    plan = left('"avoid-supine"', 'steps = [{ exercise = "constructive-rest", for = "3m" }]\n')
    (entry,) = plan.sequences[plan.sessions[0].rotation[0]].entries
    assert isinstance(entry, PerformStep)
    assert entry.exercise.id == "side-lying-rest"
    assert isinstance(entry.dose, Timed)
    assert entry.dose.duration == parse("3m")


def test_a_sequence_of_the_library_is_swapped_as_well() -> None:
    plan = left('["avoid-flexion", "avoid-rotation"]', 'sequence = ["desk-1", "desk-2", "desk-3", "desk-4"]\n')
    exercises = [
        entry.exercise
        for one in plan.sequences.values()
        for entry in one.entries
        if isinstance(entry, PerformStep)
    ]
    assert not [one for one in exercises if one.cautions & {"avoid-flexion", "avoid-rotation"}]
    assert plan.notes


def test_the_same_swap_is_told_once() -> None:
    plan = left('"avoid-flexion"', 'steps = ["cat-cow", "cat-cow", "bridge"]\n')
    assert len(plan.notes) == 1


def test_what_takes_its_place_is_nothing_that_is_done_in_the_same_session_already() -> None:
    plan = left('"avoid-supine"', 'steps = ["bridge", "sit-to-stand"]\n')
    assert titles(plan).count("Sit to Stand") == 1
    plan = left('"avoid-wrist-load"', 'steps = ["bird-dog-leg-slide", "bird-dog-forearms"]\n')
    assert titles(plan) == ["Pelvic Tilt", "Bird Dog on the Forearms"]


def test_two_that_are_left_out_do_not_both_become_the_same() -> None:
    plan = left('"avoid-supine"', 'steps = ["pelvic-tilt", "knees-to-chest", "bridge", "lower-trunk-rotation"]\n')
    assert len(set(titles(plan))) == len(titles(plan))


def test_the_same_exercise_twice_becomes_the_same_twice() -> None:
    plan = left('"avoid-flexion"', 'steps = ["cat-cow", "mountain-pose", "cat-cow"]\n')
    first, _, last = titles(plan)
    assert first == last == "Small Cat–Cow"


OWN = '[exercise.glide]\ntitle = "Glide"\ncues = "Sit tall."\nreps = 8\ncautions = "nerve-tension"\n'
OWN_AND_LONG = OWN.replace("reps = 8", 'reps = 8\nhold = "2s"')


def test_what_nothing_can_stand_in_for_is_left_out_with_the_rest_after_it() -> None:
    plan = left('"nerve-tension"', 'steps = ["cat-cow", "glide", { rest = "20s" }, "bridge"]\n', OWN)
    assert titles(plan) == ["Cat–Cow", "Bridge"]
    words = catalogue().tags["nerve-tension"].words
    assert plan.notes == (f"You chose to leave out {words}, so Glide is left out.",)


@pytest.mark.parametrize(("calm", "takes"), [("diaphragmatic-breathing", "5m48s"), ("walk-micro", "2m48s")])
def test_a_walk_or_breathing_takes_the_time_of_what_is_left_out(calm: str, takes: str) -> None:
    plan = left('"nerve-tension"', f'steps = ["glide", "bridge", "{calm}"]\n', OWN_AND_LONG)
    entries = plan.sequences[plan.sessions[0].rotation[0]].entries
    last = entries[-1]
    assert isinstance(last, PerformStep)
    assert isinstance(last.dose, Timed)
    assert last.dose.duration == parse(takes)
    words = catalogue().tags["nerve-tension"].words
    title = catalogue().exercises[calm].title
    assert plan.notes == (
        f"You chose to leave out {words}, so Glide is left out and {title} takes a little longer.",
    )


def test_it_takes_no_longer_than_is_sensible() -> None:
    long = OWN.replace("reps = 8", 'for = "40m"')
    plan = left('"nerve-tension"', 'steps = ["glide", "walk-micro"]\n', long)
    (entry,) = plan.sequences[plan.sessions[0].rotation[0]].entries
    assert isinstance(entry, PerformStep)
    assert isinstance(entry.dose, Timed)
    assert entry.dose.duration == entry.dose.longest


def test_a_session_that_would_be_empty_becomes_a_short_walk_and_says_so() -> None:
    plan = left('"nerve-tension"', 'steps = ["glide"]\n', OWN)
    assert titles(plan) == ["Micro-Walk"]
    assert plan.notes[-1] == "Nothing else was left of “Morning”, so it is Micro-Walk for now."


def test_in_place_of_rest_it_becomes_quiet_breathing_and_no_walk_about_as_long() -> None:
    plan = left('"trauma-sensitive"', 'steps = [{ exercise = "body-scan", for = "10m" }]\n')
    (entry,) = plan.sequences[plan.sessions[0].rotation[0]].entries
    assert isinstance(entry, PerformStep)
    assert entry.exercise.id == "diaphragmatic-breathing"
    assert entry.dose.length == parse("10m10s")


def test_a_plan_knows_how_much_of_its_movement_is_gone() -> None:
    assert left('"avoid-flexion"', 'steps = ["cat-cow", "bridge"]\n').left_out == 0
    gone = left('"floor-transfer"', 'steps = ["cat-cow", "walk-micro", "mountain-pose"]\n').left_out
    assert gone == pytest.approx(60 / 125)


def test_nothing_is_said_where_nothing_was_changed() -> None:
    assert left('"nerve-tension"', 'steps = ["cat-cow"]\n').notes == ()


@pytest.mark.parametrize("tag", sorted(catalogue().tags))
def test_whatever_is_left_out_no_exercise_of_a_plan_asks_for_it(tag: str) -> None:
    every = ", ".join(f'"{name}"' for name in catalogue().exercises)
    plan = left(f'"{tag}"', f"steps = [{every}]\n")
    entries = plan.sequences[plan.sessions[0].rotation[0]].entries
    assert not [entry for entry in entries if isinstance(entry, PerformStep) and tag in entry.exercise.cautions]


def test_a_plan_that_is_for_rest_loses_nothing_when_its_one_movement_goes() -> None:
    steps = 'steps = ["cat-cow", "body-scan", "mindful-breath"]\n'
    assert left('"avoid-kneeling"', steps.replace("cat-cow", "rock-back")).left_out == 0
