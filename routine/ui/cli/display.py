"""Knows what answers of several kinds have in common, in words: their times, what comes next, why not."""

from __future__ import annotations

from routine.errors import NothingToActOn
from routine.presentation import answers as words
from routine.presentation.agenda import next_up
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import TimeDisplay
from routine.service.requests.messages import ComingReminder, LocalTime, NamedOccurrence, NotAnswered, NothingWaits


def view_of(time: LocalTime) -> TimeDisplay:
    """As whoever answered sees it."""
    return TimeDisplay(time.now, time.zone.tzinfo, time.hours)


def which(one: NamedOccurrence, view: TimeDisplay) -> str:
    """What tells it from another session of the same title, as long as there is one."""
    return words.of(view.wall(one.occurrence.due), one.occurrence.plan) if one.shares_title else ""


def following(coming: ComingReminder | None, view: TimeDisplay) -> str:
    """What comes next, in a sentence."""
    if coming is None:
        return words.nothing_next()
    return next_up(title_of(coming.reminder.occurrence), view.wall(coming.at))


def not_answered(answer: NotAnswered, verb: str) -> NothingToActOn:
    """Why nothing was done, to be raised."""
    if isinstance(answer, NothingWaits):
        return NothingToActOn(*words.nothing_waits(following(answer.coming, view_of(answer.time))))
    return NothingToActOn(*words.not_today(answer.title, verb, has_steps=answer.has_steps))
