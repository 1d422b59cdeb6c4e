"""Reads a time of day ("7:30", "6pm") and a day ("yesterday", "sat") as somebody typed it."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

NOT_ZONES = frozenset({"localtime", "posixrules"})
"""Names beside those of zones, which quietly mean something else on the next computer."""

_SAID = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?: *([ap])\.?m\.?)?", re.IGNORECASE)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST_DAY, LAST_DAY = date(1971, 1, 1), date(9998, 1, 1)
"""Near the ends of the calendar a day has no instant in every zone."""


def parse_time_of_day(text: str) -> time | None:
    """`07:30`, `7:30`, `7.30`, and by the clock of twelve hours `6pm`, `7:30 AM`. None for anything else."""
    found = _SAID.fullmatch(text.strip())
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def parse_day(text: str, today: date, *, ahead: bool = False) -> date | None:
    """`today`, `yesterday`, `tomorrow`, `2026-11-22`; of a weekday the last that was, or with `ahead` the next.

    Today is one of both. None for anything else, and for the ends of the calendar, where a day has no instant in
    every zone.
    """
    word = text.strip().casefold()
    days = {"yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "tomorrow": 1}.get(word)
    if days is not None:
        return today + timedelta(days=days)
    for number, name in enumerate(_WEEKDAYS):
        if word in {name, name[:3]}:
            away = (number - today.weekday()) % 7
            return today + timedelta(days=away if ahead or not away else away - 7)
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def is_day(text: str) -> bool:
    """Whether a day is meant, whichever it is."""
    return parse_day(text, FIRST_DAY) is not None
