"""Lengths of time as they stand in a plan or behind a command ("90s", "1h30m"): read, and written."""

from __future__ import annotations

import re
from datetime import timedelta

# each unit at most once, big to small; ASCII digits only, and never so many that a timedelta would overflow
_SHAPE = r"(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?"


def parse(text: str) -> timedelta:
    """The length that `text` names. Raises ValueError for every other way of writing one."""
    found = re.fullmatch(_SHAPE, text)
    if found is None or not text:
        raise ValueError(f"{text!r} is not a length such as 90s, 10m, 1h or 1h30m")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def write(length: timedelta) -> str:
    """The shortest way to write `length`, which `parse` reads back. Raises ValueError for what it could not."""
    seconds, rest = divmod(length, timedelta(seconds=1))
    if seconds < 0 or rest:
        raise ValueError(f"{length} cannot be written in whole seconds")
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"
