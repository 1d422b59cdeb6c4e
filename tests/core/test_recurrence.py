"""Knows when a local time must come round, in named places and for drawn rules; must not know plans."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.recurrence import Instance, Once, PlanPeriod, Slot, WeekCycle, Weekly, due_utc, expand
from tests.core.making import BERLIN, NEW_YORK, TOKYO, at, daily, on, utc

ALWAYS = PlanPeriod()
MONDAY = date(2026, 11, 23)


def dues(rule: Weekly, zone: ZoneInfo, after: str, until: str, period: PlanPeriod = ALWAYS) -> list[datetime]:
    return [found.due for found in expand(rule, period, zone, utc(after), utc(until))]


@pytest.mark.parametrize(
    ("zone", "day", "local", "instant"),
    [
        # clocks that spring forward at midnight
        ("America/Sao_Paulo", "2018-11-04", "00:00", "2018-11-04 03:00"),
        ("America/Sao_Paulo", "2018-11-04", "00:30", "2018-11-04 03:30"),
        ("Africa/Cairo", "2024-04-26", "00:00", "2024-04-25 22:00"),
        ("America/Havana", "2025-03-09", "00:15", "2025-03-09 05:15"),
        ("Asia/Beirut", "2025-03-30", "00:00", "2025-03-29 22:00"),
        ("America/Santiago", "2025-09-07", "00:59", "2025-09-07 04:59"),
        # the half hour that Pyongyang skipped: it falls on the next day
        ("Asia/Pyongyang", "2018-05-04", "23:45", "2018-05-04 15:15"),
        # half an hour forward, half an hour back
        ("Australia/Lord_Howe", "2025-10-05", "02:15", "2025-10-04 15:45"),
        ("Australia/Lord_Howe", "2025-04-06", "01:45", "2025-04-05 14:45"),
        # the usual hour
        ("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29 01:30"),
        ("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25 00:30"),
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08 07:30"),
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30"),
    ],
)
def test_a_time_that_the_clocks_skip_or_repeat_comes_once(zone: str, day: str, local: str, instant: str) -> None:
    place = ZoneInfo(zone)
    assert due_utc(date.fromisoformat(day), time.fromisoformat(local), place) == utc(instant)
    around = expand(
        daily(local), ALWAYS, place, utc(instant) - timedelta(hours=30), utc(instant) + timedelta(hours=30)
    )
    on_that_day = [found for found in around if found.planned.date() == date.fromisoformat(day)]
    assert [found.due for found in on_that_day] == [utc(instant)]


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        # planned for yesterday, moved past midnight by the gap
        ("Asia/Pyongyang", "23:45", "2018-05-04 15:15"),
        # planned for tomorrow, but then the clocks go back to today
        ("America/Goose_Bay", "00:00", "2010-11-07 03:00"),
    ],
)
def test_a_change_at_midnight_hides_nothing_from_a_narrow_window(zone: str, local: str, instant: str) -> None:
    for after, until in ((1, 1), (9, 40), (40, 9)):
        window = utc(instant) - timedelta(minutes=after), utc(instant) + timedelta(minutes=until)
        assert [found.due for found in expand(daily(local), ALWAYS, ZoneInfo(zone), *window)] == [utc(instant)]


def test_the_day_that_apia_never_had_brings_nothing_twice() -> None:
    apia = ZoneInfo("Pacific/Apia")
    found = expand(daily("07:00"), ALWAYS, apia, utc("2011-12-27 12:00"), utc("2012-01-01 12:00"))
    assert [one.planned.date().isoformat() for one in found] == [
        "2011-12-27",
        "2011-12-28",
        "2011-12-29",
        "2011-12-31",
        "2012-01-01",
    ]


def test_half_past_midnight_comes_each_night_in_new_york_when_the_clocks_change() -> None:
    for after, until in (("2026-03-01 12:00", "2026-03-15 12:00"), ("2026-10-25 12:00", "2026-11-08 12:00")):
        nights = [due.astimezone(NEW_YORK) for due in dues(daily("00:30"), NEW_YORK, after, until)]
        first = nights[0].date()
        assert [night.date() for night in nights] == [first + timedelta(days=n) for n in range(14)]
        assert {night.strftime("%H:%M") for night in nights} == {"00:30"}


def test_two_times_that_a_gap_moves_together_come_as_the_one_that_exists() -> None:
    found = expand(daily("02:30", "03:30"), ALWAYS, BERLIN, utc("2026-03-29 00:00"), utc("2026-03-29 12:00"))
    assert found == [Instance(utc("2026-03-29 01:30"), datetime.fromisoformat("2026-03-29 03:30"), found[0].turn)]


def test_a_skipped_time_may_come_after_a_later_one() -> None:
    found = expand(daily("02:45", "03:15"), ALWAYS, BERLIN, utc("2026-03-29 00:00"), utc("2026-03-29 12:00"))
    assert [one.planned.strftime("%H:%M") for one in found] == ["03:15", "02:45"]


def test_the_start_of_a_window_is_outside_and_its_end_inside() -> None:
    rule = daily("07:30")
    assert dues(rule, TOKYO, "2026-01-01 22:30", "2026-01-02 22:30") == [utc("2026-01-02 22:30")]
    assert dues(rule, TOKYO, "2026-01-01 22:30", "2026-01-01 22:30") == []


def test_a_week_has_the_days_it_names() -> None:
    found = expand(
        Weekly(at("07:30", "18:00", days=[0, 2])), ALWAYS, TOKYO, utc("2026-11-22 12:00"), utc("2026-11-29 12:00")
    )
    assert [f"{one.planned:%a %H:%M}" for one in found] == ["Mon 07:30", "Mon 18:00", "Wed 07:30", "Wed 18:00"]


@pytest.mark.parametrize(
    ("day", "period", "week"),
    [
        (MONDAY, PlanPeriod(), 1),
        (MONDAY - timedelta(days=1), PlanPeriod(MONDAY), None),
        (MONDAY, PlanPeriod(MONDAY), 1),
        (MONDAY + timedelta(days=6), PlanPeriod(MONDAY), 1),
        (MONDAY + timedelta(days=7), PlanPeriod(MONDAY), 2),
        (MONDAY + timedelta(weeks=500), PlanPeriod(MONDAY), 501),
        (MONDAY + timedelta(days=41), PlanPeriod(MONDAY, 6), 6),
        (MONDAY + timedelta(days=42), PlanPeriod(MONDAY, 6), None),
        # a plan that starts on a Thursday counts its weeks from Thursdays
        (MONDAY + timedelta(days=9), PlanPeriod(MONDAY + timedelta(days=3), 2), 1),
        (MONDAY + timedelta(days=10), PlanPeriod(MONDAY + timedelta(days=3), 2), 2),
        (MONDAY, PlanPeriod(None, 6), None),
    ],
)
def test_weeks_count_from_the_day_a_plan_starts(day: date, period: PlanPeriod, week: int | None) -> None:
    assert period.week_of(day) == week


def test_a_plan_of_two_weeks_has_two_of_each_day_and_then_ends() -> None:
    found = dues(on("wed", "07:30"), BERLIN, "2026-01-01 00:00", "2028-01-01 00:00", PlanPeriod(MONDAY, 2))
    assert found == [utc("2026-11-25 06:30"), utc("2026-12-02 06:30")]


CYCLES = st.integers(2, 52).flatmap(lambda of: st.builds(WeekCycle, st.integers(1, of), st.just(of)))


@given(st.lists(CYCLES, min_size=1, max_size=3), st.integers(0, 6), st.sampled_from([BERLIN, NEW_YORK, TOKYO]))
def test_one_of_so_many_weeks_comes_each_day_of_that_week_and_in_no_other_for_ever(
    cycles: list[WeekCycle], begins: int, zone: ZoneInfo
) -> None:
    first = MONDAY + timedelta(days=begins)
    rule, period = Weekly(at("07:30"), (), tuple(cycles)), PlanPeriod(first)
    found = expand(rule, period, zone, utc("2026-01-01 00:00"), utc("2029-01-01 00:00"))
    by_week: dict[int, int] = {}
    for one in found:
        week = (one.planned.date() - first).days // 7 + 1
        by_week[week] = by_week.get(week, 0) + 1
    whole = {week for week in range(1, 100) if any((week - 1) % cycle.of + 1 == cycle.place for cycle in cycles)}
    assert {week for week in by_week if week < 100} == whole
    assert {by_week[week] for week in whole} <= {7}


@given(st.integers(0, 6), st.integers(2, 9))
def test_all_places_of_a_cycle_together_are_every_week(begins: int, of: int) -> None:
    period = PlanPeriod(MONDAY + timedelta(days=begins))
    window = utc("2026-11-01 00:00"), utc("2027-11-01 00:00")
    every = Weekly(at("07:30"), (), tuple(WeekCycle(place, of) for place in range(1, of + 1)))
    assert expand(every, period, BERLIN, *window) == expand(daily("07:30"), period, BERLIN, *window)


@pytest.mark.parametrize(
    ("weeks", "expected"),
    [
        (((1, 2),), {1, 2}),
        (((3, 3),), {3}),
        (((5, None),), {5, 6}),
        (((1, 1), (3, 3)), {1, 3}),
        ((), {1, 2, 3, 4, 5, 6}),
        (((9, 12),), set()),
    ],
)
def test_a_session_comes_only_in_its_weeks(weeks: tuple[tuple[int, int | None], ...], expected: set[int]) -> None:
    period = PlanPeriod(MONDAY, 6)
    found = expand(Weekly(at("07:30"), weeks), period, BERLIN, utc("2026-01-01 00:00"), utc("2028-01-01 00:00"))
    assert {period.week_of(one.planned.date()) for one in found} == expected
    assert len(found) == 7 * len(expected)


def test_turns_go_round_in_the_order_of_the_calendar_from_the_first_day() -> None:
    thursday = MONDAY + timedelta(days=3)
    rule = Weekly((*at("18:00", "07:30", days=[0, 3]), Slot(5, time(9))))
    found = expand(rule, PlanPeriod(thursday), BERLIN, utc("2026-11-20 00:00"), utc("2027-01-30 00:00"))
    assert [one.turn for one in found] == list(range(len(found)))
    assert f"{found[0].planned:%a %H:%M}" == "Thu 07:30"


def test_turns_of_a_plan_without_a_start_do_not_depend_on_where_one_looks() -> None:
    rule = daily("07:30")
    whole = expand(rule, ALWAYS, BERLIN, utc("2023-12-01 00:00"), utc("2024-02-01 00:00"))
    assert {later.turn - sooner.turn for sooner, later in pairwise(whole)} == {1}
    for one in whole:
        assert expand(rule, ALWAYS, BERLIN, one.due - timedelta(minutes=1), one.due) == [one]


def test_a_single_instant_is_there_once_and_keeps_its_own_wall_time_wherever_one_looks_from() -> None:
    visit = Once(datetime(2026, 11, 25, 14, tzinfo=BERLIN))
    for zone in (BERLIN, NEW_YORK, TOKYO):
        found = expand(visit, ALWAYS, zone, utc("2026-11-24 00:00"), utc("2026-11-27 00:00"))
        assert found == [Instance(utc("2026-11-25 13:00"), datetime.fromisoformat("2026-11-25 14:00"), 0)]
    assert expand(visit, ALWAYS, BERLIN, utc("2026-11-25 13:00"), utc("2027-01-01 00:00")) == []


def test_the_ends_of_the_calendar_do_not_break_it() -> None:
    first, last = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    day = timedelta(days=3)
    assert len(expand(daily("12:00"), ALWAYS, ZoneInfo("UTC"), first, first + day)) == 3
    assert len(expand(daily("12:00"), ALWAYS, ZoneInfo("UTC"), last - day, last)) == 3


ZONES = st.sampled_from(
    [
        "UTC",
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",
        "America/Santiago",
        "Africa/Cairo",
        "Africa/Casablanca",
        "Asia/Pyongyang",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Kiritimati",
        "Antarctica/Troll",
    ]
).map(ZoneInfo)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
RULES = st.builds(
    Weekly,
    st.lists(st.builds(Slot, st.integers(0, 6), TIMES), min_size=1, max_size=6, unique=True).map(tuple),
    st.sampled_from([(), ((1, 2),), ((2, None),), ((1, 1), (4, 5))]),
)
SPANS = st.one_of(
    st.just(ALWAYS),
    st.builds(PlanPeriod, st.dates(date(2011, 11, 1), date(2012, 2, 1)), st.none() | st.integers(1, 9)),
)
INSTANTS = st.integers(0, 180 * 24 * 60).map(lambda minute: utc("2011-11-01 00:00") + timedelta(minutes=minute))


@given(RULES, SPANS, ZONES, st.lists(INSTANTS, min_size=3, max_size=3).map(sorted))
def test_two_windows_side_by_side_hold_what_the_whole_holds(
    rule: Weekly, period: PlanPeriod, zone: ZoneInfo, instants: list[datetime]
) -> None:
    a, b, c = instants
    whole = expand(rule, period, zone, a, c)
    assert whole == expand(rule, period, zone, a, b) + expand(rule, period, zone, b, c)


@given(RULES, SPANS, ZONES, INSTANTS, st.integers(0, 60))
def test_what_comes_round_is_in_order_and_never_twice(
    rule: Weekly, period: PlanPeriod, zone: ZoneInfo, after: datetime, length: int
) -> None:
    found = expand(rule, period, zone, after, after + timedelta(days=length))
    instants = [one.due for one in found]
    assert instants == sorted(set(instants))
    assert len({one.planned for one in found}) == len(found)
    assert all(one.due.tzinfo is UTC and one.planned.tzinfo is None for one in found)
    for one in found:
        assert Slot(one.planned.weekday(), one.planned.time()) in rule.slots
        week = period.week_of(one.planned.date())
        assert week is not None
        assert rule.applies_in_week(week)
