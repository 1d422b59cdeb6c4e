"""Knows which one line says how it stands, for a bar or a panel; must not know how a change is heard of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from routine.presentation import agenda as words
from routine.presentation import safety as safety_words
from routine.presentation.reminder_state import state_words, title_of
from routine.presentation.time_format import TimeDisplay
from routine.service.requests.messages import AgendaLine, ComingReminder, DaysOffNow, ReminderRow, Restrictions


class Kind(StrEnum):
    """What a line is about, for whoever colours it."""

    UNDER_WAY = "under_way"
    WAITING = "waiting"
    PAUSED = "paused"
    OFF = "off"
    HELD_BACK = "held_back"
    NEXT = "next"
    NOTHING = "nothing"
    NOT_RUNNING = "not_running"


class StatusLine(Struct, frozen=True, rename={"kind": "class"}):
    """One line. As JSON it has the keys that bars know."""

    text: str
    kind: Kind


class Standing(Protocol):
    """How it all stands, as far as a line can tell it."""

    @property
    def started(self) -> Sequence[ReminderRow]: ...

    @property
    def waiting(self) -> Sequence[AgendaLine]: ...

    @property
    def coming(self) -> ComingReminder | None: ...

    @property
    def paused_until(self) -> datetime | None: ...

    @property
    def days_off(self) -> DaysOffNow | None: ...

    @property
    def restrictions(self) -> Restrictions: ...


def line_of(answer: Standing, view: TimeDisplay) -> StatusLine:
    """What is most worth knowing of all that."""
    if answer.started:
        first = answer.started[0]
        return StatusLine(words.line_stands(title_of(first.occurrence), state_words(first, view)), Kind.UNDER_WAY)
    if answer.paused_until:
        return StatusLine(words.line_paused(view.moment(answer.paused_until)), Kind.PAUSED)
    if answer.waiting:
        line, *others = answer.waiting
        said = state_words(line.reminder, view, line.until)
        return StatusLine(words.line_stands(title_of(line.occurrence), said, len(others)), Kind.WAITING)
    if (off := answer.days_off) and off.first <= view.today and not off.title:
        from routine.presentation import pauses as pauses_words  # noqa: PLC0415 - few days are off

        said = pauses_words.off(off.first, off.last, view.today, note=off.note, title=off.title)
        return StatusLine(said.rstrip("."), Kind.OFF)
    if answer.restrictions.all_wait:
        return StatusLine(safety_words.held_back(all_wait=True), Kind.HELD_BACK)
    if coming := answer.coming:
        return StatusLine(words.line_comes(title_of(coming.reminder.occurrence), view.wall(coming.at)), Kind.NEXT)
    return StatusLine(words.LINE_NOTHING, Kind.NOTHING)


NOT_RUNNING = StatusLine(words.LINE_NOT_RUNNING, Kind.NOT_RUNNING)
