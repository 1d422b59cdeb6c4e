"""Ten years in which everything goes wrong: each occurrence has one outcome, and no day is forgotten."""

from __future__ import annotations

import random

import pytest

from tests.faults import reckoning
from tests.faults.decade import Decade


@pytest.fixture(scope="module")
def decade() -> Decade:
    lived = Decade(random.Random(1))
    lived.live()
    return lived


def test_every_kind_of_fault_came_many_times(decade: Decade) -> None:
    print(decade.faults, "refused", decade.journal.refused, "rows", len(decade.journal.rows()))
    assert len(decade.faults) == 11
    assert min(decade.faults.values()) >= 10
    assert decade.journal.refused > 20


def test_no_day_is_forgotten_and_none_has_two_mornings(decade: Decade) -> None:
    wrong, checked = reckoning.forgotten_or_doubled(decade), len(reckoning.checkable_days(decade))
    print(f"{checked} days checked, {len(wrong)} wrong")
    assert checked > 2000
    assert not wrong


def test_each_occurrence_has_exactly_one_outcome(decade: Decade) -> None:
    checked = reckoning.undisturbed(decade)
    print(f"{len(checked)} occurrences checked")
    assert len(checked) > 3000
    assert not reckoning.without_outcome(decade)
    assert not reckoning.ended_twice(decade)


def test_what_a_wrong_clock_showed_comes_again_on_its_real_day(decade: Decade) -> None:
    came, lost = reckoning.foreseen(decade), reckoning.lost(decade)
    print(f"{len(came)} occurrences that a wrong clock had ended, {len(lost)} lost")
    assert len(came) > 50
    assert not lost
