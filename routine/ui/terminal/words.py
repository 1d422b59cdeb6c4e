"""Knows which words one moment of a guided session shows in a terminal; must not know where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from routine.core.exercise import ZERO, BreathPattern
from routine.core.player import Frame, Mode
from routine.core.steps import Part, Step
from routine.presentation import reminders as common
from routine.presentation import terminal_session as words
from routine.presentation.cards import dose_words
from routine.presentation.narration import heading, saying_now
from routine.presentation.time_format import spell

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Words:
    """What there is to read; empty where there is nothing to say."""

    progress: str
    title: str
    turn: str
    """How much, which side, which set."""
    saying: str
    breath: str
    count: str
    """Which repetition it is, or what the breath does."""


def words_of(frame: Frame) -> Words:
    step, beat = frame.step, frame.beat
    saying = saying_now(frame).text
    working = beat.part is Part.WORK and step.exercise is not None
    breath = step.exercise.breath if working and step.exercise else ""
    title = common.rest_title(spell(beat.length)) if step.is_rest else step.title
    return Words(
        progress=words.progress(
            frame.number, frame.total, beat.part.value if step.exercise else "", paused=frame.mode is Mode.PAUSED
        ),
        title=title,
        turn=" · ".join(part for part in (_amount(step), heading(step, frame.place)) if part),
        saying=saying,
        breath="" if breath in saying else breath,
        count=_count(frame) if working else "",
    )


def _amount(step: Step) -> str:
    return dose_words(step.dose) if step.dose else ""


def _count(frame: Frame) -> str:
    exercise, reps = frame.step.exercise, frame.beat.reps
    if exercise and exercise.pattern:
        return _breathing(exercise.pattern, frame.elapsed)
    if reps and reps > 1:
        return words.count(min(reps, frame.elapsed // (frame.beat.length / reps) + 1), reps)
    return ""


def _breathing(pattern: BreathPattern, elapsed: timedelta) -> str:
    """What the breath does now, and for how many seconds yet."""
    parts = (
        (words.INHALE, pattern.inhale),
        (words.HOLD, pattern.hold_in),
        (words.EXHALE, pattern.exhale),
        (words.HOLD, pattern.hold_out),
    )
    into = elapsed % sum((length for _, length in parts), ZERO)
    for said, length in parts:
        if into < length:
            return words.breathing(said, -(-(length - into) // _SECOND))
        into -= length
    return ""
