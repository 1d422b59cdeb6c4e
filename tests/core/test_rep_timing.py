"""Knows when a lift, a return, halfway and the last one are worth a sign; must not know how they sound."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routine.core.exercise import Reps
from routine.core.plan import PerformStep, Sequence
from routine.core.rep_timing import RepSign, signals_of
from routine.core.steps import BeatKind, Step, steps_of
from routine.library.catalogue import catalogue

LIBRARY = catalogue()


def step_of(name: str, dose: Reps | None = None) -> Step:
    exercise = LIBRARY.exercises[name]
    return steps_of(Sequence("one", "One", (PerformStep(exercise, dose or exercise.dose),)))[0]


def test_each_repetition_has_a_sign_as_it_begins_and_as_its_hold_ends() -> None:
    dose = Reps((10,), hold=timedelta(seconds=5), move=timedelta(seconds=4))
    step = step_of("bridge", dose)
    signals = signals_of(step, 1)
    lifts = [each for each in signals if each.sign is RepSign.LIFT]
    assert [each.at.total_seconds() for each in lifts] == [9 * number for number in range(10)]
    returns = [each.at.total_seconds() for each in signals if each.sign is RepSign.RETURN]
    assert returns == [9 * number + 7 for number in range(10)]
    assert [each.number for each in lifts if each.halfway] == [6], "five of ten are done"
    assert [each.number for each in lifts if each.last] == [10]


def test_two_repetitions_need_no_word_and_quick_ones_have_one_sign() -> None:
    few = signals_of(step_of("bridge", Reps((2,), hold=timedelta(seconds=8))), 1)
    assert not any(each.last or each.halfway for each in few)
    quick = signals_of(step_of("bridge", Reps((8,), move=timedelta(seconds=2))), 1)
    assert {each.sign for each in quick} == {RepSign.LIFT}


@pytest.mark.parametrize("name", ["breathing-4-6", "body-scan", "pmr-14", "savasana"])
def test_what_is_calm_is_not_counted(name: str) -> None:
    step = step_of(name)
    assert not any(signals_of(step, place) for place in range(len(step.beats)))


@pytest.mark.parametrize("name", LIBRARY.exercises)
def test_no_sign_comes_outside_its_turn_and_none_while_one_gets_ready(name: str) -> None:
    step = step_of(name)
    for place, beat in enumerate(step.beats):
        signals = signals_of(step, place)
        assert all(timedelta() <= each.at < beat.length for each in signals)
        assert list(signals) == sorted(signals, key=lambda each: each.at)
        assert not signals or beat.part is BeatKind.WORK
