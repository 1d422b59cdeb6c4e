"""Knows what is said by, and of, each way to notify; must not know how any of them works."""

from __future__ import annotations

NOT_OPEN = "Notifications have not been opened yet."
NOT_OPEN_HINT = "This is a fault in routine; `routine today` shows what is waiting."

# a Linux desktop

TODAY_SHOWS = "`routine today` shows what is waiting."

SHOW_AGAIN = "Show again"
"""The name of a click on the card itself, for the few servers that list it."""

NOT_ASKED_YET = "Nothing has been asked to show notifications yet."
SHUT = "Notifications have been switched off here."

NO_BUS = "There is no desktop session to show notifications in."
NO_BUS_HINT = "Start routine from your desktop session; `routine today` works anywhere."

NO_SERVER = "No notification server is running on this desktop."
NO_SERVER_HINT = "Install one, dunst for example; until then `routine today` shows what is waiting."

ON_DEMAND = "a server that your desktop starts with the first card"

TIMED_OUT = "The desktop did not answer when asked to show a notification."
TIMED_OUT_HINT = "It is tried again later; `routine today` shows what is waiting."

BUS_GONE = "The connection to the desktop session was lost."
SERVER_GONE = "The notification server has gone."


def rejected(server: str, why: str) -> tuple[str, str]:
    """(sentence, what it said itself)"""
    sentence = f"{server} would not show the notification." if server else "The notification was not accepted."
    return sentence, f"It said: {why}. `routine today` shows what is waiting." if why else TODAY_SHOWS


def no_buttons(server: str) -> str:
    return f"{server} draws no buttons, so each notification names the command that answers it."


DUNST_ANSWERS = "A middle click shows the answers."
MAKO_ANSWERS = "`makoctl menu`, with a menu program such as dmenu, shows the answers."
COSMIC_ANSWERS = "A click opens it in your browser."
QUICKSHELL_ANSWERS = "Your desktop may not draw every button."


def undrawn(server: str) -> str:
    return f"{server} takes buttons and may draw none, so each notification also says how to answer it."


# the terminal that runs the service

NO_TERMINAL = "No terminal is open in which somebody would see it."
NO_TERMINAL_HINT = "`routine run` in a terminal shows reminders there; `routine today` shows what is waiting."
NO_KEYS = "No keys are read here, so each reminder names the command that answers it."
TERMINAL_GONE = "The terminal that showed the reminders has gone."
TERMINAL_GONE_HINT = "The service goes on without it; `routine today` shows what is waiting."
TERMINAL_STOPPED = "The terminal takes no text at the moment."
TERMINAL_STOPPED_HINT = "Press Ctrl-Q in it, or end what holds it up. It is tried again."


def unforeseen(name: str) -> tuple[str, str]:
    return f"{name or 'The notifier'} failed in a way that nobody planned for.", "It is tried again."


def key(letter: str, label: str) -> str:
    return f"[{letter}] {label}"


def card(number: int, title: str) -> str:
    return f"{number} · {title}"


def taken(label: str, title: str = "") -> str:
    """`title`: of the card that was answered, where there are others."""
    return f"→ {label}: “{title}”" if title else f"→ {label}"


def gone(title: str) -> str:
    """It has been answered elsewhere, or its time is over."""
    return f"“{title}” is no longer waiting here."


def others(waiting: list[tuple[int, str]]) -> str:
    """The cards that wait beside the newest, each with the number that picks it."""
    listed = ", ".join(f"[{number}] {title}" for number, title in waiting)
    return f"Also waiting: {listed}"


# a text that nobody can answer by a click

TEXT_ONLY = "Text only: no buttons, and nothing tells whether it was seen. Each names the command that answers it."
TEXT_NONE = "This computer has no way to show even a plain notification."
TEXT_NONE_HINT = "`routine today` shows what is waiting."
TEXT_NONE_HINT_ON_LINUX = f"Install libnotify, which brings notify-send. {TEXT_NONE_HINT}"
TEXT_LATE = "The notification was not sent within five seconds."
TEXT_LATE_HINT = "It is tried again; `routine today` shows what is waiting."
TEXT_REFUSED = "The notification could not be sent."

# Windows

WINDOWS_NONE = "Windows notifications cannot be used here."
WINDOWS_NONE_HINT = "Reinstalling routine brings what it needs; `routine today` shows what is waiting."
WINDOWS_NO_NAME = (
    "routine could not enter its name in the Windows registry, so buttons would do nothing. "
    "Each notification names the command that answers it."
)
WINDOWS_OFF = "Windows has notifications switched off for routine."
WINDOWS_OFF_HINT = "Switch them on in Settings, System, Notifications."
WINDOWS_REFUSED = "Windows would not show the notification."

# macOS

MAC_NONE = "The macOS notification centre cannot be used from this Python."
MAC_NONE_HINT = "It needs a signed Python, such as the one from python.org."
MAC_UNSIGNED = "macOS does not verify the signature of this Python, and shows no notifications of it."
MAC_UNSIGNED_HINT = "There is nothing to allow in System Settings; the Python from python.org is signed."
MAC_ALERTS = "Reminders come as alerts, with up to three buttons."
MAC_NO_OSASCRIPT = "osascript, which shows alerts, could not be started."
MAC_NO_OSASCRIPT_HINT = "It belongs to macOS, in /usr/bin; `routine today` shows what is waiting."
MAC_ASKING = "macOS has asked whether routine may notify you, and waits for your answer."
MAC_ASKING_HINT = "Choose Allow; or later in System Settings, Notifications, where it is called Python."
MAC_FORBIDDEN = "macOS does not let routine notify you."
MAC_FORBIDDEN_HINT = (
    "Allow it in System Settings, Notifications, where it is called Python; choose Alerts, so that they stay."
)
MAC_LATE = "The macOS notification centre did not answer within five seconds."
MAC_LATE_HINT = "It is tried again; `routine today` shows what is waiting."
MAC_REFUSED = "The macOS notification centre would not show the notification."

# several, one after another


def said(why: str) -> str:
    """What the other side gave as its reason."""
    return f"It said: {why}." if why else "It is tried again; `routine today` shows what is waiting."


def instead_of(name: str, why: str) -> str:
    return f"Instead of {name}: {why}" if name else why
