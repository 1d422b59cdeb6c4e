"""Knows a session as a line of marks, for each step or part of one, and where on it a moment is; no words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from routine.core.exercise import ZERO
from routine.core.steps import Beat, Part, Step
from routine.ui.page.asked import Json


def marks(steps: Sequence[Step]) -> list[Json]:
    return [{"rest": step.is_rest} for step in steps for _ in parts_of(step)]


def parts_of(step: Step) -> list[tuple[Beat, ...]]:
    """In one piece, or by its stations or muscle groups. To get ready belongs to the first of them."""
    parts: list[list[Beat]] = [[step.beats[0]]]
    for before, beat in zip(step.beats, step.beats[1:], strict=False):
        if beat.label != before.label and before.part is not Part.READY:
            parts.append([])
        parts[-1].append(beat)
    return [tuple(part) for part in parts]


def part_at(step: Step, place: int) -> int:
    """In which part the beat is; from 0."""
    ends = 0
    for number, part in enumerate(parts_of(step)):
        ends += len(part)
        if place < ends:
            return number
    raise IndexError(place)


def at_mark(steps: Sequence[Step], index: int, place: int) -> Json:
    """Which mark; its seconds before the beat began and all of its seconds; and what is left of its step."""
    step = steps[index]
    parts, part = parts_of(step), part_at(step, place)
    before = sum(len(each) for each in parts[:part])
    return {
        "mark": sum(len(parts_of(each)) for each in steps[:index]) + part,
        "markFrom": _seconds(step.beats[before:place]),
        "markLength": _seconds(parts[part]),
        "remaining": _seconds(step.beats[place:]) if len(parts) > 1 else 0,
    }


def _seconds(beats: Sequence[Beat]) -> float:
    length: timedelta = sum((beat.length for beat in beats), ZERO)
    return round(length.total_seconds(), 3)
