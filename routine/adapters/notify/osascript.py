"""Knows how osascript shows an alert or a plain notification on a Mac; must not know what an answer means.

For the Macs whose notification centre refuses this Python, as only a signed one may use it. osascript has a
signature of its own. What shapes this file:

- An alert has one to three buttons, the usual one rightmost, and no way to be closed without one of them. It goes
  with its process, which is how it is taken away; the process tells what was pressed on its standard output.
- A plain notification has no answer, cannot be taken back, and nobody is told whether it was seen.
- Text reaches the script as arguments, never as part of it: what a person typed is not AppleScript. osascript
  takes what begins with a dash for an option of its own until something else has come: the seconds come first.

Source: osascript(1); Apple, "AppleScript Language Guide", display alert and display notification. None of it was
ever run on a Mac; the tests run it with a program in place of osascript.
"""

from __future__ import annotations

import asyncio
import itertools
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from routine.background import BackgroundJobs
from routine.core.notification import Button, Notification, Urgency
from routine.errors import NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.ports import Acted, Capabilities, Dismissed, Handle, Lost, NotifierEvent
from routine.presentation import notifiers as words

PROGRAM = "/usr/bin/osascript"
LIMIT = timedelta(seconds=5)
_ROOM = 3
_STAYS = timedelta(hours=1)
"""Then an alert closes by itself: should the service die, nobody hears its buttons."""
BEGINS = timedelta(milliseconds=300)
"""One that cannot be shown has ended by then; what still runs is on the screen."""

ALERT = """on run argv
  set labels to items 4 thru -1 of argv
  set answer to display alert (item 2 of argv) message (item 3 of argv) buttons labels \
default button (count of labels) giving up after ((item 1 of argv) as integer)
  if gave up of answer then return "0"
  repeat with place from 1 to (count of labels)
    if button returned of answer is (item place of labels) then return (place as text)
  end repeat
end run"""
NOTIFICATION = """on run argv
  display notification (item 3 of argv) with title (item 2 of argv)
end run"""


@dataclass(frozen=True, slots=True, eq=False)
class _Alert:
    process: Process
    buttons: tuple[Button, ...]
    """As they stand there, the usual one last."""
    accepted: asyncio.Event = field(default_factory=asyncio.Event)
    """Whoever wanted it has its handle."""


