"""Knows how one exercise takes the place of another in the text of a plan; comments, order and spaces stay.

Must not know files. A sequence of the library becomes one of the plan, under its own name: from then on the plan's
sessions go by that. Only what writes to a plan imports this.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, MutableSequence, Sequence
from typing import Any

from routine.core.exercise import Exercise
from routine.core.plan import PerformStep
from routine.core.plan import Sequence as StepSequence
from routine.library.swaps import fitted
from routine.reading.edit import Table, as_toml, edited, set_step
from routine.reading.scalars import slug
from routine.reading.step_tables import as_toml_step


def with_exercise_swapped(
    content: bytes,
    session: str,
    exercise: Exercise,
    instead: Exercise,
    library: Mapping[str, StepSequence],
) -> bytes | None:
    """The plan with `instead` in one session; None where it has no such step, or that has to be done by hand.

    `library`: its sequences, by their names.
    """
    entry = PerformStep(instead, fitted(instead.dose, exercise.dose.length))
    named: list[str] = []

    def change(tables: Callable[[str], Sequence[Table]]) -> None:
        sessions = tables("session")
        names = [one.get("id") or slug(one["title"]) for one in sessions]
        one = sessions[names.index(session)]
        if "steps" in one:
            _swap(one["steps"], exercise.id, entry)
            return
        sequences = [one["sequence"]] if isinstance(one["sequence"], str) else list(one["sequence"])
        there = {name: table for holder in tables("sequence") for name, table in holder.items()}
        for name in sequences:
            if name in there:
                _swap(there[name]["steps"], exercise.id, entry)
        named[:] = [name for name in dict.fromkeys(sequences) if name not in there]

    changed = edited(content, change)
    if changed is None:
        return None
    blocks = [_block(library[name], exercise, entry) for name in named if _has(library[name], exercise)]
    whole = b"\n".join([changed.rstrip(b"\n"), *(block.encode() for block in blocks)]) if blocks else changed
    try:
        tomllib.loads(whole.decode())
    except ValueError:
        return None
    return whole if whole != content else None


def _swap(steps: MutableSequence[Any], exercise: str, entry: PerformStep) -> None:
    for place, step in enumerate(steps):
        if (step if isinstance(step, str) else step.get("exercise")) == exercise:
            set_step(steps, place, as_toml_step(entry))


def _has(sequence: StepSequence, exercise: Exercise) -> bool:
    return any(isinstance(entry, PerformStep) and entry.exercise.id == exercise.id for entry in sequence.entries)


def _block(sequence: StepSequence, exercise: Exercise, entry: PerformStep) -> str:
    """A sequence of the library, as a person would write it, with the other exercise in it."""
    steps = [
        entry if isinstance(each, PerformStep) and each.exercise.id == exercise.id else each
        for each in sequence.entries
    ]
    lines = [f"[sequence.{sequence.id}]", f"title = {as_toml(sequence.title)}", "steps = ["]
    return "\n".join(["", *lines, *(f"  {as_toml_step(each)}," for each in steps), "]", ""])
