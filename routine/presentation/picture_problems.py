"""Knows what to say when a picture could not be made; must not know who wanted it. (sentence, what to do next)"""

from __future__ import annotations

Said = tuple[str, str]


def not_drawn(why: str) -> Said:
    return f"A picture could not be drawn: {why}.", "The words of the exercise are enough to do it."
