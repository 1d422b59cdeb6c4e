"""Knows how one moment of a guided session is put into words; must not know how a face draws it.

All faces take what fits from the same `Moment`: a card what holds until the next beat, the page and a terminal the
cue of now. So the same thing is said in the same words wherever a session is led.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from routine.core.exercise import ZERO, BreathPattern, Reps, Timed
from routine.core.player import Frame, Mode
from routine.core.rep_timing import signals_of
from routine.core.steps import Beat, BeatKind, Step
from routine.presentation import narration as words
from routine.presentation.narration import Cue, CueLine, cue_at, narrate, to_be_read
from routine.presentation.time_format import spell

_SECOND = timedelta(seconds=1)


class Moment(Struct, frozen=True):
    """What there is to say of one beat; empty where there is nothing."""

    progress: str
    """Which step of how many."""
    doing: str
    """What the beat is for, where that is not its exercise itself: getting ready, tensing, letting go, resting."""
    title: str
    """Of the exercise, or that it is a rest and how long; empty for a sentence, which stands by itself."""
    amount: str
    """How much: of this set while it is done, else of the whole step."""
    turn: str
    """Which round, side and set, where there are several."""
    station: str
    """Where the way through an exercise is: a part of the body."""
    cue: Cue
    """What is said now."""
    saying: str
    """The same, to be read: the title of the exercise stands above it already."""
    cues: tuple[Cue, ...]
    """All that is said in this beat, in its order."""
    lines: tuple[CueLine, ...]
    """All cues of the exercise, to look at while it is done."""
    breath: str
    length: str
    """How long the beat takes."""
    duration: str
    """The same, as a sentence."""
    next_up: str
    count: str
    """Which repetition it is, or what the breath does and for how many seconds yet."""
    in_all: str
    """How long it takes to the end of the session."""
    easier: bool
    """Whether there is an easier exercise for this one."""
    paused: bool
    resting: bool
    """Whether nothing is done: between two exercises, or two sets."""


def moment_of(frame: Frame) -> Moment:
    step, beat = frame.step, frame.beat
    cues = narrate(step, frame.place, frame.upcoming)
    cue = cue_at(cues, frame.elapsed)
    working = step.exercise is not None and beat.part is BeatKind.WORK
    breathes = step.exercise is not None and beat.part in {BeatKind.WORK, BeatKind.TENSE}
    return Moment(
        progress=words.progress(frame.number, frame.total),
        doing=words.DOING.get(beat.part.value, "") if step.exercise else "",
        title=words.rest_title(spell(beat.length)) if step.is_rest else step.title,
        amount=_amount(step, beat),
        turn=turn_of(step, frame.place),
        station=beat.label if working else "",
        cue=cue,
        saying=cue.under_title if beat.part is BeatKind.READY else cue.text,
        lines=to_be_read(step, frame.place, frame.upcoming),
        cues=cues,
        breath=step.exercise.breath if breathes and step.exercise else "",
        length=spell(beat.length),
        duration=_duration(step, beat),
        next_up=_next_up(frame),
        count=_count(frame) if working else "",
        in_all=words.left_in_all(frame.in_all),
        easier=step.exercise is not None and bool(step.exercise.easier),
        paused=frame.mode is Mode.PAUSED,
        resting=beat.part is BeatKind.REST,
    )


def dose_words(dose: Reps | Timed) -> str:
    """`8×`, `2 × 30 s`, `3 sets of 2 × 8 s`, `6, 4, then 2 × 8 s`, `5 min`."""
    if isinstance(dose, Timed):
        return spell(dose.duration)
    reps = words.in_sets(dose.sets)
    return f"{reps} × {spell(dose.hold)}" if dose.hold > _SECOND else f"{reps}×"


def amount_of(step: Step) -> str:
    """How much of the whole step."""
    return dose_words(step.dose) if step.dose else ""


def turn_of(step: Step, place: int) -> str:
    """Which turn this is, where there are several: `left side · set 2 of 3`."""
    beat = step.beats[place]
    parts = [
        words.round_of(step.round_no) if step.round_no > 1 else "",
        words.side(beat.side, words.limb_of(step)) if beat.side else "",
        words.set_of(beat.set_no, beat.sets) if beat.sets > 1 and beat.part is BeatKind.WORK else "",
    ]
    return " · ".join(part for part in parts if part)


def stretches_of(step: Step) -> list[tuple[Beat, ...]]:
    """The step in one piece, or by its stations or muscle groups. To get ready belongs to the first of them."""
    stretches: list[list[Beat]] = [[step.beats[0]]]
    for before, beat in zip(step.beats, step.beats[1:], strict=False):
        if beat.label != before.label and before.part is not BeatKind.READY:
            stretches.append([])
        stretches[-1].append(beat)
    return [tuple(each) for each in stretches]


def stretch_at(step: Step, place: int) -> int:
    """In which stretch the beat is; from 0."""
    ends = 0
    for number, stretch in enumerate(stretches_of(step)):
        ends += len(stretch)
        if place < ends:
            return number
    raise IndexError(place)


def breath_cycle(pattern: BreathPattern) -> list[tuple[str, timedelta, int]]:
    """What the breath does, for how long, and how full it is at the end of it (1 or 0)."""
    lengths = (pattern.inhale, pattern.hold_in, pattern.exhale, pattern.hold_out)
    names = (words.INHALE, words.HOLD, words.EXHALE, words.HOLD)
    full = (1, 1, 0, 0)
    return [each for each in zip(names, lengths, full, strict=True) if each[1]]


def _amount(step: Step, beat: Beat) -> str:
    if beat.part is BeatKind.WORK and isinstance(step.dose, Reps) and beat.reps is not None:
        return dose_words(Reps((beat.reps,), step.dose.hold, step.dose.move))
    return amount_of(step)


def _duration(step: Step, beat: Beat) -> str:
    length = spell(beat.length)
    if beat.part is BeatKind.READY:
        return words.get_ready(length)
    counted = beat.part is BeatKind.WORK and isinstance(step.dose, Reps)
    return words.about_time(length) if counted else words.for_time(length)


def _next_up(frame: Frame) -> str:
    step, beat = frame.step, frame.beat
    if beat.part is BeatKind.REST and step.exercise:
        return words.up_next(words.again(step.title, beat.set_no + 1, beat.sets))
    stretches, at = stretches_of(step), stretch_at(step, frame.place)
    if beat.part is BeatKind.READY and len(stretches) > 1:
        at = -1
    if at + 1 < len(stretches):
        return words.up_next(_called(stretches[at + 1]))
    if frame.upcoming:
        return words.up_next(frame.upcoming.title or frame.upcoming.text)
    if step.is_rest:
        return words.WAS_LAST
    return words.IS_LAST if frame.total > 1 or len(stretches) > 1 else ""


def _called(stretch: Sequence[Beat]) -> str:
    """A station or a muscle group by its name; after all of them it is quiet."""
    return stretch[-1].label.rstrip(".") or words.QUIET


def _count(frame: Frame) -> str:
    exercise, reps = frame.step.exercise, frame.beat.reps
    if exercise and exercise.pattern:
        return _breathing(exercise.pattern, frame.elapsed)
    if reps and reps > 1:
        number = min(reps, frame.elapsed // (frame.beat.length / reps) + 1)
        sign = next((each for each in signals_of(frame.step, frame.place) if each.number == number), None)
        # how far that is, in a word
        word = words.counted_aloud(sign) if sign and (sign.halfway or sign.last) else ""
        return " · ".join(part for part in (words.count(number, reps), word.rstrip(".").lower()) if part)
    return ""


def _breathing(pattern: BreathPattern, elapsed: timedelta) -> str:
    cycle = breath_cycle(pattern)
    into = elapsed % sum((length for _, length, _ in cycle), ZERO)
    for said, length, _ in cycle:
        if into < length:
            return words.breathing(said, -(-(length - into) // _SECOND))
        into -= length
    return ""
