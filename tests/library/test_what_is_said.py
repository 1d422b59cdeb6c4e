"""Everything that is said in every exercise, sequence and shipped plan: it fits, and comes at its moment."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest

from routine.core.cue_timing import takes
from routine.core.exercise import CueMoment, Exercise, Relaxation, Side, Timed
from routine.core.plan import PerformStep, Sequence
from routine.core.steps import BeatKind, Step, stays_in_position, steps_of
from routine.figures.direction import working_parts
from routine.figures.loader import figure
from routine.library.catalogue import catalogue
from routine.presentation.moment import turn_of
from routine.presentation.narration import narrate, to_be_read
from tests.library.test_shipped_plans import FILES, plan_of

EXERCISES = catalogue().exercises
LEAVING = ("sit up", "to get up", "before sitting", "come up", "come back", "to the room", "change sides")


def step_of(one: Exercise) -> Step:
    (step,) = steps_of(Sequence("one", "One", (PerformStep(one, one.dose),)))
    return step


def sequences() -> dict[str, tuple[Step, ...]]:
    found: dict[str, tuple[Step, ...]] = {f"exercise {one.id}": (step_of(one),) for one in EXERCISES.values()}
    found |= {f"sequence {one.id}": steps_of(one) for one in catalogue().sequences.values()}
    for plan in map(plan_of, FILES):
        found |= {f"plan {plan.id} {one.id}": steps_of(one) for one in plan.sequences.values()}
    return found


@pytest.mark.parametrize(("name", "steps"), sequences().items(), ids=list(sequences()))
def test_nothing_takes_longer_to_say_than_there_is_time(name: str, steps: tuple[Step, ...]) -> None:
    for number, step in enumerate(steps):
        upcoming = next((each for each in steps[number + 1 :] if not each.is_rest), None)
        for place, beat in enumerate(step.beats):
            cues = narrate(step, place, upcoming)
            for cue, after in pairwise(cues):
                assert cue.at + takes(cue.text) <= after.at, (name, cue.text)
            assert cues[-1].at + takes(cues[-1].text) <= beat.length, (name, step.title, beat, cues)


@pytest.mark.parametrize("one", EXERCISES.values(), ids=list(EXERCISES))
def test_every_cue_of_an_exercise_is_said_and_stands_there_to_be_read(one: Exercise) -> None:
    step = step_of(one)
    said = " ".join(cue.text for place in range(len(step.beats)) for cue in narrate(step, place, None))
    if one.segments or one.relaxation:
        return
    for moment, text in one.told:
        if moment is not CueMoment.DURING:
            assert text in said
    work = next(place for place, beat in enumerate(step.beats) if beat.part is BeatKind.WORK)
    lines = [line.text for line in to_be_read(step, work)]
    assert lines[: len(one.cues)] == list(one.cues)


@pytest.mark.parametrize("one", EXERCISES.values(), ids=list(EXERCISES))
def test_nobody_is_told_to_leave_before_the_end(one: Exercise) -> None:
    step = step_of(one)
    for place, beat in enumerate(step.beats):
        for cue in narrate(step, place, None):
            if beat.part is BeatKind.WORK and cue.moment is CueMoment.END:
                left = beat.length - cue.at
                assert left <= max(beat.length / 2, takes(cue.text) * 3), (cue.text, left)
            if beat.part is BeatKind.WORK and "sit up" in cue.text.lower():
                assert cue.moment in {CueMoment.END, CueMoment.EACH} or beat.label, cue.text


@pytest.mark.parametrize("one", EXERCISES.values(), ids=list(EXERCISES))
def test_sides_change_as_a_side_ends_and_nothing_says_so_on_the_last(one: Exercise) -> None:
    step = step_of(one)
    work = [place for place, beat in enumerate(step.beats) if beat.part is BeatKind.WORK]
    last = " ".join(cue.text for cue in narrate(step, work[-1], None)).lower()
    assert "change side" not in last
    assert not any("side, then" in cue.lower() or "change sides" in cue.lower() for cue in one.cues)


TWO_SIDED = [one for one in EXERCISES.values() if len(one.dose.sides) > 1]
ONE_OF_TWO = r"\bone (leg|foot|knee|heel|arm|hand|ankle)\b"
DRAWN_AS = {"leg": "thigh", "foot": "thigh", "hip": "thigh", "arm": "upperarm", "hand": "hand"}
OTHERWISE = {
    "standing-side-bend": "one leans to a side, whatever the hands do",
    "seated-side-bend": "likewise",
    "triangle-wall": "likewise",
    "hip-flexor-lunge": "the arm that reaches up is drawn as the one that works",
    "suitcase-carry": "the arm without the bag swings",
}


@pytest.mark.parametrize("one", TWO_SIDED, ids=lambda one: one.id)
def test_left_and_right_are_said_of_a_limb_where_one_of_two_does_it(one: Exercise) -> None:
    asks = re.search(ONE_OF_TWO, " ".join((one.setup, *one.cues)).lower())
    assert one.limb or not asks or one.id in OTHERWISE, asks
    step = step_of(one)
    first = " ".join(cue.text for cue in narrate(step, 0, None))
    assert f"First the left {one.limb or 'side'}." in first
    assert turn_of(step, 1).startswith(f"left {one.limb or 'side'}")


@pytest.mark.parametrize("one", [one for one in TWO_SIDED if one.limb], ids=lambda one: one.id)
def test_the_limb_that_is_said_is_the_one_that_is_drawn_as_working(one: Exercise) -> None:
    drawn = working_parts(figure(one.id), Side.LEFT)
    assert not drawn or one.id in OTHERWISE or f"{DRAWN_AS[one.limb]}_left" in drawn


LED = (
    "mindful-breath",
    "mindful-walking",
    "loving-kindness",
    "body-scan",
    "imagery-safe-place",
    "imagery-easing-back",
    "autogenic-basic",
)


@pytest.mark.parametrize("name", LED)
def test_a_meditation_is_led_from_a_beginning_to_an_end_and_leaves_room_for_silence(name: str) -> None:
    step = step_of(EXERCISES[name])
    said = [cue for place in range(1, len(step.beats)) for cue in narrate(step, place, None)]
    share = sum((takes(cue.text) for cue in said), timedelta(0)) / EXERCISES[name].dose.length
    assert 0.2 <= share <= 0.35
    assert any(
        word in said[-1].text.lower() for word in ("come back", "the day", "your day", "get up", "open the eyes")
    )


@pytest.mark.parametrize("one", [one for one in EXERCISES.values() if one.relaxation], ids=lambda one: one.id)
def test_a_muscle_group_is_told_then_tensed_then_let_go(one: Exercise) -> None:
    step, spec = step_of(one), one.relaxation
    assert isinstance(spec, Relaxation)
    beats = [beat for beat in step.beats if beat.label]
    assert len(beats) == 3 * spec.rounds * len(spec.groups), "no group is left out"
    for place, beat in enumerate(step.beats):
        text = narrate(step, place, None)[0].text
        match beat.part:
            case BeatKind.PREPARE:
                assert beat.how.rstrip(".").lower() in text.lower()
            case BeatKind.TENSE:
                assert text == "Now."
                assert 5 <= beat.length.total_seconds() <= 7
            case BeatKind.RELEASE:
                assert text.startswith("Let go.")
                assert 20 <= beat.length.total_seconds() <= 30


ALONE = timedelta(minutes=2, seconds=30)
"""So long a person who lies there with closed eyes waits for a word."""
PACED = [one.id for one in EXERCISES.values() if one.pattern]
WALKS = [one.id for one in EXERCISES.values() if one.position == "walking"]


@pytest.mark.parametrize(
    "one", [one for one in EXERCISES.values() if one.id not in {*PACED, *WALKS}], ids=lambda one: one.id
)
def test_nobody_is_left_alone_with_closed_eyes(one: Exercise) -> None:
    step, said, began = step_of(one), [timedelta(0)], timedelta(0)
    for place, beat in enumerate(step.beats):
        said += [began + cue.at + takes(cue.text) for cue in narrate(step, place, None) if cue.text]
        began += beat.length
    assert max(later - earlier for earlier, later in pairwise([*said, began])) <= ALONE


@pytest.mark.parametrize(
    "one", [one for one in EXERCISES.values() if isinstance(one.dose, Timed)], ids=lambda one: one.id
)
def test_what_is_done_for_a_time_has_an_end_that_is_said(one: Exercise) -> None:
    step = step_of(one)
    last = narrate(step, len(step.beats) - 1, None)[-1]
    assert isinstance(one.dose, Timed)
    if one.dose.duration >= timedelta(minutes=2):
        assert last.moment is CueMoment.END or one.segments, last.text


@pytest.mark.parametrize(("name", "steps"), sequences().items(), ids=list(sequences()))
def test_whoever_goes_on_lying_is_not_sent_up_in_between(name: str, steps: tuple[Step, ...]) -> None:
    for step, following in pairwise([each for each in steps if not each.is_rest]):
        if stays_in_position(step, following):
            place = len(step.beats) - 1
            told = [cue.text for cue in narrate(step, place, following)]
            told += [line.text for line in to_be_read(step, place, following)]
            leaving = r"to get up|want to sit|sit up|sit down again only"
            assert not re.search(leaving, " ".join(told).lower()), (name, step.title)


@pytest.mark.parametrize(("name", "steps"), sequences().items(), ids=list(sequences()))
def test_a_session_that_ends_lying_says_how_to_come_up(name: str, steps: tuple[Step, ...]) -> None:
    last = steps[-1]
    if last.exercise and last.exercise.lies and last.exercise.id != "plank-forearm":
        place = len(last.beats) - 1
        assert re.search(r"get up|sit up|want to sit", narrate(last, place, None)[-1].text), name
        assert to_be_read(last, place)[-1].words.startswith("At the end: ")


def test_whoever_gets_up_next_hears_how() -> None:
    rest = step_of(EXERCISES["constructive-rest"])
    for following in (None, step_of(EXERCISES["cat-cow"]), step_of(EXERCISES["mountain-pose"])):
        assert narrate(rest, 1, following)[-1].text == "Roll to the side to get up."
    lying = narrate(rest, 1, step_of(EXERCISES["bridge"]))[-1]
    assert lying.moment is not CueMoment.END
