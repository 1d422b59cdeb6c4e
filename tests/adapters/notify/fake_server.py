"""Knows the bad manners of notification servers, by name, and replays them; must not know who suffers them.

A process of its own: `python fake_server.py`, told what to do by JSON lines on stdin, answering each by one line.
Where a quirk was seen on a real server, that is named beside it; the others are what a broken one could do.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import sys
from enum import StrEnum
from typing import Any

from dbus_fast import Message, MessageType, RequestNameReply
from dbus_fast.aio import MessageBus

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"

USUAL = ("actions", "body", "body-markup")


class Quirk(StrEnum):
    DOUBLE_SIGNALS = "every signal twice"  # GNOME Shell and its proxy
    LATE_CLOSED_TWICE = "closed comes late, and again"  # Plasma, swaync, dunstctl
    NO_CLOSED = "stays open after an action, and never says closed"  # lxqt, mako
    NO_CLOSED_ON_CLOSE = "closes without a word"
    ID_ZERO = "number 0"  # notify-osd
    INVALID_ID = "closing the unknown is an error"  # notification-daemon
    TOO_MANY = "too many notifications"  # notification-daemon, mate
    HANG = "answers nothing"
    HANG_FROM_THE_START = "does not even say its name"
    NEVER_SHOWN = "a spent number is taken, and nothing is shown"  # Plasma
    NEW_NUMBER = "a replaced card gets a new number"  # GNOME Shell, mate
    KEEPS_UNKNOWN = "takes any number it is given"  # dunst, xfce, lxqt
    CLICK_WITH_THE_REPLY = "the click stands right behind the reply"
    SAME_NUMBER = "gives one number twice"
    NONSENSE = "answers with a text where a number belongs"
    STOLEN_REPLY = "another program answers first"


class FakeServer:
    def __init__(self, bus: MessageBus, other: MessageBus, say: dict[str, Any]) -> None:
        self.bus, self.other = bus, other
        self.start_anew(say)

    def start_anew(self, say: dict[str, Any]) -> None:
        self.name: str = say.get("name", "fake")
        self.vendor: str = say.get("vendor", "tests")
        self.can: list[str] = list(say.get("can", USUAL))
        self.quirks = {Quirk(quirk) for quirk in say.get("quirks", [])}
        self.last = int(say.get("first", 1)) - 1
        self.cards: dict[int, dict[str, Any]] = {}
        self.spent: set[int] = set()
        self.calls: list[list[Any]] = []
        self.held: list[Message] = []
        for timer in getattr(self, "timers", []):
            timer.cancel()
        self.timers: list[asyncio.TimerHandle] = []

    def take(self, message: Message) -> Message | bool:
        if message.message_type is not MessageType.METHOD_CALL or message.interface != NAME:
            return False
        assert message.member
        self.calls.append([message.member, *_without_types(message.body)])
        stuck = Quirk.HANG_FROM_THE_START in self.quirks or (
            Quirk.HANG in self.quirks and message.member == "Notify"
        )
        if stuck:
            self.held.append(message)
            return True
        return self.answer(message)

    def answer(self, message: Message) -> Message:
        match message.member:
            case "GetServerInformation":
                return Message.new_method_return(message, "ssss", [self.name, self.vendor, "1", "1.2"])
            case "GetCapabilities":
                return Message.new_method_return(message, "as", [self.can])
            case "CloseNotification":
                return self.close(message)
            case _:
                return self.notify(message)

    def notify(self, message: Message) -> Message:
        if Quirk.TOO_MANY in self.quirks:
            error = f"{NAME}.MaxNotificationsExceeded"
            return Message.new_error(message, error, "Exceeded maximum number of notifications")
        if Quirk.ID_ZERO in self.quirks:
            return Message.new_method_return(message, "u", [0])
        if Quirk.NONSENSE in self.quirks:
            return Message.new_method_return(message, "s", ["seven"])
        if Quirk.STOLEN_REPLY in self.quirks:
            self.steal(message)
        _, replaces, _, title, body, actions, hints, expire = message.body
        number = self.number_for(replaces)
        shown = not (Quirk.NEVER_SHOWN in self.quirks and replaces in self.spent)
        self.cards[number] = {
            "number": number,
            "replaces": replaces,
            "title": title,
            "body": _read(body) if "body-markup" in self.can else body,
            "raw": body,
            "keys": actions[::2],
            "labels": [label for key, label in zip(actions[::2], actions[1::2], strict=True) if key != "default"],
            "hints": {name: hint.value for name, hint in hints.items()},
            "expire": expire,
            "open": shown,
        }
        if Quirk.CLICK_WITH_THE_REPLY in self.quirks:
            self.bus.send(Message.new_method_return(message, "u", [number]))
            self.press(number, actions[0])
        return Message.new_method_return(message, "u", [number])

    def number_for(self, replaces: int) -> int:
        is_open = replaces in self.cards and self.cards[replaces]["open"]
        keeps = is_open or (replaces and self.quirks & {Quirk.KEEPS_UNKNOWN, Quirk.NEVER_SHOWN})
        if keeps and Quirk.NEW_NUMBER not in self.quirks:
            return replaces
        self.cards.pop(replaces, None)
        if Quirk.SAME_NUMBER not in self.quirks:
            self.last += 1
        return self.last

    def close(self, message: Message) -> Message:
        number = message.body[0]
        card = self.cards.get(number)
        if card is not None and card["open"]:
            card["open"] = False
            self.spent.add(number)
            if Quirk.NO_CLOSED_ON_CLOSE not in self.quirks:
                self.signal("NotificationClosed", "uu", number, 3)
        elif Quirk.INVALID_ID in self.quirks:
            return Message.new_error(message, f"{NAME}.InvalidId", "Invalid notification identifier")
        return Message.new_method_return(message)

    def press(self, number: int, key: str) -> None:
        self.signal("ActionInvoked", "us", number, key)
        if Quirk.NO_CLOSED in self.quirks:
            return
        if number in self.cards:
            self.cards[number]["open"] = False
        self.spent.add(number)
        if Quirk.LATE_CLOSED_TWICE in self.quirks:
            loop = asyncio.get_running_loop()
            for wait in (0.05, 0.1):
                self.timers.append(loop.call_later(wait, self.signal, "NotificationClosed", "uu", number, 1))
        else:
            self.signal("NotificationClosed", "uu", number, 2)

    def dismiss(self, number: int, reason: int = 2) -> None:
        if number in self.cards:
            self.cards[number]["open"] = False
        self.spent.add(number)
        self.signal("NotificationClosed", "uu", number, reason)

    def signal(self, member: str, signature: str, *body: Any) -> None:
        for _ in range(2 if Quirk.DOUBLE_SIGNALS in self.quirks else 1):
            self.bus.send(Message.new_signal(PATH, NAME, member, signature, list(body)))

    def impostor(self, member: str, signature: str, body: list[Any], to: str) -> None:
        """A program that does not own the name says it: to everybody, and to one by its address."""
        for destination in (None, to):
            self.other.send(
                Message(
                    message_type=MessageType.SIGNAL,
                    destination=destination,
                    path=PATH,
                    interface=NAME,
                    member=member,
                    signature=signature,
                    body=body,
                )
            )

    def steal(self, message: Message) -> None:
        # from another connection, and written before the true one
        self.other.send(Message.new_method_return(message, "u", [777]))

    def release(self) -> None:
        self.quirks -= {Quirk.HANG, Quirk.HANG_FROM_THE_START}
        held, self.held = self.held, []
        for message in held:
            self.bus.send(self.answer(message))

    def do(self, say: dict[str, Any]) -> Any:
        match say["do"]:
            case "quirks":
                self.quirks = {Quirk(quirk) for quirk in say["quirks"]}
            case "press":
                self.press(say["number"], say["key"])
            case "dismiss":
                self.dismiss(say["number"], say.get("reason", 2))
            case "signal":
                self.signal(say["member"], say["signature"], *say["body"])
            case "impostor":
                self.impostor(say["member"], say["signature"], say["body"], say["to"])
            case "release":
                self.release()
            case "cards":
                return [card for card in self.cards.values() if card["open"]]
            case "calls":
                return self.calls
            case "last":
                return next(reversed(self.cards), 0)
        return None


def _read(body: str) -> str:
    """What a person reads where the server takes markup."""
    return html.unescape(re.sub(r"<[^>]*>", "", body))


def _without_types(body: list[Any]) -> list[Any]:
    def plain(value: Any) -> Any:
        return getattr(value, "value", value)

    return [{k: plain(v) for k, v in part.items()} if isinstance(part, dict) else part for part in body]


async def serve() -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    server: FakeServer | None = None
    while line := await reader.readline():
        say = json.loads(line)
        if say["do"] == "start" and server is not None:
            server.start_anew(say)
            done: Any = True
        elif say["do"] == "start":
            bus, other = await MessageBus().connect(), await MessageBus().connect()
            server = FakeServer(bus, other, say)
            bus.add_message_handler(server.take)
            owned = await bus.request_name(NAME)
            done = owned is RequestNameReply.PRIMARY_OWNER
        else:
            assert server is not None
            done = server.do(say)
        print(json.dumps(done), flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
