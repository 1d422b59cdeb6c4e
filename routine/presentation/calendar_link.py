"""Knows what is said of a linked calendar: setting it up, what lies there, what a server makes of it."""

from __future__ import annotations

from routine.presentation.phrases import Said, plural

ADDRESS_HELP = "of the calendar, or of your account on its server: https://name@calendar.example.org/"
AS_HELP = "entries to see (see), or to tick off in a list (tick)"
PLAIN_HELP = "without titles: whoever keeps the calendar reads only that it is routine"
ASK_USER = "Name on that server (Enter for none):"
ASK_SECRET = "Password, if there is one made for this app:"  # noqa: S105 - the question, not the answer
NAME = "routine"
"""Of the calendar, where one is made."""
TRIAL_TITLE = "routine"


def linked(address: str, entries: int) -> str:
    there = plural(entries, "1 session is", f"{entries} sessions are")
    return f"Linked: {there} in the calendar {address}, the next 14 days."


def trial(seconds: float) -> str:
    return f"A trial entry went there, came back as it was and was removed, in {seconds:.1f} s."


KEPT_IN_KEYRING = "The password is in this system's keyring."


def kept_in_file(file: str) -> str:
    return f"The password is in a file that only you can read, {file}: this system has no keyring."


WHO_READS = (
    "Titles and times are kept on that server, unencrypted. --plain leaves the titles out; `routine link off` "
    "ends it."
)


def removed(entries: int) -> str:
    return plural(
        entries, "1 entry was taken out of the calendar.", f"{entries} entries were taken out of the calendar."
    )


def left_there(why: str) -> str:
    return f"What lies in the calendar stays there: {why}"


def no_calendar(address: str) -> Said:
    return (
        f"{address} is no calendar, and none can be made there.",
        "Give the address of a calendar that takes CalDAV, or of your account on its server.",
    )


def takes_none(address: str, kind: str) -> Said:
    meant, other = ("entries to tick off", "see") if kind == "VTODO" else ("entries to see", "tick")
    return f"{address} takes no {meant}.", f"Try --as {other}, or name another calendar."


def not_given_back() -> Said:
    return (
        "The server took a trial entry and gave back another.",
        "It cannot carry your days; another calendar may.",
    )


def pass_done(written: int, removed_: int, answers: int) -> str:
    return f"Calendar: {written} written, {removed_} removed, {answers} answered there."


def status(address: str, entries: int, answers: int) -> str:
    there = plural(entries, "1 session", f"{entries} sessions")
    return f"Calendar {address}: {there}, {plural(answers, '1 answer', f'{answers} answers')} from there."


def deleted_there(entries: int) -> str:
    return plural(entries, "1 was deleted there", f"{entries} were deleted there") + ", and is not put back."


def nobody_answers() -> Said:
    return (
        "Nobody answered, so nothing is linked.",
        "Put the name into the address, and the password on standard input.",
    )
