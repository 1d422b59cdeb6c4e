"""Knows how long the shipped sequences take and what they are made of; must not know the plans that use them."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile

import pytest

from routine.core.exercise import Timed
from routine.core.plan import PerformStep, Say, Sequence
from routine.core.steps import length_of, steps_of
from routine.library.catalogue import catalogue

SEQUENCES = catalogue().sequences

# minutes in all, as the programmes were drawn up
MINUTES = {
    "gentle-a": 18, "gentle-b": 18, "gentle-b-bird-dog": 19, "gentle-c-first": 18, "gentle-c-next": 19,
    "gentle-c": 21, "evening-set": 17, "evening-set-short": 9, "yoga-1": 30, "yoga-2": 34, "yoga-3": 37,
    "yoga-4": 42, "yoga-1-home": 17, "yoga-2-home": 18, "yoga-3-home": 18, "pilates-l1": 26,
    "pilates-l1-long": 42, "pilates-l1-more": 29, "pilates-l2-first": 29, "pilates-l2-more": 29,
    "pilates-l2-long": 30, "pilates-l3-first": 31, "pilates-l2": 22, "pilates-l3": 31, "pilates-h": 10,
    "flare-1": 7, "flare-2": 5, "flare-3": 7, "body-scan-10": 10, "body-scan-20": 20, "mindful-breath-10": 10,
    "mindful-breath-15": 15, "mindful-breath-20": 20, "breathing-4-6": 5, "breathing-space": 3, "pmr-14": 19,
    "pmr-7": 11, "pmr-4": 7, "walk-10": 10, "walk-15": 15, "walk-20": 20, "brisk-walk-20": 20,
    "brisk-walk-30": 30, "belly-breathing-5": 5, "resonance-breathing-10": 10, "box-breathing-4": 4,
    "loving-kindness-10": 10, "mindful-walking-10": 10, "cue-word-3": 3, "restful-place-10": 10,
    "easing-back-10": 10, "legs-up-5": 5, "resting-pose-5": 5, "mindful-movement": 8,
    "stiff-from-sitting": 4, "sore-today": 7, "first-aid": 8, "just-calm": 5,
    "keep-what-eases": 7, "neck-and-shoulders": 8, "lift-1": 10, "lift-2": 12, "lift-3": 13, "lift-4": 16,
    "lift-5": 17, "steady-1": 10, "steady-2": 12, "steady-3": 15, "steady-4": 18,
}  # fmt: skip
every_sequence = pytest.mark.parametrize("sequence", SEQUENCES.values(), ids=SEQUENCES.keys())


def minutes(sequence: Sequence, rounds: int = 1) -> float:
    return length_of(sequence, rounds) / timedelta(minutes=1)


def exercises(name: str) -> list[str]:
    return [entry.exercise.id for entry in SEQUENCES[name].entries if isinstance(entry, PerformStep)]


@pytest.mark.parametrize(("name", "planned"), MINUTES.items())
def test_a_sequence_takes_as_long_as_its_programme_says(name: str, planned: int) -> None:
    assert minutes(SEQUENCES[name]) == pytest.approx(planned, abs=1)


@pytest.mark.parametrize("number", range(1, 9))
def test_moving_at_the_desk_takes_two_or_three_minutes(number: int) -> None:
    assert 1.9 <= minutes(SEQUENCES[f"desk-{number}"]) <= 3.1


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_long_yoga_session_takes_a_few_minutes_more_than_the_short_one(number: int) -> None:
    short, long = (minutes(SEQUENCES[f"yoga-{number}{length}"]) for length in ("", "-long"))
    assert 3 <= long - short <= 7


def test_pilates_twice_through_takes_three_quarters_of_an_hour() -> None:
    assert minutes(SEQUENCES["pilates-l2"], rounds=2) == pytest.approx(45, abs=1)


def test_every_sequence_has_its_length_checked_here() -> None:
    elsewhere = {name for name in SEQUENCES if name.startswith("desk-") or name.endswith("-long")} - set(MINUTES)
    elsewhere |= {name for name in SEQUENCES if not exercises(name)}
    assert set(SEQUENCES) == set(MINUTES) | elsewhere


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_long_yoga_session_is_the_short_one_with_one_part_twice(number: int) -> None:
    once, longer = exercises(f"yoga-{number}"), exercises(f"yoga-{number}-long")
    first = once.index("cat-cow")
    last = first + len(longer) - len(once)
    assert longer == [*once[:last], *once[first:]]
    assert "mountain-pose" not in once[first:last], "nobody gets up and down twice"


def test_the_long_pilates_session_is_the_short_one_with_its_middle_twice() -> None:
    once, twice = exercises("pilates-l1"), exercises("pilates-l1-long")
    assert twice == [once[0], *once[1:-1], *once[1:-1], once[-1]]


@pytest.mark.parametrize("name", ["flare-1", "flare-2", "flare-3"])
def test_a_flare_up_is_met_with_the_mildest_exercises_only(name: str) -> None:
    assert all(entry.exercise.flare_ok for entry in SEQUENCES[name].entries if isinstance(entry, PerformStep))


AT_ONCE = ["stiff-from-sitting", "sore-today", "first-aid", "just-calm"]


@pytest.mark.parametrize("name", AT_ONCE)
def test_what_is_begun_without_a_plan_is_short_and_holds_only_the_mildest(name: str) -> None:
    assert 3 <= minutes(SEQUENCES[name]) <= 10
    steps = [entry for entry in SEQUENCES[name].entries if isinstance(entry, PerformStep)]
    assert all(step.exercise.flare_ok and step.exercise.level == 1 for step in steps)


def test_first_aid_says_when_to_get_help_before_anybody_moves() -> None:
    before = takewhile(lambda entry: isinstance(entry, Say), SEQUENCES["first-aid"].entries)
    said = " ".join(entry.text for entry in before if isinstance(entry, Say))
    for words in ("makes it worse", "genitals", "bladder", "emergency help"):
        assert words in said
    assert {"ninety-ninety", "side-lying-rest", "log-roll"} <= set(exercises("first-aid"))


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_set_on_a_chair_asks_nobody_to_get_down_and_has_its_balance_at_a_counter(number: int) -> None:
    for name in exercises(f"steady-{number}"):
        assert catalogue().exercises[name].place != "mat"
        assert "floor-transfer" not in catalogue().exercises[name].cautions


def test_looking_for_a_direction_that_eases_says_at_each_step_when_to_leave_it() -> None:
    entries = SEQUENCES["keep-what-eases"].entries
    for place, entry in enumerate(entries):
        if isinstance(entry, PerformStep) and entry.exercise.id != "standing-extension":
            said = entries[place - 1]
            assert isinstance(said, Say)
            assert "If " in said.text
    said_first = " ".join(entry.text for entry in entries[:2] if isinstance(entry, Say))
    assert "Keep what eases" in said_first
    assert "farther down a leg" in said_first


@pytest.mark.parametrize("number", range(1, 9))
def test_nobody_has_to_lie_down_beside_their_desk(number: int) -> None:
    for name in exercises(f"desk-{number}"):
        assert "desk" in catalogue().exercises[name].context
        assert "floor-transfer" not in catalogue().exercises[name].cautions


@pytest.mark.parametrize("name", ["gentle-a", "gentle-b", "pilates-l1", "pilates-h", "yoga-1-home", "evening-set"])
def test_a_first_programme_holds_nothing_of_the_hardest_level(name: str) -> None:
    assert max(catalogue().exercises[exercise].level for exercise in exercises(name)) <= 2


@every_sequence
def test_a_sequence_has_a_short_title_and_whole_steps(sequence: Sequence) -> None:
    assert 0 < len(sequence.title) <= 40
    assert steps_of(sequence)
    assert all(step.length > timedelta(0) for step in steps_of(sequence))


@every_sequence
def test_a_time_asked_for_is_within_what_the_exercise_allows(sequence: Sequence) -> None:
    for entry in sequence.entries:
        if isinstance(entry, PerformStep) and isinstance(entry.dose, Timed):
            usual = entry.exercise.dose
            assert isinstance(usual, Timed)
            assert usual.shortest
            assert usual.longest
            assert usual.shortest <= entry.dose.duration <= usual.longest


def test_a_short_body_scan_visits_every_station() -> None:
    short, long = (steps_of(SEQUENCES[name])[0].beats[1:] for name in ("body-scan-10", "body-scan-20"))
    assert [beat.label for beat in short] == [beat.label for beat in long]
    assert sum((beat.length for beat in short), timedelta(0)) == timedelta(minutes=10)
