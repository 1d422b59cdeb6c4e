"""Knows how to write down what stands on the screen, as it comes and goes; must not know what should."""

from __future__ import annotations

from datetime import datetime
from textwrap import indent

from routine.core.notification import ActionId, Notification
from routine.ports import Handle
from tests.fakes import RecordingNotifier, StillClock
from tests.service.living import BERLIN, MONDAY


class TranscribedScreen(RecordingNotifier):
    """A screen of which everything is written down: what is shown (+), changed (~), closed (-) and pressed (>)."""

    def __init__(self, began: datetime = MONDAY) -> None:
        super().__init__()
        self._began = began
        self.clock: StillClock | None = None
        self._lines: list[str] = []
        self._last: datetime | None = None
        self._first: dict[Notification, int] = {}
        """Which card was the first to say so."""

    @property
    def transcript(self) -> str:
        return "\n".join(self._lines) + "\n"

    def note(self, what: str) -> None:
        """Something else that happens."""
        self._write(f"* {what}")

    async def show(self, notice: Notification) -> Handle:
        handle = await super().show(notice)
        self._write(f"+ {handle.token}", notice, handle.token)
        return handle

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        known = handle in self.cards
        handle = await super().update(handle, notice)
        if known:
            self._write(f"~ {handle.token}", notice, handle.token)
        return handle

    async def withdraw(self, handle: Handle) -> None:
        if handle in self.cards:
            self._write(f"- {handle.token}")
        await super().withdraw(handle)

    def press(self, handle: Handle, key: ActionId) -> None:
        self._write(f"> {handle.token} {key}")
        super().press(handle, key)

    def _write(self, line: str, notice: Notification | None = None, card: int = 0) -> None:
        now = self.clock.now().astimezone(BERLIN) if self.clock else self._began
        if now != self._last:
            self._lines.append(f"\n{now:%a %d %b %H:%M:%S}")
            self._last = now
        if notice is None:
            self._lines.append(f"  {line}")
            return
        if notice in self._first:
            self._lines.append(f"  {line} {notice.title}  (as card {self._first[notice]})")
            return
        self._first[notice] = card
        self._lines.append(f"  {line} {notice.title}  ({notice.urgency})")
        buttons = " ".join(f"[{action.key}: {action.label}]" for action in notice.actions)
        picture = f"picture {notice.picture}" if notice.picture else ""
        for part in (notice.body, buttons, notice.without_buttons, picture):
            if part:
                self._lines.append(indent(part, "      "))
