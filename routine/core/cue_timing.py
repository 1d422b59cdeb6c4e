"""Knows which words of an exercise belong to which moment of a beat, and which of them fit; not how they are put.

A cue has a moment. What begins the exercise is said at once, what ends it when it ends, and nothing that there is
no time for: 150 words a minute. What does not fit into the first turn is said while one gets ready.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from routine.core.exercise import ZERO, CueMoment, Exercise

WORD = timedelta(seconds=0.4)
"""150 words a minute."""
BREATHER = timedelta(seconds=1)
"""Between two sentences."""
_TURN = timedelta(seconds=2)
"""To say which set and side it is."""
_TALKING = 0.85
"""At most so much of the time before the next thing to do is talk."""
_LONG = timedelta(seconds=15)
"""A repetition as long as this has an end of its own; of shorter ones it is told at the start how they go."""
_LATER = 0.7
"""And so much in a turn of which the words have been heard."""


class Turn(Struct, frozen=True):
    """One set on one side, or all of a timed exercise."""

    length: timedelta
    reps: int = 1
    first: bool = True
    last: bool = True
    """Whether nothing of the exercise follows."""
    changes: bool = False
    """Whether the other side follows at once."""
    stays: bool = False
    """Whether what follows the exercise is done in the same position."""


class TurnWords(Struct, frozen=True):
    """What is said in one turn: at its start, in its middle, as each repetition ends, and at its end."""

    opening: tuple[str, ...] = ()
    during: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    """What belongs to the start, and does not fit."""
    opens_for: timedelta = ZERO
    """How long there is for the opening."""


def takes(text: str) -> timedelta:
    """How long it takes to say, at 150 words a minute."""
    return len(text.split()) * WORD


def closes_in(texts: tuple[str, ...], length: timedelta) -> timedelta:
    """How long before the end what ends it is begun: so that there is time to do it."""
    if not texts:
        return ZERO
    return min(sum((takes(text) + BREATHER for text in texts), ZERO) + min(4 * BREATHER, length / 10), length)


def words_of(exercise: Exercise, turn: Turn, ending: str = "") -> TurnWords:
    """What is said in this turn, each at its moment, and nothing that there is no time for.

    `ending`: what the whole session ends with, besides.
    """
    rep = turn.length / turn.reps
    cues = exercise.told
    each = tuple(text for moment, text in cues if moment is CueMoment.EACH and rep >= _LONG)
    closing = _closing_of(exercise, turn, ending)
    tail = closes_in(closing, turn.length)
    until = min(turn.length - tail, min(rep, turn.length - tail) - closes_in(each, rep) if each else turn.length)
    starts = [
        text
        for moment, text in cues
        if moment is CueMoment.START or (moment is CueMoment.EACH and text not in each)
    ]
    if exercise.breath and turn.first:
        starts.append(exercise.breath)
    if not turn.first:
        starts = starts[:1]
    room = until * _TALKING if turn.first else until * _LATER - _TURN
    if exercise.breath and turn.first and sum(map(takes, starts), ZERO) > room:
        starts.remove(exercise.breath)  # it stands there to be read
    # what comes first is heard while one gets ready, where there is no time for all of it
    opening: list[str] = []
    for text in reversed(starts):
        room -= takes(text)
        if room < ZERO:
            break
        opening.insert(0, text)
    unsaid = tuple(text for text in starts[: len(starts) - len(opening)] if text != exercise.breath)
    unsaid = unsaid if turn.first else ()
    during = tuple(text for moment, text in cues if moment is CueMoment.DURING)
    return TurnWords(tuple(opening), during, each, closing, unsaid, until)


def _closing_of(exercise: Exercise, turn: Turn, ending: str) -> tuple[str, ...]:
    """What ends the turn; of that the last, where there is no time for all."""
    ends = {CueMoment.END} if turn.stays else {CueMoment.END, CueMoment.LEAVE}
    closing = [text for moment, text in exercise.told if moment in ends and turn.last]
    closing += [exercise.between_sides] if turn.changes and exercise.between_sides else []
    closing += [ending] if ending else []
    while closing and 2 * closes_in(tuple(closing), turn.length) > max(turn.length, 2 * takes(" ".join(closing))):
        closing.pop(0)
    return tuple(closing)
