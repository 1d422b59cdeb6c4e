"""Knows what the page says of each setting: its name, what it does, its choices. Must not know how one is kept."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from routine.presentation import page_form

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "settings": "Settings",
        "settingsLead": "Each change holds at once, and can be taken back.",
        "settingsHere": "Reminders on this computer",
        "settingsLogin": "Start by itself when I log in",
    }
)

SETTINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "guide": ("Where a session goes on", "After Start on a card."),
        "clock": ("Times of day", "19:30, or 7:30 PM."),
        "remind.quiet": ("Quiet hours", "No card comes in them. Such as 22:00-07:00; several with commas."),
        "remind.before": ("A word before", "One quiet word this long before. Such as 5m; 0 for none."),
        "remind.snooze": ("Later means", "The choices of Later; the first is on the card. Such as 10m, 1h."),
        "remind.again_after": (page_form.LABELS["formAgain"], "While nobody answers. Such as 10m."),
        "remind.give_up_after": (page_form.LABELS["formGiveUp"], "Without an answer. Such as 2h."),
        "remind.hold_at_most": (
            "Wait for a good moment at most",
            "For a call or a full screen to end. Such as 2h.",
        ),
        "remind.always": ("Show whatever is on", "Also in quiet hours and over a full screen."),
        "wait_when_away": ("Wait while I am away", "While nobody has touched keyboard or mouse for five minutes."),
        "wait_in_calls": ("Wait while I am in a call", "While the microphone is in use."),
        "avoid": ("Leave out, in every plan", "Exercises that ask for it are swapped."),
        "figure": ("Whom the figures look like", "One of two bodies, and a skin."),
        "notifier": ("How I am reminded", "By itself it takes the best that this computer has."),
        "buttons": ("Buttons on cards", "Where your desktop draws none, the card says how to answer."),
        "panel_icon": (
            "An icon in the panel",
            "What comes next, with a menu. It needs a panel that shows such icons.",
        ),
        "weekly_question": (
            "Ask once a week how it was",
            "A card on Sunday evenings: your back on average, these seven days.",
        ),
        "welcome": ("Say hello at the first start", "One minute, to see how a session goes."),
        "plans_folder": ("Folder of my plans", "Empty: beside the settings."),
        "quiet_command": ("A program that says when to wait", "While it ends with 0, reminders wait."),
    }
)
"""By key, in the order in which they are shown: the name, and what it does."""

CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "notification": "On the card",
        "page": "On this page",
        "terminal": "In a terminal",
        "auto": "By itself",
        "desktop": "By the desktop",
        "text": "By plain text",
        "yes": "They are drawn",
        "no": "They are not drawn",
        "24": "24 hours",
        "12": "AM and PM",
        "slim-light": "Slim, light",
        "slim-medium": "Slim, medium",
        "slim-brown": "Slim, brown",
        "slim-dark": "Slim, dark",
        "round-light": "Round, light",
        "round-medium": "Round, medium",
        "round-brown": "Round, brown",
        "round-dark": "Round, dark",
        "true": "Yes",
        "false": "No",
    }
)
"""What a value that is one of a few is called."""

SET = "Saved; it holds at once."


def elsewhere(origin: str) -> str:
    """A value that does not come from the settings' own file, and goes before it."""
    return f"This comes from the {origin}, and goes before what is chosen here."
