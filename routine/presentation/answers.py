"""Knows what is said when somebody answers a reminder by a command; must not know how the answer is kept."""

from __future__ import annotations

from routine.presentation.agenda import MARK_OR_SKIP
from routine.presentation.phrases import both, either, quoted, typed, with_guess
from routine.presentation.time_format import (
    is_not_a_length_of_time,
    is_not_a_time_of_day,
    is_still_to_come,
    no_end,
)

SESSION = "SESSION"
WORDS = "LENGTH or SESSION"
SESSION_HELP = "its id, its title, or how that begins; without it, what is waiting"
START_HELP = f"{SESSION_HELP}; or an exercise or a ready-made session of the library"
OTHERS_IN_LIBRARY = "`routine library` shows what else there is."
SNOOZE_HELP = (
    "such as 20m, 1 hour, until 09:00, tomorrow; a session; or both; without a length, the session's usual one"
)
IN_HELP = "where it goes on: notification, page or terminal"
AT_HELP = "when you did it, as HH:MM; also corrects what was missed or skipped"
WHICH_AT_HELP = "the one planned for that time, as HH:MM"
ON_HELP = "of another day: yesterday, sat, 2026-11-22"
EARLY_HELP = "the next one, although its time has not come"
DAY = "DAY"
WHY_HELP = "a word for your own journal"


def name_of(title: str, when: str, plan: str = "") -> str:
    """A session that its title alone does not tell, as the sentences below name it."""
    return title_of_time(quoted(title), when, plan)


def title_of_time(title: str, when: str, plan: str = "") -> str:
    """`title` with what tells it from another of that title."""
    return f"{title} of {when} (plan {plan})" if plan else f"{title} of {when}"


UNDO = "undo: routine undo"
"""Beside an answer: how it is taken back."""


def snoozed(name: str, until: str) -> str:
    return f"Snoozed {name} until {until}."


def past_next_round(name: str, when: str) -> str:
    """Snoozed for longer than until the same session comes round again."""
    return f"Snoozed {name}; its next round comes before that, at {when}, and takes its place."


def waits_for_quiet(until: str) -> str:
    return f"That is in quiet hours, so it comes when they end: {until}."


def lost_to_quiet() -> str:
    return "That is in quiet hours, which last longer than it waits, so it will not come again."


def skipped(name: str) -> str:
    return f"Skipped {name}."


def done(name: str, at: str, asks: str = "session") -> str:
    if asks != "session":
        # to have been there, or to have taken something, is noted and not praised
        return f"Noted: {name}, {at}." if at else f"Noted: {name}."
    return f"Done: {name}, at {at}." if at else f"Done: {name}. Well done."


def already_done(name: str, following: str) -> tuple[str, str]:
    return f"{name} is already done.", following


def excused(name: str) -> str:
    return f"Excused {name}; it does not count. Take care."


def started(name: str) -> str:
    return f"Started {name}; it goes on in a notification."


def not_yet(title: str, when: str, verb: str, last: str = "", time_today: str = "") -> tuple[str, str]:
    """`when` it comes; `verb`: the command that was typed; `last`: the one before, where there is one.

    `time_today`: when that one was, of this day; empty where it was the day before's.
    """
    command = f"routine {verb} {typed(title)}"
    sentence = f"{quoted(title)} is still to come: {when}."
    if last:
        which = f"--at {typed(time_today)}" if time_today else "--on yesterday"
        return sentence, f"`{command} --early` means that one, `{command} {which}` the one of {last}."
    return sentence, f"`{command} --early` means that one."


def not_on_that_day(day: str, title: str = "") -> tuple[str, str]:
    """That nothing of a day is left to be answered, or none of one session."""
    sentence = f"{quoted(title)} has no reminder on {day}." if title else f"Nothing is left to answer on {day}."
    return sentence, "`routine log --days 30` shows what each day held."


def several_of_that_day(sessions: list[tuple[str, str]]) -> tuple[str, str]:
    """Each with its title and id."""
    titles = [f"{quoted(title)} ({key})" for title, key in sessions]
    return (
        "More than one is left on that day.",
        f"Say which, by its name, by `--at` or by its id: {either(titles)}.",
    )


