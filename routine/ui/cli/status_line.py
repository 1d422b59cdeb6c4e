"""Knows which one line says how it stands, and follows it; must not know how a change is heard of."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from enum import StrEnum

from msgspec import Struct, json
from msgspec.structs import replace

from routine.adapters.clock import SystemClock
from routine.presentation import agenda as words
from routine.presentation import safety as safety_words
from routine.presentation.reminder_state import state_words, title_of
from routine.presentation.time_format import TimeDisplay
from routine.service.requests.messages import StatusAnswer, StatusRequest
from routine.ui.cli.display import days_off_text
from routine.ui.console.streams import echo_raw, flush

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


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


def line_of(answer: StatusAnswer, view: TimeDisplay) -> StatusLine:
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
        return StatusLine(days_off_text(off, view).rstrip("."), Kind.OFF)
    if answer.restrictions.all_wait:
        return StatusLine(safety_words.held_back(all_wait=True), Kind.HELD_BACK)
    if coming := answer.coming:
        return StatusLine(words.line_comes(title_of(coming.reminder.occurrence), view.wall(coming.at)), Kind.NEXT)
    return StatusLine(words.LINE_NOTHING, Kind.NOTHING)


NOT_RUNNING = StatusLine(words.LINE_NOT_RUNNING, Kind.NOT_RUNNING)


def show_line(line: StatusLine, *, as_json: bool) -> None:
    echo_raw(json.encode(line).decode() if as_json else line.text)


def follow_line(*, as_json: bool) -> None:
    """Show it now and after each change; returns once nobody reads it any more. Raises RoutineError."""
    shown: StatusLine | None = None
    for line in _lines(SystemClock()):
        if line != shown:
            show_line(line, as_json=as_json)
            flush()
            shown = line


def _lines(clock: SystemClock) -> Iterator[StatusLine]:
    from routine.adapters.control_socket.following import Silence  # noqa: PLC0415 - a line alone needs no connection
    from routine.wiring.asking import answers  # noqa: PLC0415 - likewise

    last: StatusAnswer | None = None

    def until_midnight() -> timedelta:
        """A day's name may be due in the line then."""
        return _to_next_day(last.time.display(), clock.now()) if last else _DAY

    for said in answers(os.environ, StatusRequest(), until_midnight, sys.stdout.fileno()):
        if isinstance(said, StatusAnswer):
            last = said
            yield line_of(said, said.time.display())
        elif said is Silence.NOBODY:
            last = None
            yield NOT_RUNNING
        elif said is Silence.HANGS:
            yield StatusLine(words.LINE_HANGS, Kind.NOT_RUNNING)
        elif said is Silence.TIME and last:
            yield line_of(last, replace(last.time.display(), now=clock.now()))


def _to_next_day(view: TimeDisplay, now: datetime) -> timedelta:
    local = now.astimezone(view.zone)
    midnight = datetime.combine(local.date() + _DAY, time(0), tzinfo=view.zone)
    return max(midnight - local, _MINUTE)
