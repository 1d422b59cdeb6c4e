"""Knows how a day, and a time of day, is read on the command line; must not know what comes then."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from routine.core.choose import NIGHT
from routine.core.recurrence import due_utc
from routine.core.walltime import time_said
from routine.errors import UsageError
from routine.words import cli_act
from routine.words import cli_agenda as words


def day_of(text: str) -> date:
    """Raises UsageError; also for the ends of the calendar, where a day has no instant in every zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(*words.not_a_day(text)) from None
    if not 1970 < day.year < 9999:
        raise UsageError(*words.day_out_of_range(text))
    return day


def time_of_day(text: str, now: datetime, zone: tzinfo) -> datetime:
    """That time of today, or of last night, as an instant. Raises UsageError."""
    at = time_said(text)
    if at is None:
        raise UsageError(*cli_act.not_a_time(text))
    today = now.astimezone(zone).date()
    # after midnight the evening before is meant
    for day in (today, today - timedelta(days=1)):
        instant = due_utc(day, at, zone)
        if instant <= now and (day == today or now - instant <= NIGHT):
            return instant
    raise UsageError(*cli_act.still_to_come(text))
