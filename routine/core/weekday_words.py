"""Reads days of the week as people say them: "mon, wed and fri", "Tuesday to Thursday", "weekdays", "every day".

One day with a date is `time_input`'s. What leaves a doubt, such as "every other day", is understood by nobody.
"""

from __future__ import annotations

import re

from routine.core.recurrence import WEEKDAYS

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {
    "daily": WEEKDAYS, "everyday": WEEKDAYS, "all": WEEKDAYS, "all days": WEEKDAYS, "every day": WEEKDAYS,
    "weekdays": WEEKDAYS[:5], "weekday": WEEKDAYS[:5], "workdays": WEEKDAYS[:5], "working days": WEEKDAYS[:5],
    "weekend": WEEKDAYS[5:], "weekends": WEEKDAYS[5:], "the weekend": WEEKDAYS[5:],
}  # fmt: skip
_BETWEEN = re.compile(r"[\s,;/&+.]+and[\s,;/&+.]+|[\s,;/&+.]+")
_RANGE = re.compile(r"\s*(?:[-\N{EN DASH}]|\b(?:to|till|until|through)\b)\s*")
_FIRST_WORDS = re.compile(r"^(?:on|every|each)\s+(?!day\b|other\b|second\b|days\b)")
_SHORTEST = 2
"""Letters that tell one day from another."""


def weekdays_in_words(text: str) -> tuple[str, ...] | None:
    """Those days, in the order of the week and as plans write them; None when anything else is said."""
    said = " ".join(text.casefold().split()).strip(" .!,;")
    if said in _GROUPS:
        return _GROUPS[said]
    joined = _RANGE.sub("-", _FIRST_WORDS.sub("", said))
    found: set[str] = set()
    for word in filter(None, _BETWEEN.split(joined)):
        days = _GROUPS.get(word) or _span(word)
        if not days:
            return None
        found |= set(days)
    return tuple(day for day in WEEKDAYS if day in found) or None


def _span(word: str) -> tuple[str, ...]:
    """One day, or all from one to another, also over the end of the week; empty where it is neither."""
    ends = [_place(end) for end in word.split("-")]
    places = [place for place in ends if place is not None]
    if len(places) != len(ends) or len(ends) > 2:
        return ()
    first, last = places[0], places[-1]
    return tuple(WEEKDAYS[(first + ahead) % 7] for ahead in range((last - first) % 7 + 1))


def _place(word: str) -> int | None:
    if len(word) < _SHORTEST:
        return None
    return next((place for place, name in enumerate(_NAMES) if f"{name}s".startswith(word)), None)
