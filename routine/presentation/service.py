"""Knows what the service says in the terminal or the log it runs in; must not know how it gets there."""

from __future__ import annotations


def running(plans: int, sessions: int) -> str:
    return f"routine is running: {_counted(plans, sessions)}. Ctrl-C stops it."


def shipped(folder: str) -> str:
    return (
        "You have no plan of your own yet, so the plans that come with routine are used.\n"
        f"`routine init` writes one for you, or put a file into {folder}"
    )


def next_up(title: str, when: str, minutes: int) -> str:
    return f"Next: {title}, {when}" + (f", {minutes} min" if minutes else "")


def nothing_next() -> str:
    return "Nothing is planned for the next day and a half."


def reloaded(plans: int, sessions: int) -> str:
    return f"Plans read again: {_counted(plans, sessions)}."


def _counted(plans: int, sessions: int) -> str:
    plan_words = "1 plan" if plans == 1 else f"{plans} plans"
    if plans and not sessions:
        # there are only visits or supplements in it
        return plan_words
    return f"{plan_words}, {'1 session' if sessions == 1 else f'{sessions} sessions'}"


def not_shown(title: str, why: str) -> str:
    return f"“{title}” could not be shown and will be tried again: {why}"


def notifier_is(name: str, degraded: str) -> str:
    return f"Notifications: {name}" + (f" ({degraded})" if degraded else "")


def journal_trouble(why: str) -> str:
    return f"{why} Reminders go on; what you answer is remembered and written down as soon as it can be."


def journal_is_well() -> str:
    return "The journal can be written again, and nothing you answered was lost."


def plans_unread() -> tuple[str, str]:
    return "None of your plans could be read, so nothing comes of them.", "`routine check` says why."


def stopping() -> str:
    return "routine has stopped. Your plans and your journal are kept."


def farewell_late() -> str:
    return "The notification server did not take its cards back in time."


def folder_gone() -> tuple[str, str]:
    return "The folder of your plans is not there, or cannot be read.", "Bring it back, or make it anew."


def set_aside(file: str) -> str:
    return f"The journal was damaged and is kept aside as {file}. A new one has been begun; reminders go on."


def journal_gone() -> str:
    return "The journal was moved or deleted. A new one has been begun with what was remembered; reminders go on."


def from_the_next_start(name: str) -> str:
    return f"`{name}` has changed: it holds from the next start of the service."
