"""Knows which of a session's exercises stay where there are fewer minutes for it; must not know when that is.

They stay in their order and are done as the plan says: the first, to get warm, the last, to end as planned, unless
it is long, and of those between as many as there is time for. What is said, and each rest, goes
with the exercise before it.
"""

from __future__ import annotations

from collections.abc import Sequence as Row
from datetime import timedelta

from msgspec.structs import replace

from routine.core.exercise import Timed
from routine.core.plan import PerformStep, Rest, Sequence, StepEntry
from routine.core.steps import Step, length_of, steps_of

SHORT = timedelta(minutes=10)
"""How long the shorter version of a session is at most."""
WORTH_IT = timedelta(minutes=3)
"""So much shorter it is at least, else nobody is offered it."""
_PART_OF_THE_LAST = 3
"""What takes more than this part of the time at the end would leave too little for all else."""
_LEAST_OF_ONE = timedelta(minutes=2)
"""What is done for a time, and alone is too long, is done for so long at least."""


def shorter_steps(sequence: Sequence, rounds: int, most: timedelta) -> tuple[Step, ...]:
    """The steps of a version that takes `most` at the most; nothing where there is none that would be done so."""
    groups = _groups([entry for _ in range(rounds) for entry in sequence.entries])
    ends = len(groups) // rounds - 1
    if _length(groups, {ends}) > most / _PART_OF_THE_LAST:
        ends = 0
    chosen: set[int] = set()
    # one round first: what comes again is done once before anything is done twice
    for place in dict.fromkeys((0, ends, *range(len(groups)))):
        if _length(groups, chosen | {place}) <= most:
            chosen.add(place)
    if not chosen:
        return _first_alone(groups, most)
    return steps_of(Sequence("", "", _entries(groups, chosen)))


def titles_in(steps: Row[Step]) -> list[str]:
    """Of the exercises, each once."""
    return list(dict.fromkeys(step.exercise.title for step in steps if step.exercise))


def _groups(entries: Row[StepEntry]) -> list[list[StepEntry]]:
    """Each exercise with what follows it, until the next; what stands before the first belongs to it."""
    groups: list[list[StepEntry]] = [[]]
    for entry in entries:
        if isinstance(entry, PerformStep) and any(isinstance(each, PerformStep) for each in groups[-1]):
            groups.append([])
        groups[-1].append(entry)
    return groups


def _entries(groups: Row[Row[StepEntry]], chosen: set[int]) -> tuple[StepEntry, ...]:
    """Nothing is rested from at the very end."""
    entries = [entry for place in sorted(chosen) for entry in groups[place]]
    while entries and isinstance(entries[-1], Rest):
        entries.pop()
    return tuple(entries)


def _length(groups: Row[Row[StepEntry]], chosen: set[int]) -> timedelta:
    return length_of(Sequence("", "", _entries(groups, chosen)))


def _first_alone(groups: Row[Row[StepEntry]], most: timedelta) -> tuple[Step, ...]:
    """The first exercise, for less time, where it is one that is done for a time."""
    first = next((entry for entry in groups[0] if isinstance(entry, PerformStep)), None)
    if first is None or not isinstance(first.dose, Timed):
        return ()
    too_long = length_of(Sequence("", "", (first,))) - most
    dose = first.dose
    each = dose.duration - too_long / max(1, len(dose.sides))
    least = max(dose.shortest or _LEAST_OF_ONE, _LEAST_OF_ONE)
    if each < least:
        return ()
    entry = replace(first, dose=replace(dose, duration=timedelta(seconds=each // timedelta(seconds=1))))
    return steps_of(Sequence("", "", (entry,)))
