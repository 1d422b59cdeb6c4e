"""Knows what init says and asks; must not know what is written where. Calm: no diagnosis, no promise, no hurry."""

from __future__ import annotations

from collections.abc import Sequence

from routine.core.recurrence import WEEKDAYS
from routine.presentation import safety_check
from routine.presentation.phrases import and_more, both, either, quoted, there_are, typed
from routine.presentation.plan_check import IN_USE_SOON
from routine.presentation.plan_list import NOT_ANSWERED, none_comes_called
from routine.presentation.safety import COMMAND

YES_HELP = "ask nothing: take the plan as it is"
PLAN_HELP = "which of the plans that come with routine"
NAME = "NAME"

WELCOME = "Welcome to routine."
WHAT_IT_IS = (
    "It reads a weekly plan for your back and reminds you, step by step. Five short parts, about three minutes: "
    "a look at safety, a plan, its days and times, what to leave out, and then your week. The plan is a text "
    "file of your own that you can change whenever you like. Ctrl-C leaves at any time: what you have answered "
    "is kept, and no plan is written until the end."
)

# leaving in the middle, and coming back

LEFT = "Last time you left on the way. This is what you answered:"
CHECKED = f"The safety check is answered; `{COMMAND}` asks it anew at any time."
GO_ON = "Go on from there, or begin anew? [go on]"
GO_ON_AGAIN = "`go on` or `anew`, please."
GOES_ON_LATER = "What you answered is kept: `routine init` goes on from there."
LEFT_EARLY = (NOT_ANSWERED, GOES_ON_LATER)
_GOING_ON, _ANEW = ("y", "yes", "g", "go", "go on", "on", "keep"), ("n", "no", "a", "anew", "new", "begin anew")


def as_going_on(answer: str) -> bool | None:
    """None for neither."""
    said = answer.casefold().strip(" .!")
    return True if said in _GOING_ON else False if said in _ANEW else None


def kept_plan(title: str) -> str:
    return f"Plan: {title}"


def kept_days(days: Sequence[str]) -> str:
    return f"Days: {_days(days)}"


def kept_times(times: Sequence[str]) -> str:
    return f"Times: {both(times)}"


def kept_hours(hours: str) -> str:
    return f"Hours: {hours}"


GROWN = "By going on you say: I am 18 or over and understand this."

PLANS = "These plans come with routine:"
ENTER = "Enter keeps what stands in brackets."


def which(first: str) -> str:
    return f"Which one? [{first}]"


def no_such_plan(names: list[str]) -> str:
    return f"That is not one of them. A number, or {either(names)}."


def days_of(titles: list[str], usual: Sequence[str]) -> str:
    return f"{_some(titles)}: on which days? [{_days(usual)}]"


def _days(names: Sequence[str]) -> str:
    """As plans write them: `mon`."""
    if len(names) == len(WEEKDAYS):
        return "every day"
    return ", ".join(name.capitalize() for name in names)


def time_of(titles: list[str], usual: str) -> str:
    return f"{_some(titles)}: at what time? [{usual}]"


def comes_then(title: str, at: str) -> str:
    return f"{quoted(title)} comes at {at} on the same day."


def hours_of(titles: list[str], usual: str) -> str:
    return f"{_some(titles)}: between which hours? [{usual}]"


def _some(titles: list[str]) -> str:
    names = [quoted(title) for title in titles]
    return both(names) if len(names) <= 3 else f"{', '.join(names[:2])} {and_more(len(names) - 2)}"


MORNING = "In the first hour after waking, leave forward bends out: a later time is kinder."
DAYS_AGAIN = "Days of the week, please, such as mon wed fri, Tuesday to Thursday, weekdays or every day."
DAYS_OF_ITS_OWN = "The plan has a day of its own for each of these, and none on which both come."
TIME_AGAIN = "A time of day, please, such as 07:30, 6 pm or half six."
YOUR_WEEK = "This is your week."
HOURS_AGAIN = "Two times of day, please, such as 09:00-17:00."


def in_quiet_hours(at: str, quiet: str) -> str:
    return f"{at} lies in this plan's quiet hours ({quiet}), so it would wait until they end."


LEAVE_OUT = f"Is there something you would rather leave out? It is easy to change later. {safety_check.LEAVE_OUT}"
LEAVE_OUT_ASK = safety_check.LEAVE_OUT_ASK
numbers_again = safety_check.numbers_again


def left_out(words: list[str]) -> str:
    return f"you chose to leave out {both(words)}"


FIRST_DAY = "day 1: the day you took this plan"


def wrote(path: str) -> str:
    return f"Wrote {path}"


def kept(path: str) -> str:
    return f"Kept  {path}, which was there already"


def following(name: str, *, running: bool) -> list[str]:
    first = IN_USE_SOON if running else "`routine run` starts the reminders."
    return [
        f"{first} `routine today` shows your day, `routine week` the days ahead.",
        f"`routine edit {typed(name)}` changes the plan.",
    ]


def plan_exists(name: str, path: str) -> tuple[str, str]:
    return (
        f"You have a plan called {name} already ({path}); it was not touched.",
        f"`routine edit {typed(name)}` changes it; `routine init --plan NAME` takes another one.",
    )


def unknown_plan(name: str, names: list[str]) -> tuple[str, str]:
    return none_comes_called(name), there_are(names)


NO_ANSWER = (NOT_ANSWERED, "`routine init --yes` asks nothing.")
STOPPED = "Stopped. No plan was written."


def you_have(names: list[str]) -> str:
    return f"You have a plan already: {both(names)}. This adds another one, and leaves it as it is."
