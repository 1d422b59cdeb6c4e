"""Knows how a shipped plan becomes somebody's own: other times and days, something left out, every comment kept.

Pure text in, text out; must not know where it comes from or goes to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from routine.presentation import init_questions as words

_AT = re.compile(r'^(\s*at\s*=\s*")([^"]*)(")', re.MULTILINE)
_BETWEEN = re.compile(r'^(\s*between\s*=\s*")([^"]*)(")', re.MULTILINE)
_DAYS_LIST = re.compile(r"^\s*days\s*=\s*\[[^\]]*\]", re.MULTILINE)
_AVOID = re.compile(r"^#?[ \t]*avoid[ \t]*=.*$", re.MULTILINE)
_STARTS = re.compile(r"^#?[ \t]*starts[ \t]*=.*$", re.MULTILINE)
_TABLE = re.compile(r"^\[", re.MULTILINE)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile("|".join(_DAYS))


def adapted(text: str, times: Mapping[str, str], hours: Mapping[str, str], avoid: Mapping[str, str]) -> str:
    """`times` and `hours`: what each becomes, all at once; `avoid`: tags, each with its plain words."""
    text = _AT.sub(lambda found: found[1] + times.get(found[2], found[2]) + found[3], text)
    text = _BETWEEN.sub(lambda found: found[1] + hours.get(found[2], found[2]) + found[3], text)
    return _leaving_out(text, avoid) if avoid else text


def turned(text: str, first: date) -> str:
    """The plan's week, which runs from Monday, begun on `first`: its days move along."""
    by = first.weekday()

    def later(day: re.Match[str]) -> str:
        return _DAYS[(_DAYS.index(day[0]) + by) % len(_DAYS)]

    text = _DAYS_LIST.sub(lambda days: _DAY.sub(later, days[0]), text)
    return _with_line(text, _STARTS, f"starts = {first.isoformat()}  # {words.FIRST_DAY}")


def _leaving_out(text: str, avoid: Mapping[str, str]) -> str:
    tags = ", ".join(f'"{tag}"' for tag in avoid)
    return _with_line(text, _AVOID, f"avoid = [{tags}]  # {words.left_out(list(avoid.values()))}")


def _with_line(text: str, place_of: re.Pattern[str], line: str) -> str:
    """With this line where the plan shows how one would look, else before the first table."""
    if place_of.search(text):
        return place_of.sub(lambda _: line, text, count=1)
    # after the first table, the key would belong to that table
    first = _TABLE.search(text)
    place = first.start() if first else len(text)
    return f"{text[:place]}{line}\n\n{text[place:]}"
