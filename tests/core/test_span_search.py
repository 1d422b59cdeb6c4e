"""Looking up times in no order: the same as walking through them, in time that grows with their number alone."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from routine.core.clock_faults import ClockFaults, clock_spans
from routine.core.events import Actor, Completed, StoredEvent
from routine.core.exercise import Practice
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.span_search import FirstAtLeast, LastAtMost

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
TIMES = st.integers(0, 30).map(lambda hours: NOW + timedelta(hours=hours))


@settings(max_examples=150)
@given(st.lists(TIMES, max_size=20), st.integers(0, 20), st.integers(0, 20), TIMES)
def test_it_is_what_is_found_by_looking_at_each(
    times: list[datetime], begin: int, end: int, wanted: datetime
) -> None:
    begin, end = min(begin, len(times)), min(end, len(times))
    first = next((place for place in range(begin, len(times)) if times[place] >= wanted), None)
    assert FirstAtLeast(times).find(begin, wanted) == first
    last = max((one for one in times[begin:end] if one <= wanted), default=None)
    assert LastAtMost(times).find(begin, end, wanted) == last


def rows(days: int, *, shuffled: bool) -> list[StoredEvent]:
    """Ten years of three sessions on every third day, one session after the other, or in no order at all."""
    entries = []
    for name in ("morning", "noon", "night"):
        for back in range(days, 0, -3):
            due = NOW - timedelta(days=back)
            key = OccurrenceKey.of("mine", name, due.replace(tzinfo=None))
            one = Occurrence(key, due, name, Practice.MOBILITY, timedelta(minutes=4))
            entries += [Completed(due, Actor.CLI, one) for _ in range(3)]
    if shuffled:
        random.Random(1).shuffle(entries)
    return [StoredEvent(number, entry, "here", number) for number, entry in enumerate(entries, start=1)]


def seconds(days: int, *, shuffled: bool) -> float:
    written = rows(days, shuffled=shuffled)
    begun = time.process_time()
    ClockFaults(clock_spans(written), NOW).rows(written)
    return time.process_time() - begun


def test_rows_in_any_order_take_time_that_grows_with_their_number() -> None:
    """It was the square of it for years written session by session, and its cube for rows in no order."""
    for shuffled in (False, True):
        few, many = seconds(900, shuffled=shuffled), seconds(7200, shuffled=shuffled)
        assert many < max(20 * few, 1.0), shuffled
