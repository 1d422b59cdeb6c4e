"""Knows what a teacher says in a beat, aloud and on a card; must not know the library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from routine.core.exercise import BOTH_SIDES, ZERO, Exercise, Reps, Segment, Side, Timed
from routine.core.plan import PerformStep, Sequence
from routine.core.player import Frame, Mode
from routine.core.steps import BeatKind, Step, steps_of
from routine.presentation.cards import step_card
from routine.presentation.narration import narrate
from tests.core.making import minutes

Told = Callable[[Step, int], str]


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


SCAN = Exercise(
    "scan",
    "Scan",
    ("Begin at the toes.", "End with the whole body."),
    Timed(minutes(3)),
    segments=(Segment("Feet", minutes(1), "Notice the toes."), Segment("Hands", minutes(2), "Notice the palms.")),
)
LEAN = Exercise("lean", "Lean", ("Lean over.",), Reps((2, 2), rest=seconds(20), sides=BOTH_SIDES), "Change sides.")


def step_of(exercise: Exercise) -> Step:
    (step,) = steps_of(Sequence("one", "One", (PerformStep(exercise, exercise.dose),)))
    return step


def heard(step: Step, place: int) -> str:
    return " ".join(saying.text for saying in narrate(step, place, None))


def on_a_card(step: Step, place: int) -> str:
    beat = step.beats[place]
    return step_card(Frame(1, 1, step, place, beat, Mode.PLAYING, ZERO, beat.length, None)).body


WAYS = pytest.mark.parametrize("told", [heard, on_a_card], ids=["aloud", "card"])


@WAYS
def test_each_station_has_its_own_words_and_none_of_the_others(told: Told) -> None:
    step = step_of(SCAN)
    feet, hands = (told(step, place) for place in (1, 2))
    assert "Notice the toes." in feet
    assert "Notice the palms." in hands
    assert "palms" not in feet
    assert "toes" not in hands
    assert "Begin" not in feet + hands
    assert "End with" not in feet + hands


@WAYS
def test_nobody_is_told_to_change_sides_on_the_last_side(told: Told) -> None:
    step = step_of(LEAN)
    for place, beat in enumerate(step.beats):
        if beat.part is BeatKind.WORK:
            assert "Lean over." in told(step, place)
            assert ("Change sides." in told(step, place)) == (beat.side is Side.LEFT)
