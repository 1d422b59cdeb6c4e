"""Knows how plyer sends a plain text, the last resort; must not know whether anybody saw it: nobody can.

The one file that imports plyer. What was learned about it (2.1.0) and shapes this file:

- It has no buttons and no answers, and takes nothing back. So `sent` is all that is ever claimed.
- On Linux it starts notify-send and ignores its exit code, which alone says that no server took the text. So it is
  started here. It takes a leading "-" for an option, an empty title for a mistake, and undoes backslashes; the
  server it talks to reads the body as markup.
- It may block for as long as a desktop takes to give up. So each call has a thread of its own, which is left
  behind after five seconds and never waited for at the end.
- When it finds no way to send, it prints a traceback and goes on with a class that can only refuse.
- On Windows it sends from a thread of its own, and nobody hears when that fails: for a title of more than 63
  UTF-16 units, a text of more than 255, a computer without a taskbar. It also leaves each card's icon beside the
  clock until the service ends. So there its balloon is used directly. That was never run on a real Windows.

Source of the balloon's limits: Microsoft, NOTIFYICONDATAW (shellapi.h), whose texts end with a NUL.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import io
import itertools
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

from routine.core.notification import Notification
from routine.errors import NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.ports import Capabilities, Handle, NotifierEvent
from routine.presentation import notifiers as words
from routine.presentation.text_layout import width_of

LIMIT = timedelta(seconds=5)
_SECONDS = 10.0
"""How long Windows keeps it; the others decide for themselves."""
_JOINER = "\N{ZERO WIDTH JOINER}"

_TITLE_UNITS, _BODY_UNITS = 63, 255
"""UTF-16 units that a balloon has room for."""

_BALLOON = "WindowsNotification"
_MARKUP = frozenset({"NotifySendNotification", "NotifyDbus"})
_NOTIFY_SEND = frozenset({"NotifySendNotification"})


class Text:
    """Sends text, as far as that keeps ports.Notifier. Which command answers stands in it."""

    def __init__(self, limit: timedelta = LIMIT) -> None:
        self._limit = limit
        self._sender: Any = None
        self._balloon: Any = None
        self._way = ""
        self._tokens = itertools.count(1)

    @property
    def caps(self) -> Capabilities:
        return Capabilities("text", actions=False, degraded=words.TEXT_ONLY)

    async def open(self, tell: Callable[[NotifierEvent], None]) -> None:
        """Nothing is ever told: a text cannot be answered."""
        del tell
        # what it would print about a missing library is said below in a sentence
        with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                from plyer import notification  # noqa: PLC0415 - only when the last resort is needed
                from plyer.facades import Notification  # noqa: PLC0415 - the same
            except ImportError as error:
                raise NotifierUnavailable(words.TEXT_NONE, _none_hint()) from error
            way = notification.__class__
        if way is Notification:
            raise NotifierUnavailable(words.TEXT_NONE, _none_hint())
        self._sender, self._way = notification, way.__name__
        if self._way == _BALLOON:
            from plyer.platforms.win.libs.balloontip import WindowsBalloonTip  # noqa: PLC0415 - only Windows has it

            self._balloon = WindowsBalloonTip

    async def show(self, notice: Notification) -> Handle:
        if self._sender is None:
            raise NotifierUnavailable(words.NOT_OPEN, words.NOT_OPEN_HINT)
        title, body = notice.title, notice.body
        if self._balloon is not None:
            # the line with the command that answers it stays whole
            room = _BODY_UNITS - (units(f"\n{notice.without_buttons}") if notice.without_buttons else 0)
            title, body = within(title, _TITLE_UNITS), within(body, max(0, room))
        body = "\n".join(part for part in (body, notice.without_buttons) if part)
        if self._balloon is not None:
            body = within(body, _BODY_UNITS)
        await self._send(self._fit(title, title=True), self._fit(body))
        return Handle(next(self._tokens))

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        """What was sent cannot be changed: the new words are sent as well."""
        del handle
        return await self.show(notice)

    async def withdraw(self, handle: Handle) -> None:
        """What was sent cannot be taken back."""

    async def close(self) -> None:
        self._sender = None

    def _fit(self, text: str, *, title: bool = False) -> str:
        """The text in such a shape that it arrives as it was written."""
        text = text.replace("\0", "")
        if self._way in _NOTIFY_SEND and not title:
            text = text.replace("\\", "\\\\")
        if self._way in _MARKUP and not title:
            text = escape(text, quote=False)
        dashed = text.startswith("-") and self._balloon is None
        return f" {text}" if dashed or not text else text

    async def _send(self, title: str, body: str) -> None:
        """Raises NotifierTimedOut or NotifierRejected."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Exception | None] = loop.create_future()
        sender, balloon = self._sender, self._balloon

        def send() -> None:
            failure: Exception | None = None
            shown: Any = None
            try:
                if balloon is not None:
                    shown = balloon(title=title, message=body, app_name="routine", timeout=0)
                elif self._way in _NOTIFY_SEND:
                    failure = _notify_send(title, body)
                else:
                    sender.notify(title=title, message=body, app_name="routine", timeout=int(_SECONDS))
            except Exception as error:  # noqa: BLE001 - each of its ways fails in its own way
                failure = error
            # the loop may have ended while this was waiting
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, done, failure)
            if shown is not None:
                # its icon goes with it, and its window, which only this thread can take away
                time.sleep(_SECONDS)
                atexit.unregister(shown.__del__)

        threading.Thread(target=send, name="routine-text", daemon=True).start()
        try:
            failure = await asyncio.wait_for(done, self._limit.total_seconds())
        except TimeoutError as error:
            raise NotifierTimedOut(words.TEXT_LATE, words.TEXT_LATE_HINT) from error
        if failure is not None:
            raise NotifierRejected(words.TEXT_REFUSED, words.said(str(failure))) from failure


def _notify_send(title: str, body: str) -> OSError | None:
    """Why no server took it. Raises OSError where the program itself is not there any more."""
    command = ["notify-send", "-a", "routine", title, body]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    said = ended.stderr.decode("utf-8", "replace").strip().partition("\n")[0].rstrip(".")
    return OSError(said or f"notify-send ended with {ended.returncode}") if ended.returncode else None


def _none_hint() -> str:
    return words.TEXT_NONE_HINT_ON_LINUX if sys.platform == "linux" else words.TEXT_NONE_HINT


def units(text: str) -> int:
    """Its length as Windows counts it: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def within(text: str, room: int) -> str:
    """As much of it as has room, in UTF-16 units, with a mark where something is missing; no letter in halves."""
    if units(text) <= room:
        return text
    end, used = 0, 1
    while end < len(text) and (used := used + units(text[end])) <= room:
        end += 1
    # what belongs to the letter before, or to the next one, goes with it
    while end and (width_of(text[end]) == 0 or text[end - 1] == _JOINER):
        end -= 1
    begun = text[:end]
    # between words, where that does not cost much
    words, _, last = begun.rpartition(" ")
    if words and not text[end].isspace() and len(last) < len(begun) // 3:
        begun = words
    return f"{begun.rstrip()}…" if room else ""


def _settle(done: asyncio.Future[Exception | None], failure: Exception | None) -> None:
    if not done.done():
        done.set_result(failure)
