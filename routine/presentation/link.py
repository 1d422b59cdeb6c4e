"""Knows what is said of the same day on several devices: linking a folder, how it goes, what keeps it from it."""

from __future__ import annotations

from routine.presentation.phrases import Said, plural, typed

HELP_WAYS = {
    "folder": "share answers through a folder that your sync program mirrors",
    "calendar": "show the next 14 days in a calendar of yours, and hear what is ticked off there",
    "phone": "reminders on your phone, with Start, Snooze and Skip, by the app ntfy",
    "run": "keep what is linked over a network up to date, until it is stopped",
    "status": "which devices share, and what was heard of each",
    "off": "share nothing any more; what was shared stays where it is",
}
FOLDER_HELP = "a folder that is on all your devices, such as ~/Sync/routine"
YES_HELP = "write into plans that count weeks from which day they count"
ONCE_HELP = "look once, then end"
RUNS = "routine link is running. Ctrl-C ends it."
NOT_LINKED = "Nothing is linked: what you answer stays on this computer."
HOW_TO_LINK = (
    "routine link folder PATH shares it through a folder that your sync program mirrors; "
    "routine link calendar URL shows your days in a calendar, routine link phone on your phone."
)
OFF = "Linked no more. What was shared stays in the folder, and what came from others stays here."
WHO_RUNS = "`routine link run` keeps it up to date; `routine login on` starts that by itself."
OFF_BY_NETWORK = "Linked no more."
LABELS = ("device", "heard", "rows", "")
THIS = "this computer"
NEVER = "nothing yet"
WHAT_TRAVELS = (
    "What you answer, feel and pause goes there, with your notes. Do the same on your other devices, with the "
    "same plans; nothing is sent anywhere by routine itself."
)


def nothing_to_run() -> Said:
    return (
        "Nothing is linked that needs a network.",
        "`routine link calendar URL` links a calendar, `routine link phone` a phone.",
    )


def linked(folder: str) -> str:
    return f"Linked: this computer shares what you answer through {folder}."


def taken_in(rows: int) -> str:
    return plural(rows, "1 answer came from there.", f"{rows} answers came from there.")


def gaps(count: int) -> str:
    return plural(count, "1 row is still on its way", f"{count} rows are still on their way")


def away(folder: str) -> str:
    return (
        f"The linked folder {folder} is not there. What you answer is kept here, and goes there when it is back."
    )


def emptied(folder: str) -> str:
    return (
        f"The linked folder {folder} is another than before, and empty: is its disk there? What you answer is "
        "kept here, and goes there when it is back. If it is meant to be new: "
        f"`routine link folder {typed(folder)}`."
    )


def refused(folder: str) -> str:
    return f"The linked folder {folder} may not be written. What you answer is kept here, and goes there later."


def full(folder: str) -> str:
    return f"The linked folder {folder} is full. What you answer is kept here, and goes there later."


def failed(folder: str, why: str) -> str:
    return f"The linked folder {folder} could not be used: {why}. What you answer is kept here."


def not_noted(why: str) -> str:
    return f"How far the link came could not be noted: {why}. It is tried again; nothing is lost."


def new_name(computer: str) -> str:
    return (
        f"This journal is a copy of another, or there is a copy of it: from now on {computer} shares under a name "
        "of its own. Nothing is lost."
    )


def no_folder(folder: str, above: str) -> Said:
    return (
        f"There is no folder {folder}, nor {above} to make it in.",
        "Name a folder that your sync program mirrors.",
    )


def not_made(folder: str, why: str) -> Said:
    return f"The folder {folder} could not be used: {why}.", "Name a folder that belongs to you."


def holds_the_journal(folder: str, journal: str) -> Said:
    return (
        f"{folder} holds the journal {journal} itself, or lies beside it. Mirrored as a whole it would lose rows.",
        "Name another folder: only what is to be shared goes there.",
    )


def journal_is_mirrored(journal: str, by: str) -> Said:
    return (
        f"The journal {journal} lies in a folder that {by} mirrors. Two computers writing to it lose rows.",
        "Move it out: set ROUTINE_HOME, or XDG_STATE_HOME, to a folder that nothing mirrors.",
    )


def starts_missing(plans: list[tuple[str, str]], folder: str) -> Said:
    """`plans`: (file, the line that is missing)."""
    lines = "\n".join(f"  {file}: {line}" for file, line in plans)
    return (
        f"Each device would count the weeks of these plans from a day of its own:\n{lines}",
        f"`routine link folder {typed(folder)} --yes` writes these; or write them above the first [[session]].",
    )


def starts_written(file: str, line: str) -> str:
    return f"{file} says now: {line}"


def start_not_written(file: str, line: str) -> Said:
    return f"{file} cannot be changed there.", f"Write this line above its first [[session]]: {line}"


STARTS_COMMENT = "from this day its weeks are counted, on all devices"
