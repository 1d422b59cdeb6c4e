"""Knows how the macOS notification centre shows cards; must not know what an answer means.

The one file that imports desktop-notifier and rubicon-objc, and it does so when asked: they exist on macOS only.
What was learned about desktop-notifier (6.2.0) and shapes this file:

- Outside a bundle it becomes a dummy that drops everything. A dummy has no capabilities.
- In a bundle without a signature (Homebrew's) the centre refuses everything, as if the person had. Only its log
  says before that the signature could not be verified, which alone is no refusal yet.
- Callbacks need the loop of `event_loop_factory` in the main thread; on any other loop nothing ever comes back.
- `send_notification` logs its failures and returns as if all were well. `on_dispatched` says that it was handed
  over, and the log alone says that the centre then refused it.
- Buttons are remembered by their labels alone: the same labels bring back the keys they had the first time.
- Asking whether we are allowed waits until the person has answered, perhaps for hours.
- A picture that cannot be copied is a warning in the log as well, and the card is shown without it.
- The centre knows a card by its identifier alone, whoever sent it: all programs of one Python are one to it. So
  each process names its cards by its number, and what one that died has left is known by its name.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from routine.background import BackgroundJobs
from routine.core.notification import ActionId, Notification, Urgency
from routine.errors import NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.ports import Acted, BodyClicked, Capabilities, Dismissed, Down, Handle, NotifierEvent, Up
from routine.presentation import notifiers as words

LIMIT = timedelta(seconds=5)
_ROOM = 4
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif"})
_LOGGER = "desktop_notifier"
_SIGNATURE = "signature of"
"""Of a bundle, or an app bundle: what cannot be verified, by its log."""
_NO_PICTURE = "Could not access attachment"
"""No refusal: the card is shown without it."""
_OURS = "routine-"
"""How the identifier of a card begins."""


def event_loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """What makes the loop the service must run on, in the main thread. For `asyncio.Runner(loop_factory=…)`."""
    try:
        from rubicon.objc.eventloop import RubiconEventLoop  # noqa: PLC0415 - it exists on macOS only
    except (ImportError, AttributeError):  # not there, or older than this Python
        # without it there is no centre to hear either, and the service goes on in the terminal
        return asyncio.new_event_loop
    factory: Callable[[], asyncio.AbstractEventLoop] = RubiconEventLoop
    return factory


@dataclass(frozen=True, slots=True)
class _Card:
    identifier: str
    notice: Notification

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(action.label for action in self.notice.actions[:_ROOM])

    @property
    def keys(self) -> tuple[ActionId, ...]:
        return tuple(action.key for action in self.notice.actions[:_ROOM])


class MacOS:
    """Cards in the notification centre, with their buttons below Options; keeps ports.Notifier."""

    def __init__(self, limit: timedelta = LIMIT, *, clears: bool = False) -> None:
        """`clears`: take away what one that died has left, whose buttons nobody would hear."""
        self._limit = limit
        self._clears = clears
        self._library: Any = None
        self._centre: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tell: Callable[[NotifierEvent], None] | None = None
        self._permission: asyncio.Future[bool] | None = None
        self._unsigned = False
        self._was_forbidden = False
        self._tokens = itertools.count(1)
        self._cards: dict[Handle, _Card] = {}
        self._first_keys: dict[tuple[str, ...], tuple[ActionId, ...]] = {}
        self._sending = asyncio.Lock()
        self._jobs = BackgroundJobs()

    @property
    def caps(self) -> Capabilities:
        waiting = self._permission is not None and not self._permission.done()
        return Capabilities("macOS", actions=True, degraded=words.MAC_ASKING if waiting else "")

    @property
    def forbidden(self) -> bool:
        """Whether the person wants no notifications. Nobody was asked where this Python could show none anyway."""
        answered = self._permission is not None and self._permission.done()
        refused = answered and self._permission is not None and not _granted(self._permission)
        return self._was_forbidden or (refused and not self._unsigned)

    async def open(self, tell: Callable[[NotifierEvent], None]) -> None:
        self._was_forbidden = False
        # what it logs is said as an error; its tracebacks are for nobody
        logger = logging.getLogger(_LOGGER)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
        complaints = _Complaints()
        logger.addHandler(complaints)
        try:
            import desktop_notifier  # noqa: PLC0415 - it exists on macOS only

            centre = desktop_notifier.DesktopNotifier(app_name="routine", app_icon=None)
        except (ImportError, OSError, AttributeError) as error:  # the last: it is older than this Python
            raise NotifierUnavailable(words.MAC_NONE, words.MAC_NONE_HINT) from error
        finally:
            logger.removeHandler(complaints)
        if desktop_notifier.Capability.BUTTONS not in await centre.get_capabilities():
            raise NotifierUnavailable(words.MAC_NONE, words.MAC_NONE_HINT)
        self._library, self._centre = desktop_notifier, centre
        self._loop, self._tell = asyncio.get_running_loop(), tell
        self._unsigned = _SIGNATURE in complaints.heard
        # handlers of the whole centre: they also hear of cards from before a restart, which are not ours
        centre.on_button_pressed = lambda card, button: self._later(self._pressed, card, button)
        centre.on_clicked = lambda card: self._later(self._clicked, card)
        centre.on_dismissed = lambda card: self._later(self._dismissed, card)
        self._permission = self._jobs.expect("ask for permission", centre.request_authorisation())
        answered, _ = await asyncio.wait({self._permission}, timeout=self._limit.total_seconds())
        if not answered:
            self._permission.add_done_callback(self._decided)
        elif not _granted(self._permission):
            self._was_forbidden = not self._unsigned
            await self.close()
            raise self._refusal()
        if self._clears:
            await self._take_away_what_was_left()

    async def show(self, notice: Notification) -> Handle:
        handle = Handle(next(self._tokens))
        await self._send(handle, f"{_OURS}{os.getpid()}-{handle.token}", notice)
        return handle

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        card = self._cards.get(handle)
        if card is None:
            return await self.show(notice)
        # the same identifier takes the place of the old card
        await self._send(handle, card.identifier, notice)
        if handle not in self._cards:
            # the old one was answered meanwhile, so this is a new card
            handle = Handle(next(self._tokens))
        self._cards[handle] = _Card(card.identifier, notice)
        return handle

    async def withdraw(self, handle: Handle) -> None:
        card = self._cards.pop(handle, None)
        if card is not None and self._centre is not None:
            await self._take_away(card.identifier)

    async def close(self) -> None:
        self._tell = None
        for handle in list(self._cards):
            await self.withdraw(handle)
        self._jobs.cancel()
        self._permission = None
        self._centre = None

    async def _send(self, handle: Handle, identifier: str, notice: Notification) -> None:
        """Raises NotifierUnavailable, NotifierTimedOut or NotifierRejected."""
        self._allowed()
        card = _Card(identifier, notice)
        self._first_keys.setdefault(card.labels, card.keys)
        dispatched: list[bool] = []
        complaints = _Complaints()
        # one at a time, so that a complaint in the log belongs to this card
        async with self._sending:
            # a card that changes is answered with its old buttons until the new ones are there
            is_new = self._cards.setdefault(handle, card) is card
            logger = logging.getLogger(_LOGGER)
            logger.addHandler(complaints)
            try:
                sent = self._centre.send_notification(self._notification(card, lambda: dispatched.append(True)))
                await asyncio.wait_for(sent, self._limit.total_seconds())
            except TimeoutError as error:
                self._cards.pop(handle, None)
                # it may still come late, and nobody would answer for it
                await self._take_away(identifier)
                raise NotifierTimedOut(words.MAC_LATE, words.MAC_LATE_HINT) from error
            finally:
                logger.removeHandler(complaints)
        if complaints.heard or not dispatched:
            if is_new:
                self._cards.pop(handle, None)
            raise NotifierRejected(words.MAC_REFUSED, words.said(complaints.heard))

    def _notification(self, card: _Card, dispatched: Callable[[], None]) -> Any:
        library, notice = self._library, card.notice
        quiet = notice.urgency is Urgency.LOW
        picture = Path(notice.picture)
        # another kind of file makes the centre drop the card
        shown = picture.suffix.lower() in _PICTURES and picture.is_file()
        return library.Notification(
            notice.title,
            notice.body,
            urgency=library.Urgency.Low if quiet else library.Urgency.Normal,
            buttons=tuple(
                library.Button(action.label, identifier=action.key.value) for action in notice.actions[:_ROOM]
            ),
            on_dispatched=dispatched,
            attachment=library.Attachment(path=picture) if shown else None,
            identifier=card.identifier,
        )

    async def _take_away_what_was_left(self) -> None:
        left: list[str] = []
        with suppress(Exception):
            left = await asyncio.wait_for(self._centre.get_current_notifications(), self._limit.total_seconds())
        for identifier in left:
            # other programs of this Python have their cards there as well
            if identifier.startswith(_OURS):
                await self._take_away(identifier)

    async def _take_away(self, identifier: str) -> None:
        with suppress(Exception):
            await asyncio.wait_for(self._centre.clear(identifier), self._limit.total_seconds())

    def _allowed(self) -> None:
        if self._centre is None:
            raise NotifierUnavailable(words.NOT_OPEN, words.NOT_OPEN_HINT)
        if self._permission is not None and not self._permission.done():
            raise NotifierUnavailable(words.MAC_ASKING, words.MAC_ASKING_HINT)
        if self._permission is not None and not _granted(self._permission):
            raise self._refusal()

    def _refusal(self) -> NotifierUnavailable:
        if self._unsigned:
            return NotifierUnavailable(words.MAC_UNSIGNED, words.MAC_UNSIGNED_HINT)
        return NotifierUnavailable(words.MAC_FORBIDDEN, words.MAC_FORBIDDEN_HINT)

    # what macOS tells

    def _decided(self, permission: asyncio.Future[bool]) -> None:
        if self._tell is not None:
            self._tell(Up(self.caps) if _granted(permission) else Down(self._refusal().sentence))

    def _later(self, call: Callable[..., None], *what: object) -> None:
        with suppress(RuntimeError):
            if self._loop is not None:
                self._loop.call_soon_threadsafe(call, *what)

    def _ours(self, identifier: str) -> tuple[Handle, _Card] | None:
        found = ((handle, card) for handle, card in self._cards.items() if card.identifier == identifier)
        return next(found, None)

    def _pressed(self, identifier: str, button: str) -> None:
        found = self._ours(identifier)
        if found is None or self._tell is None:
            return
        handle, card = found
        meant = dict(zip(self._first_keys[card.labels], card.keys, strict=True))
        key = next((key for first, key in meant.items() if first == button), None)
        if key is None:
            # buttons of another day: all that is known is that somebody clicked
            self._tell(BodyClicked(handle))
            return
        del self._cards[handle]
        self._tell(Acted(handle, key))

    def _clicked(self, identifier: str) -> None:
        found = self._ours(identifier)
        if found and self._tell:
            self._tell(BodyClicked(found[0]))

    def _dismissed(self, identifier: str) -> None:
        found = self._ours(identifier)
        if found and self._tell:
            del self._cards[found[0]]
            self._tell(Dismissed(found[0]))


class _Complaints(logging.Handler):
    """The warnings of one sending: the only place where a refusal is said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard = ""

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith(_NO_PICTURE):
            return
        why = record.exc_info[1] if record.exc_info else None
        self.heard = self.heard or f"{record.getMessage()}{f' ({why})' if why else ''}"


def _granted(permission: asyncio.Future[bool]) -> bool:
    return not permission.cancelled() and permission.exception() is None and permission.result()
