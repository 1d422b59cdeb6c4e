"""Knows the least that could send these cards: a timer of the kernel, a bus, one call. Must not know any rules."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from dbus_fast import Message, MessageFlag, Variant
from dbus_fast.aio import MessageBus

from bench.server import NAME
from routine.adapters.timerfd import Timerfd


async def send(name: str, first: datetime, gap: timedelta, many: int) -> None:
    bus = await MessageBus().connect()
    rung = asyncio.Event()
    for number in range(many):
        timer = Timerfd(first + number * gap, rung.set)
        await rung.wait()
        timer.close()
        rung.clear()
        bus.send(_notify(f"{name} {number}"))
    await asyncio.sleep(1)


def _notify(title: str) -> Message:
    actions = ["start", "Start", "snooze", "Snooze 10m", "skip", "Skip"]
    body = "Due now, 1 min.\nBreathe out slowly."
    return Message(
        destination=NAME,
        path="/org/freedesktop/Notifications",
        interface=NAME,
        member="Notify",
        signature="susssasa{sv}i",
        body=["bench", 0, "", title, body, actions, {"urgency": Variant("y", 1)}, 0],
        flags=MessageFlag.NONE,
    )


def main() -> None:
    name, first, gap, many = sys.argv[1], *map(int, sys.argv[2:])
    at = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=first // 1000)
    asyncio.run(send(name, at, timedelta(microseconds=gap // 1000), many))


if __name__ == "__main__":
    main()
