"""Knows how a length of time is found among the words somebody typed; must not know what it is for."""

from __future__ import annotations

import re
from datetime import timedelta

from routine.core.durations import parse
from routine.errors import UsageError
from routine.words import cli_act as words

_DAYS = re.compile(r"[0-9]+[dw]")
_SHORTEST = timedelta(minutes=1)
_LONGEST = timedelta(hours=24)


def length_and_name(given: list[str]) -> tuple[timedelta | None, list[str]]:
    """`20m`, a name, or both, in any order. Raises UsageError."""
    length: timedelta | None = None
    first, name = "", []
    for word in given:
        try:
            found = parse(word)
        except ValueError:
            if _DAYS.fullmatch(word):
                # it is one, but for a pause
                raise UsageError(*words.too_long("24h")) from None
            if word[:1].isdigit() and len(given) == 1:
                raise UsageError(*words.not_a_length(word)) from None
            name.append(word)
            continue
        if length is not None:
            raise UsageError(*words.twice(first, word))
        length, first = found, word
    if length is not None and length < _SHORTEST:
        raise UsageError(*words.too_short())
    if length is not None and length > _LONGEST:
        raise UsageError(*words.too_long("24h"))
    return length, name
