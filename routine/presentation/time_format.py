"""Dates, times of day and lengths of time as people read them, and what is said of what is none of them.

Every name of a day or a month is made here, in English whatever LC_TIME says.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from msgspec import Struct

from routine.core.durations import write
from routine.core.identifiers import HourCycle

CHECK_YEAR = "Check the year."
_A_WEEK, _MINUTE = timedelta(days=6), timedelta(minutes=1)
_NOON = 12
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT = 3
"""Letters of a short name."""
_UNITS = {"h": "h", "m": "min", "s": "s"}


def wall_time(at: datetime, zone: tzinfo, now: datetime, *, hour_cycle: HourCycle = HourCycle.H23) -> str:
    """`07:30`, or `Mon 07:30` on another day than today."""
    local = at.astimezone(zone)
    words = clock_time(local.time(), hour_cycle=hour_cycle)
    return words if local.date() == now.astimezone(zone).date() else f"{weekday(local, short=True)} {words}"


def clock_time(at: time, *, hour_cycle: HourCycle = HourCycle.H23) -> str:
    """`07:30`, or `7:30 AM` where a day has twice twelve hours."""
    if hour_cycle is HourCycle.H23:
        return f"{at:%H:%M}"
    return f"{at.hour % _NOON or _NOON}:{at:%M} {'AM' if at.hour < _NOON else 'PM'}"


def weekday(day: date, *, short: bool = False) -> str:
    """`Wednesday`, or `Wed`."""
    name = _WEEKDAYS[day.weekday()]
    return name[:_SHORT] if short else name


def day_of_month(day: date, *, short: bool = False) -> str:
    """`25 November`, or `25 Nov`."""
    month = _MONTHS[day.month - 1]
    return f"{day.day} {month[:_SHORT] if short else month}"


def long_date(day: date, *, year: bool = False) -> str:
    """`Wednesday 25 November`, and its year if it is wanted."""
    said = f"{weekday(day)} {day_of_month(day)}"
    return f"{said} {day.year}" if year else said


def whole_minutes(length: timedelta) -> int:
    """How many minutes a person, or JSON, is told."""
    return length // _MINUTE


def rounded(length: timedelta) -> str:
    """`18 min`; what took less than a minute in its seconds: `40 s`."""
    return f"{whole_minutes(length)} min" if length >= _MINUTE else spell(length)


def of_minutes(played: timedelta, whole: timedelta) -> str:
    """`6 of 18 min`; what took less than a minute in its seconds: `40 s of 5 min`."""
    said = str(whole_minutes(played)) if played >= _MINUTE else spell(played)
    return f"{said} of {max(1, whole_minutes(whole))} min"


def spell(length: timedelta) -> str:
    """As a person reads it: `48 s`, `1 min 30 s`, `2 h`. To the nearest second, and never nothing."""
    whole = write(timedelta(seconds=max(1, round(length.total_seconds()))))
    return re.sub(r"([0-9]+)([hms])", lambda part: f"{part[1]} {_UNITS[part[2]]} ", whole).strip()


class TimeDisplay(Struct, frozen=True):
    """From where a person looks at times: now, here, and how their hours are written."""

    now: datetime
    zone: tzinfo
    hour_cycle: HourCycle = HourCycle.H23

    def wall(self, at: datetime) -> str:
        return wall_time(at, self.zone, self.now, hour_cycle=self.hour_cycle)

    def clock(self, at: datetime) -> str:
        """The time alone, whatever the day."""
        return wall_time(at, self.zone, at, hour_cycle=self.hour_cycle)

    def moment(self, at: datetime) -> str:
        """With its date, where the day of the week alone would not say which day."""
        if at - self.now < _A_WEEK:
            return self.wall(at)
        return f"{self.day(at)}, {self.clock(at)}"

    def past(self, at: datetime) -> str:
        """As `wall`, and with its date where the day of the week alone would not say which day."""
        return self.wall(at) if abs(self.now - at) < _A_WEEK else f"{self.day(at)}, {self.clock(at)}"

    def dated(self, at: datetime, beside: datetime) -> str:
        """With its date on any other day than that of `beside`."""
        same = at.astimezone(self.zone).date() == beside.astimezone(self.zone).date()
        return self.clock(at) if same else f"{self.day(at)}, {self.clock(at)}"

    def day(self, at: datetime, *, short: bool = False) -> str:
        return written(at.astimezone(self.zone).date(), self.today, short=short)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def local(self, at: datetime) -> str:
        """ISO 8601 with the offset of the place."""
        return at.astimezone(self.zone).isoformat(timespec="seconds")


def written(day: date, today: date, *, whole: bool = False, short: bool = False) -> str:
    """`Wed 25 November`; the year as well where it is another one than today's."""
    said = f"{weekday(day, short=not whole)} {day_of_month(day, short=short)}"
    return said if day.year == today.year else f"{said} {day.year}"


# what is not one; `typed`: as it was written, in quotes


def is_not_a_day(typed: str) -> str:
    return f"{typed} is not a day."


def is_not_a_date_and_time(typed: str) -> str:
    return f"{typed} is not a date and a time."


def is_not_a_time_of_day(typed: str) -> str:
    return f"{typed} is not a time of day."


def is_not_a_length_of_time(typed: str) -> str:
    return f"{typed} is not a length of time."


def no_end(typed: str) -> str:
    return f"{typed} does not say until when."


def is_still_to_come(when: str) -> str:
    return f"{when} is still to come."
