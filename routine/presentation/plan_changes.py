"""Knows what is said when a plan is repeated, paused, ended, removed or set to other times; no single plan."""

from __future__ import annotations

from routine.presentation import plan_list
from routine.presentation.phrases import (
    NOTHING_CHANGED,
    both,
    lists_them_all,
    quoted,
    there_are,
    typed,
    with_guess,
)

HELP = {
    "again": "this week once more: the coming week asks for what this one did",
    "back": "one week back: the coming week asks for what the one before this did",
    "pause": "it asks for nothing until you resume it",
    "resume": "it goes on, with the week it was in",
    "finish": "it ends today; what was done stays in your log",
    "remove": "it is no plan any more; its text is kept beside the others",
    "set": "a session on other days, or at another time",
}
PLAN = "PLAN"
SESSION = "SESSION"
SESSION_HELP = "which session of it, by its title or name"
DAYS = "DAYS"
DAYS_HELP = "on which days, such as mon,wed,fri, or weekdays"
AT = "HH:MM"
AT_HELP = "at which time, or times, such as 18:00"
_PUT_IT_BACK = "Put it back, and try again."
UNDO = "`routine undo` takes it back."


def again(title: str, week: int, weeks: int | None, day: str) -> str:
    """`week`: the one that comes once more; `day`: on which it begins."""
    if weeks:
        return f"{quoted(title)}: week {week} of {weeks} comes once more, from {day}."
    return f"{quoted(title)}: week {week} comes once more, from {day}."


def paused(title: str, plan: str) -> str:
    return plan_list.rests(title, plan, "")


def resumed(title: str) -> str:
    return f"{quoted(title)} goes on."


def finished(title: str) -> str:
    return f"{quoted(title)} is finished. What you did stays in your log."


def removed(title: str, file: str) -> str:
    """`file`: where its text is kept; empty where it was away already."""
    if not file:
        return f"{quoted(title)} is no plan any more. Its file is away; should it come back, so does the plan."
    return f"{quoted(title)} is no plan any more. Its text is kept in {file}."


def times_set(session: str, title: str) -> str:
    return f"{quoted(session)} of {quoted(title)} comes at its new times from now on."


def moved_too(titles: list[str]) -> str:
    """Sessions that took turns with one whose days were chosen anew."""
    return (
        f"So that there are never two at once, {both([quoted(title) for title in titles])} changed days as well."
    )


def no_day_left(title: str) -> tuple[str, str]:
    return (
        f"{NOTHING_CHANGED} {quoted(title)} takes turns with it, and would have no day left.",
        "Leave it a day, or take it out of the plan first.",
    )


def both_at_once(titles: list[str], day: str, at: str) -> tuple[str, str]:
    """`at`: as a plan has it; "every" where both come every so often."""
    when = day if at == "every" else f"{day} at {at}"
    return (
        f"{NOTHING_CHANGED} {both([quoted(title) for title in titles])} would both come on {when}.",
        "Choose another day or time for one of them.",
    )


def too_few_days(least: int) -> tuple[str, str]:
    return "This plan takes turns from day to day.", f"Choose at least {least} days."


def swapped(title: str, exercise: str, instead: str) -> str:
    return f"From now on {quoted(title)} has {instead} in the place of {exercise}."


def swap_for_good(exercise: str, instead: str) -> str:
    """What a button does that stands beside an exercise which was too hard, or hurt."""
    return f"From now on {instead} instead of {exercise}"


def others_rest(titles: list[str], day: str) -> str:
    names = [quoted(title) for title in titles]
    if len(names) == 1:
        return f"{names[0]} rests until {day}, and then goes on with the week it was in."
    return f"{both(names)} rest until {day}, and then go on with the weeks they were in."


def unknown_change() -> tuple[str, str]:
    return "That cannot be done with a plan.", "`routine plans --help` lists what can."


def unknown_plan(typed: str, close: list[str], names: list[str]) -> tuple[str, str]:
    sentence = f"No plan in use is called {quoted(typed)}."
    if close:
        return with_guess(sentence, [quoted(each) for each in close]), lists_them_all("routine plans")
    return sentence, there_are(names) if names else lists_them_all("routine plans")


def has_problems(plan: str) -> tuple[str, str]:
    return (
        f"The text of {quoted(plan)} has problems, so nothing was changed.",
        "`routine check` shows each of them.",
    )


def would_be_wrong(problem: str, plan: str) -> tuple[str, str]:
    return f"{NOTHING_CHANGED} {problem}", f"`routine edit {typed(plan)}` opens the text."


def by_hand(file: str, plan: str) -> tuple[str, str]:
    return (
        f"{file} could not be changed there without changing more than that; nothing was written.",
        f"`routine edit {typed(plan)}` opens it.",
    )


def file_is_away(file: str, plan: str = "") -> tuple[str, str]:
    """`plan`: one that can be let go while its file is away."""
    fix = f"Put it back, and try again; `routine plans remove {typed(plan)}` lets it go." if plan else _PUT_IT_BACK
    return f"{file} is not there at the moment.", fix


def texts_away() -> tuple[str, str]:
    return "The texts of the plans cannot be reached from here.", "Try the same in a terminal."


def all_weeks_alike(title: str) -> tuple[str, str]:
    return f"Each week of {quoted(title)} is like the others, so there is none to repeat.", "It simply goes on."


def not_begun(title: str) -> tuple[str, str]:
    return (
        f"{quoted(title)} has not begun yet, so there is no week to repeat.",
        "`routine plans` shows when it begins.",
    )


def in_first_week(title: str, plan: str) -> tuple[str, str]:
    return (
        f"{quoted(title)} is in its first week, so there is none before it.",
        f"`routine plans again {typed(plan)}` repeats this one.",
    )


def paused_already(title: str, plan: str) -> tuple[str, str]:
    return f"{quoted(title)} is paused already.", plan_list.goes_on_with(plan)


def not_paused(title: str) -> tuple[str, str]:
    return f"{quoted(title)} is not paused.", "`routine plans` shows how each plan stands."


def is_over(title: str, plan: str) -> tuple[str, str]:
    return f"{quoted(title)} is over.", plan_list.last_week_again(plan)


def goes_on_for_ever(title: str) -> tuple[str, str]:
    return f"{quoted(title)} has no end to rest until.", "`routine plans pause PLAN` pauses another plan."


def came_with_routine(title: str) -> tuple[str, str]:
    return (
        f"{quoted(title)} came with routine and is no file of yours.",
        "`routine plans use NAME` takes a plan of your own; then this one is not used any more.",
    )


def days_or_time() -> tuple[str, str]:
    return "There is nothing to set.", "Say --days mon,wed, or --at 18:00, or both."


def several_sessions(name: str, ids: list[str]) -> tuple[str, str]:
    return f"More than one session goes by {quoted(name)}.", there_are(ids)


def changed_since(plan: str) -> tuple[str, str]:
    return (
        f"The text of {quoted(plan)} has changed since then, so it was left as it is.",
        f"`routine edit {typed(plan)}` opens it.",
    )
