"""Reads which days somebody takes off, as typed behind `excuse`: `until friday`, `3 days`, `fri to mon`.

What stands before it is a session's name. Which dates these are is told by whoever knows what day it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from routine.core.length_input import parse_length
from routine.core.time_input import is_day

_UNTIL = frozenset({"until", "till", "to", "through"})
_BETWEEN = _UNTIL | {"and", "-", "\N{EN DASH}"}
_WEEKEND = "saturday", "sunday"
_NAMED = {
    "all": ("today", ""),
    "everything": ("today", ""),
    "this week": ("today", "sunday"),
    "the rest of the week": ("today", "sunday"),
    "next week": ("next monday", "sunday"),
    **dict.fromkeys(("weekend", "the weekend", "this weekend"), _WEEKEND),
    "next weekend": ("next saturday", "sunday"),
}
_ONE_DAY = 1


class TypedDays(Struct, frozen=True):
    """The first and the last day in words, each of which may be empty, and the session that is meant."""

    first: str
    last: str
    session: str = ""


def split_days(words: Sequence[str]) -> TypedDays | None:
    """The longest end that names days, and the name before it. None where no days are named.

    One day behind a name is no range: then it says of which day a single one is meant.
    """
    given = [word for phrase in words for word in phrase.split()]
    for cut in range(len(given)):
        found = _days([word.casefold() for word in given[cut:]])
        if found and not (cut and found[0] and not found[1]):
            return TypedDays(*found, " ".join(given[:cut]))
    return None


def _days(said: list[str]) -> tuple[str, str] | None:
    whole = " ".join(said)
    if whole in _NAMED:
        return _NAMED[whole]
    if is_day(whole):
        return whole, ""
    if said[0] in _UNTIL:
        return ("", whole.partition(" ")[2]) if is_day(" ".join(said[1:])) else None
    length = parse_length(whole.removeprefix("for ").removeprefix("the next "))
    if length and length.days and not length.rest:
        return "today", "today" if length.days == _ONE_DAY else f"in {length.days - 1} days"
    if said[0] == "from":
        said = said[1:]
    for cut in range(1, len(said)):
        behind = said[cut + 1 :] if said[cut] in _BETWEEN else said[cut:]
        first, last = " ".join(said[:cut]), " ".join(behind)
        if is_day(first) and is_day(last):
            return first, last
    return None
