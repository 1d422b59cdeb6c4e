"""Knows how to talk on a bus of D-Bus: calls, replies, signals, loss. Must not know what is said there.

The one file that imports dbus-fast. What was learned about the library and shapes this file:

- It knows only $DBUS_SESSION_BUS_ADDRESS, not the $XDG_RUNTIME_DIR/bus that other libraries fall back to.
- Its own `call` waits for ever and takes a reply from anybody. So replies are matched here, by serial and sender.
- A connection that broke never comes back: each `connect` makes a new one.

Source: the D-Bus Specification, "Message Protocol" (flags, serials, replies), "Server Addresses", "Well-known
Message Bus Instances" and "Message Bus Messages" (what the bus itself is asked).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from dbus_fast import DBusFastError, Message, MessageFlag, MessageType, Variant
from dbus_fast.aio import MessageBus
from msgspec import Struct

from routine.errors import NotifierError, NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.presentation import notifiers as words

_LOG = logging.getLogger(__name__)

BUS = "org.freedesktop.DBus"
BUS_PATH = "/org/freedesktop/DBus"

_NOBODY = (
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.NoReply",
    "org.freedesktop.DBus.Error.Disconnected",
    "org.freedesktop.DBus.Error.Spawn.",
    "org.freedesktop.systemd1.",
)
_TOO_LATE = ("org.freedesktop.DBus.Error.TimedOut", "org.freedesktop.DBus.Error.Timeout")


class Call(Struct, frozen=True):
    """A question to one program on the bus."""

    to: str
    path: str
    interface: str
    member: str
    signature: str = ""
    body: tuple[Any, ...] = ()


class Signal(Struct, frozen=True):
    """What a program told everybody. The bus vouches for `sender`, a unique name."""

    sender: str
    interface: str
    member: str
    signature: str
    body: tuple[Any, ...]


class Asked(Struct, frozen=True):
    """A call of another program to an object of ours."""

    path: str
    interface: str
    member: str
    body: tuple[Any, ...]


class Given(Struct, frozen=True):
    """What it is answered with."""

    signature: str = ""
    body: tuple[Any, ...] = ()


Reply = tuple[Any, ...] | NotifierError
"""What was answered, or why nothing was."""


def variant(signature: str, value: object) -> object:
    """A value that carries its D-Bus type, as hints must."""
    return Variant(signature, value)


def unwrap(value: object) -> object:
    """A value without its D-Bus type, as properties have."""
    return value.value if isinstance(value, Variant) else value


def address(environ: Mapping[str, str]) -> str:
    """Where the session bus listens: by its variable, else at XDG_RUNTIME_DIR/bus as other libraries do.

    Raises NotifierUnavailable where there is neither.
    """
    named = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if named:
        return named
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    if runtime and (Path(runtime) / "bus").is_socket():
        return f"unix:path={runtime}/bus"
    raise NotifierUnavailable(words.NO_BUS, words.NO_BUS_HINT)


def system_address(environ: Mapping[str, str]) -> str:
    """Where the system bus listens, or would, by its variable or at the usual place."""
    return environ.get("DBUS_SYSTEM_BUS_ADDRESS", "") or "unix:path=/run/dbus/system_bus_socket"


class DbusSession:
    """One connection at a time. `heard` and the reply functions are called on the loop, in the wire's order."""

    def __init__(
        self,
        environ: Mapping[str, str],
        heard: Callable[[Signal], None],
        where: Callable[[Mapping[str, str]], str] = address,
    ) -> None:
        self._environ = environ
        self._where = where
        self._heard = heard
        self._bus: MessageBus | None = None
        self._waiting: dict[int, tuple[str, Callable[[Reply], None]]] = {}
        self.objects: dict[str, Callable[[Asked], Given | None]] = {}
        """By path, what answers there; None is a method that it does not have. They outlive a connection."""

    @property
    def connected(self) -> bool:
        """Also while it is breaking: until `gone` has returned."""
        return self._bus is not None

    async def connect(self) -> None:
        """Raises NotifierUnavailable."""
        where = self._where(self._environ)
        try:
            bus = MessageBus(bus_address=where)
            await bus.connect()
        except (OSError, ValueError, EOFError, DBusFastError) as fault:
            raise NotifierUnavailable(words.NO_BUS, words.NO_BUS_HINT) from fault
        bus.add_message_handler(self._take)
        self._bus = bus

    async def gone(self) -> None:
        """Returns when the connection has ended; every question still open has then been told so."""
        bus = self._bus
        if bus is None:
            return
        try:
            await bus.wait_for_disconnect()  # type: ignore[no-untyped-call]  # the library gives this method no types
        except (OSError, EOFError, DBusFastError) as fault:
            _LOG.debug("the bus went away: %r", fault)
        if self._bus is bus:
            self._bus = None
        waiting, self._waiting = self._waiting, {}
        for _, answer in waiting.values():
            answer(NotifierUnavailable(words.BUS_GONE, words.NO_BUS_HINT))

    async def disconnect(self) -> None:
        """End the connection, and wait a second at the most until it has ended."""
        if self._bus is None:
            return
        self._bus.disconnect()
        with suppress(TimeoutError):
            async with asyncio.timeout(1):
                await self.gone()
        self._bus = None

    def hang_up(self) -> None:
        """Ends the connection, where nobody can wait for it: `gone` returns when it has ended."""
        if self._bus is not None:
            self._bus.disconnect()

    def send(self, call: Call, answer: Callable[[Reply], None]) -> int:
        """`answer` is called once, however late, with the first reply that comes from the one who was asked.

        Gives the question's number, by which it can be forgotten; 0 when it was answered at once.
        """
        if self._bus is None or not self._bus.connected:
            answer(NotifierUnavailable(words.BUS_GONE, words.NO_BUS_HINT))
            return 0
        message = _message(call, MessageFlag.NO_AUTOSTART)
        message.serial = self._bus.next_serial()
        self._waiting[message.serial] = (call.to, answer)
        self._write(self._bus, message)
        return message.serial

    def post(self, call: Call) -> None:
        """Say it, and care for no reply. What one program is told arrives in the order it was said."""
        if self._bus is not None and self._bus.connected:
            self._write(self._bus, _message(call, MessageFlag.NO_REPLY_EXPECTED | MessageFlag.NO_AUTOSTART))

    async def ask(self, call: Call, late: Callable[[], object] | None = None) -> tuple[Any, ...]:
        """The reply. Waits for ever: the limit is the caller's. Raises NotifierError.

        `late` is called when the reply comes after the caller has stopped waiting.
        """
        answered: asyncio.Future[tuple[Any, ...]] = asyncio.get_running_loop().create_future()

        def answer(reply: Reply) -> None:
            if answered.done():
                if late is not None and not isinstance(reply, NotifierError):
                    late()
            elif isinstance(reply, NotifierError):
                answered.set_exception(reply)
            else:
                answered.set_result(reply)

        number = self.send(call, answer)
        try:
            return await answered
        except asyncio.CancelledError:
            if late is None:
                # one who hangs may be asked again and again: nothing is kept of it
                self._waiting.pop(number, None)
            # the reply and the end of the caller's patience can fall into the same moment
            if late is not None and not answered.cancelled() and answered.exception() is None:
                asyncio.get_running_loop().call_soon(late)
            raise

    async def ask_bus(self, member: str, signature: str = "", *body: object) -> tuple[Any, ...]:
        """A question to the bus itself (D-Bus Specification, "Message Bus Messages"). Raises NotifierError."""
        return await self.ask(Call(BUS, BUS_PATH, BUS, member, signature, body))

    def emit(self, path: str, interface: str, member: str, signature: str = "", *body: object) -> None:
        """Tell everybody who listens to the object of ours at this path."""
        if self._bus is not None and self._bus.connected:
            self._write(self._bus, Message.new_signal(path, interface, member, signature, list(body)))

    def _write(self, bus: MessageBus, message: Message) -> None:
        # a failed write means the connection is lost, which `gone` tells; here it is only fetched from the future
        bus.send(message).add_done_callback(lambda written: written.cancelled() or written.exception())

    def _take(self, message: Message) -> Message | bool:
        if message.message_type is MessageType.METHOD_CALL:
            answers = self.objects.get(message.path or "")
            given = answers(_asked(message)) if answers else None
            return Message.new_method_return(message, given.signature, list(given.body)) if given else False
        if message.message_type is MessageType.SIGNAL:
            self._heard(
                Signal(
                    message.sender or "",
                    message.interface or "",
                    message.member or "",
                    message.signature,
                    tuple(message.body),
                )
            )
        elif message.message_type in (MessageType.METHOD_RETURN, MessageType.ERROR):
            asked, answer = self._waiting.get(message.reply_serial, ("", None))
            # the bus answers for those who are not there
            if answer is not None and message.sender in (asked, BUS):
                del self._waiting[message.reply_serial]
                answer(_reply(message))
        return False


def _message(call: Call, flags: MessageFlag) -> Message:
    return Message(
        destination=call.to,
        path=call.path,
        interface=call.interface,
        member=call.member,
        signature=call.signature,
        body=list(call.body),
        flags=flags,
    )


def _asked(message: Message) -> Asked:
    return Asked(message.path or "", message.interface or "", message.member or "", tuple(message.body))


def _reply(message: Message) -> Reply:
    if message.message_type is MessageType.METHOD_RETURN:
        return tuple(message.body)
    name = message.error_name or ""
    text = str(message.body[0]) if message.body and isinstance(message.body[0], str) else ""
    if name.startswith(_TOO_LATE):
        return NotifierTimedOut(words.TIMED_OUT, words.TIMED_OUT_HINT)
    if name.startswith(_NOBODY):
        return NotifierUnavailable(words.NO_SERVER, words.NO_SERVER_HINT)
    return NotifierRejected(name, text)
