"""Knows that whatever the library holds can be begun by its name, and which of two is; not what is in it."""

from __future__ import annotations

from itertools import combinations

import pytest

from routine.core.exercise import Exercise
from routine.core.plan import PerformStep, Sequence, StepEntry
from routine.core.steps import steps_of
from routine.library.catalogue import catalogue
from routine.service.library_sessions import id_of, session_of

LIBRARY = catalogue()
EVERYTHING: list[Exercise | Sequence] = [*LIBRARY.exercises.values(), *LIBRARY.sequences.values()]


def entries(one: Exercise | Sequence) -> tuple[StepEntry, ...]:
    return one.entries if isinstance(one, Sequence) else (PerformStep(one, one.dose),)


def names(one: Exercise | Sequence) -> set[str]:
    return {one.id.replace("-", " ").casefold(), one.title.replace("-", " ").replace("–", " ").casefold()}


def asks_the_same(one: Exercise | Sequence, other: Exercise | Sequence) -> bool:
    """The same exercises for the same time, but for the way there."""
    mine, theirs = entries(one), entries(other)
    return [type(each) for each in mine] == [type(each) for each in theirs] and all(
        isinstance(a, PerformStep)
        and isinstance(b, PerformStep)
        and a.exercise.id == b.exercise.id
        and a.dose.length == b.dose.length
        for a, b in zip(mine, theirs, strict=True)
    )


def test_what_goes_by_one_name_is_one_thing() -> None:
    for one, other in combinations(EVERYTHING, 2):
        if names(one) & names(other):
            assert asks_the_same(one, other), (one.id, one.title, other.id, other.title)


@pytest.mark.parametrize("one", EVERYTHING, ids=lambda one: f"{type(one).__name__} {one.id}")
def test_everything_begins_by_its_id_and_by_its_title(one: Exercise | Sequence) -> None:
    for typed in (one.id, one.title):
        found = session_of(id_of(typed), ())
        assert found is not None, typed
        plan, session = found
        (sequence,) = (plan.sequences[name] for name in session.rotation)
        meant = one if isinstance(one, Sequence) else Sequence("", "", entries(one))
        assert steps_of(sequence) == steps_of(meant), typed
