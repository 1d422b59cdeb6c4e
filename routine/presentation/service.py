"""Knows what the service says in the terminal or the log it runs in; must not know how it gets there."""

from __future__ import annotations

from routine.presentation.agenda import plans as counted
from routine.presentation.system_problems import BRING_BACK


def running(plans: int, sessions: int) -> str:
    return f"routine is running: {counted(plans, sessions)}. Ctrl-C stops it."


def shipped(folder: str) -> str:
    return (
        "You have no plan of your own yet, so the plans that come with routine are used.\n"
        f"`routine init` writes one for you, or put a file into {folder}"
    )


def next_up(title: str, when: str, minutes: int) -> str:
    return f"Next: {title}, {when}, {minutes} min" if minutes else f"Next: {title}, {when}"


def nothing_next() -> str:
    return "Nothing is planned for the next day and a half."


def reloaded(plans: int, sessions: int) -> str:
    return f"Plans read again: {counted(plans, sessions)}."


_NOT_SHOWN = "could not be shown and will be tried again"


def not_shown(title: str, why: str) -> str:
    return f"“{title}” {_NOT_SHOWN}: {why}"


def note_not_shown(why: str) -> str:
    return f"A note for you {_NOT_SHOWN}: {why}"


def notifier_is(name: str, degraded: str) -> str:
    if not name:
        return f"Notifications: none can be shown yet. {degraded}".rstrip()
    return f"Notifications: {name} ({degraded})" if degraded else f"Notifications: {name}"


def journal_trouble(why: str) -> str:
    return f"{why} Reminders go on; what you answer is remembered and written down as soon as it can be."


def journal_unforeseen() -> tuple[str, str]:
    return "The journal failed in a way that nobody planned for.", ""


def journal_is_well() -> str:
    return "The journal can be written again, and nothing you answered was lost."


def plans_unread() -> tuple[str, str]:
    return "None of your plans could be read, so nothing comes of them.", "`routine check` says why."


def stopping() -> str:
    return "routine has stopped. Your plans and your journal are kept."


def farewell_late() -> str:
    return "The notification server did not take its cards back in time."


def folder_gone() -> tuple[str, str]:
    return "The folder of your plans is not there, is empty, or cannot be read. What ran goes on.", BRING_BACK


def config_gone() -> tuple[str, str]:
    return (
        "The configuration is not there. What it said goes on.",
        "Bring it back, or put an empty file there for the usual settings.",
    )


def set_aside(file: str) -> str:
    return f"The journal was damaged and is kept aside as {file}. A new one has been begun; reminders go on."


def journal_gone() -> str:
    return "The journal was moved or deleted. A new one has been begun with what was remembered; reminders go on."


def from_the_next_start(name: str) -> str:
    return f"`{name}` has changed: it holds from the next start of the service."


_FAULTS = {
    "reminder": "Something went wrong with {title}: it may come late, or not at all.",
    "wake-up": "Something went wrong with {title}: it may come late, or not at all.",
    "history": "What the journal says of {title} could not be understood; it may come although it was answered.",
    "card": "Something went wrong with the card for {title}: it could not be made, and will be tried again.",
    "show": "Something went wrong when the card for {title} was to be shown; it will be tried again.",
    "note": "A note for you could not be shown.",
    "picture": "A picture could not be shown; its card comes without one.",
    "session": "Something went wrong while {title} was being guided.",
    "answer": "Something went wrong with an answer to a card. Please see in `routine today` whether it counted.",
    "plan": "Something went wrong with {title}: its reminders may not come.",
    "reading plans": "Your plans could not be read again; what was read before goes on.",
    "settings": "Your settings could not be put to use; those of before hold.",
    "supplements": "The note about your supplements could not be prepared.",
    "journal": "Something in your journal could not be understood; what was known before holds.",
    "presence": "It could not be found out whether this is a moment to remind you, so nothing is held back.",
    "alarm": "A wake-up could not be set, so a reminder may come up to half a minute late.",
    "clock": "A change of the clock, or of the time zone, could not be followed.",
    "watching files": "A change in your files was noticed, but could not be followed.",
    "notifier": "Something went wrong between routine and the notifications of this computer.",
    "browser": "Something went wrong while the browser was being opened.",
    "console": "A line could not be written to the terminal.",
    "request": "A command could not be answered as it asked; it was told so.",
}


def fault(work: str, title: str) -> str:
    """One thing failed in a way nobody planned for. The rest goes on, and so says the sentence."""
    what = _FAULTS.get(work, "Something in routine went wrong that should not have.")
    return f"{what.format(title=f'“{title}”' if title else 'a reminder')} Everything else goes on."


def fault_hint(log: str) -> str:
    return f"What happened is written in {log}; please send it with your report."


def ended_by_fault() -> str:
    return (
        "routine has stopped: something went wrong that should not have. Where your login starts it, it starts "
        "again by itself; else `routine run` does. Nothing you answered is lost."
    )
