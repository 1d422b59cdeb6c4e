"""Knows how a reminder's state reads in words and in JSON; must not know which command shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from routine.core.occurrence import Occurrence
from routine.core.reminder import Phase, Reminder
from routine.core.walltime import wall_time
from routine.service.book import Book
from routine.ui.console.output import Cell, Style, bold, dim, good, look
from routine.words import cli_agenda as words

_A_WEEK = timedelta(days=6)
EARLIER = "earlier"
"""The state of a session whose time had passed before its plan was first read: it never counts."""


@dataclass(frozen=True, slots=True)
class View:
    """From where a person looks at times: now, here, and how their hours are written."""

    now: datetime
    zone: tzinfo
    hours: int = 24

    def wall(self, at: datetime) -> str:
        return wall_time(at, self.zone, self.now, hours=self.hours)

    def clock(self, at: datetime) -> str:
        """The time alone, whatever the day."""
        return wall_time(at, self.zone, at, hours=self.hours)

    def moment(self, at: datetime) -> str:
        """With its date, where the day of the week alone would not say which day."""
        if at - self.now < _A_WEEK:
            return self.wall(at)
        return f"{self.day(at)}, {self.clock(at)}"

    def dated(self, at: datetime, beside: datetime) -> str:
        """With its date on any other day than that of `beside`."""
        same = at.astimezone(self.zone).date() == beside.astimezone(self.zone).date()
        return self.clock(at) if same else f"{self.day(at)}, {self.clock(at)}"

    def day(self, at: datetime, *, short: bool = False) -> str:
        return written(at.astimezone(self.zone).date(), self.today, short=short)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def local(self, at: datetime) -> str:
        """ISO 8601 with the offset of the place."""
        return at.astimezone(self.zone).isoformat(timespec="seconds")


def written(day: date, today: date, *, whole: bool = False, short: bool = False) -> str:
    """`Wed 25 November`; the year as well where it is another one than today's."""
    weekday, month = f"{day:%A}" if whole else f"{day:%a}", f"{day:%b}" if short else f"{day:%B}"
    return f"{weekday} {day.day} {month}" + (f" {day.year}" if day.year != today.year else "")


def state_key(reminder: Reminder, *, counted: bool = True) -> str:
    """The state as JSON has it. That the server has not answered yet is nobody's business."""
    if not counted:
        return EARLIER
    return (Phase.SHOWN if reminder.phase is Phase.SHOWING else reminder.phase).value


def state_words(reminder: Reminder, view: View, until: datetime | None = None) -> str:  # noqa: PLR0911 - one a state
    """In a few words; `until` is when what holds it ends, where that is known."""
    match reminder.phase:
        case Phase.UPCOMING:
            return _before(reminder, view)
        case Phase.SHOWING | Phase.SHOWN:
            return words.WAITS
        case Phase.SNOOZED if reminder.until and reminder.until > view.now:
            return words.snoozed(view.wall(reminder.until), reminder.snoozes)
        case Phase.SNOOZED:
            return words.DUE
        case Phase.HELD:
            return words.held(reminder.why, view.wall(until) if until else "")
        case Phase.STARTED:
            return words.RUNNING
        case Phase.COMPLETED:
            return words.done(reminder.answer, reminder.occurrence.asks)
        case Phase.ABANDONED:
            return words.STOPPED
        case Phase.SKIPPED:
            return words.skipped(reminder.occurrence.asks)
        case Phase.MISSED:
            return words.missed(reminder.why)
        case Phase.EXCUSED:
            return words.excused(reminder.why)


def _before(reminder: Reminder, view: View) -> str:
    if reminder.occurrence.due > view.now:
        return words.TO_COME
    return words.DUE if reminder.occurrence.asked_at <= view.now else words.ON_NOW


def painted(text: str, phase: Phase) -> Cell:
    """Done is good, what waits is to be looked at, what is over is quiet. Nothing is ever red."""
    match phase:
        case Phase.COMPLETED:
            return good(text)
        case Phase.SHOWING | Phase.SHOWN | Phase.STARTED | Phase.SNOOZED | Phase.HELD:
            return look(text)
        case Phase.UPCOMING:
            return look(text) if text else text
    return dim(text)


def title_of(reminder: Reminder) -> Cell:
    over = Style.DIM if reminder.phase in _QUIET else Style.BOLD
    return dim(reminder.occurrence.title) if over is Style.DIM else bold(reminder.occurrence.title)


def as_shape(occurrence: Occurrence, state: str, view: View) -> dict[str, Any]:
    """An occurrence in the stable shape of every command's JSON."""
    return {
        "id": occurrence.key,
        "plan": occurrence.plan,
        "session": occurrence.session,
        "title": occurrence.title,
        "practice": occurrence.practice.value if occurrence.practice else None,
        "due": view.local(occurrence.due),
        "minutes": occurrence.minutes,
        "state": state,
    }


def held_until(book: Book, reminder: Reminder, now: datetime) -> datetime | None:
    return book.gate(reminder.key, now).until if reminder.phase is Phase.HELD else None


_QUIET = frozenset({Phase.SKIPPED, Phase.MISSED, Phase.EXCUSED, Phase.ABANDONED})
