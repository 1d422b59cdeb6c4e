"""Knows what answers of several kinds have in common, in words: times, what comes next, why not, what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.plan_stage import PlanStage, PlanState
from routine.errors import NothingToActOn
from routine.presentation import answers as words
from routine.presentation import pauses as pauses_words
from routine.presentation import plan_list
from routine.presentation.agenda import next_up
from routine.presentation.phrases import quoted
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import TimeDisplay, written
from routine.service.requests.messages import (
    ComingReminder,
    DaysOffNow,
    NameChanged,
    NotAnswered,
    NothingWaits,
    NotOnThatDay,
    NotYet,
)

_VERBS = {"done": "mark"}
"""What a command does, where its name is no verb."""

if TYPE_CHECKING:
    from routine.service.requests.setup import Setup


def told_apart(
    shown: Collection[Occurrence], view: TimeDisplay, *, in_quotes: bool = False
) -> dict[OccurrenceKey, str]:
    """Each one's title; of those with one title the time as well, and the plan where that is the same too."""
    titles = Counter(title_of(one).casefold() for one in shown)
    times = Counter((title_of(one).casefold(), one.due) for one in shown)
    names: dict[OccurrenceKey, str] = {}
    for one in shown:
        title = title_of(one)
        names[one.key] = written_title = quoted(title) if in_quotes else title
        if titles[title.casefold()] > 1:
            plan = one.plan if times[title.casefold(), one.due] > 1 else ""
            names[one.key] = words.title_of_time(written_title, view.past(one.due), plan)
    return names


def following(coming: ComingReminder | None, view: TimeDisplay) -> str:
    """What comes next, in a sentence."""
    if coming is None:
        return words.nothing_next()
    return next_up(title_of(coming.reminder.occurrence), view.wall(coming.at))


def days_off_text(off: DaysOffNow, view: TimeDisplay) -> str:
    """Until when, or from when to when."""
    return pauses_words.off(off.first, off.last, view.today, note=off.note, title=off.title)


def renamed_texts(changes: Collection[NameChanged]) -> list[str]:
    """A sentence each."""
    from routine.presentation.leaving import renamed  # noqa: PLC0415 - names seldom change

    return [renamed(one.title_before, one.title) for one in changes]


def renamed_to_json(one: NameChanged, view: TimeDisplay) -> dict[str, Any]:
    """Both names as identifiers and as people read them."""
    return {
        "at": view.local(one.at),
        "before": one.before,
        "after": one.after,
        "title_before": one.title_before,
        "title": one.title,
    }


def stage_text(stage: PlanStage, view: TimeDisplay) -> str:
    """That a plan begins later, is in its last week, or is over, in a sentence."""
    if stage.state is PlanState.PAUSED:
        day = written(stage.rests_until, view.today) if stage.rests_until else ""
        return plan_list.rests(stage.title, stage.plan, day)
    day, hint = written(stage.day, view.today), plan_list.what_next(stage.plan)
    return plan_list.stage_words(stage.state, stage.title, day, hint)


def stage_to_json(stage: PlanStage) -> dict[str, Any]:
    return {
        "plan": stage.plan,
        "title": stage.title,
        "state": stage.state.value,
        "week": stage.week,
        "of": stage.weeks,
        "starts": stage.starts.isoformat(),
        "ends": stage.last_day.isoformat() if stage.last_day else None,
    }


def not_answered(answer: NotAnswered, command: str) -> NothingToActOn:
    """Why nothing was done, to be raised."""
    view = answer.time.display()
    if isinstance(answer, NothingWaits):
        return NothingToActOn(*words.nothing_waits(following(answer.coming, view)))
    if isinstance(answer, NotYet):
        when, title = view.wall(answer.coming.occurrence.due), title_of(answer.coming.occurrence)
        if answer.last is None:
            return NothingToActOn(*words.not_yet(title, when, command))
        before = answer.last.occurrence.due
        today = before.astimezone(view.zone).date() == view.today
        time_today = view.clock(before) if today else ""
        return NothingToActOn(*words.not_yet(title, when, command, view.past(before), time_today))
    if isinstance(answer, NotOnThatDay):
        return NothingToActOn(*words.not_on_that_day(written(answer.day, view.today), answer.title))
    verb = _VERBS.get(command, command)
    return NothingToActOn(*words.not_today(answer.title, verb, has_steps=answer.has_steps))


def service_differences(shell: Setup, service: Setup) -> tuple[str, str] | None:
    """(sentence, what to do) of what the running service has otherwise than this shell; None where nothing."""
    from routine.presentation import control_socket  # noqa: PLC0415 - only where they are compared
    from routine.service.requests.comparison import (  # noqa: PLC0415 - likewise
        Difference,
        differences,
        variables_that_differ,
    )

    parts: list[str] = []
    for difference in differences(shell, service):
        match difference:
            case Difference.PLANS_FOLDER:
                parts.append(control_socket.other_plans_folder(service.plans_folder, shell.plans_folder))
            case Difference.ZONE:
                parts.append(control_socket.other_zone(service.zone, shell.zone))
            case Difference.PLANS:
                parts.append(control_socket.other_plans(_plans_that_differ(shell, service)))
            case Difference.ENVIRONMENT:
                parts.append(control_socket.other_variables([*variables_that_differ(shell, service)]))
            case Difference.VERSION:
                pass  # then it does not answer
    return control_socket.runs_otherwise(parts) if parts else None


def _plans_that_differ(shell: Setup, service: Setup) -> list[str]:
    mine, theirs = shell.plans or {}, service.plans or {}
    return sorted(name for name in mine.keys() | theirs.keys() if mine.get(name) != theirs.get(name))
