"""Knows which rows a wrong clock wrote, as the journal itself tells it; must not know where rows are kept.

The rule, for ever the same however often it is asked. Rows are only ever added, so their order is the order in
which they were written, whatever their times say. Where a row is earlier than one before it by more than FUTURE,
or this moment is, the clock has been set back and one of the two was written under a wrong clock:

    the first, which was ahead    if what comes after goes on where the rows before it had left off;
    the second, which was behind  if time then comes back over the first, so late that all that was lived under
                                  the second fits in between.

Where both can be, the one holds that leaves less time unaccounted for. While nobody knows, and where neither can
be, the first was wrong: a real day that stays silent is worse than a reminder that comes twice.

What a clock that was ahead wrote of its own days has not happened. What a person said then of a day that was real,
or of themselves, has: when the clock was right again, at the latest. So has all that a clock behind wrote.
A row that was written late (`Event.late`) says nothing about the clock at its place in the journal.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from routine.core.events import Actor, Event, EventKind, StoredEvent
from routine.core.ids import OccurrenceKey
from routine.core.span_search import FirstAtLeast, LastAtMost

FUTURE = timedelta(days=1)
"""An event further ahead than this was written while the clock was wrong, and has not happened yet."""
SET_BACK = timedelta(minutes=1)
"""A clock set back by more than this was wrong before."""

_BY_TIME = frozenset({EventKind.SHOWING, EventKind.SHOWN, EventKind.HELD, EventKind.MISSED, EventKind.EXCUSED})
"""What follows from the time of day, where the service says so."""
_SLACK = timedelta(hours=1)
"""By so much a clock may be set while it counts as right."""
_LOOKED_AT = 16
"""So many of the times the clock was set back, the newest, are looked at: of those before, rows are believed.

