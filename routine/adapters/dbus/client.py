"""Knows how to put one question to whoever answers to a name on a bus; must not know what is asked.

A connection that was lost is made anew by the next question: nothing is tried while nobody asks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from routine.adapters.dbus.connection import BUS, BUS_PATH, Call, DbusSession, Signal, address, unwrap
from routine.background import BackgroundJobs
from routine.errors import NotifierRejected

PROPERTIES = "org.freedesktop.DBus.Properties"


class Peer(Struct, frozen=True):
    """Somebody on the bus: the name, and where and in which interface it answers."""

    name: str
    path: str
    interface: str


class BusClient:
    """`heard` is called for every signal that one of the rules lets through.

    Rules are written as the D-Bus Specification has them ("Match Rules"). The bus is met by the first question.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        rules: Sequence[str],
        heard: Callable[[], None],
        where: Callable[[Mapping[str, str]], str] = address,
    ) -> None:
        self._session = DbusSession(environ, self._take, where)
        self._rules = rules
        self._heard = heard
        self._connecting = asyncio.Lock()
        self._jobs = BackgroundJobs()

    async def ask(self, peer: Peer, member: str, signature: str = "", *body: object) -> tuple[Any, ...]:
        """The reply, of one who is there already: nobody is started for it. Raises NotifierError."""
        return await self._ask(peer, peer.interface, member, signature, *body)

    async def read(self, peer: Peer, name: str) -> object:
        """A property, by org.freedesktop.DBus.Properties (D-Bus Specification, "Standard Interfaces").

        Raises NotifierError.
        """
        match await self._ask(peer, PROPERTIES, "Get", "ss", peer.interface, name):
            case (value,):
                return unwrap(value)
            case _:
                raise NotifierRejected(peer.name)

    async def _ask(
        self, peer: Peer, interface: str, member: str, signature: str, *body: object
    ) -> tuple[Any, ...]:
        await self._connect()
        match await self._session.ask_bus("GetNameOwner", "s", peer.name):
            case (str(owner),):
                # to its own address: a reply counts only from there
                call = Call(owner, peer.path, interface, member, signature, body)
                return await self._session.ask(call)
            case _:
                raise NotifierRejected(peer.name)

    async def _connect(self) -> None:
        async with self._connecting:
            if self._session.connected:
                return
            await self._session.connect()
            self._jobs.start("notice that the bus is gone", self._session.gone())
            for rule in self._rules:
                self._session.post(Call(BUS, BUS_PATH, BUS, "AddMatch", "s", (rule,)))

    def hang_up(self) -> None:
        """End the connection without waiting for it; a later question would make another."""
        self._session.hang_up()

    def _take(self, signal: Signal) -> None:
        if signal.sender != BUS:
            self._heard()
