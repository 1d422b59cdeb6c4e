"""Knows when a session is to be stopped, as it is said at its beginning; must not know where that is shown."""

from __future__ import annotations

from collections.abc import Sequence

from routine.core.exercise import Exercise, Practice
from routine.core.steps import Step, only_read
from routine.presentation.reminders import STOP_RULE

WAY_OUT = (
    "Not while driving. If it becomes too much, open your eyes, look round, or stop. Talk to somebody if it stays."
)
"""Of meditation about one person in twelve told of something unwanted (Farias 2020)."""

_INWARD = "trauma-sensitive"
"""The tag of what turns the attention inward."""


def turns_inward(exercise: Exercise) -> bool:
    """Whether it asks for quiet attention to body or mind, which may be too much for somebody."""
    return exercise.practice is Practice.MEDITATION or _INWARD in exercise.cautions


def rules_of(steps: Sequence[Step], *, moves: bool, practice: Practice | None) -> tuple[str, ...]:
    """When to stop: what moves, and what turns inward, has its own rule; a mixed session has both.

    Breathing has none here: its own cues say what to do about a light head. Nor has what is only read.
    """
    exercises = [step.exercise for step in steps if step.exercise]
    inward = any(turns_inward(exercise) for exercise in exercises)
    if not exercises:
        inward = practice in {Practice.MEDITATION, Practice.RELAXATION} and not only_read(steps)
    return (*([STOP_RULE] if moves else []), *([WAY_OUT] if inward else []))


def rules_to_read(exercises: Sequence[Exercise]) -> tuple[str, ...]:
    """The same of what nobody is doing yet, as the library shows it; none of what is only read."""
    if not exercises:
        return ()
    inward = any(turns_inward(exercise) for exercise in exercises)
    moves = any(exercise.moves for exercise in exercises)
    return (*([STOP_RULE] if moves or not inward else []), *([WAY_OUT] if inward else []))
