"""Knows what an icon in a desktop's panel offers; must not know which panel draws it, or how it is worded."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class MenuAction(StrEnum):
    """What can be chosen there. The order is the menu's."""

    START = "start"
    SNOOZE = "snooze"
    SKIP = "skip"
    PAUSE_HOUR = "pause_hour"
    PAUSE_DAY = "pause_day"
    """Until tomorrow morning."""
    RESUME = "resume"
    OPEN = "open"
    """The page, at today."""
    RELIEF = "relief"
    """The page, at what helps a back that hurts now."""


PAUSES = {MenuAction.PAUSE_HOUR: "1h", MenuAction.PAUSE_DAY: "tomorrow"}
"""Until when, as it would be typed after `routine pause`."""


class MenuEntry(Struct, frozen=True):
    """One line that can be chosen."""

    action: MenuAction
    label: str
    key: str = ""
    """Of the occurrence that it is done to."""


class PanelMenu(Struct, frozen=True):
    """The icon and its menu: one line that only tells, then groups of what can be chosen."""

    line: str
    waits: bool
    """Whether a session waits for an answer: the icon shows it."""
    groups: tuple[tuple[MenuEntry, ...], ...]
