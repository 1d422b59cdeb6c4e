"""Knows how a sequence becomes steps, and steps become beats with lengths; must not know what time it is.

A step is one line of the plan. A beat is what happens without a change of words: getting ready, one set on
one side, one station of a body scan. A session's minutes are the sum of its beats, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence as Row
from datetime import timedelta
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from routine.core.cue_timing import BREATHER, WORD, Turn, TurnWords, takes, words_of
from routine.core.events import StepDose
from routine.core.exercise import ZERO, CueMoment, Exercise, Relaxation, Reps, Segment, Side, Timed
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import PerformStep, Plan, Rest, Say, Sequence, Session

BETWEEN = timedelta(seconds=10)
"""To get from one exercise to the next."""

_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)
_LEAST = timedelta(seconds=5)
_ON_THE_FEET = "standing"
_FIRST_SIDE = 3 * WORD
"""To say on which side it begins."""
_TO_FOLLOW = timedelta(seconds=3)
"""To find the muscle group that was named, and that half of the strength is enough."""
_LET_GO = timedelta(seconds=20)
"""So long at least a muscle group rests."""


class BeatKind(StrEnum):
    READY = "ready"
    WORK = "work"
    PREPARE = "prepare"
    """To hear which muscle group comes, and how it is tensed."""
    TENSE = "tense"
    RELEASE = "release"
    REST = "rest"
    SAY = "say"


class Beat(Struct, frozen=True):
    """A stretch of time with one thing to do."""

    part: BeatKind
    length: timedelta
    side: Side | None = None
    set_no: int = 1
    sets: int = 1
    reps: int | None = None
    label: str = ""
    """The station, or the muscle group."""
    how: str = ""
    """How the muscle group is tensed."""
    say: str = ""
    """What is said at a station, in place of the cues of the whole exercise; getting ready, what to beware of."""


class Step(Struct, frozen=True):
    """One thing to do. `number` counts exercises and sentences; a rest shares the number before it."""

    number: int
    title: str
    beats: tuple[Beat, ...]
    exercise: Exercise | None = None
    dose: Reps | Timed | None = None
    text: str = ""
    round_no: int = 1
    is_read: bool = False
    """It belongs to a reading: it asks for nothing."""

    @property
    def is_rest(self) -> bool:
        return self.number == 0 or self.beats[0].part is BeatKind.REST

    @property
    def length(self) -> timedelta:
        return sum((beat.length for beat in self.beats), ZERO)


def only_read(steps: Row[Step]) -> bool:
    """Whether nothing is done in all of it: how it went is no question then."""
    return bool(steps) and all(step.is_read for step in steps)


def spoken(text: str) -> timedelta:
    """How long it takes to hear a sentence and get going: about 150 words a minute, and two seconds."""
    return max(timedelta(seconds=5), timedelta(seconds=2) + len(text.split()) * timedelta(seconds=0.4))


def turn_at(beats: Row[Beat], place: int) -> Turn:
    """Which turn of its exercise the beat is."""
    work = [number for number, beat in enumerate(beats) if beat.part is BeatKind.WORK]
    after = beats[place + 1] if place + 1 < len(beats) else None
    changes = after is not None and after.part is BeatKind.WORK and after.side is not beats[place].side
    beat = beats[place]
    return Turn(beat.length, beat.reps or 1, place == work[0], place == work[-1], changes)


def stays_in_position(step: Step, upcoming: Step | None) -> bool:
    """Whether the next exercise is done lying, or on the feet, as this one is: nobody gets up or sits down."""
    one, following = step.exercise, upcoming.exercise if upcoming else None
    if one is None or following is None:
        return False
    return (one.lies and following.lies) or one.place == following.place == _ON_THE_FEET


def words_at(step: Step, place: int, upcoming: Step | None = None, ending: str = "") -> TurnWords:
    """What is said of doing it in this beat, where it is no station: those have words of their own."""
    beat = step.beats[place]
    if step.exercise is None or beat.part is not BeatKind.WORK or beat.label:
        return TurnWords()
    turn = replace(turn_at(step.beats, place), stays=stays_in_position(step, upcoming))
    return words_of(step.exercise, turn, ending)


def ready_words(exercise: Exercise, work: Row[Beat]) -> tuple[str, ...]:
    """What is said while one gets ready: how to get there, and what there is no time for in the first turn."""
    first = next((place for place, beat in enumerate(work) if beat.part is BeatKind.WORK), None)
    led = first is None or exercise.segments or exercise.relaxation
    unsaid = () if led or first is None else words_of(exercise, turn_at(work, first)).unsaid
    setups = [text for moment, text in exercise.told if moment is CueMoment.SETUP]
    return tuple(text for text in (exercise.setup, *setups, *unsaid) if text)


def steps_of(sequence: Sequence, rounds: int = 1) -> tuple[Step, ...]:
    """The whole session, round by round."""
    steps: list[Step] = []
    number, cautioned = 0, set[str]()
    for round_no in range(1, rounds + 1):
        for entry in sequence.entries:
            number += not isinstance(entry, Rest)
            note = ""
            if isinstance(entry, PerformStep) and entry.exercise.id not in cautioned:
                # once a session: who does it again has heard it
                note = entry.exercise.caution_note
                cautioned.add(entry.exercise.id)
            step = _step(entry, number, note, first=not steps)
            steps.append(replace(step, round_no=round_no, is_read=sequence.is_reading))
    return tuple(steps)


def dose_of(step: Step) -> StepDose:
    """What a step asks for, as it is written down."""
    exercise = step.exercise.id if step.exercise else ""
    match step.dose:
        case Reps(sets=sets, hold=hold, sides=sides):
            return StepDose(exercise, sets, hold, sides=sides)
        case Timed(duration=duration, sides=sides):
            return StepDose(exercise, duration=duration, sides=sides)
    return StepDose(exercise)


def length_of(sequence: Sequence, rounds: int = 1) -> timedelta:
    return sum((step.length for step in steps_of(sequence, rounds)), ZERO)


def planned_length(plan: Plan, session: Session, turn: int = 0) -> timedelta:
    """To the minute, and at least one; a visit is as long as it usually lasts, a supplement takes no time."""
    if session.asks is not OccurrenceKind.SESSION:
        return session.lasts // _MINUTE * _MINUTE
    return to_the_minute(length_of(plan.sequences[session.sequence_at(turn)], session.rounds))


class SessionLengths:
    """Knows `planned_length` of whatever it was asked before: to work one out is to lay out every step."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[Sequence, timedelta]] = {}
        """By the sequence, kept here so that no other takes its place, and how often it is gone through."""

    def planned(self, plan: Plan, session: Session, turn: int) -> timedelta:
        if session.asks is not OccurrenceKind.SESSION:
            return planned_length(plan, session, turn)
        sequence = plan.sequences[session.sequence_at(turn)]
        key = (id(sequence), session.rounds)
        if key not in self._known:
            self._known[key] = (sequence, planned_length(plan, session, turn))
        return self._known[key][1]


