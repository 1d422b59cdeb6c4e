"""Knows when in a turn something is worth a sign: each lift, each return, halfway, the last one. Not its sound.

A repetition is a movement there, a hold if it has one, and a movement back. What is held once, or done for a time,
has one sign halfway.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from msgspec import Struct

from routine.core.exercise import ZERO, Reps
from routine.core.steps import Beat, BeatKind, Step

_FEW = 3
"""Of fewer than these nobody needs to be told which is the last."""
_MANY = 6
"""From here on half of them is worth a word."""
_LONG = timedelta(seconds=20)
"""So long something is held before half of it is worth a word."""
_SHORT = timedelta(seconds=2)
"""A repetition as short as this has one sign: two would be a rattle."""


class RepSign(StrEnum):
    LIFT = "lift"
    RETURN = "return"
    HALFWAY = "halfway"


class RepSignal(Struct, frozen=True):
    """So long after the beginning of the turn."""

    at: timedelta
    sign: RepSign
    number: int = 0
    """Of the repetition that begins, from 1; 0 where none does."""
    halfway: bool = False
    """Half of them are done."""
    last: bool = False


def signals_of(step: Step, place: int) -> tuple[RepSignal, ...]:
    """All signs of that beat, in order; none where a breath is paced, or a way is gone station by station."""
    beat, exercise = step.beats[place], step.exercise
    if exercise is None or exercise.pattern or exercise.segments or exercise.relaxation:
        return ()
    if beat.part is not BeatKind.WORK:
        return ()
    if isinstance(step.dose, Reps) and beat.reps and beat.reps > 1:
        return _of_reps(beat, beat.reps, step.dose)
    if exercise.moves and beat.length >= _LONG:
        return (RepSignal(beat.length / 2, RepSign.HALFWAY, halfway=True),)
    return ()


def _of_reps(beat: Beat, reps: int, dose: Reps) -> tuple[RepSignal, ...]:
    every, back = beat.length / reps, dose.move / 2 + dose.hold
    found = []
    for number in range(1, reps + 1):
        begins = every * (number - 1)
        halfway = reps >= _MANY and number == reps // 2 + 1
        last = reps >= _FEW and number == reps
        found.append(RepSignal(begins, RepSign.LIFT, number, halfway=halfway, last=last))
        if every > _SHORT and back > ZERO:
            found.append(RepSignal(begins + back, RepSign.RETURN))
    return tuple(found)
