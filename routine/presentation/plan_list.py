"""Knows what `plans` says: which there are, which are in use, and what taking one means. Knows no single plan."""

from __future__ import annotations

from datetime import date

from routine.core.plan_stage import PlanState
from routine.presentation.phrases import both, lists_them_all, quoted, there_are, typed, with_guess
from routine.presentation.safety import COMMAND
from routine.presentation.time_format import is_not_a_time_of_day

USE_HELP = "copy one of the plans that come with routine, to be your own"
PLAN = "PLAN"
PLAN_HELP = "which one, such as gentle-start"
AT = "HH:MM"
AT_HELP = "the time of its movement sessions, such as 18:00"

YOURS = "Your plans"
STARTERS = "In use while you have none of your own"
SHIPPED = "Come with routine, not in use"

WEEKS_HEAD = "weeks"
SESSIONS_HEAD = "sessions"
MINUTES_HEAD = "min a week"
OPEN_END = "–"
HOW = "`routine plans use NAME` makes one your own. `routine edit NAME` changes it."

_STATES = {
    PlanState.ACTIVE: "in use",
    PlanState.FINISHED: "over",
    PlanState.PAUSED: "paused",
    PlanState.PROBLEM: "has problems: routine check",
    PlanState.COPY: "not in use: a copy that a program left",
    PlanState.SHIPPED: "",
}


def state_words(
    state: PlanState,
    week: int | None = None,
    weeks: int | None = None,
    starts: date | None = None,
    rests_until: date | None = None,
) -> str:
    """How a plan stands; of one that comes with routine and is not in use its place in the list says so."""
    if rests_until:
        return f"paused until {rests_until.isoformat()}"
    if starts:
        return f"begins {starts.isoformat()}"
    if week:
        return f"week {week} of {weeks}" if weeks else f"week {week}"
    return _STATES[state]


# how far a plan has come


def begins_today(title: str) -> str:
    return f"{quoted(title)} begins"


def first_week(weeks: int | None) -> str:
    """`weeks`: how many it has, where it has an end."""
    return f"Today is the first day of {weeks} weeks." if weeks and weeks > 1 else "Today is its first day."


def has_begun(title: str) -> str:
    return f"{quoted(title)} has begun"


def first_day_was(day: str) -> str:
    return f"Its first day was {day}."


def is_through(title: str) -> str:
    return f"{quoted(title)} is through; what now?"


NEXT = {
    "gentle-start": "walking-further",
    "flare-up-week": "gentle-start",
    "evening-calm": "mindful-weeks",
    "pilates-core": "yoga-for-the-back",
    "yoga-for-the-back": "pilates-core",
    "walking-further": "pilates-core",
    "mindful-weeks": "yoga-for-the-back",
    "lift-and-carry": "walking-further",
    "steady-on-your-feet": "walking-further",
}
"""Of the plans that come with routine, which could come after which."""


def repeats_it(plan: str) -> str:
    return f"`routine plans again {typed(plan)}` asks for this week once more."


def last_week_again(plan: str) -> str:
    return f"`routine plans again {typed(plan)}` has its last week once more."


def goes_on_with(plan: str) -> str:
    return f"`routine plans resume {typed(plan)}` goes on with it."


def what_next(plan: str) -> str:
    """After a plan that is through."""
    last = last_week_again(plan)
    if plan in NEXT:
        return f"`routine plans use {NEXT[plan]}` could come next. {last}"
    return f"`routine plans` shows what could come next. {last}"


def stage_words(state: PlanState, title: str, day: str, hint: str) -> str:
    """`day`: on which it begins, or its last one. `hint`: where plans are looked at."""
    if state is PlanState.NOT_BEGUN:
        return f"{quoted(title)} begins on {day}."
    if state is PlanState.FINISHED:
        return f"{quoted(title)} is through since {day}. {hint}"
    return f"{quoted(title)} is in its last week, until {day}."


def rests(title: str, plan: str, day: str) -> str:
    """`day`: the last day of it; empty where it is open."""
    said = f"{quoted(title)} is paused until {day}." if day else f"{quoted(title)} is paused."
    return f"{said} {goes_on_with(plan)}"


def minutes(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}"


def none_comes_called(name: str) -> str:
    return f"No plan called {quoted(name)} comes with routine."


def unknown(name: str, close: list[str], names: list[str]) -> tuple[str, str]:
    """(sentence, what to do next)"""
    if close:
        return (
            with_guess(none_comes_called(name), [quoted(one) for one in close]),
            lists_them_all("routine plans"),
        )
    return none_comes_called(name), there_are(names)


def not_a_time(said: str) -> tuple[str, str]:
    return is_not_a_time_of_day(quoted(said)), "Write it like --at 18:00."


def several_times(name: str, times: list[str]) -> tuple[str, str]:
    return (
        f"Its movement sessions come at {both(times)}, so one time does not say which; nothing was written.",
        f"`routine plans use {name}` takes it as it is; `routine edit {name}` then changes each time.",
    )


NOT_ANSWERED = "There was no answer, so no plan was written."
NO_ANSWER = (NOT_ANSWERED, f"`{COMMAND}` asks the safety check at any time.")
SIGNS_FIRST = f"Before you move: `{COMMAND}` lists the few signs that need a doctor, not a plan."
