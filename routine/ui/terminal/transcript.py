"""Knows a session as a list of its steps, for a pipe or a screen reader; must not know how one is led."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from routine.core.durations import write as length_words
from routine.core.exercise import Reps
from routine.core.steps import Step
from routine.presentation import narration
from routine.presentation import reminders as common
from routine.presentation import terminal_session as words
from routine.presentation.exercises import group_lines, station_lines
from routine.presentation.moment import dose_words
from routine.ui.console.output import bold, dim, echo


def print_transcript(title: str, minutes: int, steps: Sequence[Step], rules: Sequence[str]) -> None:
    """All steps with their times, once, and when to stop."""
    echo(bold(common.card_title(title, minutes)))
    for step in steps:
        length = length_words(timedelta(seconds=max(1, round(step.length.total_seconds()))))
        if step.is_rest:
            echo(dim(words.rest_line(length)))
            continue
        amount = _amount(step)
        echo(words.step_line(step.number, step.title or step.text, amount, length))
        if step.exercise:
            one = step.exercise
            # of the way through a scan the stations tell, as they do when it is led
            for line in (
                one.setup,
                one.caution_note,
                *(station_lines(one) or group_lines(one) or one.instructions),
                one.breath,
            ):
                if line:
                    echo("    ", line)
    echo()
    for rule in filter(None, rules):
        echo(dim(rule))
    echo(words.WHEN_THROUGH)


def _amount(step: Step) -> str:
    """How much of it, and on which side; how long it takes stands beside it in any case."""
    if step.dose is None:
        return ""
    parts = [dose_words(step.dose)] if isinstance(step.dose, Reps) else []
    if step.dose.sides:
        parts.append(
            words.EACH_SIDE
            if len(step.dose.sides) > 1
            else narration.side(step.dose.sides[0], narration.limb_of(step))
        )
    return ", ".join(parts)