A clock without a battery is set back at each start, and a journal put together from pieces at each seam: each of
them against each row would take as long as both multiplied."""

OF_NO_DAY = frozenset(
    {
        EventKind.CHECKIN,
        EventKind.MEASURED,
        EventKind.DAYS_OFF,
        EventKind.RENAMED,
        EventKind.UNDONE,
        EventKind.PLAN_LOADED,
        EventKind.PLAN_REJECTED,
        EventKind.PLAN_CHANGED,
    }
)
"""True whatever the clock said: how somebody is, what they call things, and what is in a file."""
OF_THAT_CLOCK = frozenset({EventKind.SNOOZED, EventKind.PAUSED, EventKind.RESUMED})
"""Lasts until a time that the wrong clock named."""

# Five journals, drawn; tests/core/test_clock_faults.py holds each. `clock` is what the clock said of each row, in
# the order of writing; `|` begins another span, and `now` is this moment. `true` is when a row counts as written,
# where the service wrote it; `-` has not happened. (What a person said then of a day that was real, has.)
#
# The clock was a year ahead, and what comes after goes on where row 1 had left off: it came out at row 4.
#     row     1           2              3                 4           5
#     clock   23 Nov 9h | 23 Nov '27 9h  23 Nov '27 10h  | 24 Nov 9h   25 Nov 9h      now: 25 Nov 10h
#     true    23 Nov 9h   -              -                 24 Nov 9h   25 Nov 9h
#
# The clock was behind, as one without a battery, and at row 4 time comes back over row 1: right again there.
#     row     1           2              3                 4           5
#     clock   23 Nov 9h | 1 Jan '70 0h   1 Jan '70 1h    | 24 Nov 9h   25 Nov 9h      now: 25 Nov 10h
#     true    23 Nov 9h   24 Nov 9h      24 Nov 9h         24 Nov 9h   25 Nov 9h
#
# The same, before row 4: nobody knows which of the two was wrong, and no real day may stay silent. So row 1 was.
#     row     1           2              3
#     clock   23 Nov 9h | 1 Jan '70 0h   1 Jan '70 1h                                 now: 1 Jan '70 2h
#     true    -           1 Jan '70 0h   1 Jan '70 1h
#
# Both can be. If row 2 was ahead, row 4 goes on an hour after row 1, and that hour was lived in rows 2 and 3:
# nothing is unaccounted for. If row 4 was behind, 23 hours are, from row 3 to row 5. So rows 2 and 3 were ahead.
#     row     1           2              3                 4             5
#     clock   23 Nov 9h | 3 Dec 9h       3 Dec 10h       | 23 Nov 10h  | 4 Dec 9h     now: 4 Dec 10h
#     true    23 Nov 9h   -              -                 23 Nov 10h    4 Dec 9h
#
# Both can be. If row 3 was ahead, a day is unaccounted for, from row 2 to row 4. If row 4 was behind, an hour is:
# of the two from row 3 to row 6, one was lived in rows 4 and 5. So these were behind, and right again at row 6.
#     row     1           2              3            4             5              6
#     clock   23 Nov 9h   24 Nov 9h    | 3 Dec 9h   | 25 Nov 9h     25 Nov 10h   | 3 Dec 11h    now: 4 Dec 9h
#     true    23 Nov 9h   24 Nov 9h      3 Dec 9h     3 Dec 11h     3 Dec 11h      3 Dec 11h


class ClockSpan(Struct, frozen=True):
    """Rows whose times follow one another, none more than FUTURE from the one before."""

    first: int
    """The id of its first row; it lasts up to the first of the next span."""
    began: datetime
    last: datetime


def clock_spans(rows: Iterable[StoredEvent]) -> list[ClockSpan]:
    """The spans of a whole journal."""
    spans: list[ClockSpan] = []
    for row in rows:
        follow(spans, row)
    return spans


def follow(spans: list[ClockSpan], row: StoredEvent) -> None:
    """Let one more row go on with the last span, or begin another."""
    at = row.entry.at
    if row.entry.late:
        return
    if spans and abs(at - spans[-1].last) <= FUTURE:
        spans[-1] = replace(spans[-1], last=at)
    else:
        spans.append(ClockSpan(row.id, at, at))


def drop_implausible(entries: Iterable[Event], now: datetime) -> list[Event]:
    """The events, oldest first, that can have happened by now.

    What a clock far ahead wrote must not keep real days silent: that is all that can be told of events without
    their places. With them, ClockFaults knows more. Nor must what time alone decided under a clock some hours
    ahead, as at a start with local time in the hardware's clock: that it was set back is told by this moment, and
    for ever after by what was written of the same occurrence later, at an earlier time.
    """
    found: list[Event] = []
    earliest: dict[OccurrenceKey, datetime] = {}
    for entry in reversed(list(entries)):
        since = earliest.get(entry.key, now)
        undone = (
            entry.about and entry.by is Actor.SERVICE and entry.kind in _BY_TIME and entry.at > since + SET_BACK
        )
        if entry.at <= now + FUTURE and not undone:
            found.append(entry)
        # also one that was written late: of one occurrence the service writes in the order in which it happened
        earliest[entry.key] = min(since, entry.at)
    return found[::-1]


class ClockFaults:
    """What the spans of a journal, and this moment, tell of its rows. No spans: the clock was never set back."""

    def __init__(self, spans: Sequence[ClockSpan], now: datetime) -> None:
        self._spans = spans
        self._now = now
        back = [place for place in range(1, len(spans)) if spans[place - 1].last - spans[place].began > FUTURE]
        self._back = back[-_LOOKED_AT:]
        self._accounts: dict[int, tuple[int, timedelta | None]] = {}
        self._found_at: list[int | None] = [None] * len(spans)
        for end in self._back:
            self._look_back(end)

    @property
    def newest(self) -> datetime | None:
        """Up to when the journal goes, as far as it can be believed; None when it has no spans."""
        ends = [self._end_found_out(place) or span.last for place, span in enumerate(self._spans)]
        return min(max(ends), self._now) if ends else None

    def first_row_behind_clock(self, at: datetime) -> int | None:
        """The id of the first row from under a clock behind that was right again at `at` or later."""
        lows = (
            span for place, span in enumerate(self._spans) if (self._right_again(place, span.began) or at) > at
        )
        return next((span.first for span in lows), None) if self._back else None

    def entries(self, rows: Iterable[StoredEvent]) -> list[Event]:
        """What has happened, in the order it was written, at the time when it really did."""
        return drop_implausible([row.entry for row in self.at_their_time(rows)], self._now)

    def rows(self, rows: Iterable[StoredEvent]) -> list[StoredEvent]:
        """The same, each with its place in the journal."""
        found = list(self.at_their_time(rows))
        true = {id(entry) for entry in drop_implausible([row.entry for row in found], self._now)}
        return [row for row in found if id(row.entry) in true]

    def at_their_time(self, rows: Iterable[StoredEvent]) -> Iterator[StoredEvent]:
        """The same, but for what of it follows from the time of day: for rows that another clock wrote."""
        for row in rows:
            at = self.instant(row)
            if at == row.entry.at:
                yield row
            elif self._holds(row, at):
                yield replace(row, entry=replace(row.entry, at=at))

    def instant(self, row: StoredEvent) -> datetime:
        """When it was written: its own time, or, under a wrong clock, when that was right again."""
        at = row.entry.at
        if not self._back and at - self._now <= FUTURE:
            return at
        place = self._place(row.id)
        if found_out := self._found_out(place, at):
            # by a clock that may have been behind itself
            before = self._heights[place] if self._back else None
            return max(found_out, before or found_out)
        return (None if row.entry.late else self._right_again(place, at)) or at

    def _holds(self, row: StoredEvent, real: datetime) -> bool:
        """Whether a row from under a wrong clock has happened all the same."""
        entry = row.entry
        if entry.kind in OF_NO_DAY or not self._found_out(self._place(row.id), entry.at):
            return True
        of_a_real_day = entry.about is not None and entry.about.due <= real
        return entry.by is not Actor.SERVICE and of_a_real_day and entry.kind not in OF_THAT_CLOCK

    def _found_out(self, mine: int, at: datetime) -> datetime | None:
        """When it came out that the clock had been ahead; None for a time of this span that is believed."""
        for place in self._back:
            if self._is_ahead_of(place, mine, at):
                return self._spans[place].began
        return self._now if at - self._now > FUTURE else None

    def _is_ahead_of(self, place: int, mine: int, at: datetime) -> bool:
        """Whether it comes out at the later span `place` that this time of the span `mine` was ahead."""
        began = self._spans[place].began
        return place > mine and at - began > FUTURE and not self._was_behind(place, mine, at)

    def _was_behind(self, place: int, mine: int, at: datetime) -> bool:
        """Whether the span at `place`, rather than a time of an earlier one, is from under a wrong clock.

        The fourth and fifth journals above: where both can be, the one that leaves less time unaccounted for.
        """
        lived_to, back = self._passes(place, at)
        if lived_to is None or back is None:
            return False
        low = self._spans[place]
        left = max(at, (self._lasts.find(mine, place, back) or at) if back > at else at)
        unaccounted = (back - left) - max(lived_to - low.began, timedelta(0))
        if unaccounted < -_SLACK:
            return False
        before, ahead = self._accounts[place]
        # nothing was there before, or time went up to it as it does
        return ahead is None or not 0 <= before < mine or abs(unaccounted) < abs(ahead)

    def _passes(self, place: int, at: datetime) -> tuple[datetime | None, datetime | None]:
        """From `place` on: the last time before `at`, and the first after it."""
        found = self._ends.find(place, at)
        if found is None:
            return self._spans[-1].last, self._now if self._now >= at else None
        if self._spans[found].began < at:
            return at, at
        return self._spans[found - 1].last if found > place else None, self._spans[found].began

    def _account(self, place: int, heights: Sequence[datetime | None]) -> tuple[int, timedelta | None]:
        """The span that this one would go on from, if what lies between was ahead, and what is left then."""
        low, before = self._spans[place], place - 1
        while before >= 0 and (self._spans[before].began > low.began or self._is_low(before, heights)):
            before -= 1
        if before < 0:
            return before, None
        lived = self._spans[place - 1].last - self._spans[before + 1].began
        unaccounted = (low.began - self._spans[before].last) - max(lived, timedelta(0))
        return before, None if unaccounted < -_SLACK else unaccounted

    def _right_again(self, mine: int, at: datetime) -> datetime | None:
        """When a clock that was behind was right again; None for a time that was written under a right one."""
        above = next((place for place in self._back if self._spans[place - 1].last - at > FUTURE), None)
        if above is None or above > mine:
            return None
        height = self._heights[mine]
        if height is None or height - at <= FUTURE:
            return None
        found = self._beginnings.find(mine + 1, height)
        return self._now if found is None else self._spans[found].began

    def _is_low(self, place: int, heights: Sequence[datetime | None]) -> bool:
        height = heights[place]
        return height is not None and height - self._spans[place].last > FUTURE

    def _end_found_out(self, place: int) -> datetime | None:
        """When it came out that the last of a span was ahead."""
        found = self._found_at[place]
        if found is not None:
            return self._spans[found].began
        return self._now if self._spans[place].last - self._now > FUTURE else None

    def _look_back(self, end: int) -> None:
        """At which span, this one at the latest, it came out that the last of each before it was ahead."""
        self._accounts[end] = self._account(end, self._heights_by(self._found_at[:end]))
        for place in range(end):
            if self._found_at[place] is None and self._is_ahead_of(end, place, self._spans[place].last):
                self._found_at[place] = end

    @cached_property
    def _heights(self) -> list[datetime | None]:
        """Before each span, the latest time that is believed."""
        ahead = (self._end_found_out(place) for place in range(len(self._spans)))
        return self._heights_by([0 if each else None for each in ahead])

    def _heights_by(self, found: Sequence[int | None]) -> list[datetime | None]:
        heights: list[datetime | None] = []
        height: datetime | None = None
        for span, ahead in zip(self._spans, found, strict=False):
            heights.append(height)
            if ahead is None:
                height = max(height or span.last, span.last)
        return heights

    @cached_property
    def _ends(self) -> FirstAtLeast:
        return FirstAtLeast([max(span.began, span.last) for span in self._spans])

    @cached_property
    def _beginnings(self) -> FirstAtLeast:
        return FirstAtLeast([span.began for span in self._spans])

    @cached_property
    def _lasts(self) -> LastAtMost:
        return LastAtMost([span.last for span in self._spans])

    def _place(self, row_id: int) -> int:
        """The span that a row lies in."""
        return max(0, bisect_right(self._spans, row_id, key=lambda span: span.first) - 1)
