"""Knows a session as a line of marks, for each step or part of one, and where on it a moment is; no words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from routine.core.exercise import ZERO
from routine.core.steps import Beat, Step
from routine.presentation.moment import stretch_at, stretches_of
from routine.ui.page.request import Json


def marks(steps: Sequence[Step]) -> list[Json]:
    return [{"rest": step.is_rest} for step in steps for _ in stretches_of(step)]


def at_mark(steps: Sequence[Step], index: int, place: int) -> Json:
    """Which mark; its seconds before the beat began and all of its seconds; and what is left of its step."""
    step = steps[index]
    parts, part = stretches_of(step), stretch_at(step, place)
    before = sum(len(each) for each in parts[:part])
    return {
        "mark": sum(len(stretches_of(each)) for each in steps[:index]) + part,
        "markFrom": _seconds(step.beats[before:place]),
        "markLength": _seconds(parts[part]),
        "remaining": _seconds(step.beats[place:]) if len(parts) > 1 else 0,
    }


def _seconds(beats: Sequence[Beat]) -> float:
    length: timedelta = sum((beat.length for beat in beats), ZERO)
    return round(length.total_seconds(), 3)
