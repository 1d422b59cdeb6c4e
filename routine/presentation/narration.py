"""Knows what a teacher says in each beat of a session, and when; must not know a clock, a screen or a voice.

A beat is told in sayings, one at a time: a screen shows the present one large, a voice speaks it as it comes, a
screen reader hears the same words. Once all is said there is silence: the last saying stays where it can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from routine.core.exercise import ZERO, Exercise
from routine.core.player import Frame, Mode
from routine.core.steps import Part, Step, cues_at, spoken
from routine.presentation import spoken as words

_UNHURRIED = 1.8
"""A saying may stay up to so many times as long as it takes to hear."""

_TALKING = 0.6
"""At most so much of a beat is talk, where there is time enough."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence or two, and how long after the beat's beginning they come."""

    at: timedelta
    text: str


def sayings(step: Step, place: int, upcoming: Step | None) -> tuple[Saying, ...]:
    """All that is said in beat `place` of the step, in order; never empty, and the first at once."""
    beat = step.beats[place]
    texts = [text for text in _texts(step, place, upcoming) if text]
    heard = [spoken(text) for text in texts]
    needed = sum(heard, ZERO)
    # no faster than it can be heard, where there is room; a beat too short for all of it tells them quicker
    pace = min(_UNHURRIED, max(1.0, beat.length * _TALKING / needed), beat.length / needed) if needed else 1.0
    found, at = [], ZERO
    for text, length in zip(texts, heard, strict=True):
        found.append(Saying(at, text))
        at += length * pace
    return tuple(found) or (Saying(ZERO, ""),)


def saying_now(frame: Frame) -> Saying:
    """What stands on the screen at this moment."""
    told = sayings(frame.step, frame.place, frame.upcoming)
    return next(saying for saying in reversed(told) if saying.at <= frame.elapsed)


def next_saying(frame: Frame) -> timedelta | None:
    """How long until the words change within this beat; None when all is said, or nothing runs."""
    if frame.mode is not Mode.PLAYING:
        return None
    told = sayings(frame.step, frame.place, frame.upcoming)
    return min((saying.at - frame.elapsed for saying in told if saying.at > frame.elapsed), default=None)


def heading(step: Step, place: int) -> str:
    """Which turn this is, where there are several: `left side · set 2 of 3`."""
    beat = step.beats[place]
    parts = [
        words.round_of(step.round_no) if step.round_no > 1 else "",
        words.side(beat.side) if beat.side else "",
        words.set_of(beat.set_no, beat.sets) if beat.sets > 1 and beat.part is Part.WORK else "",
    ]
    return " · ".join(part for part in parts if part)


def _texts(step: Step, place: int, upcoming: Step | None) -> list[str]:
    beat, exercise = step.beats[place], step.exercise
    if exercise is None:
        return [words.rest(_called(upcoming)) if step.is_rest else step.text]
    match beat.part:
        case Part.READY:
            return [words.coming(step.title, _first_side(step)), exercise.setup]
        case Part.REST:
            return [words.rest(words.again(step.title))]
        case Part.TENSE:
            return [words.tense(beat.label, beat.how)]
        case Part.RELEASE:
            return [words.release(beat.label)]
    return _working(exercise, step, place)


def _working(exercise: Exercise, step: Step, place: int) -> list[str]:
    """At a station its name and its own words; else whose turn it is, every cue, and the breath."""
    beat = step.beats[place]
    if beat.label:
        return [words.station(beat.label), *cues_at(step, beat)]
    work = [number for number, each in enumerate(step.beats) if each.part is Part.WORK]
    turn = ""
    if place > work[0]:
        before = step.beats[[number for number in work if number < place][-1]]
        turn = words.your_turn(
            beat.side if beat.side != before.side else None, beat.set_no if beat.set_no != before.set_no else None
        )
    if exercise.relaxation:
        return [words.quiet()]
    return [turn, *cues_at(step, beat), exercise.breath]


def _first_side(step: Step) -> str | None:
    sides = step.dose.sides if step.dose else ()
    return sides[0] if sides else None


def _called(step: Step | None) -> str:
    return (step.title or step.text) if step else ""
