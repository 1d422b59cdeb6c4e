"""Knows how a day, a time of day and a length of time are read on the command line; not what comes then."""

from __future__ import annotations

import re
from datetime import date, timedelta

from routine.core.durations import parse
from routine.errors import UsageError
from routine.presentation import agenda as words
from routine.presentation import answers as answers_words

_DAYS = r"[0-9]+[dw]"
_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(hours=24)


def day_of(text: str) -> date:
    """Raises UsageError; also for the ends of the calendar, where a day has no instant in every zone."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(*words.not_a_day(text)) from None
    if not 1970 < day.year < 9999:
        raise UsageError(*words.day_out_of_range(text))
    return day


def length_and_name(given: list[str]) -> tuple[timedelta | None, list[str]]:
    """`20m`, a name, or both, in any order. Raises UsageError."""
    length: timedelta | None = None
    first, name = "", []
    for word in given:
        try:
            found = parse(word)
        except ValueError:
            if re.fullmatch(_DAYS, word):
                # it is one, but for a pause
                raise UsageError(*answers_words.too_long("24h")) from None
            if word[:1].isdigit() and len(given) == 1:
                raise UsageError(*answers_words.not_a_length(word)) from None
            name.append(word)
            continue
        if length is not None:
            raise UsageError(*answers_words.twice(first, word))
        length, first = found, word
    if length is not None and length < _SHORTEST:
        raise UsageError(*answers_words.too_short())
    if length is not None and length > _LONGEST:
        raise UsageError(*answers_words.too_long("24h"))
    return length, name
