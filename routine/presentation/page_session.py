"""Knows what a guided session says on the page beside its sayings; must not know how it is drawn."""

from __future__ import annotations

REST = "Rest"
A_MOMENT = "A moment"
QUIET = "quiet rest"
STOPPED_EARLY = "You stopped early. That is fine."
LAST = "This is the last one."
INHALE, EXHALE, HOLD = "Breathe in", "Breathe out", "Hold"
PARTS = {
    "ready": "Get ready",
    "work": "",
    "tense": "Tense",
    "release": "Let go",
    "rest": "Rest",
    "say": "",
}
_PLACES = {"notification": "in the notification", "terminal": "in a terminal"}


def unbroken(amount: str) -> str:
    """A number stays beside its unit."""
    return amount.replace(" ", "\N{NO-BREAK SPACE}")


def progress(number: int, total: int) -> str:
    return f"Step {number} of {total}"


def up_next(title: str) -> str:
    return f"Next: {title}"


def elsewhere(where: str) -> str:
    place = _PLACES.get(where, "somewhere else")
    return f"This session is being guided {place}."
