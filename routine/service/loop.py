"""Knows the round that everything goes: read, decide, append, show, arm. It has no rules and no words of its own.

Whatever wakes it (an alarm, a poke, a clock that jumped, a press on a card) ends in `look`: take in what was
written, ask every open reminder what time says, bring the cards to where they should be, arm the next wake-up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from routine.background import BackgroundJobs
from routine.core.commands import Command, Wake
from routine.core.ids import OccurrenceKey
from routine.core.reminder import decide
from routine.errors import JournalError, NotifierError, Refused, RoutineError
from routine.ports import TICK, NotifierEvent, Up
from routine.presentation import service as words
from routine.presentation.cards import note_card
from routine.service.contained_ports import contained
from routine.service.desk import Desk
from routine.service.faults import Fault, FaultLog, Work
from routine.service.history import History
from routine.service.plan_loading import PlanLoading
from routine.service.plans import WELCOME, Plans
from routine.service.reminder_store import ReminderStore
from routine.service.supplements import SupplementNote
from routine.service.telling import Telling
from routine.service.upkeep import Upkeep
from routine.service.wakeups import WakeUps
from routine.service.world import World

_FAREWELL = timedelta(seconds=3)
_LOOK_AHEAD = "look further ahead"
ASK_AGAIN = timedelta(seconds=4)
"""While something is held: a reminder comes within five seconds of the end of what held it."""


class Service:
    """Runs until it is told to stop."""

    def __init__(self, world: World) -> None:
        self.faults = FaultLog(world.clock, world.fault_record)
        self._world = world = contained(world, self.faults)
        self._jobs = BackgroundJobs(partial(self.faults.report, Work.OTHER))
        history = self._history = History(world.journal)
        self._plans = Plans(
            world.journal,
            world.clock,
            world.source.recall,
            history=history,
            contain=partial(self.faults.contain, Work.PLAN),
        )
        self._store = ReminderStore(
            world.journal, self._plans.agenda(), history, partial(self.faults.contain, Work.HISTORY)
        )
        self._telling = Telling(world, self._plans, self._store)
        self._desk = self._new_desk()
        self._supplements = SupplementNote(history, self._store, self._desk)
        self._upkeep = Upkeep(history.outbox, self._plans, self._store, self._desk, world)
        self._wakeups = WakeUps(world, self._store, self._desk, self._due, self.faults)
        self._loading = PlanLoading(
            world=world,
            plans=self._plans,
            store=self._store,
            desk=self._desk,
            upkeep=self._upkeep,
            faults=self.faults,
            jobs=self._jobs,
            poked=self._poked,
            loaded=self._loaded,
        )
        self.read_plans = self._loading.request
        self._started = False
        self.faults.tell, self.faults.withdraw = self._tell_fault, self._withdraw_fault

    def _new_desk(self) -> Desk:
        world = self._world
        return Desk(
            store=self._store,
            notifier=world.notifier,
            clock=world.clock,
            alarm=world.alarm,
            presence=world.presence,
            write=self._write,
            failed=self._telling.not_shown,
            picture=world.pictures.of,
            opener=world.opener,
            before=partial(self._history.has_done_another, but_of={WELCOME}),
            faults=self.faults,
            jobs=self._jobs,
        )

    async def run(self, stop: asyncio.Event, ready: Callable[[], None]) -> None:
        """Until `stop` is set. `ready` is called once plans and journal are read: no slow screen is waited for.

        Raises what nobody contained, once the person was told: whatever supervises the process starts it again.
        """
        asyncio.get_running_loop().set_exception_handler(self._unforeseen)
        try:
            await self._begin(ready)
            await stop.wait()
            await self._close()
        except RoutineError:
            raise
        except Exception:
            await self._close(last_words=words.ended_by_fault())
            raise
        finally:
            await self._jobs.close()
            self._world.fault_record.publish(())

    async def _begin(self, ready: Callable[[], None]) -> None:
        world = self._world
        world.alarm.start()
        self._plans.recall()
        # watched before it is read: what is saved in between must not be lost
        self._loading.watch()
        opening = self._jobs.start("open the notifier", self._open_notifier())
        await self._loading.load()
        ready()
        await asyncio.wait([opening])
        await world.presence.ask()
        with self.faults.contain(Work.CONSOLE, "beginning"):
            self._telling.begun()
        with self.faults.contain(Work.CARD, "taking over"):
            self._desk.take_over()
        for note in world.notes:
            world.say(note)
            self._desk.tell(note)
        self.look()
        world.jumps.watch(self.jumped)
        world.presence.watch(self.look)
        self._started = True
        self._loading.begin()

    def digests(self) -> dict[str, str]:
        """Of each plan in force, by its id, the digest of its text."""
        return self._plans.digests

    def _loaded(self) -> None:
        self.look()
        self._telling.reloaded()

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
        finally:
            self._upkeep.work_out_anew()
            self._desk.jumped()
            self._due()

    def look(self) -> None:
        """Take in what was written, ask every open reminder what time says, and act on it."""
        with self.faults.contain(Work.OTHER, "look"):
            self._look(self._world.clock.now())

    def _look(self, now: datetime) -> None:
        try:
            self._upkeep.catch_up(now)
            for reminder in self._store.open():
                with self.faults.contain(Work.REMINDER, reminder.key, reminder.occurrence.title):
                    if not self._wakeups.lies_ahead(reminder, now):
                        self._tend(reminder.key, now)
            with self.faults.contain(Work.CARD, "drawing"):
                self._desk.draw(now)
            with self.faults.contain(Work.SUPPLEMENTS):
                self._supplements.look(now)
            self.faults.keep_only({Work.REMINDER, Work.WAKE_UP}, set(self._store.reminders))
        finally:
            self._wakeups.arm(now)
            self.faults.forget_unrepeated()
            if self.faults.current:
                self._world.alarm.arm("faults", now + TICK, self._try_again)

    def _tend(self, key: OccurrenceKey, now: datetime) -> None:
        """Everything that time alone has to say of one reminder."""
        if self._store.held_back(key, now):
            self._put_away(key, now)
            return
        policy = self._store.policy(key)
        gate, live = self._desk.gate(key, now), self._desk.is_live(key)
        wake = Wake(gate, self._wakeups.awake_since, live, self._store.pauses)
        # a journal that began anew may not know it any more
        while (reminder := self._store.reminders.get(key)) and decide(reminder, wake, policy, now):
            try:
                if not self._store.apply(key, wake, now):
                    break
            except JournalError as error:
                self._upkeep.failed(error)

    def _put_away(self, key: OccurrenceKey, now: datetime) -> None:
        """The answers to the safety check forbid it: it goes, or never comes, and nothing nags."""
        try:
            self._store.excuse_blocked(key, now)
        except JournalError as error:
            self._upkeep.failed(error)

    def _write(self, answers: Mapping[OccurrenceKey, Command]) -> None:
        """Into the journal; an answer that comes too late is nobody's fault."""
        now = self._world.clock.now()
        for key, command in answers.items():
            try:
                self._store.apply(key, command, now)
            except Refused:
                continue
            except JournalError as error:
                self._upkeep.failed(error)
            except Exception as error:  # noqa: BLE001 - the others' answers count
                self.faults.report(Work.ANSWER, key, error)
        self.look()

    def _try_again(self) -> None:
        """What failed in a way nobody planned for may be well by now."""
        if any(fault.work is Work.READING for fault in self.faults.current):
            self._loading.request()
        self._due()

    def _due(self) -> None:
        """Something may have to be shown: is this a moment for it? What the desktop last said may be hours old."""
        self._jobs.start("ask the desktop", self._ask_and_look())

    async def _ask_and_look(self) -> None:
        await self._world.presence.ask()
        self.look()

    async def _open_notifier(self) -> None:
        try:
            await self._world.notifier.open(self._heard)
        except NotifierError as error:
            self._telling.trouble(str(error))

    def _heard(self, happened: NotifierEvent) -> None:
        with self.faults.contain(Work.ANSWER):
            self._desk.heard(happened)
            if isinstance(happened, Up):
                self._desk.server_is_back()

    def _tell_fault(self, fault: Fault) -> None:
        if fault.told_elsewhere:
            return
        self._world.say(fault.sentence)
        if fault.deserves_card:
            self._desk.tell(fault.sentence)

    def _withdraw_fault(self, fault: Fault) -> None:
        if not fault.told_elsewhere:
            self._desk.told(fault.sentence)

    def _unforeseen(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """The event loop's own last stop: a callback of a library, or of an adapter, that raised."""
        error = context.get("exception")
        said = str(context.get("message", ""))
        self.faults.report(Work.OTHER, said, error if isinstance(error, Exception) else RuntimeError(said))

    async def _close(self, last_words: str = "") -> None:
        """Leave nothing on the screen that nobody would answer to."""
        world = self._world
        world.noticer.stop()
        world.jumps.stop()
        world.presence.stop()
        self._desk.close()
        with self.faults.contain(Work.NOTIFIER, "farewell"):
            await self._farewell(last_words)
        with self.faults.contain(Work.ALARM, "stop"):
            world.alarm.stop()
        with self.faults.contain(Work.JOURNAL, "close"):
            world.journal.close()
        if not last_words:
            world.say(words.stopping())

    async def _farewell(self, last_words: str) -> None:
        notifier = self._world.notifier
        try:
            async with asyncio.timeout(_FAREWELL.total_seconds()):
                await notifier.shut()
                if last_words:
                    await notifier.open(lambda _: None)
                    await notifier.show(note_card(last_words))
        except TimeoutError:
            self._telling.trouble(words.farewell_late())
        except NotifierError as error:
            self._telling.trouble(str(error))
