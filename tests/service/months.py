"""Knows a person who lives with the service for months: edits, renames, holidays, flights, restarts, answers.

Must not know what ought to come of it; it only notes what was meant by each answer, and what came due.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from datetime import datetime, time, timedelta

from msgspec.structs import replace

from routine.core.events import Actor
from routine.core.loaded_plans import LoadedPlans, Settings
from routine.core.occurrence import Occurrence
from routine.core.plan import Plan, Session
from routine.core.recurrence import Slot, Weekly
from routine.errors import RoutineError
from routine.ports import Journal
from routine.service.dependencies import Dependencies
from routine.service.requests import messages as m
from routine.service.requests.handlers import handle
from tests.fakes import MemoryJournal, RecordingNotifier, StillClock
from tests.service.living import LATER, MONDAY, Life, living, loaded_plans, plan, session

NAMES = ("morning", "evening", "desk")
TIMES = {"morning": ("07:30",), "evening": ("21:30",), "desk": ("09:00", "12:00", "15:00")}
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Auckland")
VERBS = {
    "done": m.DoneRequest,
    "skip": m.SkipRequest,
    "excuse": m.ExcuseRequest,
    "snooze": m.SnoozeRequest,
    "start": m.StartRequest,
}
FACES = (Actor.CLI, Actor.PAGE)
"""Beside the cards, which are pressed."""


def timed(name: str, *times: str) -> Session:
    """A session at these times of each day."""
    slots = tuple(Slot(day, time.fromisoformat(at)) for at in times for day in range(7))
    return replace(session(name, times[0]), rule=Weekly(slots))


def name_of(title: str) -> str:
    """A session is called by its name, with more behind it each time it is renamed."""
    return title.split(maxsplit=1)[0].rstrip("+").casefold()


class Months:
    """A service that is started anew now and then, and the person whose plans it reads."""

    def __init__(self) -> None:
        self.journal: Journal = MemoryJournal([LATER])
        self.files: dict[str, dict[str, Session]] = {"mine": {name: timed(name, *TIMES[name]) for name in NAMES}}
        self.came: set[tuple[str, datetime]] = set()
        """All that was told of as due, whenever it was asked what today holds, by name and wall time."""
        self.copied = False
        self.reachable_since: datetime | None = None
        """Since when there is a notification server; None while there is none."""
        self._zone = "Europe/Berlin"
        self._stack = AsyncExitStack()
        self._kept: dict[str, Plan] = {}
        self._away = False

    @property
    def plans(self) -> list[Plan]:
        return [plan(*sessions.values(), name=name) for name, sessions in self.files.items() if sessions]

    @property
    def titles(self) -> list[str]:
        """Of the sessions, as they are called now."""
        return [one.title for sessions in self.files.values() for one in sessions.values()]

    async def begin(self, now: datetime = MONDAY) -> None:
        loaded = self._loaded()
        screen = RecordingNotifier()
        self.life: Life = await self._stack.enter_async_context(
            living(loaded, now=now, journal=self.journal, screen=screen, kept=self._kept, changed=self._in_zone)
        )
        self.reachable_since = now

    async def end(self) -> None:
        await self._stack.aclose()

    async def restart(self, off: timedelta) -> None:
        """The service, or the computer, is off for a while."""
        await self.end()
        self._kept = self.life.source.kept
        await self.begin(self.life.clock.now() + off)

    def look(self) -> None:
        """What today holds, as anybody may ask at any time."""
        agenda, now = self.ask(m.AgendaRequest()), self.life.clock.now()
        if isinstance(agenda, m.AgendaAnswer):
            due = [line.occurrence for line in agenda.lines if line.counted and line.at <= now]
            self.came |= {(name_of(one.title), one.key.planned) for one in due}

    def ask(self, request: m.RequestBody[m.AnswerBody]) -> m.AnswerBody | None:
        """As a command does, while the service runs."""
        try:
            return handle(request, self.life.service.request_context("log"), self.life.clock.now())
        except RoutineError:
            return None

    async def live(self, hours: int) -> None:
        await self.life.pass_(timedelta(hours=hours))

    async def sleep(self, hours: int) -> None:
        await self.life.sleep(timedelta(hours=hours))

    async def press(self, place: int) -> tuple[str, list[Occurrence]]:
        """What could be read on the card, and what was answered by it."""
        cards = [(handle, card) for handle, card in self.life.screen.cards.items() if card.actions]
        if not cards:
            return "", []
        handle, card = cards[-1]
        before = self._last_row()
        await self.life.press(card.actions[place % len(card.actions)].label, handle)
        return f"{card.title}\n{card.body}", self._said_since(before, Actor.NOTIFICATION)

    async def dismiss(self) -> None:
        if self.life.screen.cards:
            self.life.screen.dismiss(self.life.screen.newest)

    async def say(self, verb: str, name: str, beside: str, face: Actor) -> list[Occurrence]:
        """What was answered."""
        on, early = ("yesterday", False) if beside == "yesterday" else ("", beside == "early")
        titles = [one.title for of in self.files.values() for key, one in of.items() if key == name]
        before = self._last_row()
        self.ask(VERBS[verb](session=titles[0] if titles else name, on=on, early=early, by=face))
        return self._said_since(before, face)

    async def days_off(self, ahead: int, days: int, face: Actor) -> None:
        first = self.life.clock.now().astimezone(self.life.clock.zone()).date() + timedelta(days=ahead)
        self.ask(m.ExcuseDaysRequest(first=str(first), last=str(first + timedelta(days=days)), by=face))

    async def end_days_off(self) -> None:
        self.ask(m.EndDaysOffRequest())

    async def undo(self) -> None:
        self.ask(m.UndoRequest())

    async def move(self, name: str, hour: int) -> None:
        for sessions in self.files.values():
            if name in sessions:
                sessions[name] = replace(
                    timed(name, f"{hour:02}:10"), id=sessions[name].id, title=sessions[name].title
                )
        await self._save()

    async def retitle(self, name: str) -> None:
        """Its title, and its id with it, as no id was written."""
        for sessions in self.files.values():
            if name in sessions:
                one = sessions[name]
                sessions[name] = replace(one, title=f"{one.title}+", id=f"{one.id}-2")
        await self._save()

    async def rename_file(self, before: str, *, through_copy: int = -1) -> None:
        """At once, or copied first and removed so many hours later."""
        if before not in self.files:
            return
        after = f"{before}-2"
        if through_copy >= 0:
            self.copied = True
            self.files[after] = dict(self.files[before])
            await self._save()
            await self.live(through_copy)
            self.look()
        self.files[after] = self.files.pop(before)
        await self._save()

    async def move_to_other_file(self, name: str) -> None:
        """Alone, into a file beside the others."""
        source = next((file for file, sessions in self.files.items() if name in sessions), None)
        if source is None or len(self.files[source]) == 1:
            return
        self.files.setdefault("other", {})[name] = self.files[source].pop(name)
        await self._save()

    async def drop(self, name: str) -> None:
        for sessions in self.files.values():
            if sum(map(len, self.files.values())) > 1:
                sessions.pop(name, None)
        await self._save()

    async def add(self, name: str) -> None:
        if not any(name in sessions for sessions in self.files.values()):
            next(iter(self.files.values()))[name] = timed(name, *TIMES[name])
            await self._save()

    async def folder_leaves(self) -> None:
        self._away = True
        await self._save()

    async def folder_returns(self) -> None:
        self._away = False
        await self._save()

    async def server_leaves(self) -> None:
        if self.reachable_since:
            self.life.screen.lose()
            self.reachable_since = None

    async def server_returns(self) -> None:
        if self.reachable_since is None:
            self.life.screen.come_back()
            self.reachable_since = self.life.clock.now()

    async def travel(self, zone: str) -> None:
        self._zone = zone
        self.life.clock.travel(zone)
        self.life.service.clock_changed()

    def _in_zone(self, ports: Dependencies) -> Dependencies:
        assert isinstance(ports.clock, StillClock)
        ports.clock.travel(self._zone)
        return ports

    def _loaded(self) -> LoadedPlans:
        settings = Settings(welcome=False)
        if self._away:
            return LoadedPlans((), settings, shipped=True, unreachable="~/plans")
        return loaded_plans(*self.plans)

    async def _save(self) -> None:
        self.files = {name: sessions for name, sessions in self.files.items() if sessions}
        self.life.source.loaded_plans = self._loaded()
        self.life.service.read_plans()
        await self.life.settle()

    def _last_row(self) -> int:
        rows = self.journal.rows(last=1)
        return rows[-1].id if rows else 0

    def _said_since(self, row: int, by: Actor) -> list[Occurrence]:
        said = [each.entry for each in self.journal.rows(after=row) if each.entry.by is by]
        return [entry.about for entry in said if entry.about]
