"""Knows what is said when the desktop cannot show a card; must not know which desktop it is or how it is asked."""

from __future__ import annotations

SHOW_AGAIN = "Show again"
"""The name of a click on the card itself, for the few servers that list it."""

NOT_OPEN = "Nothing has been asked to show notifications yet."
SHUT = "Notifications have been switched off here."

NO_BUS = "There is no desktop session to show notifications in."
NO_BUS_HINT = "Start routine from your desktop session; `routine today` works anywhere."

NO_SERVER = "No notification server is running on this desktop."
NO_SERVER_HINT = "Install one, dunst for example; until then `routine today` shows what is waiting."

TIMED_OUT = "The desktop did not answer when asked to show a notification."
TIMED_OUT_HINT = "It is tried again later; `routine today` shows what is waiting."

BUS_GONE = "The connection to the desktop session was lost."
SERVER_GONE = "The notification server has gone."


def rejected(server: str, why: str) -> tuple[str, str]:
    """(sentence, what it said itself)"""
    sentence = f"{server} would not show the notification." if server else "The notification was not accepted."
    said = f"It said: {why}. " if why else ""
    return sentence, f"{said}`routine today` shows what is waiting."


def no_buttons(server: str) -> str:
    return f"{server} draws no buttons, so each notification names the command that answers it."
