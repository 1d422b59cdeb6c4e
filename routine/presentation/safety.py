"""Knows what is said, in a line, about the safety check wherever a session is shown; must not know its questions.

Every command reads this file, so it is short: the questions stand in signs.py.
"""

from __future__ import annotations

from routine.presentation.phrases import quoted
from routine.presentation.time_format import is_not_a_day, is_still_to_come

COMMAND = "routine help-signs"
CHECK_TITLE = "Before you start: a two-minute safety check"
OPENS_ONCE = (
    "Most back pain settles; a few signs need a doctor, not a program. "
    "It comes once, before your first movement session."
)
OPEN_CHECK = "Open check"
LATER = "Another time"
LOOK_AGAIN = f"Sorer than usual? Please go through the two-minute safety check again: {COMMAND}"
WAITS = f"A two-minute safety check is waiting: {COMMAND}"
NO_BROWSER = f"No browser opened it. It can be answered in a terminal: {COMMAND}"
CALM_GOES_ON = "Breathing, meditation and relaxation go on."

FOOTER = (
    "routine is a self-care planner. It does not diagnose or treat any condition and does not replace a health "
    f"professional. Open “When to get help” (`{COMMAND}`) if you are worried."
)


def may_not_start(title: str, *, all_wait: bool) -> tuple[str, str]:
    """(sentence, what to do next)"""
    if all_wait:
        return (
            f"“{title}” can wait: by your answers to the safety check, getting help comes first.",
            f"`{COMMAND}` shows what to do.",
        )
    return (
        f"“{title}” can wait until a professional has said that movement is fine.",
        f"{CALM_GOES_ON} `{COMMAND}` shows more.",
    )


def before_a_visit(*, all_wait: bool) -> str:
    """For somebody whom an answer binds: the visit goes on, but whoever treats them has to know."""
    if all_wait:
        return "By your answers to the safety check, get help first, and tell them before they begin."
    return "Before they begin, tell them what you answered in the safety check."


def answer_check_by_command() -> str:
    return f"To answer it, type: {COMMAND}; to put it off: routine start"


def held_back(*, all_wait: bool) -> str:
    """For today and status: one line, without blame."""
    if all_wait:
        return f"Every session waits; getting help comes first: {COMMAND}"
    return f"Movement waits for a professional's word: {COMMAND}"


def nothing_held() -> tuple[str, str]:
    return "No session is waiting for a professional's word.", f"`{COMMAND}` asks the safety check."


def not_a_day(text: str) -> tuple[str, str]:
    return is_not_a_day(quoted(text)), "Write it as YYYY-MM-DD, such as 2026-11-20."


def day_ahead(day: str) -> tuple[str, str]:
    return is_still_to_come(day), "Give the day on which a professional said that movement is fine."


def day_long_ago(day: str) -> tuple[str, str]:
    return f"{day} is more than a year ago.", "Please ask a professional again, then give that day."


def day_before_answer(day: str) -> tuple[str, str]:
    return (
        f"On {day} you had not yet told of these signs.",
        "Please have them looked at first, then give the day on which a professional said that movement is fine.",
    )


def day_too_old_for_sign(day: str) -> tuple[str, str]:
    return (
        f"On {day} it could not be known yet: that is more than nine months ago.",
        "Please ask a professional again, then give that day.",
    )
