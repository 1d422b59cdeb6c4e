"""Knows how a card lives on a freedesktop notification server; must not know what the card is for.

What eleven real servers taught, and the code keeps:

- A number is ours only with the server that gave it: when it goes, numbers are forgotten and every card is Lost.
- After an action the number is never used again: the card is closed at once (some servers leave it standing).
- Where a card is only listed, without its buttons, a click on it puts it up again here; nobody else is asked.
- The first ending of a card counts. Servers tell others, twice or seconds later; those are noise.
- A server may hang for ever. Nothing waits longer than the limit; a card that was accepted too late is closed.

Source: the Desktop Notifications Specification 1.2, section 9, and what server_quirks adds to it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

from msgspec import Struct

from routine.adapters.dbus.connection import Call, Reply, Signal, variant
from routine.adapters.notify.server_connection import BusGuest, ServerConnection, in_time, question
from routine.adapters.notify.server_quirks import (
    BLANK,
    BODY_CLICK,
    STAYS,
    Server,
    WireNotification,
    reshown,
    wire_notification,
    withdrawn,
)
from routine.adapters.notify.stale_cards import ServerInstance, StaleCards
from routine.adapters.presence.do_not_disturb import gnome_banners_off
from routine.adapters.presence.quiet_table import row_of
from routine.core.loaded_plans import ButtonChoice
from routine.core.notification import ActionId, Notification, Urgency
from routine.errors import NotifierError, NotifierRejected, NotifierUnavailable
from routine.ports import Acted, BodyClicked, Capabilities, Dismissed, Down, Handle, Lost, NotifierEvent, Up
from routine.presentation import notifiers as words

APP_NAME = "routine"
_EXPIRED, _BY_CALL = 1, 3
"""Reasons of NotificationClosed (9.1); 2 is the person, and 4 says nothing."""


class _Overtaken(NotifierUnavailable):
    """Raised when the card to change, or the server itself, ended while the server was being asked."""


class _Card(Struct, eq=False):
    handle: Handle
    number: int
    """Nought while it has none."""
    wire: WireNotification
    touched: bool = False
    """Its body was clicked: the server may be closing it."""


class Freedesktop:
    """ports.Notifier for Linux desktops.

    `open` starts nobody. When it finds no server it raises, and still listens: one that comes later is told as Up,
    until `close`. Where the bus would start one it does not raise: the first card has it started.
    What is told waits until the `show` that is under way has returned to whoever awaits it directly.
    """

    def __init__(
        self,
        stale_cards: Path | None = None,
        environ: Mapping[str, str] = os.environ,
        banners_off: Callable[[], Awaitable[bool | None]] | None = None,
        choice: Callable[[], ButtonChoice] = lambda: ButtonChoice.AUTO,
        beside: BusGuest | None = None,
    ) -> None:
        """`choice`: what the settings say of buttons, asked at each card. `beside`: who shares the connection."""
        self._choice = choice
        self._stale_cards = StaleCards(stale_cards)
        self._banners_off = banners_off or partial(gnome_banners_off, environ)
        self._connection = ServerConnection(
            environ, came=self._came, went=self._went, heard=self._heard, beside=beside
        )
        self._tell: Callable[[NotifierEvent], None] | None = None
        self._tokens = count(1)
        self._cards: dict[Handle, _Card] = {}
        self._replaced: set[int] = set()
        """Numbers of cards that make way for the same card anew; one that was not on the screen stays listed."""

    @property
    def caps(self) -> Capabilities:
        server = self._connection.server
        if server is None and self._connection.startable:
            return Capabilities(words.ON_DEMAND, actions=True)
        return (
            server.caps_for(self._choice())
            if server
            else Capabilities(name="", actions=False, degraded=self._connection.why_not)
        )

    async def open(self, tell: Callable[[NotifierEvent], None]) -> None:
        try:
            await self._connection.open()
        finally:
            self._tell = tell

    async def show(self, notice: Notification) -> Handle:
        async with in_time():
            return await self._show(notice)

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        async with in_time():
            card, server = self._cards.get(handle), self._connection.server
            if card is not None and server is not None:
                if _may_stand(card, notice, server):
                    with suppress(_Overtaken):
                        return await self._put(notice, server, card)
                self._take_away(card)
            return await self._show(notice)

    async def withdraw(self, handle: Handle) -> None:
        card = self._cards.get(handle)
        if card is not None:
            self._take_away(card)

    async def close(self) -> None:
        self._tell = None
        for card in list(self._cards.values()):
            self._take_away(card)
        await self._connection.close()

    async def _show(self, notice: Notification) -> Handle:
        with suppress(_Overtaken):
            return await self._put(notice, await self._connection.present_server())
        # the server went while it was asked, with all its cards: the next one is asked, once
        return await self._put(notice, await self._connection.present_server())

    async def _put(self, notice: Notification, server: Server, old: _Card | None = None) -> Handle:
        """Send the card, in the place of `old` if there is one. An `old` that cannot be changed is taken away."""
        critical = await self._is_critical(notice, server)
        wire = wire_notification(notice, server, critical=critical, choice=self._choice())
        answered: asyncio.Future[Handle] = asyncio.get_running_loop().create_future()

        def answer(reply: Reply) -> None:
            # here, not after the await: a click may stand right behind the reply in what was read
            if answered.done():
                self._came_too_late(server, reply)
                return
            try:
                answered.set_result(self._hold(_number(server, reply), wire, server, old))
            except NotifierError as fault:
                answered.set_exception(fault)

        self._connection.send(_notify(server, wire, old.number if old else 0), answer)
        try:
            return await answered
        except BaseException:
            # accepted in the moment the time ran out, or changed halfway: nobody would know what stands there
            card = old or self._accepted(answered)
            if card is not None:
                self._take_away(card)
            raise

    def _accepted(self, answered: asyncio.Future[Handle]) -> _Card | None:
        came = answered.done() and not answered.cancelled() and answered.exception() is None
        return self._cards.get(answered.result()) if came else None

    def _hold(self, number: int, wire: WireNotification, server: Server, old: _Card | None) -> Handle:
        if server is not self._connection.server:
            raise _Overtaken(words.SERVER_GONE, words.NO_SERVER_HINT)
        if old is not None and old.handle not in self._cards:
            # answered in the same moment: the number is spent, whatever the server drew over it
            self._connection.post(_close(server, number))
            raise _Overtaken(words.SERVER_GONE, words.NO_SERVER_HINT)
        card = old or _Card(Handle(next(self._tokens)), number, wire)
        before = self._numbered(number)
        if before is not None and before is not card:
            # the server has given the number away: the card that had it cannot be there any more
            del self._cards[before.handle]
            self._say(Lost(before.handle))
        card.number, card.wire = number, wire
        self._cards[card.handle] = card
        self._note()
        return card.handle

    def _came_too_late(self, server: Server, reply: Reply) -> None:
        """Nobody waits for this card any more; but its server is awake again."""
        if server is not self._connection.server or isinstance(reply, NotifierError):
            return
        with suppress(NotifierError):  # it answers, though not with a card
            self._connection.post(_close(server, _number(server, reply)))
        self._say(Up(server.caps_for(self._choice())))

    def _take_away(self, card: _Card, *, answered: bool = False) -> None:
        server = self._connection.server
        if self._cards.pop(card.handle, None) is not None and server is not None:
            # never after an answer: the number is spent, and this would be a new card
            if server.must_fade_first and not answered:
                self._connection.post(_notify(server, BLANK, card.number))
            for number in {card.number, *self._replaced} - {0}:
                self._connection.post(_close(server, number))
            self._replaced.clear()
            self._note()

    def _put_up_again(self, card: _Card, server: Server) -> None:
        """Somebody clicked on it where that alone shows no buttons."""
        wire = reshown(card.wire, server)
        if card.wire.critical:
            self._connection.post(_notify(server, withdrawn(card.wire), card.number))
            self._replaced.add(card.number)
        else:
            self._connection.post(_close(server, card.number))
        card.number = 0

        def answer(reply: Reply) -> None:
            try:
                self._hold(_number(server, reply), wire, server, card)
            except NotifierError:
                if self._cards.pop(card.handle, None) is not None:
                    self._say(Lost(card.handle))

        self._connection.send(_notify(server, wire, 0), answer)

    def _numbered(self, number: int) -> _Card | None:
        return next((card for card in self._cards.values() if card.number == number), None)

    def _note(self) -> None:
        if self._connection.server is not None:
            numbers = (*(card.number for card in self._cards.values() if card.number), *self._replaced)
            self._stale_cards.save(ServerInstance(self._connection.bus_id, self._connection.server.owner), numbers)

    async def _is_critical(self, notice: Notification, server: Server) -> bool:
        row = row_of(server.name, server.vendor) if notice.pierces else None
        if row is not None and row.urgent_gets_through:
            return True
        if not server.needs_critical or not notice.actions or notice.urgency is Urgency.LOW:
            return False
        # critical pierces do-not-disturb: right for an answer to what was just done, not for a reminder
        return notice.urgency is Urgency.INSTANT or not await self._banners_off()

    # -- what comes back

    def _came(self, server: Server) -> None:
        for number in self._stale_cards.load(ServerInstance(self._connection.bus_id, server.owner)):
            self._connection.post(_close(server, number))
        self._note()
        self._say(Up(server.caps_for(self._choice())))

    def _went(self, why: str) -> None:
        lost, self._cards, self._replaced = list(self._cards), {}, set()
        for handle in lost:
            self._say(Lost(handle))
        self._say(Down(why))

    def _heard(self, signal: Signal) -> None:
        match signal.member, signal.body:
            case "ActionInvoked", (int(number), str(key)):
                self._invoked(number, key)
            case "NotificationClosed", (int(number), int(reason)):
                self._closed(number, reason)

    def _invoked(self, number: int, key: str) -> None:
        card, server = self._numbered(number), self._connection.server
        if card is None or server is None:
            return
        if key == BODY_CLICK and card.wire.resident:
            self._put_up_again(card, server)
            self._say(BodyClicked(card.handle, stands=True))
        elif key == BODY_CLICK:
            card.touched = True
            self._say(BodyClicked(card.handle))
        elif key in dict(card.wire.actions):
            self._take_away(card, answered=True)
            self._say(Acted(card.handle, ActionId(key)))

    def _closed(self, number: int, reason: int) -> None:
        self._replaced.discard(number)
        card = self._numbered(number)
        if card is not None:
            del self._cards[card.handle]
            self._note()
            # what was to stay for ever ran out all the same, or another program closed it
            stays = card.wire.expire == STAYS
            self._say(Dismissed(card.handle, by_server=reason == _BY_CALL or (reason == _EXPIRED and stays)))

    def _say(self, happened: NotifierEvent) -> None:
        asyncio.get_running_loop().call_soon(self._deliver, happened)

    def _deliver(self, happened: NotifierEvent) -> None:
        if self._tell is not None:
            self._tell(happened)


def _may_stand(card: _Card, notice: Notification, server: Server) -> bool:
    """Whether the card can be changed where it is, without being closed and shown anew."""
    same = card.wire.actions == wire_notification(notice, server, critical=False).actions
    return same and not card.touched and server.may_replace


def _close(server: Server, number: int) -> Call:
    return question(server.owner, "CloseNotification", "u", number)


def _notify(server: Server, wire: WireNotification, replaces: int) -> Call:
    """Notify, with its hints (Desktop Notifications Specification 1.2, "Hints" and 9.1)."""
    hints = {
        "urgency": variant("y", wire.urgency),
        "category": variant("s", "x-routine.reminder"),
        "desktop-entry": variant("s", APP_NAME),
        "resident": variant("b", wire.resident),
    }
    if wire.transient:
        hints["transient"] = variant("b", True)
    if wire.picture:
        hints["image-path"] = variant("s", wire.picture)
    flat = [word for pair in wire.actions for word in pair]
    body = (APP_NAME, replaces, wire.icon, wire.title, wire.body, flat, hints, wire.expire)
    return question(server.owner, "Notify", "susssasa{sv}i", *body)


def _number(server: Server, reply: Reply) -> int:
    match reply:
        case (int(number),) if number > 0:
            return number
        case NotifierRejected():
            raise NotifierRejected(*words.rejected(server.name, str(reply)))
        case NotifierError():
            raise reply
        case _:
            raise NotifierRejected(*words.rejected(server.name, ""))
