"""Reads a time of day ("7:30", "6pm") and a day as somebody typed it: "yesterday", "last sat", "24 dec", "24.12.".

Of two days that a word may mean it is told whether the one behind or the one ahead is wanted. What can be read in
two ways, such as 4/5, is no day here.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

# every command has this file, for the clock: what few of them type is imported, and compiled, where it is read
# ruff: noqa: PLC0415

NOT_ZONES = frozenset({"localtime", "posixrules"})
"""Names beside those of zones, which quietly mean something else on the next computer."""

_SAID = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?: *([ap])\.?m\.?)?", re.IGNORECASE)
FIRST_DAY, LAST_DAY = date(1971, 1, 1), date(9998, 1, 1)
"""Near the ends of the calendar a day has no instant in every zone."""
_DAY = timedelta(days=1)
_ANY_DAY = date(2000, 1, 1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_FROM_TODAY = {
    "the day before yesterday": -2,
    "day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
    "day after tomorrow": 2,
}
_SHORTEST = 3
"""Letters that tell one name from another."""
_NUMBERS = r"([0-9]{1,2})\. ?([0-9]{1,2})\.(?: ?([0-9]{4}))?"
_NUMBER = r"([0-9]{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"[0-9]{4}"


def parse_time_of_day(text: str) -> time | None:
    """`07:30`, `7:30`, `7.30`, and by the clock of twelve hours `6pm`, `7:30 AM`. None for anything else."""
    if not text.isascii():
        # the clock of a Mac has a blank before AM that is no plain one
        from unicodedata import normalize

        text = normalize("NFKC", text)
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
    """Of a weekday, or a date without its year, the last that was, or with `ahead` the next; today is one of both.

    None for anything else, and for the ends of the calendar, where a day has no instant in every zone.
    """
    words = text.casefold().replace(",", " ").split()
    if words[:1] == ["on"]:
        del words[0]
    said = " ".join(words)
    day = _by_distance(said, today) or _weekday(words, today, ahead=ahead) or _date(words, today, ahead=ahead)
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


def parse_last_day(text: str, first: date, today: date) -> date | None:
    """The day up to which something goes that begins on `first`: `friday` is the one after that."""
    day = parse_day(text, today, ahead=True)
    is_told_from_today = day is not None and parse_day(text, today + _DAY, ahead=True) == day + _DAY
    return day if day is None or day >= first or is_told_from_today else parse_day(text, first, ahead=True)


def is_day(text: str) -> bool:
    """Whether a day is meant, whichever it is."""
    return parse_day(text, _ANY_DAY) is not None


def _by_distance(said: str, today: date) -> date | None:
    """`in 3 days`, `a week ago`, and the words for the days around this one."""
    if said in _FROM_TODAY:
        return today + timedelta(days=_FROM_TODAY[said])
    from routine.core.length_input import parse_length

    ago = said.endswith(" ago")
    length = parse_length(said.removesuffix(" ago").removeprefix("in ")) if ago or said.startswith("in ") else None
    if length is None or not length.days or length.rest or length.days > 9999:
        return None
    return today + timedelta(days=-length.days if ago else length.days)


def _weekday(words: list[str], today: date, *, ahead: bool) -> date | None:
    """`fri`, `this friday`, `last friday`, `next friday`: neither of the last two is today."""
    beside, name = words[:-1], words[-1] if words else ""
    number = _place(name, _WEEKDAYS)
    if number is None or len(beside) > 1 or not {*beside} <= {"this", "last", "next"}:
        return None
    ahead = "last" not in beside and (ahead or "next" in beside)
    away = (number - today.weekday()) % 7
    if not away and not {*beside} & {"last", "next"}:
        return today
    return today + timedelta(days=(away or 7) if ahead else away - 7)


def _date(words: list[str], today: date, *, ahead: bool) -> date | None:
    """`2026-12-24`, `24 december 2026`, `dec 24`, `24.12.`."""
    said = " ".join(words)
    try:
        return date.fromisoformat(said)
    except ValueError:
        pass
    if found := re.fullmatch(_NUMBERS, said):
        return _of_year(found[3], int(found[2]), int(found[1]), today, ahead=ahead)
    year = words.pop() if len(words) == 3 and re.fullmatch(_YEAR, words[2]) else None
    if len(words) != 2:
        return None
    for number, name in (words, reversed(words)):
        found, month = re.fullmatch(_NUMBER, number), _place(name, _MONTHS)
        if found and month is not None:
            return _of_year(year, month + 1, int(found[1]), today, ahead=ahead)
    return None


def _of_year(year: str | None, month: int, day: int, today: date, *, ahead: bool) -> date | None:
    """In that year, or in the nearest one on the side that is wanted which has such a day."""
    years = [int(year)] if year else [today.year + (away if ahead else -away) for away in range(9)]
    for one in years:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year or (found >= today if ahead else found <= today):
            return found
    return None


def _place(name: str, names: tuple[str, ...]) -> int | None:
    """By the whole name, its first three letters, or as many more as somebody typed."""
    short = name.removesuffix(".")
    if len(short) < _SHORTEST:
        return None
    return next((place for place, each in enumerate(names) if each.startswith(short)), None)
