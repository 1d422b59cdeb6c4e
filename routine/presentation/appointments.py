"""Knows what the command `routine appointment` says; must not know how a plan is written or a journal read."""

from __future__ import annotations

from datetime import datetime

from routine.presentation.phrases import NOTHING_CHANGED, both, either, plural, quoted
from routine.presentation.time_format import TimeDisplay, is_not_a_date_and_time
from routine.presentation.visits import IN_YOUR_JOURNAL, answer_text

WHAT = "[WHAT]"
MOVE_HELP = "move one visit: its number, then its new date and time"
HELPING_HELP = "answer whether a course is helping: yes, no or not-sure"
NUMBER = "N"
NUMBER_HELP = "the number of the visit"
WHEN = "WHEN"
WHEN_HELP = 'its new date and time, such as "2026-12-10 15:00"'
ANSWER_HELP = "yes, no or not-sure"
NAME = "NAME"
NAME_HELP = "which course, by its id, its title, or how that begins; needed only when there are several"


def none() -> tuple[str, str]:
    return "There is no appointment in your plans.", "`routine edit` adds one: `[[appointment]]`."


def day_of_visit(at: datetime, view: TimeDisplay) -> str:
    """`Wed 25 Nov, 14:00`: a visit may be weeks away, and next year."""
    return f"{view.day(at, short=True)}, {view.clock(at)}"


def been_to(attended: int, asked: int) -> str:
    """How many visits somebody went to, of those something is known of."""
    return f"been to {attended} of {asked} so far" if asked else ""


def next_visit(number: int, visits: int, when: str) -> str:
    if number:
        return f"visit {number} of {visits} on {when}"
    return plural(visits, "the visit is over", f"all {visits} visits are over")


def helping(answer: str) -> str:
    """The last answer, in a line about the course."""
    return f"helping: {answer_text(answer)}" if answer else ""


def which(names: list[tuple[str, str]]) -> tuple[str, str]:
    """(title, id) of each course"""
    titles = both([quoted(title) for title, _ in names])
    return f"You have more than one course of visits: {titles}.", f"Say which at the end: {either(_ids(names))}."


def _ids(names: list[tuple[str, str]]) -> list[str]:
    return [name for _, name in names]


def unknown(name: str, names: list[tuple[str, str]]) -> tuple[str, str]:
    return f"No course of visits is called {quoted(name)}.", f"There is {either(_ids(names))}."


def not_a_moment(text: str) -> tuple[str, str]:
    return is_not_a_date_and_time(quoted(text)), 'Write it such as "2026-12-10 15:00", in quotes.'


def has_passed(when: str) -> tuple[str, str]:
    return f"{when} has passed.", "Give a time that is still to come."


def is_no_visit(number: int, visits: int) -> str:
    return plural(
        visits,
        f"There is no visit {number}: this course has one visit.",
        f"There is no visit {number}: this course has {visits} visits.",
    )


def no_such_visit(number: int, visits: int) -> tuple[str, str]:
    return is_no_visit(number, visits), "`routine appointment` shows where you are."


def same_time(number: int, when: str) -> tuple[str, str]:
    return f"Visit {number} is on {when} already.", NOTHING_CHANGED


def other_visit(number: int, when: str) -> tuple[str, str]:
    return (
        f"Visit {number} is on {when} already.",
        "Two visits cannot be at once: give another time, or move that one.",
    )


def by_hand(path: str) -> tuple[str, str]:
    return (
        f"This could not be written into {path} without changing more than it should.",
        "`routine edit` opens it; add a line such as except = { 3 = 2026-12-10T15:00:00 }.",
    )


def would_be_wrong(problem: str) -> tuple[str, str]:
    return "The plan would not be right any more, so nothing was changed.", problem


def moved(title: str, number: int, when: str) -> str:
    return f"Moved visit {number} of {quoted(title)} to {when}."


def not_asked_yet(title: str, when: str) -> tuple[str, str]:
    return f"{quoted(title)} It is too early to tell.", f"You are asked on {when}."


def no_review(title: str) -> tuple[str, str]:
    return (
        f"{quoted(title)} has no review.",
        "Add a line such as review_after = 5 to be asked whether it is helping.",
    )


def answered(title: str, answer: str) -> str:
    return f"Noted for {quoted(title)}: {answer_text(answer)}. {IN_YOUR_JOURNAL}"
