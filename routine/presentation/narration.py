"""Knows what a teacher says in and around each beat of a session, and when; not a clock, a screen or a voice.

A beat is told in cues, one at a time: a screen shows the present one large, a voice speaks it as it comes, a
screen reader hears the same words. Once all is said there is silence: the last cue stays where it can be read.
"""

from __future__ import annotations

from collections.abc import Sequence as Row
from datetime import timedelta

from msgspec import Struct

from routine.core.cue_timing import BREATHER, closes_in, takes
from routine.core.exercise import ZERO, CueMoment
from routine.core.player import Frame, Mode
from routine.core.rep_timing import RepSignal, signals_of
from routine.core.steps import Beat, BeatKind, Step, ready_words, spoken, stays_in_position, turn_at, words_at

REST = "Rest"
QUIET = "quiet rest"
SKIP_THIS = "Skip this"
EASIER_ONE = "Easier one"
IS_LAST = "This is the last one."
WAS_LAST = "This was the last one."
INHALE, EXHALE, HOLD = "Breathe in", "Breathe out", "Hold"
DOING = {"ready": "Get ready", "prepare": "Get ready", "tense": "Tense", "release": "Let go", "rest": REST}

_UNHURRIED = 1.8
"""A cue may stay up to so many times as long as it takes to hear."""

_TALKING = 0.6
"""At most so much of a beat is talk, where there is time enough."""


class Cue(Struct, frozen=True):
    """A sentence or two, and how long after the beat's beginning they come."""

    at: timedelta
    text: str
    under_title: str = ""
    """The same where the name of the exercise, or of its station, stands above it already."""
    moment: CueMoment = CueMoment.START


class CueLine(Struct, frozen=True):
    """A cue as it stands there to be read, whether it is said now or not."""

    text: str
    moment: CueMoment

    @property
    def words(self) -> str:
        """Nobody who reads ahead leaves ahead."""
        return at_the_end(self.text) if self.moment in {CueMoment.END, CueMoment.LEAVE} else self.text


def narrate(step: Step, place: int, upcoming: Step | None) -> tuple[Cue, ...]:
    """All that is said in beat `place` of the step, in order; never empty, and the first at once."""
    beat, exercise = step.beats[place], step.exercise
    if exercise is None or beat.part is not BeatKind.WORK:
        moment = CueMoment.SETUP if beat.part is BeatKind.READY else CueMoment.START
        found = _in_order(_texts(step, place, upcoming), beat.length, moment)
    elif exercise.relaxation:
        found = _quiet(step, place)
    elif beat.label:
        found = (*_spread(beat), *_way_out(step, place, upcoming))
    else:
        found = _turn(step, place, upcoming)
    return found or (Cue(ZERO, ""),)


def to_be_read(step: Step, place: int, upcoming: Step | None = None) -> tuple[CueLine, ...]:
    """All cues of the exercise, to look at while it is done; of a station its own."""
    exercise, beat = step.exercise, step.beats[place]
    if exercise is None or beat.part not in {BeatKind.WORK, BeatKind.READY} or exercise.relaxation:
        return ()
    if exercise.segments:
        leaving = [CueLine(cue.text, CueMoment.END) for cue in _way_out(step, place, upcoming)]
        return (*(CueLine(line, CueMoment.START) for line in beat.say.splitlines()), *leaving)
    working = beat.part is BeatKind.WORK
    unsaid = {CueMoment.SETUP, CueMoment.LEAVE} if stays_in_position(step, upcoming) else {CueMoment.SETUP}
    lines = [CueLine(text, moment) for moment, text in exercise.told if moment not in unsaid]
    ends = [exercise.between_sides] if working and turn_at(step.beats, place).changes else []
    ends += [GET_UP] if working and _gets_up(step, place, upcoming) else []
    return (*lines, *(CueLine(text, CueMoment.END) for text in ends if text))


def script_of(step: Step) -> list[tuple[timedelta, Cue, str]]:
    """Everything that is said from getting ready to the end: when, what, and on which side."""
    said, began = [], ZERO
    for place, beat in enumerate(step.beats):
        said += [(began + cue.at, cue, beat.side or "") for cue in narrate(step, place, None) if cue.text]
        began += beat.length
    return said


