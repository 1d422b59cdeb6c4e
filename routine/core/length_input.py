"""Reads a length of time as people type it: `20m`, `1h30`, `10 minutes`, `half an hour`, `2 weeks`."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, time, timedelta, tzinfo

from msgspec import Struct

from routine.core.recurrence import due_utc

_MINUTE = timedelta(minutes=1)
_NUMBERS = {
    "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15", "twenty": "20",
    "twenty-five": "25", "thirty": "30", "thirty-five": "35", "forty": "40",
    "forty-five": "45", "fifty": "50", "sixty": "60", "ninety": "90",
}  # fmt: skip
_UNITS = {
    "w": "w", "wk": "w", "wks": "w", "week": "w", "weeks": "w",
    "d": "d", "day": "d", "days": "d",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
    "m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
    "s": "s", "sec": "s", "secs": "s", "second": "s", "seconds": "s",
}  # fmt: skip
_SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_BIG_TO_SMALL = "wdhms"
_SAID_OTHERWISE = (
    (r"\b(?:three|3) quarters of an hour\b", "45 m"),
    (r"\b(?:(?:a|one) )?quarter(?: of an |-| )hour\b", "15 m"),
    (r"\b(?:a )?half(?: an?|-| )?\s*(?=(?:hour|day|week)\b)", "0.5 "),
    (r"\b(an?|one) (hour|day|week) and a half\b", r"1.5 \2"),
    (r"\b(\S+) and a half (?=(?:hours|days|weeks)\b)", r"\1.5 "),
    (r"\ba (?:couple|pair) of\b", "2"),
    (r"\ba fortnight\b", "2 w"),
    (r"\banother (?=[0-9])|\b(?:more|longer)\b", ""),
    (r"\banother\b", "1"),
)
"""Turned to a number and a unit."""
_PIECE = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,2}))?[ -]*([a-z]+)\.?(?:\s*,\s*|\s+and\s+|\s+)?")
_MINUTES_AT_THE_END = re.compile(r"(?<=[0-9])(\s*h\s*)([0-5][0-9])$")


class TypedLength(Struct, frozen=True):
    """Whole days by the calendar, and what is left by the clock: a day ends at the same time of day."""

    days: int = 0
    rest: timedelta = timedelta(0)

    def after(self, now: datetime, zone: tzinfo) -> datetime:
        """The instant that long after `now`, in UTC. Raises OverflowError beyond the end of the calendar."""
        if not self.days:
            return now.astimezone(UTC) + self.rest
        local = now.astimezone(zone)
        at = local.time()
        day = local.date() + timedelta(days=self.days)
        return due_utc(day, time(at.hour, at.minute, at.second, at.microsecond), zone) + self.rest


def parse_length(text: str) -> TypedLength | None:
    """What `text` names; None for anything else. Each unit stands once, the bigger ones first."""
    left = " ".join(unicodedata.normalize("NFKC", text.replace("½", ".5")).casefold().split())
    left = re.sub(r"(?<![0-9])\.5", "0.5", left)
    for shape, plain in _SAID_OTHERWISE:
        left = " ".join(re.sub(shape, plain, left).split())
    left = " ".join(_NUMBERS.get(word, word) for word in left.split(" "))
    left = re.sub(r"\b[a-z-]+(?=\.5 )", lambda word: _NUMBERS.get(word[0], word[0]), left)
    left = _MINUTES_AT_THE_END.sub(r"\1\2m", left)
    found: dict[str, timedelta] = {}
    while left:
        piece = _PIECE.match(left)
        unit = _UNITS.get(piece[3]) if piece else None
        if (
            piece is None
            or unit is None
            or any(_BIG_TO_SMALL.index(unit) <= _BIG_TO_SMALL.index(u) for u in found)
        ):
            return None
        hundredths = int(piece[1]) * 100 + int((piece[2] or "").ljust(2, "0"))
        found[unit] = timedelta(seconds=hundredths * _SECONDS[unit]) / 100
        left = left[piece.end() :]
    if not found:
        return None
    whole = sum((found.get(unit, timedelta(0)) for unit in "wd"), timedelta(0))
    clock = sum((found.get(unit, timedelta(0)) for unit in "hms"), timedelta(0))
    return TypedLength(whole.days, clock + (whole - timedelta(days=whole.days)))
