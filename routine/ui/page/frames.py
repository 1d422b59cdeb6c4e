"""Knows how one moment of a session becomes plain values for the browser; must not know time, journals or the web.

Seconds are sent as numbers: the browser draws between two frames, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from routine.core.player import Frame
from routine.core.steps import Beat, Part, Step
from routine.presentation import page_session as words
from routine.presentation.cards import dose_words
from routine.presentation.narration import heading, saying_now
from routine.presentation.time_format import spell
from routine.ui.page.asked import Json
from routine.ui.page.marks import at_mark, part_at, parts_of
from routine.ui.page.pictured import pictured


def as_frame(frame: Frame, steps: Sequence[Step], index: int) -> Json:
    """All that the browser needs to draw until the next one. `index` counts every line of the plan, from 0."""
    step, beat = frame.step, frame.beat
    saying = saying_now(frame)
    return {
        "mode": frame.mode.value,
        "index": index,
        "place": frame.place,
        "progress": words.progress(frame.number, frame.total),
        "title": _title(step),
        "turn": heading(step, frame.place),
        "amount": amount(step),
        "part": beat.part.value,
        "partName": words.PARTS[beat.part.value],
        "elapsed": _seconds(frame.elapsed),
        "length": _seconds(beat.length),
        "reps": beat.reps,
        "saying": saying.text,
        "sayingAt": _seconds(saying.at),
        "breath": step.exercise.breath if step.exercise and beat.part is Part.WORK else "",
        "figure": pictured(steps, index, frame.place),
        "pattern": _pattern(step, beat),
        "upcoming": _upcoming(frame),
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
            "amount": words.unbroken(amount(step)),
            "length": words.unbroken(spell(step.length)),
            "seconds": _seconds(step.length),
        }
        for index, step in enumerate(steps)
    ]


def amount(step: Step) -> str:
    return dose_words(step.dose) if step.dose else ""


def _title(step: Step) -> str:
    if step.is_rest:
        return words.REST
    return step.title or words.A_MOMENT


def _upcoming(frame: Frame) -> str:
    parts, part = parts_of(frame.step), part_at(frame.step, frame.place)
    if frame.beat.part is Part.READY and len(parts) > 1:
        part = -1
    if part + 1 < len(parts):
        return words.up_next(_called(parts[part + 1]))
    if frame.upcoming is None:
        return words.LAST if frame.total > 1 or len(parts) > 1 else ""
    return words.up_next(frame.upcoming.title or frame.upcoming.text)


def _called(part: Sequence[Beat]) -> str:
    """A station or a muscle group by its name; after all of them it is quiet."""
    return part[-1].label.partition(":")[0].rstrip(".") or words.QUIET


def turns(steps: Sequence[Step]) -> bool:
    """Whether some moment is one of several turns: a side, a set, a round."""
    return any(heading(step, place) for step in steps for place in range(len(step.beats)))


def _pattern(step: Step, beat: Beat) -> list[Json] | None:
    """What the breath does in a breathing practice: each part with its words and seconds, and how full it ends."""
    pattern = step.exercise.pattern if step.exercise else None
    if pattern is None or beat.part is not Part.WORK:
        return None
    lengths = (pattern.inhale, pattern.hold_in, pattern.exhale, pattern.hold_out)
    names = (words.INHALE, words.HOLD, words.EXHALE, words.HOLD)
    full = (1, 1, 0, 0)  # how full the breath is at the end of each
    return [
        {"words": name, "seconds": _seconds(length), "to": to}
        for name, length, to in zip(names, lengths, full, strict=True)
        if length
    ]


def _seconds(length: timedelta) -> float:
    return round(length.total_seconds(), 3)
