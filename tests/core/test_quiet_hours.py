"""Knows when quiet hours begin and end, also when the clocks change; must not know reminders."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.plan import PolicyOverride, QuietHours, ReminderPolicy
from tests.core.making import BERLIN, utc

MINUTE = timedelta(minutes=1)


def quiet(*windows: str) -> ReminderPolicy:
    ends = [window.split("-") for window in windows]
    return ReminderPolicy(quiet=tuple(QuietHours(time.fromisoformat(a), time.fromisoformat(b)) for a, b in ends))


@pytest.mark.parametrize(
    ("windows", "now", "until"),
    [
        (["12:00-13:00"], "2026-01-15 10:59", None),
        (["12:00-13:00"], "2026-01-15 11:00", "2026-01-15 12:00"),
        (["12:00-13:00"], "2026-01-15 11:59:59", "2026-01-15 12:00"),
        (["12:00-13:00"], "2026-01-15 12:00", None),
        # over midnight, from both sides of it
        (["22:00-07:00"], "2026-01-15 20:59", None),
        (["22:00-07:00"], "2026-01-15 21:00", "2026-01-16 06:00"),
        (["22:00-07:00"], "2026-01-16 05:59", "2026-01-16 06:00"),
        (["22:00-07:00"], "2026-01-16 06:00", None),
        (["22:00-00:00"], "2026-01-15 22:30", "2026-01-15 23:00"),
        # hours that adjoin or overlap are one stretch
        (["12:00-13:00", "13:00-14:30"], "2026-01-15 11:30", "2026-01-15 13:30"),
        (["13:00-14:30", "12:00-13:00"], "2026-01-15 11:30", "2026-01-15 13:30"),
        (["12:00-13:00", "12:30-12:45"], "2026-01-15 11:40", "2026-01-15 12:00"),
        (["22:00-00:00", "00:00-07:00"], "2026-01-15 22:00", "2026-01-16 06:00"),
        ([], "2026-01-15 22:00", None),
        # the night on which the clocks spring forward is an hour shorter, the other an hour longer
        (["22:00-07:00"], "2026-03-28 22:00", "2026-03-29 05:00"),
        (["22:00-07:00"], "2026-10-24 22:00", "2026-10-25 06:00"),
        # quiet that ends in the skipped hour ends by the offset before it, as sessions do
        (["22:00-02:30"], "2026-03-29 01:10", "2026-03-29 01:30"),
        (["22:00-02:30"], "2026-03-29 01:30", None),
        # quiet that begins in the repeated hour lasts through its second coming
        (["02:30-03:30"], "2026-10-25 00:30", "2026-10-25 02:30"),
        (["02:30-03:30"], "2026-10-25 01:05", "2026-10-25 02:30"),
        # quiet that ends in the repeated hour ends the first time
        (["22:00-02:30"], "2026-10-25 00:29", "2026-10-25 00:30"),
        (["22:00-02:30"], "2026-10-25 01:10", None),
    ],
)
def test_quiet_hours_in_berlin(windows: list[str], now: str, until: str | None) -> None:
    assert quiet(*windows).quiet_until(utc(now), BERLIN) == (utc(until) if until else None)


@pytest.mark.parametrize("hour", range(24))
def test_hours_that_end_when_they_start_are_the_whole_day(hour: int) -> None:
    policy = quiet("07:00-07:00")
    now = utc("2026-03-28 12:30") + timedelta(hours=hour)
    until = policy.quiet_until(now, BERLIN)
    assert until is not None
    assert until > now


WALL = st.times().map(lambda at: at.replace(second=0, microsecond=0))
POLICIES = st.lists(st.builds(QuietHours, WALL, WALL), max_size=3).map(
    lambda hours: ReminderPolicy(quiet=tuple(hours))
)
PLACES = st.sampled_from(
    ["Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Beirut", "Asia/Kathmandu"]
).map(ZoneInfo)
# some day, or near the changes of the clocks in Berlin, Santiago, Lord Howe and Beirut
DAYS = st.sampled_from(["2026-01-15", "2026-03-29", "2026-10-25", "2026-04-05", "2026-09-06", "2026-10-04"])
NOWS = st.builds(lambda day, minute: utc(f"{day} 00:00") + minute * MINUTE, DAYS, st.integers(-1800, 1800))


@given(POLICIES, PLACES, NOWS, st.integers(0, 99))
def test_it_stays_quiet_until_the_instant_that_was_promised(
    policy: ReminderPolicy, place: ZoneInfo, now: datetime, percent: int
) -> None:
    until = policy.quiet_until(now, place)
    if until is None:
        return
    assert until > now
    assert policy.quiet_until(now + (until - now) * percent // 100, place) is not None
    covers_the_day = any(hours.start == hours.end for hours in policy.quiet) or until - now > timedelta(hours=23)
    assert covers_the_day or policy.quiet_until(until, place) is None


@given(POLICIES, PLACES, NOWS)
def test_outside_a_change_of_the_clocks_quiet_is_what_the_clock_on_the_wall_says(
    policy: ReminderPolicy, place: ZoneInfo, now: datetime
) -> None:
    offsets = {(now + timedelta(hours=hours)).astimezone(place).utcoffset() for hours in range(-49, 50)}
    if len(offsets) > 1:
        return
    wall = now.astimezone(place).time()
    inside = [
        hours.start <= wall < hours.end if hours.start < hours.end else not hours.end <= wall < hours.start
        for hours in policy.quiet
    ]
    assert (policy.quiet_until(now, place) is not None) is any(inside)


def test_a_session_says_more_than_its_plan_and_the_plan_more_than_the_configuration() -> None:
    base = ReminderPolicy()
    plans = PolicyOverride(again_after=timedelta(minutes=5), always=True)
    sessions = PolicyOverride(always=False, snooze=())
    policy = sessions.apply_to(plans.apply_to(base))
    assert (policy.again_after, policy.always, policy.snooze) == (timedelta(minutes=5), False, ())
    assert policy.give_up_after == base.give_up_after
