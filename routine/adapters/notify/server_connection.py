"""Knows who answers to the notifications' name on the bus, through restarts and loss; must not know cards.

Every question goes to that program's own address, never to the name: no reply and no signal can be another's.

Source: the Desktop Notifications Specification 1.2, section 9; of the D-Bus Specification "Match Rules" and
"Message Bus Messages" (GetNameOwner, NameOwnerChanged, StartServiceByName).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from routine.adapters.dbus.connection import BUS, Call, DbusSession, Reply, Signal
from routine.adapters.notify.server_quirks import Server
from routine.background import BackgroundJobs, tell_loop
from routine.errors import NotifierError, NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.presentation import notifiers as words

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_LIMIT = 5.0
"""Seconds for any one thing that was asked for, with all it takes."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 60.0
"""Seconds between tries to reach a session bus that is not there."""

_RULES = (
    # without the sender, the two halves of GNOME Shell 43.9 deliver every signal twice
    f"type='signal',sender='{_NAME}',interface='{_NAME}'",
    f"type='signal',sender='{BUS}',interface='{BUS}',member='NameOwnerChanged',arg0='{_NAME}'",
)


@asynccontextmanager
async def in_time() -> AsyncIterator[None]:
    """Raises NotifierTimedOut when what is inside takes too long."""
    try:
        async with asyncio.timeout(_LIMIT):
            yield
    except TimeoutError:
        raise NotifierTimedOut(words.TIMED_OUT, words.TIMED_OUT_HINT) from None


def question(owner: str, member: str, signature: str = "", *body: object) -> Call:
    """A call to a notification server at its own address on the bus."""
    return Call(owner, _PATH, _NAME, member, signature, body)


class ServerConnection:
    """`came` is told a server that was met, `went` why it is there no more, `heard` what the present one says."""

    def __init__(
        self,
        environ: Mapping[str, str],
        came: Callable[[Server], None],
        went: Callable[[str], None],
        heard: Callable[[Signal], None],
    ) -> None:
        self._session = DbusSession(environ, self._take)
        self._came, self._went, self._heard = came, went, heard
        self._owner = ""
        self._meeting: asyncio.Task[None] | None = None
        self._not_met: NotifierError | None = None
        """Why the last meeting came to nothing."""
        self._jobs = BackgroundJobs()
        self._keeping: asyncio.Task[None] | None = None
        self._connecting = asyncio.Lock()
        self.server: Server | None = None
        self.bus_id = ""
        self.why_not = words.NOT_ASKED_YET

    async def open(self) -> None:
        """Raises NotifierUnavailable; it goes on looking all the same, and may be asked again."""
        trouble: NotifierError | None = None
        try:
            async with in_time():
                await self._connect()
                await self.present_server()
        except NotifierError as fault:
            trouble = fault
        if self._keeping is None:
            self._keeping = self._jobs.start("keep the session bus", self._keep_connected())
        if trouble is not None:
            self.why_not = trouble.sentence
            raise NotifierUnavailable(trouble.sentence, trouble.hint) from trouble

    async def close(self) -> None:
        """Leave the bus, after what was posted has left it or a second has gone by."""
        with suppress(NotifierError, TimeoutError):
            async with asyncio.timeout(1):
                # when this is answered, all that was posted before has left
                await self._session.ask_bus("GetId")
        await self._session.disconnect()
        await self._jobs.close()
        self._keeping = self._meeting = None
        self._owner, self.server, self.why_not = "", None, words.SHUT

    async def present_server(self) -> Server:
        """The present server, started if need be. The limit is the caller's. Raises NotifierError."""
        if self.server is None:
            await asyncio.shield(self._meet_soon())
        if self.server is None:
            raise self._not_met or NotifierUnavailable(words.NO_SERVER, words.NO_SERVER_HINT)
        return self.server

    def send(self, call: Call, answer: Callable[[Reply], None]) -> None:
        """Ask; `answer` is called once, as DbusSession.send does."""
        self._session.send(call, answer)

    def post(self, call: Call) -> None:
        """Say it, and care for no reply."""
        self._session.post(call)

    async def _connect(self) -> None:
        async with self._connecting:
            if not self._session.connected:
                await self._connect_anew()

    async def _connect_anew(self) -> None:
        await self._session.connect()
        try:
            for rule in _RULES:
                await self._session.ask_bus("AddMatch", "s", rule)
            (self.bus_id,) = await self._session.ask_bus("GetId")
        except BaseException:
            await self._session.disconnect()
            raise

    async def _keep_connected(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            await self._session.gone()
            self._owner_is("", words.BUS_GONE)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
            try:
                async with in_time():
                    await self._connect()
                pause = _FIRST_PAUSE
                self._meet_soon()
            except NotifierError:
                continue
            except Exception as fault:  # noqa: BLE001 - a bus that answers oddly once may be well the next time
                tell_loop("keep the session bus", fault)

    def _take(self, signal: Signal) -> None:
        if (signal.sender, signal.interface, signal.member) == (BUS, BUS, "NameOwnerChanged"):
            name, _, owner = signal.body
            if name == _NAME:
                self._owner_is(owner, words.SERVER_GONE)
        elif self.server is not None and signal.sender == self.server.owner and signal.interface == _NAME:
            self._heard(signal)

    def _owner_is(self, owner: str, why: str) -> None:
        """The bus says who answers to the name now. Nobody's promises outlive them."""
        if owner == self._owner:
            return
        self._owner = owner
        if self.server is not None:
            self.server, self.why_not = None, why
            self._went(why)
        if owner:
            self._meet_soon()

    def _meet_soon(self) -> asyncio.Task[None]:
        if self._meeting is None or self._meeting.done():
            self._meeting = self._jobs.start("meet the notification server", self._try_to_meet())
        return self._meeting

    async def _try_to_meet(self) -> None:
        """Whoever waits is told why there is none; where nobody does, the next card to show meets anew."""
        self._not_met = None
        try:
            await self._meet()
        except NotifierError as error:
            self._not_met = error

    async def _meet(self) -> None:
        """Ask who is there and what they can do; start one when nobody is."""
        async with in_time():
            while self.server is None:
                owner = self._owner or await self._find_one()
                try:
                    who = await self._session.ask(question(owner, "GetServerInformation"), late=self._meet_soon)
                    can = await self._session.ask(question(owner, "GetCapabilities"), late=self._meet_soon)
                except NotifierUnavailable:
                    if owner == self._owner:
                        raise
                    continue
                if owner == self._owner:
                    self.server = _server(owner, who, can)
                    self._came(self.server)

    async def _find_one(self) -> str:
        try:
            (owner,) = await self._session.ask_bus("GetNameOwner", "s", _NAME)
        except NotifierUnavailable:
            await self._session.ask_bus("StartServiceByName", "su", _NAME, 0)
            (owner,) = await self._session.ask_bus("GetNameOwner", "s", _NAME)
        self._owner_is(str(owner), words.SERVER_GONE)
        return self._owner


def _server(owner: str, who: tuple[Any, ...], can: tuple[Any, ...]) -> Server:
    match who, can:
        case (str(name), str(vendor), *_), (list(abilities),):
            return Server(owner, name, vendor, frozenset(str(ability) for ability in abilities))
        case _:
            raise NotifierRejected(*words.rejected("", ""))
