"""Knows how each port behaves when its adapter fails in a way it never promised; must not know its use.

A call that fails unforeseen becomes the failure that the port allows, or nothing; a call back into the service is
contained. Either way it is reported, and whoever called goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo

from msgspec.structs import replace

from routine.core.clock_faults import ClockSpan
from routine.core.events import Event, EventKind, HoldReason, StoredEvent
from routine.core.identifiers import PageView
from routine.core.loaded_plans import LoadedPlans
from routine.core.panel_menu import MenuEntry, PanelMenu
from routine.core.plan import Plan
from routine.errors import JournalError, RoutineError
from routine.ports import (
    TICK,
    AlarmClock,
    BrowserOpener,
    Clock,
    ClockJumpWatcher,
    FileWatcher,
    Journal,
    PanelIcon,
    Pictures,
    PlanSource,
    Presence,
)
from routine.presentation import service as words
from routine.service.dependencies import Dependencies
from routine.service.faults import FaultLog, Work


def contained(ports: Dependencies, faults: FaultLog) -> Dependencies:
    """The same outside, with a bulkhead before each part of it."""
    clock = ContainedClock(ports.clock, faults)
    return replace(
        ports,
        clock=clock,
        journal=ContainedJournal(ports.journal),
        alarm=ContainedAlarmClock(ports.alarm, clock, faults),
        source=ContainedPlanSource(ports.source, faults),
        file_watcher=ContainedFileWatcher(ports.file_watcher, faults),
        clock_watcher=ContainedClockWatcher(ports.clock_watcher, faults),
        presence=ContainedPresence(ports.presence, faults),
        pictures=ContainedPictures(ports.pictures, faults),
        browser=ContainedBrowserOpener(ports.browser, faults),
        panel_icon=ContainedPanelIcon(ports.panel_icon, faults) if ports.panel_icon else None,
        say=faults.guarded(ports.say, Work.CONSOLE),
    )


class ContainedClock:
    """A zone that cannot be read is the one of before."""

    def __init__(self, clock: Clock, faults: FaultLog) -> None:
        self._clock, self._faults = clock, faults
        self._zone: tzinfo = UTC

    def now(self) -> datetime:
        return self._clock.now()

    def zone(self) -> tzinfo:
        with self._faults.contain(Work.CLOCK, "zone"):
            self._zone = self._clock.zone()
        return self._zone

    def named(self, name: str) -> tzinfo | None:
        with self._faults.contain(Work.CLOCK, "named zone"):
            return self._clock.named(name)
        return None


class ContainedAlarmClock:
    """An alarm that cannot be armed rings by the event loop; one whose call failed rings again."""

    def __init__(self, alarm: AlarmClock, clock: Clock, faults: FaultLog) -> None:
        self._alarm, self._clock, self._faults = alarm, clock, faults
        self._instead: dict[str, asyncio.TimerHandle] = {}

    def start(self) -> None:
        self._alarm.start()

    def stop(self) -> None:
        for timer in self._instead.values():
            timer.cancel()
        self._instead.clear()
        self._alarm.stop()

    def arm(self, name: str, at: datetime, call: Callable[[], None]) -> None:
        self._drop_instead(name)
        if not self._faults.attempt(
            lambda: self._alarm.arm(name, at, lambda: self._ring(name, call)), Work.ALARM, name
        ):
            wait = min(max(at - self._clock.now(), timedelta()), TICK)
            loop = asyncio.get_running_loop()
            self._instead[name] = loop.call_later(wait.total_seconds(), self._ring, name, call)

    def disarm(self, name: str) -> None:
        self._drop_instead(name)
        self._faults.attempt(lambda: self._alarm.disarm(name), Work.ALARM, name)

    def armed(self) -> Mapping[str, datetime]:
        with self._faults.contain(Work.ALARM, "list"):
            return self._alarm.armed()
        return {}

    def clock_changed(self) -> None:
        self._faults.attempt(self._alarm.clock_changed, Work.ALARM, "look again")

    def _drop_instead(self, name: str) -> None:
        if timer := self._instead.pop(name, None):
            timer.cancel()

    def _ring(self, name: str, call: Callable[[], None]) -> None:
        self._instead.pop(name, None)
        if not self._faults.attempt(call, Work.OTHER, name) and name not in self.armed():
            self.arm(name, self._clock.now() + TICK, call)


class ContainedJournal:
    """Whatever the journal itself fails by is a JournalError; what `decide` raises stays what it is."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def rows(
        self,
        *,
        after: int = 0,
        since: datetime | None = None,
        kinds: Sequence[EventKind] = (),
        key: str = "",
        last: int | None = None,
    ) -> list[StoredEvent]:
        with _as_journal_error():
            return self._journal.rows(after=after, since=since, kinds=kinds, key=key, last=last)

    def recent(self, since: datetime) -> list[StoredEvent]:
        with _as_journal_error():
            return self._journal.recent(since)

    def clock_spans(self) -> list[ClockSpan]:
        with _as_journal_error():
            return self._journal.clock_spans()

    def append(self, decide: Callable[[], Sequence[Event]], request: str = "") -> list[StoredEvent]:
        undecided: list[Exception] = []

        def noted() -> Sequence[Event]:
            try:
                return decide()
            except Exception as error:
                undecided.append(error)
                raise

        with _as_journal_error(undecided):
            return self._journal.append(noted, request)

    @property
    def names(self) -> Sequence[str]:
        return self._journal.names

    def take_in(self, rows: Sequence[StoredEvent]) -> list[StoredEvent]:
        with _as_journal_error():
            return self._journal.take_in(rows)

    def forget(self, ids: Sequence[int], names: Collection[str]) -> None:
        with _as_journal_error():
            self._journal.forget(ids, names)

    def close(self) -> None:
        with _as_journal_error():
            self._journal.close()


