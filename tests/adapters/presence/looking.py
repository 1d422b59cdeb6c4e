"""Knows how to look at a desktop through the probes under test, and to stand in for a program on its bus.

Must not know any claim.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

from dbus_fast import Message, MessageType, RequestNameReply, Variant
from dbus_fast.aio import MessageBus

from routine.adapters.presence.linux import LinuxPresence as Presence
from routine.adapters.presence.probe import AWAY_AFTER, Probe
from routine.core.events import HoldReason

PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass(slots=True)
class FirstSeen:
    hold: HoldReason | None
    says: Mapping[str, str]
    took: float


@asynccontextmanager
async def watching(
    environ: Mapping[str, str], *enabled: Probe, away_after: timedelta = AWAY_AFTER
) -> AsyncIterator[Presence]:
    presence = Presence(environ, enabled=frozenset(enabled), away_after=away_after)
    try:
        yield presence
    finally:
        presence.stop()
        await asyncio.sleep(0.05)
        left = {job.get_name() for job in asyncio.all_tasks() if job is not asyncio.current_task()}
        assert left == set(), "stopped, and nothing goes on"


async def look(environ: Mapping[str, str], *enabled: Probe, away_after: timedelta = AWAY_AFTER) -> FirstSeen:
    """Asked once."""
    async with watching(environ, *enabled, away_after=away_after) as presence:
        started = time.monotonic()
        await presence.ask()
        took = time.monotonic() - started
        return FirstSeen(presence.hold, {probe: presence.probes()[probe] for probe in enabled}, took)


def hold_of(presence: Presence) -> HoldReason | None:
    """What holds at this moment: asked anew each time."""
    return presence.hold


def seen(environ: Mapping[str, str], *enabled: Probe, away_after: timedelta = AWAY_AFTER) -> FirstSeen:
    """`look`, from where no loop runs."""
    return asyncio.run(look(environ, *enabled, away_after=away_after))


class Changes:
    """Counts how often it was called, and can be waited for."""

    def __init__(self) -> None:
        self.count = 0
        self._came = asyncio.Event()

    def __call__(self) -> None:
        self.count += 1
        self._came.set()

    async def another(self, limit: float = 3.0) -> None:
        async with asyncio.timeout(limit):
            await self._came.wait()
        self._came.clear()


@dataclass
class StandIn:
    """A program on the bus that answers as told: `(path, interface, member)` with (signature, values …)."""

    name: str
    address: str
    answers: dict[tuple[str, str, str], tuple[Any, ...]] = field(default_factory=dict)
    properties: dict[tuple[str, str, str], Variant] = field(default_factory=dict)
    hangs: bool = False
    asked: int = 0

    async def __aenter__(self) -> Self:
        self._bus = await MessageBus(bus_address=self.address).connect()
        self._bus.add_message_handler(self._take)
        assert await self._bus.request_name(self.name) is RequestNameReply.PRIMARY_OWNER
        return self

    async def __aexit__(self, *_: object) -> None:
        self._bus.disconnect()
        await self._bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # the library left it out

    def signal(self, path: str, interface: str, member: str, signature: str = "", *body: Any) -> None:
        self._bus.send(Message.new_signal(path, interface, member, signature, list(body)))

    def now_has(self, path: str, interface: str, name: str, value: Variant) -> None:
        """The property changes, and everybody is told."""
        self.properties[path, interface, name] = value
        self.signal(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", interface, {name: value}, [])

    def _take(self, message: Message) -> Message | bool:
        if message.message_type is not MessageType.METHOD_CALL or message.destination != self._bus.unique_name:
            return False
        if message.interface == "org.freedesktop.DBus.Peer":
            return False
        self.asked += 1
        if self.hangs:
            return True
        asked = (str(message.path), str(message.interface), str(message.member))
        if message.interface == PROPERTIES:
            wanted = (str(message.path), message.body[0], message.body[1])
            if wanted in self.properties:
                return Message.new_method_return(message, "v", [self.properties[wanted]])
        elif asked in self.answers:
            signature, *values = self.answers[asked]
            return Message.new_method_return(message, signature, values)
        return Message.new_error(message, "org.freedesktop.DBus.Error.UnknownMethod", "not here")
