"""Knows how a day is written and read on the command line; must not know what it is the day of."""

from __future__ import annotations

from datetime import date

from routine.errors import UsageError
from routine.words import cli_agenda as words


def day_of(text: str) -> date:
    """Raises UsageError; also for the ends of the calendar, where a day has no instant in every zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(*words.not_a_day(text)) from None
    if not 1970 < day.year < 9999:
        raise UsageError(*words.not_a_day(text))
    return day