def _in_order(
    texts: Row[tuple[str, str]], length: timedelta, moment: CueMoment = CueMoment.START
) -> tuple[Cue, ...]:
    """One after another, unhurried where there is room, and no faster than it can be said."""
    told = [each for each in texts if each[0]]
    while len(told) > 1 and sum((takes(text) for text, _ in told), ZERO) > length:
        told.pop()
    least = [takes(text) for text, _ in told]
    usual = [spoken(text) for text, _ in told]
    needed = sum(usual, ZERO)
    if needed <= length:
        pace = min(_UNHURRIED, max(1.0, length * _TALKING / needed), length / needed) if needed else 1.0
        slots = [each * pace for each in usual]
    else:
        spare = max(length - sum(least, ZERO), ZERO) / len(told)
        slots = [each + spare for each in least]
    at, found = ZERO, []
    for (text, under), slot in zip(told, slots, strict=True):
        found.append(Cue(at, text, under, moment))
        at += slot
    return tuple(found)


def _spread(beat: Beat) -> tuple[Cue, ...]:
    """At a station: its name with its first sentence, and the others in turn, with silence between them."""
    first, *others = beat.say.splitlines() or [""]
    name = station(beat.label)
    told = [(" ".join(part for part in (name, first) if part), first), *(_same(each) for each in others)]
    every = beat.length / len(told)
    if any(takes(text) > every for text, _ in told):
        return _in_order(told, beat.length)
    return tuple(Cue(every * number, text, under) for number, (text, under) in enumerate(told))


def _way_out(step: Step, place: int, upcoming: Step | None) -> list[Cue]:
    """After the last station: how one comes up, where one does."""
    exercise, beat = step.exercise, step.beats[place]
    if exercise is None or stays_in_position(step, upcoming) or not turn_at(step.beats, place).last:
        return []
    leaving = tuple(text for moment, text in exercise.told if moment is CueMoment.LEAVE)
    return _closing(leaving, beat.length, beat.length, CueMoment.END)


def _gets_up(step: Step, place: int, upcoming: Step | None) -> bool:
    """Whether the session ends here, lying, and nothing of the exercise says how one comes up."""
    exercise = step.exercise
    if exercise is None or upcoming or not exercise.lies or not turn_at(step.beats, place).last:
        return False
    return not any(moment in {CueMoment.END, CueMoment.LEAVE} for moment, _ in exercise.told)


def _quiet(step: Step, place: int) -> tuple[Cue, ...]:
    """The rest after muscle groups: what is said in it, far apart, and the way back."""
    beat, words = step.beats[place], words_at(step, place)
    tail = beat.length - closes_in(words.closing, beat.length)
    told = [rest_quietly(), *words.during]
    every = tail / len(told)
    first = _in_order([_same(told[0])], beat.length)
    others = [
        Cue(every * number, text, text, CueMoment.DURING)
        for number, text in enumerate(told[1:], start=1)
        if takes(text) + BREATHER <= every
    ]
    ends = _closing(words.closing, beat.length, beat.length, CueMoment.END) if others else []
    return (*first, *others, *ends)


def _turn(step: Step, place: int, upcoming: Step | None) -> tuple[Cue, ...]:
    """One set on one side: whose turn it is, how it goes, and what ends each repetition, and the whole."""
    beat = step.beats[place]
    words = words_at(step, place, upcoming, GET_UP if _gets_up(step, place, upcoming) else "")
    opening = [_same(text) for text in (_whose_turn(step, place), *words.opening) if text]
    found = [*_in_order(opening, words.opens_for)]
    rep, tail = beat.length / (beat.reps or 1), beat.length - closes_in(words.closing, beat.length)
    for number in range(1, 1 + (beat.reps or 1) * bool(words.each)):
        found += _closing(words.each, min(rep * number, tail), rep, CueMoment.EACH)
    if not words.each and opening:
        talked = found[-1].at + takes(found[-1].text) + BREATHER
        gap = (tail - talked) / (len(words.during) + 1)
        found += [
            Cue(talked + gap * number, text, text, CueMoment.DURING)
            for number, text in enumerate(words.during, start=1)
            if takes(text) + BREATHER <= gap
        ]
    found += _closing(words.closing, beat.length, beat.length, CueMoment.END)
    found.sort(key=lambda cue: cue.at)
    if found and found[0].at > ZERO:
        found.insert(0, Cue(ZERO, ""))
    return tuple(found)


def _closing(texts: tuple[str, ...], ends: timedelta, length: timedelta, moment: CueMoment) -> list[Cue]:
    at, found = ends - closes_in(texts, length), []
    for text in texts:
        found.append(Cue(at, text, text, moment))
        at += takes(text) + BREATHER
    return found


