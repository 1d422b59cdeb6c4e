"""Knows what becomes of a plan's text when an easier exercise is to come from now on; must not know who asks."""

from __future__ import annotations

import tomllib

import pytest

from routine.core.plan import PerformStep, Plan
from routine.library.catalogue import catalogue
from routine.reading.exercise_swap import with_exercise_swapped
from routine.reading.parser import read_plan

LIBRARY = catalogue()
BY_LIBRARY = """# mine
title = "Mine" # the best

[[session]]
title = "Morning" # early
practice = "mobility"
days = "daily"
at = "07:30"
sequence = ["gentle-a", "gentle-b"] # they take turns
"""
BY_STEPS = BY_LIBRARY.replace(
    'sequence = ["gentle-a", "gentle-b"] # they take turns',
    'steps = [\n  "cat-cow", # first\n  { exercise = "bird-dog-leg-slide", reps = 6 }, # then\n  "cat-cow",\n]',
)
OWN_SEQUENCE = (
    BY_LIBRARY.replace('["gentle-a", "gentle-b"]', '"my-own"')
    + """
[sequence.my-own] # a favourite
title = "Own"
steps = ["cat-cow", "bridge"]
"""
)


def swapped(text: str, exercise: str, instead: str) -> str | None:
    exercises = LIBRARY.exercises
    found = with_exercise_swapped(
        text.encode(), "morning", exercises[exercise], exercises[instead], LIBRARY.sequences
    )
    return found.decode() if found else None


def exercises_in(text: str) -> list[list[str]]:
    plan = read_plan("mine.toml", "mine", text.encode(), LIBRARY)
    assert isinstance(plan, Plan), plan
    (session,) = plan.sessions
    return [
        [entry.exercise.id for entry in plan.sequences[name].entries if isinstance(entry, PerformStep)]
        for name in session.rotation
    ]


def test_in_steps_only_that_exercise_changes_and_comments_stay() -> None:
    text = swapped(BY_STEPS, "cat-cow", "cat-cow-small")
    assert text == BY_STEPS.replace('"cat-cow"', '"cat-cow-small"')


def test_a_sequence_of_the_plan_is_changed_where_it_stands() -> None:
    text = swapped(OWN_SEQUENCE, "bridge", "pelvic-tilt")
    assert text
    assert exercises_in(text) == [["cat-cow", "pelvic-tilt"]]
    assert "# a favourite" in text


def test_a_sequence_of_the_library_becomes_the_plans_own_and_every_line_there_stays() -> None:
    before = exercises_in(BY_LIBRARY)
    text = swapped(BY_LIBRARY, "cat-cow", "cat-cow-small")
    assert text
    assert text.startswith(BY_LIBRARY), "not a word of what stands there changes"
    expected = [["cat-cow-small" if one == "cat-cow" else one for one in each] for each in before]
    assert exercises_in(text) == expected != before
    again = swapped(text, "cat-cow-small", "pelvic-tilt")
    assert again
    assert len(tomllib.loads(again)["sequence"]) == len(tomllib.loads(text)["sequence"])


def test_what_is_not_there_cannot_be_changed() -> None:
    assert swapped(BY_STEPS, "plank-forearm", "plank-incline") is None


@pytest.mark.parametrize("name", sorted(LIBRARY.sequences))
def test_every_sequence_can_be_written_as_the_plans_own(name: str) -> None:
    done = [entry.exercise for entry in LIBRARY.sequences[name].entries if isinstance(entry, PerformStep)]
    first = next((one for one in done if one.easier and one.easier[0] in LIBRARY.exercises), None)
    if first is None:
        return
    text = BY_LIBRARY.replace('["gentle-a", "gentle-b"]', f'"{name}"')
    changed = swapped(text, first.id, first.easier[0])
    assert changed
    (after,), (before,) = exercises_in(changed), exercises_in(text)
    assert len(after) == len(before)
    assert first.id not in after
