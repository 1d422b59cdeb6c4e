"""Knows who answers to the notifications' name on the bus, through restarts and loss; must not know cards.

Every question goes to that program's own address, never to the name: no reply and no signal can be another's.

Source: the Desktop Notifications Specification 1.2, section 9; of the D-Bus Specification "Match Rules" and
"Message Bus Messages" (GetNameOwner, NameOwnerChanged, ListActivatableNames, StartServiceByName).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any, Protocol

from routine.adapters.dbus.connection import BUS, Call, DbusSession, Reply, Signal
from routine.adapters.notify.server_quirks import Server
from routine.background import BackgroundJobs, tell_loop
from routine.errors import NotifierError, NotifierRejected, NotifierTimedOut, NotifierUnavailable
from routine.presentation import notifiers as words

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_LIMIT = 5.0
"""Seconds for any one thing that was asked for, with all it takes."""
_NOBODY_FOR = 3.0
"""Seconds for which nobody must have answered to the name before the bus is asked to start a server.

The bus may know another desktop's, and whoever is started first keeps the desktop's own from coming.
"""
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


class BusGuest(Protocol):
    """Whoever has something to say on the session bus, and no connection of its own."""

    def connected(self, session: DbusSession) -> None:
        """The connection is there, or is there again."""

    def heard(self, signal: Signal) -> None:
        """Also of what is none of its business."""


class ServerConnection:
    """`came` is told a server that was met, `went` why it is there no more, `heard` what the present one says."""

    def __init__(
        self,
        environ: Mapping[str, str],
        came: Callable[[Server], None],
        went: Callable[[str], None],
        heard: Callable[[Signal], None],
        beside: BusGuest | None = None,
    ) -> None:
        """`beside`: who else uses the same connection."""
        self._beside = beside
        self._session = DbusSession(environ, self._take)
        self._came, self._went, self._heard = came, went, heard
        self._owner = ""
        self._meeting: asyncio.Task[None] | None = None
        self._not_met: NotifierError | None = None
        """Why the last meeting came to nothing."""
        self._jobs = BackgroundJobs()
        self._keeping: asyncio.Task[None] | None = None
        self._connecting = asyncio.Lock()
        self._somebody = asyncio.Event()
        self._alone_since = 0.0
        """By the loop's own clock."""
        self.server: Server | None = None
        self.startable = False
        """Nobody is there, and the bus would start one with the first card."""
        self.bus_id = ""
        self.why_not = words.NOT_ASKED_YET

    async def open(self) -> None:
        """Look who is there, and start nobody.

        Raises NotifierUnavailable where nobody is, and none could be started; it goes on looking all the same, and
        may be asked again.
        """
        trouble: NotifierError | None = None
        try:
            async with in_time():
                await self._connect()
                await asyncio.shield(self._meet_soon())
                self.startable = self.server is None and not self._owner and await self._could_be_started()
                if self.server is None and not self.startable:
                    raise self._not_met or NotifierUnavailable(words.NO_SERVER, words.NO_SERVER_HINT)
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
        self._somebody.clear()

    async def present_server(self) -> Server:
        """The present server; one is started where nobody has been there for some seconds.

        The limit is the caller's. Raises NotifierError.
        """
        if self.server is None and self._meeting is not None:
            await asyncio.shield(self._meeting)  # it may only look
        if self.server is None:
            await asyncio.shield(self._meet_soon(starts=True))
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
            self._alone_since = asyncio.get_running_loop().time()
            if self._beside:
                self._beside.connected(self._session)
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
        if self._beside:
            self._beside.heard(signal)

    def _owner_is(self, owner: str, why: str) -> None:
        """The bus says who answers to the name now. Nobody's promises outlive them."""
        if owner == self._owner:
            return
        self._owner = owner
        (self._somebody.set if owner else self._somebody.clear)()
        self._alone_since = asyncio.get_running_loop().time()
        if self.server is not None:
            self.server, self.why_not = None, why
            self._went(why)
        if owner:
            self._meet_soon()

    def _meet_soon(self, *, starts: bool = False) -> asyncio.Task[None]:
        if self._meeting is None or self._meeting.done():
            self._meeting = self._jobs.start("meet the notification server", self._try_to_meet(starts=starts))
        return self._meeting

    async def _try_to_meet(self, *, starts: bool) -> None:
        """Whoever waits is told why there is none; where nobody does, the next card to show meets anew."""
        self._not_met = None
        try:
            if starts:
                await self._start_one()
            await self._meet()
        except NotifierError as error:
            self._not_met = error

    async def _meet(self) -> None:
        """Ask who is there and what they can do."""
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
        (owner,) = await self._session.ask_bus("GetNameOwner", "s", _NAME)
        self._owner_is(str(owner), words.SERVER_GONE)
        return self._owner

    async def _start_one(self) -> None:
        """Once nobody has been there for some seconds; who comes by themselves is welcome.

        That is waited for also where nobody could be started: at a login a desktop's server comes after us.
        """
        if self._owner:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._alone_since + _NOBODY_FOR):
                await self._somebody.wait()
        if not self._somebody.is_set() and await self._could_be_started():
            async with in_time():
                await self._session.ask_bus("StartServiceByName", "su", _NAME, 0)

    async def _could_be_started(self) -> bool:
        async with in_time():
            (names,) = await self._session.ask_bus("ListActivatableNames")
        return _NAME in names


def _server(owner: str, who: tuple[Any, ...], can: tuple[Any, ...]) -> Server:
    match who, can:
        case (str(name), str(vendor), *_), (list(abilities),):
            return Server(owner, name, vendor, frozenset(str(ability) for ability in abilities))
        case _:
            raise NotifierRejected(*words.rejected("", ""))
