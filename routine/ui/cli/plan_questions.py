"""Knows what is asked of a plan that becomes one's own: days, times, hours, and what to leave out.

Must not know where the answers are kept, nor what a plan means. What was answered before is not asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from msgspec.structs import replace

from routine.adapters.setup_file import SetupAnswers
from routine.core.recurrence import WEEKDAYS
from routine.core.weekday_words import weekdays_in_words
from routine.presentation import init_questions as words
from routine.presentation.safety_check import leave_out_sign
from routine.reading.days_in_turn import meet, name_of, times_of
from routine.reading.scalars import DAY_WORDS
from routine.ui.cli.new_plan import as_time, tell_if_quiet
from routine.ui.console.output import dim, echo
from routine.ui.console.prompts import ask, chosen_in, paragraph
from routine.wiring.shipped_plans import Shipped

Keep = Callable[[SetupAnswers], SetupAnswers]
"""Writes them down, and gives them back."""
_MOST_GROUPS = 2


def ask_days(plan: Shipped, answers: SetupAnswers, keep: Keep) -> SetupAnswers:
    """On which days the sessions are that the plan is there for; Enter keeps them."""
    asked = _titles_by_days(plan)
    for usual, titles in asked.items():
        if usual not in answers.days:
            taken = {day for other in asked for day in answers.days.get(other, ())}
            left = [day for day in WEEKDAYS if day not in taken]
            offered = [day for day in usual.split(",") if day in left] or left
            later = len(asked) - 1 - list(asked).index(usual)
            question = words.days_of(titles, offered)
            days = ask(question, "", partial(_as_days, left=left, later=later), words.DAYS_AGAIN)
            said = days or (() if offered == usual.split(",") else tuple(offered))
            answers = keep(replace(answers, days={**answers.days, usual: said}))
    return answers


def chosen_days(plan: Shipped, answers: SetupAnswers) -> dict[str, tuple[str, ...]]:
    """The days that were chosen, by the sessions' names."""
    return {name_of(one): days for one in plan.main if (days := answers.days.get(_days_of(one.get("days")), ()))}


def _titles_by_days(plan: Shipped) -> dict[str, list[str]]:
    """The sessions that can move to other days; none where days change with the weeks, or belong together."""
    titles: dict[str, list[str]] = {}
    for session in plan.main:
        titles.setdefault(_days_of(session.get("days")), []).append(str(session["title"]))
    days = [day for usual in titles for day in usual.split(",")]
    fixed = plan.said.get("weeks") == 1 or len(titles) > _MOST_GROUPS or len(set(days)) < len(days)
    return {} if fixed or "" in titles else titles


def _days_of(said: object) -> str:
    if isinstance(said, str):
        return ",".join(WEEKDAYS[day] for day in DAY_WORDS.get(said, ()))
    return ",".join(said) if isinstance(said, list) else ""


def _as_days(answer: str, left: Sequence[str], later: int) -> tuple[str, ...] | None:
    """`left`: what no other session has; `later`: of how many rows of sessions the days are asked afterwards."""
    days = weekdays_in_words(answer) if answer else ()
    if days and (not set(days) <= set(left) or len(left) - len(days) < later):
        echo(dim(words.DAYS_OF_ITS_OWN))
        return None
    return days


def ask_times(plan: Shipped, answers: SetupAnswers, keep: Keep, *, bends: bool) -> SetupAnswers:
    """Each time of day in the plan, and what it becomes; early is no time for forward bends."""
    asked = {at: of for at, of in _titles_by(plan, "at").items() if at not in answers.times}
    if asked and bends:
        paragraph(words.MORNING, dim)
    for at, titles in asked.items():
        said = ask(words.time_of(titles, at), at, partial(_as_free_time, plan, answers, at), words.TIME_AGAIN)
        if said != at:
            tell_if_quiet(plan, said)
        answers = keep(replace(answers, times={**answers.times, at: said}))
    return answers


def _as_free_time(plan: Shipped, answers: SetupAnswers, near: str, answer: str) -> str | None:
    """A time of day at which nothing else comes that has had its time already; not both at once."""
    said = as_time(answer, near=near)
    days, weeks = chosen_days(plan, answers), plan.said.get("weeks")
    timed = [each | {"days": days.get(name_of(each), each.get("days"))} for each in plan.sessions]
    these = [each | {"at": said} for each in timed if each.get("at") == near]
    later = _titles_by(plan, "at").keys() - answers.times.keys()
    others = [
        each | {"at": answers.times.get(at, at)}
        for each in timed
        for at in times_of(each)
        if at not in later and at != near
    ]
    if said and (found := next((one for one in others for each in these if meet(one, each, weeks)), None)):
        echo(dim(words.comes_then(str(found["title"]), said)))
        return None
    return said


def ask_hours(plan: Shipped, answers: SetupAnswers, keep: Keep) -> SetupAnswers:
    """The hours of the interval sessions, asked once; Enter keeps each as it is."""
    windows = windows_of(plan)
    if not windows or answers.hours is not None:
        return answers
    titles = [title for of in windows.values() for title in of]
    hours = ask(words.hours_of(titles, next(iter(windows))), "", _as_hours, words.HOURS_AGAIN)
    return keep(replace(answers, hours=hours))


def windows_of(plan: Shipped) -> dict[str, list[str]]:
    """The hours in the plan, and the titles of the sessions that have them."""
    return _titles_by(plan, "between")


def ask_what_to_leave_out(there: Iterable[str]) -> dict[str, str]:
    """Tags of what the plan asks for, each with its plain words, as far as the person wants none of it."""
    from routine.library.catalogue import catalogue  # noqa: PLC0415 - the library is read only when it is asked for

    tags, there = catalogue().tags, frozenset(there)
    choices = [(tag.id, tag.words) for tag in tags.values() if tag.id in there]
    if not choices:
        return {}
    paragraph(words.LEAVE_OUT)
    for number, (name, plain) in enumerate(choices, start=1):
        paragraph(leave_out_sign(plain, tags[name].asks), indent=2, mark=f"{number:>2}  ")

    picked = ask(
        words.LEAVE_OUT_ASK, "", lambda said: chosen_in(said, len(choices)), words.numbers_again(len(choices))
    )
    return dict(choices[number - 1] for number in picked)


def _as_hours(answer: str) -> str | None:
    if not answer:
        return ""
    first, dash, last = (part.strip() for part in answer.replace("–", "-").partition("-"))
    begins, ends = as_time(first), as_time(last)
    return f"{begins}-{ends}" if dash and begins and ends and begins < ends else None


def _titles_by(plan: Shipped, key: str) -> dict[str, list[str]]:
    """What the sessions say under `key`, and the titles of those that say so."""
    titles: dict[str, list[str]] = {}
    for session in plan.sessions:
        if isinstance(said := session.get(key), str):
            titles.setdefault(said, []).append(str(session["title"]))
    return titles
