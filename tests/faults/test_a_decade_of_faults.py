"""Ten years in which everything goes wrong: each occurrence has one outcome, and no day is forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest

from routine.core.journal import Entry, Kind, Row
from routine.core.phases import FINAL
from tests.faults.decade import BEGIN, DAY, END, Decade
from tests.faults.outcomes import by_key, endings, state_of, without_wrong_clocks


def _day(key: str) -> date:
    return datetime.fromisoformat(key.rpartition("@")[2]).date()


@pytest.fixture(scope="module", params=[1])
def decade(request: pytest.FixtureRequest) -> Decade:
    lived = Decade(request.param)
    lived.live()
    return lived


def _mornings(keys: Iterable[str]) -> dict[date, list[str]]:
    found: dict[date, list[str]] = {}
    for key in keys:
        if "/morning@" in key:
            found.setdefault(_day(key), []).append(key)
    return found


def _entries(decade: Decade) -> dict[str, list[Entry]]:
    """Of each occurrence that was ever due; what a clock far ahead wrote of others has not happened."""
    rows = decade.journal.rows()
    found = by_key(row.entry for row in rows)
    place = {row.entry.key: row.id for row in rows}
    return {key: of for key, of in found.items() if not _foreseen(of, rows[place[key] : place[key] + 500])}


def _foreseen(entries: list[Entry], after: list[Row]) -> bool:
    """Whether soon after the last word on it there was a time at which it was not even due."""
    about = entries[-1].about
    assert about
    return any(about.due - 100 * DAY < row.entry.at < about.due for row in after)


def test_every_kind_of_fault_came_many_times(decade: Decade) -> None:
    print(decade.seed, decade.faults, "refused", decade.journal.refused, "rows", len(decade.journal.rows()))
    assert len(decade.faults) == 10
    assert min(decade.faults.values()) >= 10
    assert decade.journal.refused > 20


def test_no_day_is_forgotten_and_none_has_two_mornings(decade: Decade) -> None:
    mornings = _mornings(_entries(decade))
    # off from before it was due until the day the wrong clock had shown: missed, as it says, and nothing since
    written = _mornings(row.entry.key for row in decade.journal.rows(kinds=(Kind.MISSED,)))
    day, wrong, checked = BEGIN.date() + timedelta(days=1), [], 0
    while day < END.date():
        if day not in decade.disturbed:
            checked += 1
            if len(mornings.get(day, [])) > 1 or not (day in mornings or day in written):
                wrong.append((day, mornings.get(day)))
        day += timedelta(days=1)
    print(f"{checked} days checked, {len(wrong)} wrong")
    assert checked > 2000
    assert not wrong


def test_each_occurrence_has_exactly_one_outcome(decade: Decade) -> None:
    entries = {key: of for key, of in _entries(decade).items() if _day(key) not in decade.disturbed}
    print(f"{len(entries)} occurrences checked")
    assert len(entries) > 3000
    open_ = {key: str(state_of(of).phase) for key, of in entries.items() if state_of(of).phase not in FINAL}
    assert not open_
    twice = {key: of for key, of in entries.items() if endings(without_wrong_clocks(of)) > 1}
    assert not twice