class Osascript:
    """Alerts with up to three buttons, else plain notifications; keeps ports.Notifier.

    `forbidden`: whether the person wants no notifications; an alert would be a way around that.
    """

    def __init__(
        self,
        *,
        text_only: bool = False,
        forbidden: Callable[[], bool] = lambda: False,
        program: str = PROGRAM,
        limit: timedelta = LIMIT,
        begins: timedelta = BEGINS,
    ) -> None:
        self._text_only = text_only
        self._forbidden = forbidden
        self._program = program
        self._limit = limit
        self._begins = begins
        self._tell: Callable[[NotifierEvent], None] | None = None
        self._tokens = itertools.count(1)
        self._alerts: dict[Handle, _Alert] = {}
        self._jobs = BackgroundJobs()

    @property
    def caps(self) -> Capabilities:
        if self._text_only:
            return Capabilities("text", actions=False, degraded=words.TEXT_ONLY)
        return Capabilities("macOS alerts", actions=True, degraded=words.MAC_ALERTS)

    async def open(self, tell: Callable[[NotifierEvent], None]) -> None:
        self._refuse_forbidden()
        if not os.access(self._program, os.X_OK):
            raise NotifierUnavailable(words.MAC_NO_OSASCRIPT, words.MAC_NO_OSASCRIPT_HINT)
        self._tell = tell

    async def show(self, notice: Notification) -> Handle:
        if self._tell is None:
            raise NotifierUnavailable(words.NOT_OPEN, words.NOT_OPEN_HINT)
        self._refuse_forbidden()
        handle = Handle(next(self._tokens))
        if self._text_only or not notice.actions or notice.urgency is Urgency.LOW:
            await self._send(notice)
        else:
            await self._show_alert(handle, notice)
        return handle

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        new = await self.show(notice)
        await self.withdraw(handle)
        return new

    async def withdraw(self, handle: Handle) -> None:
        alert = self._alerts.pop(handle, None)
        if alert is not None:
            await self._end(alert.process)

    async def close(self) -> None:
        self._tell = None
        for handle in list(self._alerts):
            await self.withdraw(handle)
        await self._jobs.settled()

    def _refuse_forbidden(self) -> None:
        if self._forbidden():
            raise NotifierUnavailable(words.MAC_FORBIDDEN, words.MAC_FORBIDDEN_HINT)

    async def _send(self, notice: Notification) -> None:
        """A plain notification. Raises NotifierUnavailable, NotifierTimedOut or NotifierRejected."""
        lines = [notice.body] if notice.body else []
        if notice.without_buttons and self._text_only:
            lines.append(notice.without_buttons)
        process = await self._start(NOTIFICATION, "0", notice.title, "\n".join(lines) or " ")
        try:
            _, complaint = await asyncio.wait_for(process.communicate(), self._limit.total_seconds())
        except TimeoutError as error:
            raise NotifierTimedOut(words.MAC_LATE, words.MAC_LATE_HINT) from error
        finally:
            await self._end(process)
        if process.returncode:
            raise NotifierRejected(words.MAC_REFUSED, words.said(_first_line(complaint)))

    async def _show_alert(self, handle: Handle, notice: Notification) -> None:
        """Raises NotifierUnavailable or NotifierRejected."""
        buttons = notice.actions[:_ROOM][::-1]
        seconds = str(int(_STAYS.total_seconds()))
        labels = [button.label for button in buttons]
        alert = _Alert(await self._start(ALERT, seconds, notice.title, notice.body, *labels), buttons)
        self._alerts[handle] = alert
        answer = self._jobs.expect("wait for the end of an alert", alert.process.communicate())
        try:
            await asyncio.wait({answer}, timeout=self._begins.total_seconds())
        except asyncio.CancelledError:
            await self.withdraw(handle)
            raise
        if answer.done() and alert.process.returncode:
            self._alerts.pop(handle, None)
            raise NotifierRejected(words.MAC_REFUSED, words.said(_first_line(answer.result()[1])))
        self._jobs.start("hear the answer to an alert", self._hear(handle, alert, answer))
        alert.accepted.set()

    async def _hear(self, handle: Handle, alert: _Alert, answer: asyncio.Future[tuple[bytes, bytes]]) -> None:
        """What was pressed, once it has been."""
        out, _ = await answer
        await alert.accepted.wait()
        if self._alerts.pop(handle, None) is None or self._tell is None:
            # taken away by us
            return
        said = out.decode("ascii", "replace").strip()
        place = int(said) if said.isdecimal() else -1
        if alert.process.returncode or not 0 <= place <= len(alert.buttons):
            self._tell(Lost(handle))
        elif place == 0:
            self._tell(Dismissed(handle))
        else:
            self._tell(Acted(handle, alert.buttons[place - 1].key))

    async def _start(self, script: str, *values: str) -> Process:
        """Raises NotifierUnavailable."""
        try:
            return await asyncio.create_subprocess_exec(
                self._program, "-e", script, *_as_arguments(values), stdin=DEVNULL, stdout=PIPE, stderr=PIPE
            )
        except OSError as error:
            raise NotifierUnavailable(words.MAC_NO_OSASCRIPT, words.MAC_NO_OSASCRIPT_HINT) from error

    async def _end(self, process: Process) -> None:
        """With what it shows. Never raises, and waits at most as long as a call may take."""
        for stop in (process.terminate, process.kill):
            if process.returncode is not None:
                return
            with suppress(ProcessLookupError):
                stop()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), self._limit.total_seconds() / 4)


def _as_arguments(values: Sequence[str]) -> list[str]:
    """An argument ends with a NUL and cannot hold one, nor half of a character."""
    return [value.replace("\0", "").encode("utf-8", "replace").decode("utf-8") for value in values]


def _first_line(complaint: bytes) -> str:
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    return lines[0].rstrip(".") if lines else ""
