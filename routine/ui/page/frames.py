"""Knows how one moment of a session becomes plain values for the browser; must not know time, journals or the web.

Seconds are sent as numbers: the browser draws between two frames, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from routine.core.cards import dose_words
from routine.core.coaching import heading, saying_now
from routine.core.durations import spell
from routine.core.player import Frame, Mode
from routine.core.reminder import Phase, Reminder
from routine.core.steps import Beat, Part, Step
from routine.figures.pictures import has_figure
from routine.ui.page.asked import Json
from routine.words import page_session as words


def as_frame(frame: Frame, index: int) -> Json:
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
        "figure": _figure(step, beat, index),
        "pattern": _pattern(step, beat),
        "upcoming": _upcoming(frame),
    }


def waiting_frame(reminder: Reminder) -> Json:
    """It is not being done: not yet, or not any more."""
    over = {Phase.COMPLETED: Mode.COMPLETED.value, Phase.ABANDONED: Mode.STOPPED.value}
    return {
        "mode": over.get(reminder.phase, "waiting"),
        "phase": reminder.phase.value,
        "answer": reminder.answer,
        "resumes": reminder.phase is Phase.ABANDONED and reminder.steps_done > 0,
    }


def away_frame(reminder: Reminder) -> Json:
    """It is being led somewhere else."""
    return {"mode": "elsewhere", "note": words.elsewhere(reminder.where)}


def outline(steps: Sequence[Step]) -> list[Json]:
    """The whole session as a quiet line of steps."""
    return [
        {
            "index": index,
            "number": step.number,
            "title": _title(step),
            "rest": step.is_rest,
            "amount": amount(step),
            "length": spell(step.length),
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
    if frame.upcoming is None:
        return words.LAST if frame.total > 1 else ""
    return words.up_next(frame.upcoming.title or frame.upcoming.text)


def _figure(step: Step, beat: Beat, index: int) -> Json | None:
    """Which figure: the exercise's, on the side it is done; the muscle group that is tensed lights up."""
    exercise = step.exercise
    if exercise is None or exercise.picture or not has_figure(exercise):
        return None
    light = None
    if exercise.relaxation and beat.part is Part.TENSE:
        labels = [f"{group}: {how}" for group, how in exercise.relaxation.groups]
        light = labels.index(beat.label) if beat.label in labels else None
    return {"step": index, "side": beat.side.value if beat.side else "", "light": light}


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
