"""Knows what progress is: what was planned and done, and how it was, over some weeks. Must not know words.

All that shows progress shows this one value: the command, the page, the sheet for a physiotherapist and the files.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from msgspec import Struct

from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.lived import Lived, Rating, is_extra
from routine.core.measures import MeasuredSeries
from routine.core.schedule import monday_of
from routine.core.tally import WEEK, Count, Tally, count_of, rounds_in, tally

USUAL_WEEKS = 4
MOST_WEEKS = 1040
"""Twenty years."""


class DayCount(Struct, frozen=True):
    day: date
    count: Count


class Progress(Struct, frozen=True):
    """What came of the weeks from `first` to `last`, a Monday and a Sunday."""

    first: date
    last: date
    tally: Tally
    ratings: tuple[Rating, ...]
    """Oldest first."""
    begun: date | None
    """The first day of which the journal tells; None while it tells of nothing."""
    days: tuple[DayCount, ...] = ()
    """Of the week that runs now, Monday to Sunday; what comes round through the day left out."""
    measured: tuple[MeasuredSeries, ...] = ()
    """What was told of these weeks as a whole, of own activities and in questionnaires."""


class KnownPlans(Struct, frozen=True):
    """What the plans of today say of what has happened."""

    rounds: frozenset[SessionRef] = frozenset()
    """Sessions that come round every hour or so."""
    planned: frozenset[OccurrenceKey] = frozenset()
    """Of those that were begun in the very minute in which they were due: what a plan did ask for."""


def first_monday(today: date, weeks: int) -> date:
    """Of so many weeks, of which the last is the one that runs now. Never before the calendar's first."""
    back = min(weeks - 1, (monday_of(today) - date.min) // WEEK)
    return monday_of(today) - WEEK * back


def progress_of(  # noqa: PLR0917 - each is another source
    some: Sequence[Lived],
    rated: Sequence[Rating],
    known: KnownPlans,
    today: date,
    weeks: int = USUAL_WEEKS,
    begun: date | None = None,
) -> Progress:
    """Of all that was lived, what falls into these weeks."""
    first, last = first_monday(today, weeks), monday_of(today) + timedelta(days=6)
    return progress_between(some, rated, known, (first, last), today, begun)


def progress_between(  # noqa: PLR0917 - as above
    some: Sequence[Lived],
    rated: Sequence[Rating],
    known: KnownPlans,
    days: tuple[date, date],
    today: date,
    begun: date | None = None,
) -> Progress:
    """Of all that was lived, what falls into the days from one to the other, both included."""
    first, last = days
    monday = monday_of(first)
    inside = [one for one in some if first <= one.day <= last]
    rounds = known.rounds | rounds_in(inside)
    extra, asked = list[Lived](), list[Lived]()
    for one in inside:
        (extra if is_extra(one, known.planned) else asked).append(one)
    return Progress(
        first,
        last,
        tally(asked, extra, rounds, monday, (monday_of(last) - monday) // WEEK + 1),
        tuple(one for one in rated if first <= _day(one) <= last),
        begun,
        _days(asked, rounds, monday_of(today)),
    )


def _days(asked: Sequence[Lived], rounds: Collection[SessionRef], monday: date) -> tuple[DayCount, ...]:
    week: dict[date, list[Lived]] = {monday + timedelta(days=ahead): [] for ahead in range(7)}
    for one in reversed(asked):
        if (day := one.day) < monday:
            # they lie in the order of their days, and years of them may be before
            break
        if day in week and one.occurrence.key.session_ref not in rounds:
            week[day].append(one)
    return tuple(DayCount(day, count_of(some)) for day, some in week.items())


def _day(one: Rating) -> date:
    """That of its session; of one that stands by itself the day in UTC, which is near enough for a week."""
    return one.key.planned.date() if one.key else one.at.date()
