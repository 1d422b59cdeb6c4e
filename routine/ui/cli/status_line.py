"""Knows how the one line of `status` is shown, and followed; must not know what it says."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from msgspec import json
from msgspec.structs import replace

from routine.adapters.clock import SystemClock
from routine.presentation import agenda as words
from routine.presentation.time_format import TimeDisplay
from routine.service.requests.messages import StatusAnswer, StatusRequest
from routine.service.status_line import NOT_RUNNING, Kind, StatusLine, line_of
from routine.ui.console.streams import echo_raw, flush

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)


def show_status(answer: StatusAnswer, *, runs: bool, as_json: bool) -> None:
    """The line of one answer; where no service runs, that."""
    show_line(line_of(answer, answer.time.display()) if runs else NOT_RUNNING, as_json=as_json)


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
