"""Knows what a guided session says on the page beside its sayings; must not know how it is drawn."""

from __future__ import annotations

A_MOMENT = "A moment"
STOPPED_EARLY = "You stopped early. That is fine."
_PLACES = {"notification": "in the notification", "terminal": "in a terminal"}


def unbroken(amount: str) -> str:
    """A number stays beside its unit."""
    return amount.replace(" ", "\N{NO-BREAK SPACE}")


def elsewhere(where: str) -> str:
    place = _PLACES.get(where, "somewhere else")
    return f"This session is being guided {place}."
