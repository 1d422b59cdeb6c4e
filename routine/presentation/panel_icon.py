"""Knows how the menu of the icon in a desktop's panel is worded; must not know what is done by it."""

from __future__ import annotations

from datetime import timedelta

from routine.core.panel_menu import PAUSES, MenuAction, MenuEntry, PanelMenu
from routine.presentation import login
from routine.presentation.reminders import SKIP, START, snooze_label
from routine.presentation.time_format import spell

TITLE = "Routine"
START_NOW = "Start it now"
PAUSE_DAY = "Pause until tomorrow"
RESUME = "End the pause"
LABELS = {
    MenuAction.START: START,
    MenuAction.SKIP: SKIP,
    MenuAction.PAUSE_HOUR: login.ACTION_PAUSE,
    MenuAction.PAUSE_DAY: PAUSE_DAY,
    MenuAction.RESUME: RESUME,
    MenuAction.OPEN: login.ACTION_OPEN,
    MenuAction.RELIEF: login.ACTION_RELIEF,
}


def panel_menu(line: str, *, waits: bool, answers: tuple[MenuEntry, ...], paused: bool) -> PanelMenu:
    """The whole menu: what it tells, the answers to that if there are any, pauses, and the page."""
    pauses = (MenuAction.RESUME,) if paused else tuple(PAUSES)
    groups = (answers, entries(*pauses), entries(MenuAction.OPEN, MenuAction.RELIEF))
    return PanelMenu(line, waits, tuple(group for group in groups if group))


def answers_to(key: str, snooze: timedelta) -> tuple[MenuEntry, ...]:
    """What is answered to a session that waits."""
    later = MenuEntry(MenuAction.SNOOZE, snooze_label(spell(snooze)), key)
    return (*entries(MenuAction.START, key=key), later, *entries(MenuAction.SKIP, key=key))


def begins(key: str) -> tuple[MenuEntry, ...]:
    """What can be done about a session that is still to come."""
    return (MenuEntry(MenuAction.START, START_NOW, key),)


def entries(*actions: MenuAction, key: str = "") -> tuple[MenuEntry, ...]:
    return tuple(MenuEntry(action, LABELS[action], key) for action in actions)
