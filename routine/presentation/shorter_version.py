"""Knows what is said of the shorter version of a session: before it begins, while it lasts and afterwards.

Must not know which exercises stay in it, nor when somebody wants it.
"""

from __future__ import annotations

from collections.abc import Sequence

from routine.presentation.phrases import both, plural

MINUTES = "N"
MINUTES_HELP = "a shorter version of it, of so many minutes at most"
OF_IT = "the shorter version"
"""Beside the state of what was begun so."""
ALL_FITS = "It is no longer than that, so this is all of it."
NONE_SO_SHORT = "There is no version of it that is so short, so this is all of it."


def shorter(minutes: int) -> str:
    return f"{minutes}-min version"


def stays(some: Sequence[str], whole: Sequence[str]) -> list[str]:
    """Which exercises there are in the shorter version of a session, and which of the whole are not."""
    out = [title for title in whole if title not in some]
    if not out:
        return [f"{both(some)}, for less time."]
    return [f"You do {both(some)}, as the plan has them.", f"Left out this time: {both(out)}."]


def at_most(minutes: int) -> str:
    return f"{OF_IT}, {minutes} min at most"


def so_many(count: int) -> str:
    """In a count of weeks."""
    return f"{count} {plural(count, 'was a shorter version', 'were shorter versions')}."


def no_minutes(longest: int) -> tuple[str, str]:
    return f"--minutes takes a number from 1 to {longest}.", "Such as `routine start --minutes 10`."
