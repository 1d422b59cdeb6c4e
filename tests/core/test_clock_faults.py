"""Which rows a wrong clock wrote: told by the journal itself, and told the same for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from routine.core.clock_faults import FUTURE, ClockFaults, clock_spans
from routine.core.events import (
    Actor,
    CheckedIn,
    Event,
    EventKind,
    Missed,
    Outcome,
    Paused,
    PlanLoaded,
    Resumed,
    Showing,
    Shown,
    Skipped,
    StoredEvent,
)
from routine.core.exercise import Practice
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from tests.telling import event_of

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
YEAR = 365 * DAY


def _about(due: datetime) -> Occurrence:
    return Occurrence(
        OccurrenceKey.of("mine", "morning", due), due, "Morning", Practice.MOBILITY, timedelta(minutes=5)
    )


def _journal(*ats: datetime) -> list[StoredEvent]:
    """One row at each time, in this order, about a session that was due then."""
    entries = [Shown(at, Actor.SERVICE, _about(at)) for at in ats]
    return [StoredEvent(place, entry) for place, entry in enumerate(entries, start=1)]


def _daily(start: datetime, days: int) -> list[datetime]:
    return [start + day * DAY for day in range(days)]


def _believed(rows: list[StoredEvent], now: datetime) -> set[int]:
    seen = ClockFaults(clock_spans(rows), now)
    return {row.id for row in rows if seen.entries([row])}


AHEAD = _journal(MONDAY, MONDAY + YEAR, MONDAY + YEAR + HOUR, *_daily(MONDAY + 2 * HOUR, 500))


@pytest.mark.parametrize(
    "later", [timedelta(0), DAY, YEAR - DAY, YEAR, YEAR + HOUR, YEAR + DAY, 499 * DAY, 9 * YEAR]
)
def test_a_clock_that_was_a_year_ahead_is_not_believed_when_that_year_really_comes(later: timedelta) -> None:
    now = MONDAY + 2 * HOUR + later
    rows = [row for row in AHEAD if row.id <= 3 or row.entry.at <= now]
    assert _believed(rows, now) == {row.id for row in rows} - {2, 3}


@pytest.mark.parametrize("every", [DAY, 7 * DAY, 30 * DAY])
def test_nor_where_a_plan_asks_so_seldom_that_time_seems_to_leap(every: timedelta) -> None:
    real = [MONDAY + 2 * HOUR + turn * every for turn in range(900 * DAY // every)]
    rows = _journal(MONDAY, MONDAY + YEAR, MONDAY + YEAR + HOUR, *real)
    for now in (MONDAY + YEAR - HOUR, MONDAY + YEAR, MONDAY + YEAR + 2 * HOUR, MONDAY + YEAR + 40 * DAY):
        there = [row for row in rows if row.id <= 3 or row.entry.at <= now]
        assert _believed(there, now) == {row.id for row in there} - {2, 3}, now


@pytest.mark.parametrize("behind", [2 * DAY, 30 * DAY, YEAR, 56 * YEAR])
def test_a_clock_that_was_behind_takes_nothing_from_the_days_before_it(behind: timedelta) -> None:
    past = _daily(MONDAY - 20 * DAY, 21)
    wrong = MONDAY + HOUR - behind
    rows = _journal(*past, wrong, wrong + HOUR, MONDAY + 3 * HOUR, *_daily(MONDAY + DAY, 30))
    for now in (MONDAY + 3 * HOUR, MONDAY + DAY, MONDAY + 30 * DAY, MONDAY + 9 * YEAR):
        there = [row for row in rows if row.entry.at <= now]
        assert _believed(there, now) == {row.id for row in there}


def test_a_computer_off_over_the_weekend_leaves_the_first_clock_wrong_all_the_same() -> None:
    """Set three days ahead on a Friday for an hour; the next that is heard is on Monday, an hour after that."""
    friday, monday = MONDAY - 3 * DAY, MONDAY
    rows = _journal(friday, monday, monday + HOUR, friday + HOUR, friday + 9 * HOUR, monday + 2 * HOUR)
    assert _believed(rows, monday + 3 * HOUR) == {1, 4, 5, 6}


def test_what_a_clock_behind_wrote_happened_when_it_was_right_again() -> None:
    rows = _journal(MONDAY, MONDAY - YEAR, MONDAY - YEAR + HOUR, MONDAY + 3 * HOUR)
    seen = ClockFaults(clock_spans(rows), MONDAY + DAY)
    assert [entry.at for entry in seen.entries(rows)] == [MONDAY, *[MONDAY + 3 * HOUR] * 3]
    assert seen.newest == MONDAY + 3 * HOUR
    assert seen.first_row_behind_clock(MONDAY) == 2
    assert seen.first_row_behind_clock(MONDAY + 4 * HOUR) is None


def test_a_clock_that_was_behind_and_then_less_so_was_behind_both_times() -> None:
    """Each letter is a day that was written; time goes to the right, the journal down.

    a b c d e f g h i j k - - l m    right; the computer was off for two days
        n                            nine days behind
           o                         eight days behind, after somebody half mended it
    """
    rows = _journal(*_daily(MONDAY, 11), MONDAY + 2 * DAY, MONDAY + 3.5 * DAY, *_daily(MONDAY + 13 * DAY, 2))
    seen = ClockFaults(clock_spans(rows), MONDAY + 15 * DAY)
    assert [seen.instant(row) for row in rows[11:13]] == [MONDAY + 13 * DAY] * 2
    assert _believed(rows, MONDAY + 15 * DAY) == {row.id for row in rows}


def test_where_it_cannot_be_told_which_of_two_clocks_was_wrong_the_first_was() -> None:
    """Ten days ahead and back, or eight days behind and back: each leaves the same two days unaccounted for."""
    rows = _journal(MONDAY, MONDAY + 10 * DAY, MONDAY + 2 * DAY, MONDAY + 12 * DAY)
    assert _believed(rows, MONDAY + 13 * DAY) == {1, 3, 4}


def test_a_clock_that_is_ahead_at_this_moment_cannot_be_told() -> None:
    rows = _journal(MONDAY, MONDAY + YEAR)
    assert _believed(rows, MONDAY + YEAR) == {1, 2}
    said = [rows[0], StoredEvent(2, Skipped(rows[1].entry.at, Actor.CLI, rows[1].entry.about))]
    assert _believed(said, MONDAY + YEAR - FUTURE) == {1, 2}, "and a day more or less is no matter"
    assert _believed(rows, MONDAY + YEAR - FUTURE) == {1}, "but for what time alone had decided"
    assert _believed(rows, MONDAY + HOUR) == {1}, "but when it is set right, it is known at once"


def test_a_clock_set_ahead_and_then_behind_leaves_what_was_real() -> None:
    rows = _journal(*_daily(MONDAY, 9), MONDAY + YEAR, MONDAY - YEAR, *_daily(MONDAY + 8 * DAY + 2 * HOUR, 400))
    assert _believed(rows, MONDAY + 500 * DAY) == {row.id for row in rows} - {10}


def test_two_clocks_behind_by_as_much_do_not_vouch_for_each_other() -> None:
    """Without the days between them they would look like one life, that went on where it had left off."""
    rows = _journal(
        *_daily(MONDAY, 201),
        MONDAY - 200 * DAY + HOUR,
        *_daily(MONDAY + 200 * DAY + 2 * HOUR, 287),
        MONDAY + 86 * DAY + 2 * HOUR + timedelta(minutes=10),
        *_daily(MONDAY + 486 * DAY + 4 * HOUR, 30),
    )
    assert _believed(rows, MONDAY + 600 * DAY) == {row.id for row in rows}


def _said(kind: EventKind, due: datetime, by: Actor = Actor.CLI) -> Event:
    return event_of(kind, MONDAY + YEAR, by, _about(due))


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        (_said(EventKind.SKIPPED, MONDAY), True),
        (_said(EventKind.COMPLETED, MONDAY, Actor.NOTIFICATION), True),
        (_said(EventKind.COMPLETED, MONDAY + YEAR), False),
        (_said(EventKind.SNOOZED, MONDAY), False),
        (_said(EventKind.MISSED, MONDAY, Actor.SERVICE), False),
        (CheckedIn(MONDAY + YEAR, Actor.CLI, outcome=Outcome.STOP), True),
        (PlanLoaded(MONDAY + YEAR, Actor.SERVICE, plan="mine"), True),
        (Paused(MONDAY + YEAR, Actor.CLI, until=MONDAY + YEAR + HOUR), False),
    ],
)
def test_under_a_clock_ahead_a_person_is_believed_of_what_was_real(entry: Event, holds: bool) -> None:
    rows = [*_journal(MONDAY), StoredEvent(2, entry), StoredEvent(3, Resumed(MONDAY + HOUR, Actor.CLI))]
    seen = ClockFaults(clock_spans(rows), MONDAY + 2 * YEAR)
    assert seen.entries([rows[1]]) == ([replace(entry, at=MONDAY + HOUR)] if holds else [])


def test_what_time_decided_under_a_clock_some_hours_ahead_is_undone_for_ever_and_what_a_person_said_is_not() -> (
    None
):
    about = _about(MONDAY)
    missed = StoredEvent(1, Missed(MONDAY + 9 * HOUR, Actor.SERVICE, about))
    skipped = StoredEvent(2, Skipped(MONDAY + 9 * HOUR, Actor.CLI, about))
    showing = StoredEvent(3, Showing(MONDAY, Actor.SERVICE, about))
    assert _believed([missed, skipped], MONDAY - HOUR) == {2}
    for now in (MONDAY, MONDAY + 9 * HOUR, MONDAY + YEAR):
        entries = ClockFaults([], now).entries([missed, showing])
        assert [entry.kind for entry in entries] == [EventKind.SHOWING]
    assert _believed([missed], MONDAY + 9 * HOUR) == {1}, "nothing was written since: that day has passed unseen"
    trimmed = StoredEvent(1, replace(missed.entry, at=MONDAY + timedelta(seconds=50)))
    assert _believed([trimmed], MONDAY) == {1}


def test_what_is_written_late_disproves_nothing() -> None:
    rows = _journal(MONDAY, MONDAY + 5 * DAY)
    late = StoredEvent(3, Skipped(MONDAY + DAY, Actor.CLI, _about(MONDAY + DAY), late=True))
    assert _believed([*rows, late], MONDAY + 9 * DAY) == {1, 2, 3}


_SPANS = st.timedeltas(timedelta(minutes=1), 20 * DAY)


@settings(max_examples=300)
@given(
    before=st.lists(_SPANS, min_size=1, max_size=12),
    far=st.timedeltas(2 * DAY, 3000 * DAY),
    wrong=st.lists(st.timedeltas(timedelta(minutes=1), HOUR), max_size=4),
    after=st.lists(st.timedeltas(timedelta(minutes=1), 20 * HOUR), min_size=1, max_size=40),
    ahead=st.booleans(),
)
def test_of_one_wrong_clock_everything_right_is_believed_and_for_ever(
    before: list[timedelta], far: timedelta, wrong: list[timedelta], after: list[timedelta], *, ahead: bool
) -> None:
    """Lived, then for some hours under a wrong clock, then lived on, with hardly a day without a row."""
    if not ahead:
        # after days without a row, a clock behind by as much looks like one that was ahead before: nobody can tell
        before = [min(span, 20 * HOUR) for span in before]
    real, at = [MONDAY], MONDAY
    for span in before:
        at += span
        real.append(at)
    shown = []
    for span in wrong:
        at += span
        shown.append(at + (far if ahead else -far))
    lived = []
    for span in after:
        at += span
        lived.append(at)
    rows = _journal(*real, *shown, *lived)
    ids = {row.id for row in rows}
    untrue = {row.id for row in rows[len(real) : len(real) + len(shown)]} if ahead else set()
    for there in range(len(real) + len(shown) + 1, len(rows) + 1):
        believed = _believed(rows[:there], rows[there - 1].entry.at)
        assert believed >= (ids - untrue) & set(range(1, there + 1))
        # a day is the nearest that can be told
        assert not {i for i in believed & untrue if rows[i - 1].entry.at - lived[0] > FUTURE}


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DEC = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
DRAWN: dict[str, tuple[list[datetime], datetime, list[datetime | None]]] = {
    "ahead": (
        [MONDAY, MONDAY + YEAR, MONDAY + YEAR + HOUR, MONDAY + DAY, MONDAY + 2 * DAY],
        MONDAY + 2 * DAY + HOUR,
        [MONDAY, None, None, MONDAY + DAY, MONDAY + 2 * DAY],
    ),
    "behind": (
        [MONDAY, EPOCH, EPOCH + HOUR, MONDAY + DAY, MONDAY + 2 * DAY],
        MONDAY + 2 * DAY + HOUR,
        [MONDAY, MONDAY + DAY, MONDAY + DAY, MONDAY + DAY, MONDAY + 2 * DAY],
    ),
    "not known yet": ([MONDAY, EPOCH, EPOCH + HOUR], EPOCH + 2 * HOUR, [None, EPOCH, EPOCH + HOUR]),
    "both can be, and it was ahead": (
        [MONDAY, DEC, DEC + HOUR, MONDAY + HOUR, DEC + DAY],
        DEC + DAY + HOUR,
        [MONDAY, None, None, MONDAY + HOUR, DEC + DAY],
    ),
    "both can be, and it was behind": (
        [MONDAY, MONDAY + DAY, DEC, MONDAY + 2 * DAY, MONDAY + 2 * DAY + HOUR, DEC + 2 * HOUR],
        DEC + DAY,
        [MONDAY, MONDAY + DAY, DEC, DEC + 2 * HOUR, DEC + 2 * HOUR, DEC + 2 * HOUR],
    ),
}
"""The journals that are drawn in core/clock_faults.py: what the clock said, this moment, and when it truly was."""


@pytest.mark.parametrize("name", DRAWN)
def test_each_journal_that_is_drawn_beside_the_code_is_read_as_it_is_drawn(name: str) -> None:
    clock, now, true = DRAWN[name]
    rows = _journal(*clock)
    faults = ClockFaults(clock_spans(rows), now)
    assert [next((entry.at for entry in faults.entries([row])), None) for row in rows] == true
