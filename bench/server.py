"""Knows how to take every card and write down when it came; must not know who sends them.

A process of its own: what it costs is in nobody's figures. Each line: nanoseconds since 1970, a space, the title.
"""

from __future__ import annotations

import asyncio
import sys
import time
from itertools import count
from pathlib import Path

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

NAME = "org.freedesktop.Notifications"


async def serve(arrivals: Path) -> None:
    numbers = count(1)
    bus = await MessageBus().connect()
    with arrivals.with_suffix(".new").open("w", buffering=1, encoding="utf-8") as file:

        def answer(message: Message) -> Message | None:
            came = time.clock_gettime_ns(time.CLOCK_REALTIME)
            if message.message_type is not MessageType.METHOD_CALL:
                return None
            match message.member:
                case "Notify":
                    file.write(f"{came} {message.body[3]}\n")
                    return Message.new_method_return(message, "u", [next(numbers)])
                case "GetServerInformation":
                    return Message.new_method_return(message, "ssss", ["recording", "bench", "1", "1.2"])
                case "GetCapabilities":
                    return Message.new_method_return(
                        message, "as", [["actions", "body", "body-markup", "persistence"]]
                    )
                case "CloseNotification":
                    closed = Message.new_signal(
                        "/org/freedesktop/Notifications", NAME, "NotificationClosed", "uu", [message.body[0], 3]
                    )
                    bus.send(closed)
                    return Message.new_method_return(message)
            return None

        bus.add_message_handler(answer)
        await bus.request_name(NAME)
        arrivals.with_suffix(".new").rename(arrivals)
        await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # the library gives this method no types


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
