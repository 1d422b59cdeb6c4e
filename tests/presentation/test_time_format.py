"""Days and times as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from routine.core.identifiers import HourCycle
from routine.presentation.time_format import clock_time, day_of_month, long_date, wall_time, weekday, written

A_WEDNESDAY = date(2026, 11, 25)


def test_a_day_is_called_by_its_whole_name_or_by_three_letters_of_it() -> None:
    assert [weekday(A_WEDNESDAY.replace(day=day)) for day in (23, 24)] == ["Monday", "Tuesday"]
    assert weekday(A_WEDNESDAY.replace(day=29), short=True) == "Sun"
    assert [day_of_month(date(2026, month, 1)) for month in (1, 12)] == ["1 January", "1 December"]
    assert day_of_month(date(2026, 9, 3), short=True) == "3 Sep"
    assert long_date(A_WEDNESDAY) == "Wednesday 25 November"
    assert long_date(A_WEDNESDAY, year=True) == "Wednesday 25 November 2026"


def test_another_year_than_this_one_is_said() -> None:
    assert written(A_WEDNESDAY, date(2026, 1, 1)) == "Wed 25 November"
    assert written(A_WEDNESDAY, date(2027, 1, 1), short=True) == "Wed 25 Nov 2026"
    assert written(A_WEDNESDAY, date(2027, 1, 1), whole=True) == "Wednesday 25 November 2026"


def test_a_time_of_day_has_twenty_four_hours_or_twice_twelve() -> None:
    times = [time(0, 5), time(7, 30), time(12, 0), time(23, 59)]
    assert [clock_time(at) for at in times] == ["00:05", "07:30", "12:00", "23:59"]
    assert [clock_time(at, hour_cycle=HourCycle.H12) for at in times] == [
        "12:05 AM",
        "7:30 AM",
        "12:00 PM",
        "11:59 PM",
    ]


def test_a_time_on_another_day_says_which() -> None:
    at = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)
    assert wall_time(at, UTC, at) == "07:30"
    assert wall_time(at, UTC, at.replace(day=26), hour_cycle=HourCycle.H12) == "Wed 7:30 AM"
