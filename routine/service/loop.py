"""Knows the round that everything goes: read, decide, append, show, arm. It has no rules and no words of its own.

Whatever wakes it (an alarm, a poke, a clock that jumped, a press on a card) ends in `look`: take in what was
written, ask every open reminder what time says, bring the cards to where they should be, arm the next wake-up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from routine.core.commands import OPEN, Command, Wake
from routine.core.ids import OccurrenceKey
from routine.core.journal import DESKTOP
from routine.core.loaded_plans import LoadedPlans
from routine.core.phases import Phase
from routine.core.reminder import Reminder, decide, next_wakeup
from routine.errors import JournalError, NotifierError, Refused
from routine.ports import TICK, NotifierEvent, Up
from routine.presentation import service as words
from routine.service.before import done_before
from routine.service.book import Book
from routine.service.desk import Desk
from routine.service.owed import Owed
from routine.service.plans import CONFIGURATION, FOLDER, Plans
from routine.service.supplements import SupplementNote
from routine.service.telling import Telling
from routine.service.upkeep import Upkeep
from routine.service.world import World

_FAREWELL = timedelta(seconds=3)
_LOOK_AHEAD = "look further ahead"
ASK_AGAIN = timedelta(seconds=4)
"""While something is held: a reminder comes within five seconds of the end of what held it."""


class Service:
    """Runs until it is told to stop."""

    def __init__(self, world: World) -> None:
        self._world = world
        owed = Owed(world.journal)
        self._plans = Plans(world.journal, world.clock, world.source.recall, owed=owed)
        self._book = Book(world.journal, self._plans.agenda(), owed)
        self._telling = Telling(world, self._plans, self._book)
        self._desk = Desk(
            book=self._book,
            notifier=world.notifier,
            clock=world.clock,
            alarm=world.alarm,
            presence=world.presence,
            write=self._write,
            failed=self._telling.not_shown,
            picture=world.pictures.of,
            opener=world.opener,
            before=partial(done_before, world.journal),
        )
        self._supplements = SupplementNote(world.journal, owed, self._book, self._desk)
        self._upkeep = Upkeep(owed, self._plans, self._book, self._desk, world)
        self._armed: dict[str, datetime] = {}
        self._awake_since = world.clock.now()
        self._zone = world.clock.zone()
        self._reading: asyncio.Task[None] | None = None
        self._read_again = False
        self._started = False
        self._asking: asyncio.Future[None] | None = None
        self._drawing: asyncio.Future[None] | None = None

    async def run(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        """Until `stop` is set. `ready` is called once plans and journal are read: no slow screen is waited for."""
        world = self._world
        world.alarm.start()
        self._plans.recall()
        # watched before it is read: what is saved in between must not be lost
        world.noticer.watch(self.read_plans, self._poked)
        opening = asyncio.ensure_future(self._open_notifier())
        self._take(await world.source.load())
        ready()
        await opening
        await world.presence.ask()
        self._telling.begun()
        self._desk.take_over()
        for note in world.notes:
            world.say(note)
            self._desk.tell(note)
        self.look()
        world.jumps.watch(self.jumped)
        world.presence.watch(self.look)
        self._started = True
        if self._read_again:
            self.read_plans()
        await stop.wait()
        await self._close()

    def read_plans(self) -> None:
        """The plan files, or the configuration, may have changed."""
        if not self._started or (self._reading and not self._reading.done()):
            self._read_again = True
        else:
            self._reading = asyncio.ensure_future(self._read_plans())

    def _poked(self) -> None:
        if self._started:
            self._due()

    def jumped(self) -> None:
        """The wall clock or the zone may have moved: everything is worked out anew."""
        self._world.alarm.look_again()
        try:
            # what was loaded under a wrong clock counts from now
            self._plans.recall()
        except JournalError as error:
            self._upkeep.failed(error)
        self._work_out_anew()
        self._desk.jumped()
        self._due()

    def look(self) -> None:
        """Take in what was written, ask every open reminder what time says, and act on it."""
        now = self._world.clock.now()
        try:
            if self._world.clock.zone() != self._zone:
                self._work_out_anew()
            self._book.follow(now)
            self._upkeep.well()
        except JournalError as error:
            self._upkeep.failed(error)
        for reminder in self._book.open():
            if not self._lies_ahead(reminder, now):
                self._tend(reminder.key, now)
        self._desk.draw(now)
        self._supplements.look(now)
        self._arm(now)

    def _tend(self, key: OccurrenceKey, now: datetime) -> None:
        """Everything that time alone has to say of one reminder."""
        if self._book.held_back(key, now):
            self._put_away(key, now)
            return
        policy = self._book.policy(key)
        gate, live = self._desk.gate(key, now), self._desk.is_live(key)
        wake = Wake(gate, self._awake_since, live, self._book.pauses)
        # a journal that began anew may not know it any more
        while (reminder := self._book.reminders.get(key)) and decide(reminder, wake, policy, now):
            try:
                if not self._book.act(key, wake, now):
                    break
            except JournalError as error:
                self._upkeep.failed(error)

    def _put_away(self, key: OccurrenceKey, now: datetime) -> None:
        """The answers to the safety check forbid it: it goes, or never comes, and nothing nags."""
        try:
            self._book.put_away(key, now)
        except JournalError as error:
            self._upkeep.failed(error)

    def _write(self, answers: Mapping[OccurrenceKey, Command]) -> None:
        """Into the journal; an answer that comes too late is nobody's fault."""
        now = self._world.clock.now()
        for key, command in answers.items():
            try:
                self._book.act(key, command, now)
            except Refused:
                continue
            except JournalError as error:
                self._upkeep.failed(error)
        self.look()

    def _arm(self, now: datetime) -> None:
        """One alarm for each open reminder's next wake-up, and none for any other."""
        wanted: dict[str, datetime] = {}
        for reminder in self._book.open():
            key = reminder.key
            if self._lies_ahead(reminder, now):
                wanted[key] = self._book.begins(reminder)
            elif at := next_wakeup(reminder, self._book.policy(key), self._desk.gate(key, now), now):
                wanted[key] = at
        # also where nothing is near: what comes later must be looked for in time
        wanted[_LOOK_AHEAD] = max(self._book.fresh_until, now + TICK)
        for name in self._armed.keys() - wanted.keys():
            self._world.alarm.disarm(name)
        there = self._world.alarm.armed()
        for name, at in wanted.items():
            if there.get(name) != at:
                self._world.alarm.arm(name, at, self._due)
        self._armed = wanted
        if any(reminder.phase is Phase.HELD and reminder.why in DESKTOP for reminder in self._book.open()):
            self._world.alarm.arm("presence", now + ASK_AGAIN, self._due)
        elif self._world.presence.hold and any(
            self._waits_for_the_desktop(reminder, now) for reminder in self._book.open()
        ):
            self._world.alarm.arm("presence", now + TICK, self._due)
        if self._upkeep.trouble:
            self._world.alarm.arm("journal", now + TICK, self.look)

    def _waits_for_the_desktop(self, reminder: Reminder, now: datetime) -> bool:
        """Something would be said of it now, were the desktop not against it; nobody tells when that ends."""
        if self._lies_ahead(reminder, now) or self._desk.gate(reminder.key, now).why not in DESKTOP:
            return False
        open_ = Wake(OPEN, self._awake_since, self._desk.is_live(reminder.key), self._book.pauses)
        return bool(decide(reminder, open_, self._book.policy(reminder.key), now))

    def _lies_ahead(self, reminder: Reminder, now: datetime) -> bool:
        """Nothing is to be said of it yet, whatever is held: most are so, and they are passed over quickly."""
        return reminder.phase is Phase.UPCOMING and now < self._book.begins(reminder)

    def _due(self) -> None:
        """Something may have to be shown: is this a moment for it? What the desktop last said may be hours old."""
        self._asking = asyncio.ensure_future(self._ask_and_look())

    async def _ask_and_look(self) -> None:
        await self._world.presence.ask()
        self.look()

    def _work_out_anew(self) -> None:
        self._zone = self._world.clock.zone()
        self._book.agenda = self._plans.agenda()
        try:
            self._book.refresh(self._world.clock.now())
        except JournalError as error:
            self._upkeep.failed(error)

    async def _read_plans(self) -> None:
        self._read_again = True
        while self._read_again:
            self._read_again = False
            self._take(await self._world.source.load())
            self.look()
            self._telling.reloaded()

    def _take(self, loaded_plans: LoadedPlans) -> None:
        now = self._world.clock.now()
        complaints = self._plans.take(loaded_plans, now)
        self._plans.welcome(now, wanted=self._plans.settings.welcome)
        self._desk.settings = self._plans.settings
        if self._world.resettle(self._plans.settings):
            self._world.noticer.watch(self.read_plans, self._poked)
            self._read_again = True  # as at the start: what was saved before it was watched must not be lost
        self._drawing = asyncio.ensure_future(self._world.pictures.prepare(self._plans.exercises()))
        self._work_out_anew()
        if not loaded_plans.unreachable:
            self._let_go(now)
        if self._plans.trouble:
            self._upkeep.tell(self._plans.trouble)
        if not loaded_plans.unreachable:
            self._desk.mended(FOLDER)
        for file in loaded_plans.files:
            if not file.problems:
                self._desk.mended(file.plan_id)
        if not loaded_plans.settings_problems:
            self._desk.mended(CONFIGURATION)
        for complaint in complaints:
            self._desk.complain(complaint)
            for problem in complaint.problems:
                self._world.say(str(problem))

    def _let_go(self, now: datetime) -> None:
        try:
            self._book.let_go(self._plans.unread, now)
        except JournalError as error:
            self._upkeep.failed(error)

    async def _open_notifier(self) -> None:
        try:
            await self._world.notifier.open(self._heard)
        except NotifierError as error:
            self._telling.trouble(str(error))

    def _heard(self, happened: NotifierEvent) -> None:
        self._desk.heard(happened)
        if isinstance(happened, Up):
            self._desk.server_is_back()

    async def _close(self) -> None:
        """Leave nothing on the screen that nobody would answer to."""
        world = self._world
        world.noticer.stop()
        world.jumps.stop()
        world.presence.stop()
        self._desk.close()
        try:
            await asyncio.wait_for(world.notifier.shut(), _FAREWELL.total_seconds())
        except TimeoutError:
            self._telling.trouble(words.farewell_late())
        world.alarm.stop()
        world.journal.close()
        world.say(words.stopping())