@contextmanager
def _as_journal_error(but: Sequence[Exception] = ()) -> Iterator[None]:
    try:
        yield
    except RoutineError:
        raise
    except Exception as error:
        if error in but:
            raise
        raise JournalError(*words.journal_unforeseen()) from error


class ContainedPlanSource:
    """What cannot be recalled is not known."""

    def __init__(self, source: PlanSource, faults: FaultLog) -> None:
        self._source, self._faults = source, faults

    async def load(self) -> LoadedPlans:
        return await self._source.load()

    def load_now(self) -> LoadedPlans:
        return self._source.load_now()

    def recall(self, digest: str) -> Plan | None:
        with self._faults.contain(Work.READING, "recall"):
            return self._source.recall(digest)
        return None


class ContainedFileWatcher:
    """What is noticed is told, whatever came of it the last time."""

    def __init__(self, file_watcher: FileWatcher, faults: FaultLog) -> None:
        self._watcher, self._faults = file_watcher, faults

    def watch(self, on_plans: Callable[[], None], on_poke: Callable[[], None]) -> None:
        guarded = self._faults.guarded
        on_plans, on_poke = guarded(on_plans, Work.WATCHING, "plans"), guarded(on_poke, Work.WATCHING, "poke")
        self._faults.attempt(lambda: self._watcher.watch(on_plans, on_poke), Work.WATCHING)

    def stop(self) -> None:
        self._faults.attempt(self._watcher.stop, Work.WATCHING, "stop")


class ContainedClockWatcher:
    """The same for the clock."""

    def __init__(self, clock_watcher: ClockJumpWatcher, faults: FaultLog) -> None:
        self._jumps, self._faults = clock_watcher, faults

    def watch(self, tell: Callable[[], None]) -> None:
        tell = self._faults.guarded(tell, Work.CLOCK, "jump")
        self._faults.attempt(lambda: self._jumps.watch(tell), Work.CLOCK, "watch")

    def stop(self) -> None:
        self._faults.attempt(self._jumps.stop, Work.CLOCK, "stop")


class ContainedPresence:
    """What cannot be found out is no reason to hold."""

    def __init__(self, presence: Presence, faults: FaultLog) -> None:
        self._presence, self._faults = presence, faults

    def watch(self, changed: Callable[[], None]) -> None:
        changed = self._faults.guarded(changed, Work.PRESENCE, "changed")
        self._faults.attempt(lambda: self._presence.watch(changed), Work.PRESENCE, "watch")

    async def ask(self) -> None:
        with self._faults.contain(Work.PRESENCE, "ask"):
            await self._presence.ask()

    @property
    def hold(self) -> HoldReason | None:
        with self._faults.contain(Work.PRESENCE, "hold"):
            return self._presence.hold
        return None

    def probes(self) -> Mapping[str, str]:
        return self._presence.probes()

    def stop(self) -> None:
        self._faults.attempt(self._presence.stop, Work.PRESENCE, "stop")


class ContainedPanelIcon:
    """Reminders go on without it."""

    def __init__(self, icon: PanelIcon, faults: FaultLog) -> None:
        self._icon, self._faults = icon, faults

    @property
    def has_panel(self) -> bool:
        return self._icon.has_panel

    def watch(self, chosen: Callable[[MenuEntry], None], opens: Callable[[], None]) -> None:
        chosen = self._faults.guarded(chosen, Work.OTHER, "chosen in the panel")
        self._icon.watch(chosen, self._faults.guarded(opens, Work.OTHER, "the panel"))

    def show(self, menu: PanelMenu | None) -> None:
        self._faults.attempt(lambda: self._icon.show(menu), Work.OTHER, "the icon in the panel")


class ContainedPictures:
    """A card comes without its picture rather than not at all."""

    def __init__(self, pictures: Pictures, faults: FaultLog) -> None:
        self._pictures, self._faults = pictures, faults

    def of(self, name: str) -> str:
        with self._faults.contain(Work.PICTURE, name):
            return self._pictures.of(name)
        return ""

    async def prepare(self, names: Sequence[str]) -> None:
        with self._faults.contain(Work.PICTURE):
            await self._pictures.prepare(names)


class ContainedBrowserOpener:
    """A browser that fails unforeseen could not be opened."""

    def __init__(self, browser: BrowserOpener, faults: FaultLog) -> None:
        self._opener, self._faults = browser, faults

    @property
    def can_open(self) -> bool:
        with self._faults.contain(Work.BROWSER, "can open"):
            return self._opener.can_open
        return False

    def open(self, key: str, failed: Callable[[], None]) -> None:
        failed = self._faults.guarded(failed, Work.BROWSER, "failed")
        if not self._faults.attempt(lambda: self._opener.open(key, failed), Work.BROWSER):
            failed()

    def open_view(self, view: PageView, failed: Callable[[], None]) -> None:
        failed = self._faults.guarded(failed, Work.BROWSER, "failed")
        if not self._faults.attempt(lambda: self._opener.open_view(view, failed), Work.BROWSER):
            failed()
