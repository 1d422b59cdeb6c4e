"""Knows where the marks of a chart lie in a box of one by one; must not know colours, letters or screens.

x runs from left to right, y from the bottom up. One geometry for all who paint: the page, the terminal and the
sheet of A4 draw the very same marks, and each has the table beside it that says the same in numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from enum import StrEnum

from msgspec import Struct

from routine.core.lived import Rating
from routine.core.measures import MeasuredSeries, highest_of
from routine.core.ratings import MedianRun, scored
from routine.core.tally import WEEK, Count, Tally

SCORES = 10
"""A rating is from 0 to this."""
_OF_ITS_PLACE = 0.7
"""How much of the place of a week its bar fills."""


class Role(StrEnum):
    """What a bar stands for; told apart by how it is filled, not by colour alone."""

    DONE = "done"
    PART = "part"
    NOT_DONE = "not_done"
    EXCUSED = "excused"


class Bar(Struct, frozen=True):
    x: float
    y: float
    w: float
    h: float
    role: Role
    count: int
    """How many sessions it stands for."""


class Dot(Struct, frozen=True):
    x: float
    y: float


class Run(Struct, frozen=True):
    """A level stretch of a step line."""

    x: float
    x2: float
    y: float


class Tick(Struct, frozen=True):
    """What is written under a place of the axis; on the left where it is of the other one."""

    at: float
    text: str
    is_left: bool = False


class Chart(Struct, frozen=True):
    """Marks, what they say in one sentence, and the same as a table."""

    name: str
    title: str
    said: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    bars: tuple[Bar, ...] = ()
    dots: tuple[Dot, ...] = ()
    runs: tuple[Run, ...] = ()
    ticks: tuple[Tick, ...] = ()
    silent: tuple[float, ...] = ()
    """Places of the axis of which there is no record."""
    is_small: bool = False
    """One of several that stand together: half as high, and with one kind of mark."""


def parts_of(count: Count) -> tuple[tuple[Role, int], ...]:
    """What a bar is made of, from the bottom up."""
    not_done = count.skipped + count.missed + count.open
    return (
        (Role.DONE, count.done),
        (Role.PART, count.part),
        (Role.NOT_DONE, not_done),
        (Role.EXCUSED, count.excused),
    )


def week_bars(tally: Tally) -> tuple[Bar, ...]:
    """One column a week; the highest one fills the box."""
    most = max((week.count.occurrences for week in tally.weeks), default=0)
    place, bars = 1 / max(len(tally.weeks), 1), []
    for number, week in enumerate(tally.weeks):
        y = 0.0
        for role, count in parts_of(week.count):
            if count:
                x = place * (number + (1 - _OF_ITS_PLACE) / 2)
                bars.append(Bar(x, y, place * _OF_ITS_PLACE, count / most, role, count))
                y += count / most
    return tuple(bars)


def week_centres(tally: Tally) -> tuple[float, ...]:
    return tuple((number + 0.5) / len(tally.weeks) for number in range(len(tally.weeks)))


def span(tally: Tally) -> tuple[datetime, datetime]:
    """From when to when the axis of time goes; a day of the calendar is a day, wherever it was lived."""
    first = datetime.combine(tally.weeks[0].monday, time(0), UTC)
    return first, first + WEEK * len(tally.weeks)


def rating_dots(ratings: Sequence[Rating], tally: Tally) -> tuple[Dot, ...]:
    """Each rating by itself: the dots are what was said."""
    return tuple(Dot(_along(one.at, tally), (one.score or 0) / SCORES) for one in scored(ratings))


def value_dots(series: MeasuredSeries, tally: Tally) -> tuple[Dot, ...]:
    """Each value by itself, as high as it is in its own scale; nothing is drawn between them."""
    highest = highest_of(series.measure)
    return tuple(Dot(_along(one.at, tally), one.value / highest) for one in series.values)


def median_line(runs: Sequence[MedianRun], tally: Tally) -> tuple[Run, ...]:
    """Nothing is drawn where there are too few."""
    return tuple(Run(_along(one.begin, tally), _along(one.end, tally), one.value / SCORES) for one in runs)


def _along(at: datetime, tally: Tally) -> float:
    begin, end = span(tally)
    return min(max((at - begin) / (end - begin), 0.0), 1.0)
