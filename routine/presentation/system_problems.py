"""Knows what to say when a file, a disk, the clock or a renderer does not do its part; not who needed it.

Each function gives (sentence, what to do next).
"""

from __future__ import annotations

from routine.presentation.control_socket import STATUS_SHOWS
from routine.presentation.phrases import Said

NO_BROWSER = "No browser could be opened."
PAGE_BY_HAND = f"{NO_BROWSER} In a terminal: routine page"
BRING_BACK = "Bring it back, or make it anew."


def journal_newer(path: str) -> Said:
    return f"The journal {path} was written by a newer routine.", "Update routine; nothing in it was touched."


def journal_foreign(path: str) -> Said:
    return (
        f"{path} belongs to another program: it is a database, but not a journal of routine.",
        "Move it elsewhere; nothing in it was touched.",
    )


def journal_corrupt(path: str) -> Said:
    return (
        f"The journal {path} is damaged and cannot be read.",
        "Put a backup in its place, or move it away to begin a new one.",
    )


def journal_held(path: str) -> Said:
    return (
        f"The journal {path} is damaged, and cannot be set aside while another program has it open.",
        "Close the page of routine, and whatever else shows it; a new one is begun as soon as that is possible.",
    )


def journal_gone(path: str) -> Said:
    return f"The journal {path} was moved or deleted.", "Put it back while routine is stopped."


def journal_busy(path: str) -> Said:
    return (
        f"The journal {path} is in use by another program and did not come free in time.",
        "Try again in a moment; close any database browser that has it open.",
    )


def journal_refused(path: str) -> Said:
    return (
        f"The journal {path} cannot be opened or written.",
        "Check that the folder exists and that it and the file belong to you.",
    )


def journal_full(path: str) -> Said:
    return f"There is no room left to write the journal {path}.", "Make some room on the disk and try again."


def journal_failed(path: str, why: str) -> Said:
    return f"The journal {path} could not be used: {why}.", "Check that its disk has room and is well."


def folder_refused(path: str, why: str) -> Said:
    return f"The folder {path} could not be made: {why}.", "Check who owns the folder above it."


def no_home() -> Said:
    return "There is no home folder to keep plans in.", "Set HOME, or ROUTINE_HOME, to a folder of yours."


def nobodys_home(named: str) -> Said:
    return f"ROUTINE_HOME is {named}, and nobody here has that name.", "Set ROUTINE_HOME to a folder of yours."


def already_running(pid: int | None) -> Said:
    sentence = f"routine is already running (process {pid})." if pid else "routine is already running."
    return sentence, STATUS_SHOWS


def lock_refused(path: str, why: str) -> Said:
    return f"The lock {path} could not be taken: {why}.", "Check that its folder exists and belongs to you."


def zone_unknown(variable: str, why: str, platform: str) -> Said:
    """`variable`: what TZ says, if it says anything. `platform`: as `sys` calls it."""
    return (
        f"This computer's time zone ({variable}) could not be read: {why}"
        if variable
        else f"This computer's time zone could not be read: {why}",
        f"Times are taken as UTC until it is set: {_where_zone_is_set(variable, platform)}.",
    )


def zone_doubtful(zone: str, why: str, variable: str, platform: str) -> Said:
    return (
        f"Times are taken as {zone}, but that may not be this computer's time zone: {why}",
        f"Set it: {_where_zone_is_set(variable, platform)}.",
    )


def _where_zone_is_set(variable: str, platform: str) -> str:
    if variable:
        return f"TZ says “{variable}”, so correct that variable, or leave it out"
    if platform == "win32":
        return "Settings, Time & language, Date & time"
    if platform == "darwin":
        return "System Settings, General, Date & Time"
    return "for example with `timedatectl set-timezone`"


def not_drawn(why: str) -> Said:
    return f"A picture could not be drawn: {why}.", "The words of the exercise are enough to do it."