def to_the_minute(length: timedelta) -> timedelta:
    """As lengths are told: at least one."""
    return max(1, round(length / _MINUTE)) * _MINUTE


def _step(entry: PerformStep | Rest | Say, number: int, note: str, *, first: bool) -> Step:
    """`note`: what is to be heard before it is done."""
    match entry:
        case Rest(length):
            return Step(number, "", (Beat(BeatKind.REST, length),))
        case Say(text, length):
            return Step(number, "", (Beat(BeatKind.SAY, length),), text=text)
        case PerformStep(exercise, dose):
            work = tuple(_work(exercise, dose))
            texts = [exercise.title, *ready_words(exercise, work), *((note,) if note else ())]
            # the note is said before anything is done: what is cut short would not be heard
            heard = takes(" ".join(texts)) + (_FIRST_SIDE if dose.sides else ZERO) + BREATHER / 2
            ready = max(dose.setup, heard, _LEAST)
            beats = (Beat(BeatKind.READY, ready + (ZERO if first else BETWEEN), say=note), *work)
            return Step(number, exercise.title, beats, exercise, dose)


def _work(exercise: Exercise, dose: Reps | Timed) -> Iterator[Beat]:
    if isinstance(dose, Reps):
        yield from _sets(dose)
        return
    for side in dose.sides or (None,):
        if exercise.relaxation:
            yield from _tense_and_release(exercise.relaxation, dose.duration, side)
        elif exercise.segments:
            yield from _stations(exercise.segments, dose.duration, side)
        else:
            yield Beat(BeatKind.WORK, dose.duration, side)


def _sets(dose: Reps) -> Iterator[Beat]:
    sets = len(dose.sets)
    for set_no, reps in enumerate(dose.sets, start=1):
        for side in dose.sides or (None,):
            yield Beat(BeatKind.WORK, reps * (dose.hold + dose.move), side, set_no, sets, reps)
        if dose.rest and set_no < sets:
            yield Beat(BeatKind.REST, dose.rest, None, set_no, sets)


def _tense_and_release(spec: Relaxation, duration: timedelta, side: Side | None) -> Iterator[Beat]:
    """Group by group, round by round; what is left of the time is quiet rest."""
    left = duration
    for group, how in spec.groups:
        for round_no in range(1, spec.rounds + 1):
            # the instruction is heard before the tension begins, and takes its time from the rest after it
            told = takes(how if round_no > 1 else f"{group} {how}") + _TO_FOLLOW
            prepare = -(-told // _SECOND) * _SECOND
            release = max(spec.release - prepare, min(_LET_GO, spec.release))
            if left < prepare + spec.tense + release:
                break
            each = Beat(BeatKind.PREPARE, prepare, side, round_no, spec.rounds, label=group, how=how)
            yield each
            yield replace(each, part=BeatKind.TENSE, length=spec.tense)
            yield replace(each, part=BeatKind.RELEASE, length=release)
            left -= prepare + spec.tense + release
    if left:
        yield Beat(BeatKind.WORK, left, side)


def _stations(segments: tuple[Segment, ...], duration: timedelta, side: Side | None) -> Iterator[Beat]:
    """The stations, stretched or shortened together to fill the time."""
    usual = sum((segment.length for segment in segments), ZERO)
    passed, began = ZERO, ZERO
    for segment in segments:
        passed += segment.length
        # from its rounded beginning to its rounded end, so that no microsecond is lost on the way
        ends = duration * (passed / usual)
        yield Beat(BeatKind.WORK, ends - began, side, label=segment.label, say=segment.say)
        began = ends
