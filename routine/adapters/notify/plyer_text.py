"""Knows how plyer sends a plain text, the last resort; must not know whether anybody saw it: nobody can.

The one file that imports plyer. What was learned about it (2.1.0) and shapes this file:

- It has no buttons and no answers, and takes nothing back. So `sent` is all that is ever claimed.
- On Linux it starts notify-send and ignores its exit code. notify-send takes a leading "-" for an option, an
  empty title for a mistake, and undoes backslashes; the server it talks to reads the body as markup.
- It may block for as long as a desktop takes to give up. So each call has a thread of its own, which is left
  behind after five seconds and never waited for at the end.
- When it finds no way to send, it prints a traceback and goes on with a class that can only refuse.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import itertools
import threading
import warnings
from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Any

from routine.core.notification import Notification
from routine.errors import NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.ports import Capabilities, Handle, NotifierEvent
from routine.presentation import notifiers as words

LIMIT = timedelta(seconds=5)
_ON_SCREEN = timedelta(seconds=10)
"""How long Windows is asked to keep it; the others decide for themselves."""

_MARKUP = frozenset({"NotifySendNotification", "NotifyDbus"})
_BACKSLASHES = frozenset({"NotifySendNotification"})


class Text:
    """Sends text, as far as that keeps ports.Notifier. Which command answers stands in it."""

    def __init__(self, limit: timedelta = LIMIT) -> None:
        self._limit = limit
        self._sender: Any = None
        self._way = ""
        self._tokens = itertools.count(1)

    @property
    def caps(self) -> Capabilities:
        return Capabilities("text", actions=False, max_actions=0, degraded=words.TEXT_ONLY)

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
                raise NotifierUnavailable(words.TEXT_NONE, words.TEXT_NONE_HINT) from error
            way = notification.__class__
        if way is Notification:
            raise NotifierUnavailable(words.TEXT_NONE, words.TEXT_NONE_HINT)
        self._sender, self._way = notification, way.__name__

    async def show(self, notice: Notification) -> Handle:
        if self._sender is None:
            raise NotifierUnavailable(words.NOT_OPEN, words.NOT_OPEN_HINT)
        body = "\n".join(part for part in (notice.body, notice.without_buttons) if part)
        await self._send(self._fit(notice.title, title=True), self._fit(body))
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
        if self._way in _BACKSLASHES and not title:
            text = text.replace("\\", "\\\\")
        if self._way in _MARKUP and not title:
            text = escape(text, quote=False)
        return f" {text}" if text.startswith("-") or not text else text

    async def _send(self, title: str, body: str) -> None:
        """Raises NotifierTimedOut or NotifierRejected."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[Exception | None] = loop.create_future()
        sender = self._sender

        def send() -> None:
            failure: Exception | None = None
            try:
                sender.notify(
                    title=title, message=body, app_name="routine", timeout=int(_ON_SCREEN.total_seconds())
                )
            except Exception as error:  # noqa: BLE001 - each of its ways fails in its own way
                failure = error
            # the loop may have ended while this was waiting
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(_settle, done, failure)

        threading.Thread(target=send, name="routine-text", daemon=True).start()
        try:
            failure = await asyncio.wait_for(done, self._limit.total_seconds())
        except TimeoutError as error:
            raise NotifierTimedOut(words.TEXT_LATE, words.TEXT_LATE_HINT) from error
        if failure is not None:
            raise NotifierRejected(words.TEXT_REFUSED, words.said(str(failure))) from failure


def _settle(done: asyncio.Future[Exception | None], failure: Exception | None) -> None:
    if not done.done():
        done.set_result(failure)
