"""Knows how a card is printed into the terminal that runs the service, and which key answers it.

Must not know reminders. What is printed stays printed: closing a card only ends its keys. A line in a log is
seen by nobody: there no card is taken.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import select
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TextIO

from msgspec import Struct

from routine.adapters.console_mode import coloured
from routine.adapters.notify.terminal_keys import Keyboard
from routine.adapters.notify.terminal_text import clean, in_rows, wrapped
from routine.core.notification import ActionId, Button, Notification
from routine.errors import NotifierTimedOut, NotifierUnavailable
from routine.ports import Acted, Capabilities, Down, Handle, Lost, NotifierEvent, Up
from routine.presentation import notifiers as words

LETTERS = {
    ActionId.START: "s",
    ActionId.START_SECOND: "t",
    ActionId.SNOOZE: "z",
    ActionId.SNOOZE_LONG: "l",
    ActionId.SKIP: "k",
    ActionId.SKIP_STEP: "s",
    ActionId.EASIER_ONE: "e",
    ActionId.NEXT: "n",
    ActionId.PAUSE: "p",
    ActionId.RESUME: "p",
    ActionId.STOP: "q",
    ActionId.EASIER: "e",
    ActionId.SAME: "m",
    ActionId.HARDER: "h",
    ActionId.OK: "o",
    ActionId.AGAIN: "a",
    ActionId.BACK: "b",
    ActionId.TAKEN: "t",
    ActionId.YES: "y",
    ActionId.NO: "n",
    ActionId.NOT_SURE: "u",
    ActionId.NO_TIME: "n",
    ActionId.TOO_HARD: "h",
    ActionId.HURT: "u",
    ActionId.OTHER: "o",
    ActionId.CHANGE_IT: "c",
    ActionId.NOT_NOW: "n",
    ActionId.ANSWER: "a",
    ActionId.TAKE_BACK: "b",
    ActionId.OPEN_PAGE: "o",
    ActionId.OPEN_CHECK: "c",
    ActionId.LATER: "l",
}

_ROOM = 6
_USUAL_COLUMNS = 80
_DIGITS = 9
_ONE_PRESS = timedelta(milliseconds=300)
"""The same key again within this is the same press: a finger that bounced or rests on it."""

_COMES_BACK = timedelta(milliseconds=200)
"""A card that is shown anew is closed first."""


class _Card(Struct, frozen=True):
    number: int
    notice: Notification

    @property
    def actions(self) -> tuple[Button, ...]:
        return self.notice.actions[:_ROOM]


class Terminal:
    """Cards as lines; keys answer the newest card that has them, or the one whose number was pressed first.

    Keeps ports.Notifier. Bold is ECMA-48's SGR; none for TERM=dumb or NO_COLOR (https://no-color.org).
    """

    def __init__(
        self,
        stream: TextIO,
        keys: TextIO | None = None,
        environ: Mapping[str, str] = os.environ,
        patience: timedelta = timedelta(seconds=5),
        watched: Callable[[], bool] | None = None,
    ) -> None:
        """`watched`: whether somebody may be looking at `stream` now; asked before each card."""
        self._stream = stream
        self._keyboard = Keyboard(keys)
        self._environ = environ
        self._patience = patience
        self._tell: Callable[[NotifierEvent], None] | None = None
        self._tokens = itertools.count(1)
        self._cards: dict[Handle, _Card] = {}
        self._last: Handle | None = None
        self._picked: Handle | None = None
        self._pressed = ("", 0.0)
        self._is_gone = False
        self._watched = watched or partial(_is_terminal, stream)

    @property
    def caps(self) -> Capabilities:
        keys = self._keyboard.listening
        return Capabilities("terminal", actions=keys, degraded="" if keys else words.NO_KEYS)

    async def open(self, tell: Callable[[NotifierEvent], None]) -> None:
        if self._stream.closed:
            raise NotifierUnavailable(words.TERMINAL_GONE, words.TERMINAL_GONE_HINT)
        self._refuse_unwatched()
        self._keyboard.listen(self._press, self._changed, self._gone)
        self._tell = tell

    async def show(self, notice: Notification) -> Handle:
        await self._room()
        handle = Handle(next(self._tokens))
        card = _Card(self._free_number(), notice)
        self._print(self._whole(card))
        self._cards[handle] = card
        self._last = handle
        return handle

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        await self._room()
        card = self._cards.get(handle)
        if card is None:
            return await self.show(notice)
        new = _Card(card.number, notice)
        follows = self._last == handle and notice.title == card.notice.title
        self._print(self._news(card, new) if follows else self._whole(new))
        # what was printed last is the newest
        del self._cards[handle]
        self._cards[handle] = new
        self._last = handle
        return handle

    async def withdraw(self, handle: Handle) -> None:
        card = self._cards.pop(handle, None)
        if card and card.actions and self._tell:
            # one that only comes back, as a card of its own, is not gone
            asyncio.get_running_loop().call_later(_COMES_BACK.total_seconds(), self._say_gone, card)

    async def close(self) -> None:
        self._cards.clear()
        self._keyboard.stop()
        self._tell = None

    # keys

    def _press(self, letter: str) -> None:
        if letter.isdigit():
            self._pick(letter)
            return
        now = asyncio.get_running_loop().time()
        before, at = self._pressed
        self._pressed = (letter, now)
        if letter == before and now - at < _ONE_PRESS.total_seconds():
            return
        picked = self._picked if self._picked in self._cards else None
        for handle in [picked] if picked else list(reversed(self._cards)):
            for action in self._cards[handle].actions:
                if LETTERS[action.key] == letter:
                    self._answer(handle, action)
                    return

    def _pick(self, digit: str) -> None:
        for handle, card in self._cards.items():
            if str(card.number) == digit and card.actions:
                self._picked = handle
                self._last = None
                self._say(["", *self._title(card, numbered=True), *self._keys(card)])

    def _answer(self, handle: Handle, action: Button) -> None:
        card = self._cards.pop(handle)
        self._picked = self._last = None
        title = self._clean(card.notice.title) if self._with_keys else ""
        self._say(wrapped(words.taken(self._clean(action.label), title), self._columns))
        if self._tell:
            self._tell(Acted(handle, action.key))

    def _say_gone(self, card: _Card) -> None:
        """Answered elsewhere, or over: where another card is open, its keys mean that one from now on."""
        there = self._with_keys
        if not there or not self.caps.actions or card.notice.title in {one.notice.title for one in there}:
            return
        newest = there[-1]
        gone = wrapped(words.gone(self._clean(card.notice.title)), self._columns)
        self._last = None
        self._say(["", *gone, *self._title(newest, numbered=len(there) > 1), *self._keys(newest)])

    @property
    def _with_keys(self) -> list[_Card]:
        """The cards that a key answers, the newest last."""
        return [card for card in self._cards.values() if card.actions]

    def _changed(self) -> None:
        if self._tell:
            self._tell(Up(self.caps))

    def _gone(self) -> None:
        """The terminal was closed: its cards went with it."""
        if self._is_gone or self._tell is None:
            return
        self._is_gone = True
        self._keyboard.stop()
        lost = list(self._cards)
        self._cards.clear()
        for handle in lost:
            self._tell(Lost(handle))
        self._tell(Down(words.TERMINAL_GONE))

    # lines

    def _whole(self, card: _Card) -> list[str]:
        # a card that changes is there still, under the number it keeps
        others = [other for other in self._with_keys if other.number and other.number != card.number]
        several = bool(others and card.actions and self.caps.actions)
        lines = ["", *self._title(card, numbered=several), *self._body(card), *self._keys(card)]
        if several:
            waiting = words.others([(other.number, self._clean(other.notice.title)) for other in others])
            lines.extend(wrapped(waiting, self._columns))
        return lines

    def _news(self, old: _Card, new: _Card) -> list[str]:
        """Only what the card did not say before."""
        said = set(self._body(old))
        keys = self._keys(new) if new.actions != old.actions else []
        return [*(line for line in self._body(new) if line not in said), *keys]

    def _title(self, card: _Card, *, numbered: bool) -> list[str]:
        title = self._clean(card.notice.title)
        lines = wrapped(words.card(card.number, title) if numbered and card.number else title, self._columns)
        return [f"\x1b[1m{line}\x1b[0m" for line in lines] if coloured(self._stream, self._environ) else lines

    def _body(self, card: _Card) -> list[str]:
        lines = wrapped(self._clean(card.notice.body), self._columns)
        if card.notice.without_buttons and not self.caps.actions:
            lines.extend(wrapped(self._clean(card.notice.without_buttons), self._columns))
        return lines

    def _keys(self, card: _Card) -> list[str]:
        if not self.caps.actions:
            return []
        labels = [words.key(LETTERS[action.key], self._clean(action.label)) for action in card.actions]
        return in_rows(labels, self._columns)

    def _free_number(self) -> int:
        """The smallest number no open card has; 0 when a digit cannot say it."""
        used = {card.number for card in self._cards.values()}
        return next((number for number in range(1, _DIGITS + 1) if number not in used), 0)

    def _clean(self, text: str) -> str:
        return clean(text, self._stream.encoding or "utf-8")

    @property
    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or _USUAL_COLUMNS
        except (OSError, ValueError):
            return _USUAL_COLUMNS

    # writing

    async def _room(self) -> None:
        """Wait until the terminal takes text: somebody may hold it with Ctrl-S. Raises NotifierTimedOut."""
        if self._tell is None:
            raise NotifierUnavailable(words.NOT_OPEN, words.NOT_OPEN_HINT)
        if self._is_gone:
            raise NotifierUnavailable(words.TERMINAL_GONE, words.TERMINAL_GONE_HINT)
        self._refuse_unwatched()
        loop = asyncio.get_running_loop()
        end = loop.time() + self._patience.total_seconds()
        while not _takes_text(self._stream):
            if loop.time() >= end:
                raise NotifierTimedOut(words.TERMINAL_STOPPED, words.TERMINAL_STOPPED_HINT)
            await asyncio.sleep(0.05)

    def _refuse_unwatched(self) -> None:
        """Raises NotifierUnavailable where what is printed would be a line in a log."""
        if not self._watched():
            raise NotifierUnavailable(words.NO_TERMINAL, words.NO_TERMINAL_HINT)

    def _print(self, lines: list[str]) -> None:
        """Raises NotifierUnavailable when the terminal has gone."""
        try:
            self._stream.write("".join(f"{line}\n" for line in lines))
            self._stream.flush()
        except (OSError, ValueError) as error:
            self._gone()
            raise NotifierUnavailable(words.TERMINAL_GONE, words.TERMINAL_GONE_HINT) from error

    def _say(self, lines: list[str]) -> None:
        """Print what nobody waits for; a terminal that is held is not waited for either."""
        if _takes_text(self._stream):
            # a terminal that has gone was told as Down
            with suppress(NotifierUnavailable):
                self._print(lines)


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:
        return False  # closed


def _takes_text(stream: TextIO) -> bool:
    if sys.platform == "win32":
        return True
    try:
        poll = select.poll()
        poll.register(stream.fileno(), select.POLLOUT)
        return bool(poll.poll(0))
    except (OSError, ValueError):
        # not a file of the system, or closed: writing will tell
        return True
