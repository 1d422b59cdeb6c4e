"""Reads a time of day as people say it: "half six", "quarter to eight", "6 in the evening", "noon".

Of digits and colons `time_input` knows. What may be morning or evening is the one nearer to the time that somebody
is asked about.
"""

from __future__ import annotations

import re
from datetime import time

_HOURS = ("twelve", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
_NAMED = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_BEFORE = {
    "half past": 30,
    "half": 30,  # half six: half past six, as in Britain and Ireland
    "quarter past": 15,
    "a quarter past": 15,
    "quarter after": 15,
    "quarter to": -15,
    "a quarter to": -15,
    "ten past": 10,
    "ten to": -10,
    "five past": 5,
    "five to": -5,
    "twenty past": 20,
    "twenty to": -20,
    "at": 0,
    "": 0,
}
_HALVES = {
    "in the morning": 0,
    "am": 0,
    "a.m.": 0,
    "in the afternoon": 12,
    "in the evening": 12,
    "at night": 12,
    "pm": 12,
    "p.m.": 12,
    "o'clock": None,
    "": None,
}
_SAID = re.compile(
    rf"(?:({'|'.join(sorted(map(re.escape, filter(None, _BEFORE)), key=len, reverse=True))})\s+)?"
    rf"({'|'.join(_HOURS)}|[0-9]{{1,2}})"
    rf"(?:\s*({'|'.join(sorted(map(re.escape, filter(None, _HALVES)), key=len, reverse=True))}))?"
)
_DAY = 24 * 60
_HALF_A_DAY = _DAY // 2
_TWELVE = 12


def time_in_words(text: str, near: time | None = None) -> time | None:
    """That time of the day; None where none is said. `near`: what decides between morning and evening.

    A bare number is none, as nobody knows what it counts.
    """
    said = " ".join(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(" .!").split())
    if said in _NAMED:
        return _NAMED[said]
    found = _SAID.fullmatch(said)
    if found is None:
        return None
    before, hour_said, half_said = found[1] or "", found[2], found[3] or ""
    half = _HALVES[half_said]
    hour = int(hour_said) if hour_said.isdecimal() else _HOURS.index(hour_said)
    if hour > 24 or (half is not None and hour > _TWELVE):
        return None
    if half is None and not before and hour_said.isdecimal():
        return None
    at = hour * 60 + _BEFORE[before]
    if half is not None:
        at = hour % _TWELVE * 60 + _BEFORE[before] + half * 60
    elif near is not None and hour <= _TWELVE:
        at = _nearer(at, near)
    at %= _DAY
    return time(at // 60, at % 60)


def _nearer(at: int, near: time) -> int:
    """Of this minute of the day and the one half a day later, the one that is closer to that time."""
    wanted = near.hour * 60 + near.minute

    def away(minute: int) -> int:
        apart = abs(minute % _DAY - wanted)
        return min(apart, _DAY - apart)

    return min(at, at + _HALF_A_DAY, key=away)
