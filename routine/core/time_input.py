"""Reads a time as somebody typed it: a time of day ("7:30", "6pm"), a day, and until when ("until tomorrow")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from routine.core.durations import parse
from routine.core.pauses import LONGEST
from routine.core.recurrence import due_utc
from routine.errors import InvalidPauseEnd, PauseEndFault

DAY_BEGINS = time(4)
"""A day is over when people sleep: nothing held back in the evening is to come at midnight, and the earliest
riser has the whole of the next day."""

NOT_ZONES = frozenset({"localtime", "posixrules"})
"""Names beside those of zones, which quietly mean something else on the next computer."""

_SAID = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?(?: *([ap])\.?m\.?)?", re.IGNORECASE)
_SHORTEST = timedelta(minutes=1)
_DAYS = re.compile(r"([0-9]{1,4})([dw])")
_HALVES = {"am", "pm", "a.m.", "p.m."}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FILLING = {"until", "for", "till"}
_FIRST_DAY, _LAST_DAY = date(1971, 1, 1), date(9998, 1, 1)
"""Near the ends of the calendar a day has no instant in every zone."""


def parse_time_of_day(text: str) -> time | None:
    """`07:30`, `7:30`, and as the clock of twelve hours has it: `6pm`, `7:30 AM`. None for anything else."""
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
    return day if _FIRST_DAY <= day <= _LAST_DAY else None


def is_day(text: str) -> bool:
    """Whether a day is meant, whichever it is."""
    return parse_day(text, _FIRST_DAY) is not None


def parse_pause_end(said: Sequence[str], now: datetime, zone: tzinfo) -> datetime:
    """The instant that is meant. Raises InvalidPauseEnd, also for what lies behind or too far ahead."""
    given = [word.lower() for phrase in said for word in phrase.split()]
    asked = given[1:] if given[:1] and given[0] in _FILLING else given
    if len(asked) > 1 and asked[-1] in _HALVES:
        # "6 pm" is one time of day
        asked = [*asked[:-2], "".join(asked[-2:])]
    if not asked:
        raise InvalidPauseEnd(PauseEndFault.MISSING)
    until = _after(asked, now) or _at(asked, now, zone)
    if until is None:
        raise InvalidPauseEnd(PauseEndFault.NOT_UNDERSTOOD, " ".join(given))
    if until <= now:
        raise InvalidPauseEnd(PauseEndFault.NOT_AHEAD, " ".join(asked))
    if until - now < _SHORTEST:
        raise InvalidPauseEnd(PauseEndFault.TOO_SHORT, " ".join(asked))
    if until - now > LONGEST:
        raise InvalidPauseEnd(PauseEndFault.TOO_LONG, longest_days=LONGEST.days)
    return until


def _after(asked: Sequence[str], now: datetime) -> datetime | None:
    if len(asked) != 1:
        return None
    if days := _DAYS.fullmatch(asked[0]):
        return now + timedelta(days=int(days[1]) * (7 if days[2] == "w" else 1))
    try:
        # a million hours are too long, but no fault
        return now + min(parse(asked[0]), 2 * LONGEST)
    except ValueError:
        return None


def _at(asked: Sequence[str], now: datetime, zone: tzinfo) -> datetime | None:
    """A time of day, or a day with or without one."""
    day, at = _day(asked[0], now.astimezone(zone)), parse_time_of_day(asked[-1])
    match day, at, len(asked):
        case date(), _, 1:
            return due_utc(day, DAY_BEGINS, zone)
        case date(), time(), 2:
            return due_utc(day, at, zone)
        case None, time(), 1:
            today = now.astimezone(zone).date()
            coming = (due_utc(today + timedelta(days=ahead), at, zone) for ahead in range(3))
            return next(instant for instant in coming if instant > now)
    return None


def _day(word: str, local: datetime) -> date | None:
    today = local.date() if local.time() >= DAY_BEGINS else local.date() - timedelta(days=1)
    if word == "tomorrow":
        return today + timedelta(days=1)
    for number, name in enumerate(_WEEKDAYS):
        if word in {name, name[:3]}:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    return min(max(day, _FIRST_DAY), _LAST_DAY)
