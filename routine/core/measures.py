"""Knows what can be measured apart from a session, how single answers become a value, and what was told of each.

A number for these seven days, how well one to three activities of one's own can be done, and two questionnaires
whose published words may be used. None of them is ever in one line with ratings of a moment: what is recalled runs
higher (doi 10.1016/j.pain.2008.03.024).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from routine.core.events import Event, Measured

HIGHEST = 10
STATEMENTS = 24
"""Of the Roland-Morris questionnaire."""
MOST_ACTIVITIES = 3


class Measure(StrEnum):
    """As it is written down."""

    WEEK = "week"
    """On average, these seven days, 0 (no pain) to 10."""
    ACTIVITY = "activity"
    """How well one can do something of one's own, 0 (unable) to 10: Patient-Specific Functional Scale."""
    PEG = "peg"
    """Pain, Enjoyment, General activity: the mean of three, 0 to 10."""
    ROLAND_MORRIS = "roland_morris"
    """How many of the 24 statements hold today."""


SINGLE_ANSWERS = {Measure.WEEK: 1, Measure.ACTIVITY: 1, Measure.PEG: 3}
"""How many numbers from 0 to 10 each takes."""


class MeasuredValue(Struct, frozen=True):
    at: datetime
    value: float
    answers: tuple[int, ...] = ()
    """The single ones; of the Roland-Morris questionnaire the numbers of the statements that hold."""


class MeasuredSeries(Struct, frozen=True):
    """All that was told of one measure, or of one activity, oldest first."""

    measure: Measure
    note: str
    """An activity, in the words of whoever named it."""
    values: tuple[MeasuredValue, ...]


def value_of(measure: Measure, answers: Sequence[int]) -> float | None:
    """None where these are no answers to it."""
    if measure is Measure.ROLAND_MORRIS:
        held = set(answers)
        fits = len(held) == len(answers) and held <= set(range(1, STATEMENTS + 1))
        return len(held) if fits else None
    fits = len(answers) == SINGLE_ANSWERS[measure] and all(0 <= each <= HIGHEST for each in answers)
    return round(sum(answers) / len(answers), 1) if fits else None


def highest_of(measure: Measure) -> int:
    """Of its own scale, which begins at 0."""
    return STATEMENTS if measure is Measure.ROLAND_MORRIS else HIGHEST


def activities(events: Iterable[Event]) -> list[str]:
    """Those of one's own that are known, by their words, the one that was named first at the front."""
    return [one.note for one in measured_series(events) if one.measure is Measure.ACTIVITY]


def measured_series(events: Iterable[Event]) -> list[MeasuredSeries]:
    """What was forgotten, or is the answer to an offer, is none of these."""
    found: dict[tuple[Measure, str], list[MeasuredValue]] = {}
    for entry in events:
        if not isinstance(entry, Measured) or entry.value is None or entry.measure not in set(Measure):
            continue
        measure = Measure(entry.measure)
        if measure is Measure.ACTIVITY and not entry.note:
            continue
        answers = tuple(each for each in entry.answers if each is not None)
        found.setdefault((measure, entry.note), []).append(MeasuredValue(entry.at, entry.value, answers))
    order = list(Measure)
    return [
        MeasuredSeries(measure, note, tuple(sorted(values, key=lambda one: one.at)))
        for (measure, note), values in sorted(found.items(), key=lambda pair: order.index(pair[0][0]))
    ]
