"""Knows how one moment of a session becomes plain values for the browser; must not know time, journals or the web.

Seconds are sent as numbers: the browser draws between two frames, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from routine.core.player import Frame
from routine.core.steps import Beat, BeatKind, Step
from routine.presentation import narration
from routine.presentation import page as words
from routine.presentation.moment import amount_of, breath_cycle, moment_of, turn_of
from routine.presentation.time_format import spell
from routine.ui.page.marks import at_mark
from routine.ui.page.pictured import pictured
from routine.ui.page.request import Json


def as_frame(frame: Frame, steps: Sequence[Step], index: int) -> Json:
    """All that the browser needs to draw until the next one. `index` counts every line of the plan, from 0."""
    step, beat, moment = frame.step, frame.beat, moment_of(frame)
    return {
        "mode": frame.mode.value,
        "index": index,
        "place": frame.place,
        "progress": moment.progress,
        "title": _title(step),
        "turn": moment.turn,
        "amount": moment.amount,
        "part": beat.part.value,
        "partName": narration.DOING.get(beat.part.value, ""),
        "elapsed": _seconds(frame.elapsed),
        "length": _seconds(beat.length),
        "reps": beat.reps,
        "saying": moment.cue.text,
        "sayingAt": _seconds(moment.cue.at),
        "breath": moment.breath,
        "figure": pictured(steps, index, frame.place),
        "pattern": _pattern(step, beat),
        "upcoming": moment.next_up,
        **at_mark(steps, index, frame.place),
    }


def outline(steps: Sequence[Step]) -> list[Json]:
    """The whole session as a quiet line of steps."""
    return [
        {
            "index": index,
            "number": step.number,
            "title": _title(step),
            "rest": step.is_rest,
            "amount": words.unbroken(amount_of(step)),
            "length": words.unbroken(spell(step.length)),
            "seconds": _seconds(step.length),
        }
        for index, step in enumerate(steps)
    ]


def _title(step: Step) -> str:
    if step.is_rest:
        return narration.REST
    return step.title or words.A_MOMENT


def turns(steps: Sequence[Step]) -> bool:
    """Whether some moment is one of several turns: a side, a set, a round."""
    return any(turn_of(step, place) for step in steps for place in range(len(step.beats)))


def _pattern(step: Step, beat: Beat) -> list[Json] | None:
    """What the breath does in a breathing practice: each part with its words and seconds, and how full it ends."""
    pattern = step.exercise.pattern if step.exercise else None
    if pattern is None or beat.part is not BeatKind.WORK:
        return None
    return [
        {"words": doing, "seconds": _seconds(length), "to": full} for doing, length, full in breath_cycle(pattern)
    ]


def _seconds(length: timedelta) -> float:
    return round(length.total_seconds(), 3)
