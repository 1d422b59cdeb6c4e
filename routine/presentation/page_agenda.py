"""Knows what today and the week say on the page; must not know where it stands or how it is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from routine.presentation import agenda, login, pauses
from routine.presentation.answers import NO_SUCH_ANSWER
from routine.presentation.phrases import and_more, plural, quoted
from routine.presentation.safety import CALM_GOES_ON
from routine.presentation.visits import IN_YOUR_JOURNAL

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "relief": login.ACTION_RELIEF,
        "agendaNow": "Now",
        "agendaNext": "Next",
        "agendaLater": "Still to come",
        "agendaOver": "Earlier today",
        "agendaAnytime": "Something else now",
        "agendaAnytimeHint": "Any session of your plans, whenever you feel like it.",
        "agendaMore": "More",
        "agendaChange": "Change",
        "agendaFor": "{0}: {1}",
        "agendaRounds": "Each round",
        "agendaDone": "Done",
        "agendaDoneAt": "Done at",
        "agendaTaken": "Taken",
        "agendaTakenAt": "Taken at",
        "agendaWent": "I went",
        "agendaWentAt": "I went at",
        "agendaDoneHint": "Without a time: just now.",
        "agendaExcuse": "Not today",
        "agendaWhy": "A reason, if you like",
        "agendaExcuseHint": "It does not count against you.",
        "agendaMoveTo": "Move to …",
        "agendaMove": "Move",
        "agendaMoveAt": "Move to",
        "agendaMoveHint": "A time later today, such as 18:00.",
        "agendaShorter": "Start it",
        "agendaShorterHint": "Your journal has the minutes that you did.",
        "undo": "Undo",
        "agendaPause": "Pause reminders",
        "agendaResume": "Resume",
        "agendaWeekDays": "Days of the week",
        "agendaWeekNow": "This week",
        "agendaWeekBefore": "Week before",
        "agendaWeekBeforeShort": "Before",
        "agendaWeekAfter": "Week after",
        "agendaWeekAfterShort": "After",
        "agendaOtherWeeks": "Other weeks",
        "agendaTogether": "The week together",
        "agendaIsToday": "Today",
        "agendaToToday": "To today",
    }
)

# answers

START, START_NOW, SKIP = "Start", "Start now", "Skip"
WENT, DID_NOT_GO = "I went", "I did not go"
NOT_AFTER_ALL = "Not done after all"


def answer_to(label: str, title: str) -> str:
    """What a button is called for those who do not see what it stands beside."""
    return f"{label}: {title}"


def noted(title: str) -> str:
    return f"Noted: {quoted(title)}. {IN_YOUR_JOURNAL}"


def moved(name: str, until: str) -> str:
    return f"{name} comes at {until} now."


NOT_LATER = ("That is no time that is still ahead today.", "Write one such as 18:00.")


# today


def exercises(count: int) -> str:
    """How many there are in a session; nothing where it is only read."""
    return plural(count, "1 exercise", f"{count} exercises") if count else ""


def needs(things: str) -> str:
    return f"You need {things}."


def title(day: str) -> str:
    return f"Today, {day}"


NOTHING_WAITS = "Nothing is waiting for you."
ALL_DONE = "Everything for today is done. Enjoy the rest of the day."
ALL_OVER = "That was all for today. Tomorrow is a new day."
FREE_DAY = "Nothing is planned for today. A free day is part of a good plan."
NO_PLANS = "There is no plan yet. The library shows what there is to choose from."
OFF = agenda.NOT_RUNNING
PROBLEMS_LINK = "See your plans"


def minutes_done(done: int, planned: int) -> str:
    """How much of the planned minutes is done; nothing planned, nothing said."""
    if not planned:
        return ""
    return f"{done} of {planned} min done" if done else f"{planned} min planned"


def problems(count: int) -> str:
    return plural(count, "A plan needs a look.", f"Your plans need a look, in {count} places.")


def safety(*, all_wait: bool) -> str:
    if all_wait:
        return "Every session waits: getting help comes first."
    return f"Movement waits for a professional's word. {CALM_GOES_ON}"


def at(when: str) -> str:
    """When a visit was, or will be."""
    return f"at {when}"


def since(when: str) -> str:
    """Beside what is due now: from when on."""
    return f"since {when}"


def more(count: int) -> str:
    """Below a list that goes on; nothing where it does not."""
    return and_more(count) if count > 0 else ""


def rounds(times: int, minutes: set[int]) -> str:
    """`6 × 2 min`, `6 × 2–3 min`: a session may take turns that are not of one length."""
    least, most = min(minutes), max(minutes)
    if not most:
        return f"{times}×"
    return f"{times} × {least} min" if least == most else f"{times} × {least}–{most} min"


# a pause

PAUSES: Mapping[str, str] = MappingProxyType(
    {"1h": "1 hour", "2h": "2 hours", "4h": "4 hours", "tomorrow": "Until tomorrow"}
)
"""By what `routine pause` takes."""
RESUMED = pauses.resumed()
NOT_PAUSED = pauses.not_paused("Reminders come as planned.")


def paused(until: str) -> str:
    return f"Paused until {until}. Nothing is shown until then, and nothing counts as missed."


# the week


def week_title(first: str, last: str) -> str:
    return f"{first} – {last}"


def together(planned: int, done: int) -> str:
    if not planned:
        return "No minutes are planned in this week."
    return f"{planned} min planned, {done} done." if done else f"{planned} min planned."


def share(done: int, planned: int) -> str:
    return f"{done} of {planned} min" if done else f"{planned} min"


NO_DAY = "Nothing planned"
NO_WEEK = ("There is no week at this address.", "Today and Week, at the top, lead back.")

# what cannot be


NO_ANSWER = (NO_SUCH_ANSWER, "Load the page again: it may have been answered elsewhere.")
