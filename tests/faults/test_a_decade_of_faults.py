"""Ten years in which everything goes wrong: each occurrence has one outcome, and no day is forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import pytest

from routine.core.hindsight import Hindsight
from routine.core.journal import By, Entry, Kind
from routine.core.phases import FINAL
from tests.faults.decade import BEGIN, DAY, END, Decade
from tests.faults.outcomes import by_key, endings, state_of


def _day(key: str) -> date:
    return datetime.fromisoformat(key.rpartition("@")[2]).date()


def _name(key: str) -> str:
    """The session and the day: a plan may have moved its time since."""
    return key.partition("T")[0]


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
    """What the journal tells of each occurrence when all is over."""
    seen = Hindsight(decade.journal.spells(), decade.clock.now())
    return by_key(seen.entries(decade.journal.rows()))


def test_every_kind_of_fault_came_many_times(decade: Decade) -> None:
    print(decade.seed, decade.faults, "refused", decade.journal.refused, "rows", len(decade.journal.rows()))
    assert len(decade.faults) == 10
    assert min(decade.faults.values()) >= 10
    assert decade.journal.refused > 20


def test_no_day_is_forgotten_and_none_has_two_mornings(decade: Decade) -> None:
    mornings = _mornings(_entries(decade))
    # a clock set back may show a day as the plan of today has it; that is no second morning of it
    shown = decade.journal.rows(kinds=(Kind.SHOWN,))
    lived = {row.entry.key for row in shown if row.id not in decade.journal.under_a_wrong_clock}
    day, wrong, checked = BEGIN.date() + DAY, [], 0
    while day < END.date():
        if day not in decade.disturbed:
            checked += 1
            if day not in mornings or len(lived.intersection(mornings[day])) > 1:
                wrong.append((day, mornings.get(day)))
        day += DAY
    print(f"{checked} days checked, {len(wrong)} wrong")
    assert checked > 2000
    assert not wrong


def test_each_occurrence_has_exactly_one_outcome(decade: Decade) -> None:
    entries = {key: of for key, of in _entries(decade).items() if _day(key) not in decade.disturbed}
    print(f"{len(entries)} occurrences checked")
    assert len(entries) > 3000
    open_ = {key: str(state_of(of).phase) for key, of in entries.items() if state_of(of).phase not in FINAL}
    assert not open_
    # a clock set back shows a card of a day long over, and whoever answers it corrects that day
    corrected = {
        row.entry.key
        for row in decade.journal.rows()
        if row.id in decade.journal.under_a_wrong_clock and row.entry.by is not By.SERVICE
    }
    twice = {key: of for key, of in entries.items() if endings(of) > 1 and key not in corrected}
    assert not twice


def test_what_a_wrong_clock_showed_comes_again_on_its_real_day(decade: Decade) -> None:
    """By what the test knows and the journal does not: which rows were written under a wrong clock."""
    rows, wrong = decade.journal.rows(), decade.journal.under_a_wrong_clock
    foreseen = by_key(row.entry for row in rows if row.id in wrong)
    lived = by_key(row.entry for row in rows if row.id not in wrong)
    ended = {_name(key): key for key, of in lived.items() if state_of(of).phase in FINAL}
    came = {
        _name(key)
        for key, of in foreseen.items()
        if state_of(of).phase in FINAL
        and _day(key) not in decade.disturbed | decade.wrong_days
        and _day(key) < END.date()
    }
    lost = sorted(came - ended.keys())
    print(f"{len(wrong)} rows under a wrong clock, {len(came)} occurrences that it had ended, {len(lost)} lost")
    assert len(came) > 50
    assert not lost