UNDONE = {
    "snoozed": "snoozed",
    "skipped": "skipped",
    "started": "started",
    "completed": "done",
    "abandoned": "stopped",
    "excused": "excused",
    "felt": "how it was",
    "measured": "the answer to an offer",
    "rated": "what you measured",
    "days_off": "days off",
    "plan_changed": "as it was before",
}
"""What was said, by its kind."""


def undone(kind: str, about: str) -> str:
    """`about`: the name of the session it was said of, or the days that were taken off."""
    return f"Taken back: {about}, {UNDONE[kind]}." if about else f"Taken back: {UNDONE[kind]}."


def nothing_to_undo() -> tuple[str, str]:
    return "Nothing was answered today that could be taken back.", "`routine log` shows what was."


def nothing_next() -> str:
    return "Nothing else is planned for today and tomorrow morning."


def also(names: list[str]) -> str:
    return f"Also waiting: {both(names)}."


def nothing_waits(following: str) -> tuple[str, str]:
    """(sentence, what to do next)"""
    return "Nothing is waiting.", following


def not_today(title: str, verb: str, *, has_steps: bool = True) -> tuple[str, str]:
    return (
        f"{quoted(title)} is not planned for today, so there is nothing to {verb}.",
        f"`routine start {typed(title)}` begins it anyway." if has_steps else "`routine week` shows when it is.",
    )


def unknown_session(name: str, suggestions: list[str]) -> tuple[str, str]:
    close = [quoted(title) for title in suggestions]
    return with_guess(f"No session is called {quoted(name)}.", close), "`routine week` shows what there is."


NOT_IN_PLANS = "This session is not in your plans any more."
NO_SUCH_ANSWER = "This has no such answer."


def not_in_plans() -> tuple[str, str]:
    return NOT_IN_PLANS, "`routine today` shows what there is."


def not_offered() -> tuple[str, str]:
    return NO_SUCH_ANSWER, "`routine today` shows what waits for one."


def ambiguous(name: str, sessions: list[tuple[str, str]]) -> tuple[str, str]:
    titles = [f"{quoted(title)} ({full})" for title, full in sessions]
    return f"{quoted(name)} could be {either(titles)}.", "Type a little more of the name."


def several(name: str, full: list[str]) -> tuple[str, str]:
    """Sessions of the same title, of which none comes before the others."""
    return f"More than one session is called {quoted(name)}.", f"Say which: {either(full)}."


_HOW_LONG = (
    "Say it such as `routine snooze 20m`, `snooze 1 hour 30 minutes`, `snooze until 09:00` or `snooze tomorrow`."
)


def not_a_length(text: str, *, is_end: bool = False) -> tuple[str, str]:
    """`is_end`: it was to say until when."""
    return (no_end if is_end else is_not_a_length_of_time)(quoted(text)), _HOW_LONG


def not_ahead(text: str) -> tuple[str, str]:
    return f"{quoted(text)} is not ahead.", _HOW_LONG


def too_long(longest: str) -> tuple[str, str]:
    return "That is too long for a snooze.", f"At most {longest}; `routine excuse` is for days off."


def too_short() -> tuple[str, str]:
    return "A snooze takes at least a minute.", "Write it such as 10m."


def twice(first: str, second: str) -> tuple[str, str]:
    return (
        f"{quoted(first)} and {quoted(second)} both say how long.",
        "Give one, such as `routine snooze 20m`.",
    )


def not_a_time(text: str) -> tuple[str, str]:
    return is_not_a_time_of_day(quoted(text)), "Write it as HH:MM, such as 07:45."


def still_to_come(at: str) -> tuple[str, str]:
    return is_still_to_come(at), "Give a time of today that has passed."


def not_running() -> tuple[str, str]:
    return (
        "routine is not running, so it cannot show a notification.",
        "`routine run` starts it; `--in terminal` goes through the session here.",
    )


def left_the_plan(title: str) -> tuple[str, str]:
    return (
        f"{quoted(title)} is no longer in your plans, so its steps are not known.",
        MARK_OR_SKIP,
    )