def _whose_turn(step: Step, place: int) -> str:
    """Which side, set or both come now; nothing where "change sides" has just been said."""
    beat = step.beats[place]
    work = [number for number, each in enumerate(step.beats[:place]) if each.part is BeatKind.WORK]
    if not work:
        return ""
    before = step.beats[work[-1]]
    told = bool(words_at(step, place - 1).closing) and turn_at(step.beats, place - 1).changes if place else False
    return your_turn(
        beat.side if beat.side != before.side and not told else None,
        beat.set_no if beat.set_no != before.set_no else None,
        limb_of(step),
    )


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
            first, *others = ready_words(exercise, step.beats[1:]) or ("",)
            under = " ".join(part for part in (first, _first_side(step)) if part)
            named = (f"{step.title}. {under}".strip(), under)
            return [named, *(_same(text) for text in others), _same(beat.say)]
        case BeatKind.REST:
            following = up_next(again(step.title, beat.set_no + 1, beat.sets))
            return [(f"{REST}. {following}", following)]
        case BeatKind.PREPARE:
            return [_same(prepare(beat.label, beat.how) if beat.set_no == 1 else once_more(beat.how))]
        case BeatKind.TENSE:
            return [_same(NOW)]
    return [_same(LET_GO if beat.set_no > 1 else release())]


def _rest(upcoming: Step | None) -> tuple[str, str]:
    following = up_next(upcoming.title or upcoming.text) if upcoming else WAS_LAST
    return f"{REST}. {following}", following


def _first_side(step: Step) -> str:
    sides = step.dose.sides if step.dose else ()
    return first_side(sides[0], len(sides), limb_of(step)) if sides else ""


def _same(text: str) -> tuple[str, str]:
    return text, text


# the sentences themselves


def progress(number: int, total: int) -> str:
    return f"Step {number} of {total}"


def left_in_all(length: timedelta) -> str:
    """`9 min left in all`, rounded up; empty where nothing is left."""
    minutes = -(-length // timedelta(minutes=1))
    return f"{minutes} min left in all" if minutes else ""


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


GET_UP = "Roll to the side to get up."
HALFWAY = "Halfway."
LAST_ONE = "Last one."


def counted_aloud(signal: RepSignal) -> str:
    """What a voice says of it, where it says nothing else; empty for a return."""
    if signal.last:
        return LAST_ONE
    if signal.halfway:
        return HALFWAY
    return f"{signal.number}." if signal.number > 1 else ""


def signal_now(frame: Frame) -> RepSignal | None:
    """The sign that has come last in this beat, if any has."""
    come = [each for each in signals_of(frame.step, frame.place) if each.at <= frame.elapsed]
    return come[-1] if come else None


def breathing(doing: str, seconds: int) -> str:
    return f"{doing} · {seconds}"


SIDE = "side"


def limb_of(step: Step) -> str:
    """What is left or right in it."""
    return (step.exercise.limb if step.exercise else "") or SIDE


def first_side(name: str, sides: int, limb: str) -> str:
    """With which side or limb it begins, or is done at all."""
    return f"First the {name} {limb}." if sides > 1 else f"{name.capitalize()} {limb}."


def your_turn(side: str | None, set_no: int | None, limb: str) -> str:
    """At the beginning of another side, or another set."""
    if side and set_no:
        return f"Set {set_no}, the {side} {limb}."
    if side:
        return f"Now the {side} {limb}."
    return f"Set {set_no}." if set_no else ""


def again(title: str, set_no: int, sets: int) -> str:
    return f"{title}, {set_of(set_no, sets)}"


def prepare(group: str, how: str) -> str:
    how = how[:1].upper() + how[1:]
    return f"{group}. {how.rstrip('.')}, at half strength." if how else f"{group}, at half strength."


def once_more(how: str) -> str:
    return f"Once more: {how.rstrip('.')}." if how else "Once more."


NOW = "Now."
LET_GO = "Let go."


def release() -> str:
    return f"{LET_GO} Notice the difference."


def at_the_end(text: str) -> str:
    """On a card, which cannot wait until then."""
    return f"At the end: {text}"


def rest_quietly() -> str:
    return "Rest quietly, and let the breath come and go."


def station(label: str) -> str:
    return f"{label.rstrip('.')}."


def side(name: str, limb: str) -> str:
    return f"{name} {limb}"


def set_of(number: int, sets: int) -> str:
    return f"set {number} of {sets}"


def in_sets(sets: Row[int]) -> str:
    """`8`, `3 sets of 2`, `6, 4, then 2`; where each set is one, how many there are."""
    if len(sets) == 1 or set(sets) == {1}:
        return str(sets[0] if len(sets) == 1 else len(sets))
    if len(set(sets)) == 1:
        return f"{len(sets)} sets of {sets[0]}"
    *first, last = map(str, sets)
    return f"{', '.join(first)}, then {last}"


def round_of(number: int) -> str:
    return f"round {number}"
