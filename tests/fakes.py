"""Knows how to keep each promise without the world, for tests; must not know any rule.

Each twin passes the same contract as the adapter it stands for (tests/adapters/test_*_contract.py).
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import count, pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec.structs import replace

from routine.core.clock_faults import FUTURE, ClockSpan, follow
from routine.core.events import Event, EventKind, StoredEvent
from routine.core.notification import ActionId, Button, Notification
from routine.errors import NoService, NotifierError, NotifierUnavailable
from routine.ports import Acted, BodyClicked, Capabilities, Dismissed, Down, Handle, Lost, NotifierEvent, Up

SOME_MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


class StillClock:
    """A clock that stands until it is moved, in a zone that is only what it is set to."""

    def __init__(self, now: datetime = SOME_MONDAY, zone: tzinfo = UTC) -> None:
        self._now = now.astimezone(UTC)
        self._zone = zone

    def now(self) -> datetime:
        return self._now

    def zone(self) -> tzinfo:
        return self._zone

    def named(self, name: str) -> tzinfo | None:
        try:
            return ZoneInfo(name) if name else None
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None

    def set(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def move(self, by: timedelta) -> None:
        self._now += by

    def travel(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)


class HandAlarm:
    """An alarm clock that rings by hand: what is due by the still clock, in the order of its instants."""

    def __init__(self, clock: StillClock) -> None:
        self._clock = clock
        self._running = False
        self._alarms: dict[str, tuple[datetime, Callable[[], None]]] = {}
        self.looks = 0
        """How often `clock_changed` was called."""

    def start(self) -> None:
        self._running = True

    def stop(self) -> None:
        self._running = False
        self._alarms.clear()

    def arm(self, name: str, at: datetime, call: Callable[[], None]) -> None:
        self._alarms[name] = (at.astimezone(UTC), call)

    def disarm(self, name: str) -> None:
        self._alarms.pop(name, None)

    def armed(self) -> Mapping[str, datetime]:
        return {name: at for name, (at, _) in self._alarms.items()}

    def clock_changed(self) -> None:
        self.looks += 1

    def ring(self) -> int:
        """Call what is due now, and what that arms for now; how many rang."""
        rung = 0
        while self._running and (due := self._due()):
            _, call = self._alarms.pop(due)
            call()
            rung += 1
            assert rung < 10_000, "an alarm arms itself for now, over and over"
        return rung

    def ring_until(self, at: datetime) -> int:
        """Move the clock from one alarm to the next, ringing each at its instant, and on to `at`."""
        rung = self.ring()
        while self._running and (coming := [when for when in self.armed().values() if when <= at]):
            self._clock.set(max(min(coming), self._clock.now()))
            rung += self.ring()
        self._clock.set(max(at, self._clock.now()))
        return rung

    def _due(self) -> str | None:
        due = [(at, name) for name, (at, _) in self._alarms.items() if at <= self._clock.now()]
        return min(due)[1] if due else None


def stored(number: int, entry: Event) -> StoredEvent:
    """A row of a journal that is called `memory`."""
    return StoredEvent(number, entry, "memory", number)


class MemoryJournal:
    """A journal without a file."""

    def __init__(self, entries: Sequence[Event] = (), device: str = "memory") -> None:
        self.device = device
        self.names = (device,)
        self._rows: list[StoredEvent] = []
        self._spells: list[ClockSpan] = []
        self._requests: dict[str, list[StoredEvent]] = {}
        self._own = 0
        self._keep(self._numbered(entries))

    def rows(
        self,
        *,
        after: int = 0,
        since: datetime | None = None,
        kinds: Sequence[EventKind] = (),
        key: str = "",
        last: int | None = None,
    ) -> list[StoredEvent]:
        found = [
            row
            for row in self._rows
            if row.id > after
            and (since is None or row.entry.at >= since)
            and (not kinds or row.entry.kind in kinds)
            and (not key or row.entry.key == key)
        ]
        return found if last is None else found[max(0, len(found) - last) :]

    def recent(self, since: datetime) -> list[StoredEvent]:
        lately = {
            row.entry.key
            for row in self._rows
            if row.entry.about and (row.entry.at >= since or row.entry.about.due >= since)
        }
        return [row for row in self._rows if row.entry.key in lately]

    def clock_spans(self) -> list[ClockSpan]:
        back = any(later.began < spell.last - FUTURE for spell, later in pairwise(self._spells))
        return list(self._spells) if back else []

    def _numbered(self, entries: Sequence[Event]) -> list[StoredEvent]:
        there = len(self._rows)
        rows = [
            StoredEvent(there + place, entry, self.device, self._own + place)
            for place, entry in enumerate(entries, start=1)
        ]
        self._own += len(rows)
        return rows

    def take_in(self, rows: Sequence[StoredEvent]) -> list[StoredEvent]:
        there = {row.ref for row in self._rows}
        new = [row for row in {row.ref: row for row in rows}.values() if row.ref not in there]
        kept = [
            StoredEvent(len(self._rows) + place, replace(row.entry, late=True), row.device, row.number)
            for place, row in enumerate(new, start=1)
        ]
        self._keep(kept)
        return kept

    def append(self, decide: Callable[[], Sequence[Event]], request: str = "") -> list[StoredEvent]:
        if there := self._requests.get(request):
            return there
        written = self._numbered(decide())
        self._keep(written)
        if request and written:
            self._requests[request] = written
        return written

    def _keep(self, rows: list[StoredEvent]) -> None:
        self._rows += rows
        for row in rows:
            follow(self._spells, row)

    def forget(self, ids: Sequence[int], names: Collection[str]) -> None:
        for place, row in enumerate(self._rows):
            if row.id in ids:
                gone = {"score": None, "value": None, "answers": ()}
                left = {name: gone.get(name, "") for name in names if hasattr(row.entry, name)}
                self._rows[place] = replace(row, entry=replace(row.entry, **left))

    def close(self) -> None:
        """Nothing is held."""


@dataclass
class RecordingNotifier:
    """A notifier whose screen is a list, and whose person is the test."""

    caps: Capabilities = field(default_factory=lambda: Capabilities("recording", actions=True))
    notices: list[Notification] = field(default_factory=list)
    """Everything that was ever accepted, updates too, oldest first."""
    cards: dict[Handle, Notification] = field(default_factory=dict)
    """What is on the screen now, oldest first."""
    failing: NotifierError | None = None
    """Raised by each `show` and `update` while it is set; `lose` sets it as well."""
    refused: int = 0
    """How often it was raised."""
    room: int = 3
    """So many buttons are drawn on a card."""
    _tell: Callable[[NotifierEvent], None] | None = None
    _handles: count[int] = field(default_factory=lambda: count(1))

    async def open(self, tell: Callable[[NotifierEvent], None]) -> None:
        if isinstance(self.failing, NotifierUnavailable):
            raise self.failing
        self._tell = tell

    async def show(self, notice: Notification) -> Handle:
        self._accept(notice)
        handle = Handle(next(self._handles))
        self.cards[handle] = notice
        return handle

    async def update(self, handle: Handle, notice: Notification) -> Handle:
        if handle not in self.cards:
            return await self.show(notice)
        self._accept(notice)
        self.cards[handle] = notice
        return handle

    async def withdraw(self, handle: Handle) -> None:
        self.cards.pop(handle, None)

    async def close(self) -> None:
        self.cards.clear()
        self._tell = None

    def press(self, handle: Handle, key: ActionId) -> None:
        """As a person would; on a card that is gone, or a button that is not drawn, nothing happens."""
        notice = self.cards.get(handle)
        if notice and self.caps.actions and key in [action.key for action in self._drawn(notice)]:
            del self.cards[handle]
            self._say(Acted(handle, key))

    def click_body(self, handle: Handle, *, stands: bool = False) -> None:
        if handle in self.cards:
            self._say(BodyClicked(handle, stands=stands))

    def dismiss(self, handle: Handle, *, by_server: bool = False) -> None:
        if self.cards.pop(handle, None):
            self._say(Dismissed(handle, by_server))

    def lose(self, why: str = "The notification server went away.") -> None:
        """The server goes, with every card."""
        lost, self.cards = list(self.cards), {}
        self.failing = NotifierUnavailable(why)
        self._say(Down(why))
        for handle in lost:
            self._say(Lost(handle))

    def come_back(self, caps: Capabilities | None = None) -> None:
        self.failing, self.caps = None, caps or self.caps
        self._say(Up(self.caps))

    def labels(self, handle: Handle) -> tuple[str, ...]:
        """The buttons drawn on a card."""
        return tuple(action.label for action in self._drawn(self.cards[handle])) if self.caps.actions else ()

    def text(self, handle: Handle) -> str:
        """What can be read on a card below its title."""
        notice = self.cards[handle]
        extra = notice.without_buttons if not self.caps.actions else ""
        return "\n".join(part for part in (notice.body, extra) if part)

    @property
    def newest(self) -> Handle:
        """The card shown last of those on the screen."""
        return list(self.cards)[-1]

    def _drawn(self, notice: Notification) -> Sequence[Button]:
        return notice.actions[: self.room]

    def _accept(self, notice: Notification) -> None:
        if self.failing:
            self.refused += 1
            raise self.failing
        self.notices.append(notice)

    def _say(self, told: NotifierEvent) -> None:
        if self._tell:
            self._tell(told)


class MemoryControlServer:
    """A control server that is asked in its own process."""

    def __init__(self) -> None:
        self._handle: Callable[[bytes], Awaitable[bytes | AsyncGenerator[bytes, None]]] | None = None

    def start(self, handle: Callable[[bytes], Awaitable[bytes | AsyncGenerator[bytes, None]]]) -> None:
        self._handle = handle

    async def close(self) -> None:
        self._handle = None

    async def ask(self, request: bytes) -> bytes:
        """As adapters.control_socket.client does. Raises NoService."""
        none = NoService("Nobody answers.")
        if self._handle is None:
            raise none
        try:
            answer = await self._handle(length_checked(request))
            return length_checked(answer if isinstance(answer, bytes) else await anext(answer))
        except Exception as error:
            raise none from error


def length_checked(payload: bytes) -> bytes:
    if not 0 < len(payload) <= 1 << 20:
        raise ValueError(len(payload))
    return payload
