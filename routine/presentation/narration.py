"""Knows what a teacher says in and around each beat of a session, and when; not a clock, a screen or a voice.

A beat is told in cues, one at a time: a screen shows the present one large, a voice speaks it as it comes, a
screen reader hears the same words. Once all is said there is silence: the last cue stays where it can be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from routine.core.exercise import ZERO, Exercise
from routine.core.player import Frame, Mode
from routine.core.steps import BeatKind, Step, cues_at, spoken

REST = "Rest"
QUIET = "quiet rest"
SKIP_THIS = "Skip this"
IS_LAST = "This is the last one."
WAS_LAST = "This was the last one."
INHALE, EXHALE, HOLD = "Breathe in", "Breathe out", "Hold"
DOING = {"ready": "Get ready", "tense": "Tense", "release": "Let go", "rest": REST}

_UNHURRIED = 1.8
"""A cue may stay up to so many times as long as it takes to hear."""

_TALKING = 0.6
"""At most so much of a beat is talk, where there is time enough."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A sentence or two, and how long after the beat's beginning they come."""

    at: timedelta
    text: str
    under_title: str = ""
    """The same where the name of the exercise, or of its station, stands above it already."""


def narrate(step: Step, place: int, upcoming: Step | None) -> tuple[Cue, ...]:
    """All that is said in beat `place` of the step, in order; never empty, and the first at once."""
    beat = step.beats[place]
    texts = [(text, under) for text, under in _texts(step, place, upcoming) if text]
    heard = [spoken(text) for text, _ in texts]
    needed = sum(heard, ZERO)
    # no faster than it can be heard, where there is room; a beat too short for all of it tells them quicker
    pace = min(_UNHURRIED, max(1.0, beat.length * _TALKING / needed), beat.length / needed) if needed else 1.0
    found, at = [], ZERO
    for (text, under), length in zip(texts, heard, strict=True):
        found.append(Cue(at, text, under))
        at += length * pace
    return tuple(found) or (Cue(ZERO, ""),)


def cue_at(cues: tuple[Cue, ...], elapsed: timedelta) -> Cue:
    """What was said last; it stays where it can be read."""
    return next(cue for cue in reversed(cues) if cue.at <= elapsed)


def cue_now(frame: Frame) -> Cue:
    """What stands on the screen at this moment."""
    return cue_at(narrate(frame.step, frame.place, frame.upcoming), frame.elapsed)


def next_cue(frame: Frame) -> timedelta | None:
    """How long until the words change within this beat; None when all is said, or nothing runs."""
    if frame.mode is not Mode.PLAYING:
        return None
    cues = narrate(frame.step, frame.place, frame.upcoming)
    return min((cue.at - frame.elapsed for cue in cues if cue.at > frame.elapsed), default=None)


def _texts(step: Step, place: int, upcoming: Step | None) -> list[tuple[str, str]]:
    """Each with what is left of it under a title."""
    beat, exercise = step.beats[place], step.exercise
    if exercise is None:
        return [_rest(upcoming)] if step.is_rest else [(step.text, step.text)]
    match beat.part:
        case BeatKind.READY:
            at_first = _first_side(step)
            return [
                (" ".join(part for part in (f"{step.title}.", at_first) if part), at_first),
                _same(exercise.setup),
                _same(beat.say),
            ]
        case BeatKind.REST:
            following = up_next(again(step.title, beat.set_no + 1, beat.sets))
            return [(f"{REST}. {following}", following)]
        case BeatKind.TENSE:
            return [_same(tense(beat.label, beat.how))]
        case BeatKind.RELEASE:
            return [_same(release(beat.label))]
    return _working(exercise, step, place)


def _working(exercise: Exercise, step: Step, place: int) -> list[tuple[str, str]]:
    """At a station its name and its own words; else whose turn it is, every cue, and the breath."""
    beat = step.beats[place]
    cues = [_same(cue) for cue in cues_at(step, beat)]
    if beat.label:
        return [(station(beat.label), ""), *cues]
    work = [number for number, each in enumerate(step.beats) if each.part is BeatKind.WORK]
    turn = ""
    if place > work[0]:
        before = step.beats[[number for number in work if number < place][-1]]
        turn = your_turn(
            beat.side if beat.side != before.side else None, beat.set_no if beat.set_no != before.set_no else None
        )
    if exercise.relaxation:
        return [_same(rest_quietly())]
    return [_same(turn), *cues, _same(exercise.breath)]


def _rest(upcoming: Step | None) -> tuple[str, str]:
    following = up_next(upcoming.title or upcoming.text) if upcoming else WAS_LAST
    return f"{REST}. {following}", following


def _first_side(step: Step) -> str:
    sides = step.dose.sides if step.dose else ()
    return first_side(sides[0], len(sides)) if sides else ""


def _same(text: str) -> tuple[str, str]:
    return text, text


# the sentences themselves


def progress(number: int, total: int) -> str:
    return f"Step {number} of {total}"


def up_next(title: str) -> str:
    return f"Next: {title}"


def rest_title(length: str) -> str:
    return f"{REST} · {length}"


def get_ready(length: str) -> str:
    return f"Get ready, {length}."


def about_time(length: str) -> str:
    return f"About {length}."


def for_time(length: str) -> str:
    return f"For {length}."


def count(number: int, reps: int) -> str:
    return f"{number} of {reps}"


def breathing(doing: str, seconds: int) -> str:
    return f"{doing} · {seconds}"


def first_side(name: str, sides: int) -> str:
    """On which side it begins, or is done at all."""
    return f"First the {name} side." if sides > 1 else f"{name.capitalize()} side."


def your_turn(side: str | None, set_no: int | None) -> str:
    """At the beginning of another side, or another set."""
    if side and set_no:
        return f"Set {set_no}, the {side} side."
    if side:
        return f"Now the {side} side."
    return f"Set {set_no}." if set_no else ""


def again(title: str, set_no: int, sets: int) -> str:
    return f"{title}, {set_of(set_no, sets)}"


def tense(group: str, how: str) -> str:
    how = how[:1].upper() + how[1:]
    return f"{group}. {how.rstrip('.')}, at half strength." if how else f"{group}. Tense at half strength."


def release(group: str) -> str:
    return f"{group}: let go, and notice the difference."


def rest_quietly() -> str:
    return "Rest quietly, and let the breath come and go."


def station(label: str) -> str:
    return f"{label.rstrip('.')}."


def side(name: str) -> str:
    return f"{name} side"


def set_of(number: int, sets: int) -> str:
    return f"set {number} of {sets}"


def round_of(number: int) -> str:
    return f"round {number}"
