"""Knows what an occurrence is called, how each of a stretch of days stands, and which share a line; no layout."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from routine.presentation import agenda as words
from routine.presentation import answers
from routine.presentation.phrases import quoted
from routine.presentation.reminder_state import state_key, state_words, title_of
from routine.presentation.time_format import TimeDisplay
from routine.service.requests.messages import AgendaLine, NamedOccurrence

_MANY = 3
"""From so many on, the rounds of one session on one day share a line."""


def name_of(one: NamedOccurrence, view: TimeDisplay) -> str:
    """Its title in quotes, and what tells it from another of that title, or that it is not the one that waits."""
    title, when = title_of(one.occurrence), view.past(one.occurrence.due)
    if one.shares_title:
        return answers.name_of(title, when, one.occurrence.plan)
    return answers.name_of(title, when) if one.tells_time else quoted(title)


def state_of(line: AgendaLine) -> str:
    """As JSON has it."""
    return state_key(line.reminder, counted=line.counted)


def state_text(line: AgendaLine, view: TimeDisplay) -> str:
    """How it stands, in a few words."""
    return state_words(line.reminder, view, line.until) if line.counted else words.EARLIER


def by_day(lines: Sequence[AgendaLine], view: TimeDisplay) -> dict[date, list[AgendaLine]]:
    """By the day on which each is due, as whoever looks sees it."""
    days: dict[date, list[AgendaLine]] = {}
    for line in lines:
        days.setdefault(line.at.astimezone(view.zone).date(), []).append(line)
    return days


def grouped(lines: Sequence[AgendaLine], view: TimeDisplay) -> list[list[AgendaLine]]:
    """Many rounds of one session in the same state stand together."""
    by_session: dict[tuple[str, str, str], list[AgendaLine]] = {}
    for line in lines:
        name = line.occurrence.key.session_ref
        by_session.setdefault((name, line.occurrence.title, state_text(line, view)), []).append(line)
    groups: list[list[AgendaLine]] = []
    for group in by_session.values():
        groups += [group] if len(group) >= _MANY else [[line] for line in group]
    return sorted(groups, key=lambda group: (group[0].at, group[0].occurrence.key))
