"""What single answers amount to, and which rows of the journal are a measure at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routine.core.events import Actor, Measured, Resumed
from routine.core.measures import Measure, activities, highest_of, measured_series, value_of
from tests.core.making import utc

NOW = utc("2026-11-23 12:00")
DAY = timedelta(days=1)


def measured(ago: int, measure: str, value: float | None, note: str = "") -> Measured:
    return Measured(NOW - ago * DAY, Actor.CLI, measure=measure, value=value, note=note)


@pytest.mark.parametrize(
    ("measure", "answers", "value"),
    [
        (Measure.WEEK, (0,), 0),
        (Measure.WEEK, (10,), 10),
        (Measure.WEEK, (11,), None),
        (Measure.WEEK, (-1,), None),
        (Measure.WEEK, (), None),
        (Measure.WEEK, (3, 4), None),
        (Measure.PEG, (3, 4, 6), 4.3),
        (Measure.PEG, (3, 4), None),
        (Measure.ROLAND_MORRIS, (), 0),
        (Measure.ROLAND_MORRIS, (1, 24), 2),
        (Measure.ROLAND_MORRIS, (1, 1), None),
        (Measure.ROLAND_MORRIS, (0,), None),
        (Measure.ROLAND_MORRIS, (25,), None),
    ],
)
def test_single_answers_make_one_value_or_none(
    measure: Measure, answers: tuple[int, ...], value: float | None
) -> None:
    assert value_of(measure, answers) == value
    assert value is None or 0 <= value <= highest_of(measure)


def test_only_what_was_measured_and_is_still_there_is_in_a_series() -> None:
    rows = [
        measured(1, "week", 4),
        measured(8, "week", 6),
        measured(2, "week", None),
        measured(3, "activity", 5, "climb stairs"),
        measured(4, "activity", 7),
        measured(5, "offer:gentle/morning:harder@2026-11-20T07:30:", 1),
        measured(6, "of a later version", 2),
        Resumed(NOW, Actor.CLI),
    ]
    found = {(one.measure, one.note): [each.value for each in one.values] for one in measured_series(rows)}
    assert found == {(Measure.WEEK, ""): [6, 4], (Measure.ACTIVITY, "climb stairs"): [5]}
    assert activities(rows) == ["climb stairs"]
