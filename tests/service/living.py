"""Knows how to live through hours of the service in no time: a still clock, a list for a screen, a finger.

Must not know any rule: it moves the clock from alarm to alarm, and lets the loop settle in between.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from routine.core.diagnostic import Diagnostic
from routine.core.events import EventKind, HoldReason
from routine.core.exercise import BOTH_SIDES, Exercise, Practice, Reps, Timed
from routine.core.identifiers import PageView
from routine.core.loaded_plans import LoadedPlans, PlanFile, Settings
from routine.core.notification import Notification
from routine.core.plan import PerformStep as Doing
from routine.core.plan import Plan, PolicyOverride, Rest, Say, Session
from routine.core.plan import Sequence as Steps
from routine.core.recurrence import Slot, Weekly
from routine.core.safety import put_off
from routine.errors import RoutineError
from routine.ports import Handle, Journal
from routine.service.dependencies import Dependencies
from routine.service.loop import Service
from tests.fakes import HandAlarm, MemoryJournal, RecordingNotifier, StillClock
from tests.replacing import replace

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=BERLIN)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

CAT_COW = Exercise(
    "cat-cow",
    "Cat–Cow",
    ("Let the belly soften.", "Round the back."),
    Reps((8,), hold=SECOND, move=5 * SECOND, setup=12 * SECOND),
    setup="Kneel on hands and knees.",
    breath="In as the back dips, out as it rounds.",
    practice=Practice.YOGA,
)
KNEE_TO_CHEST = Exercise(
    "single-knee-to-chest",
    "Single Knee to Chest",
    ("Draw one knee in.",),
    Reps((2,), hold=20 * SECOND, move=5 * SECOND, sides=BOTH_SIDES, setup=15 * SECOND),
    setup="Lie on your back.",
    practice=Practice.STRETCHING,
)
BREATHING = Exercise(
    "belly",
    "Belly Breathing",
    ("Feel the belly rise.",),
    Timed(MINUTE, setup=10 * SECOND),
    practice=Practice.BREATHING,
)
SHORT = Steps(
    "short",
    "Short",
    (
        Doing(CAT_COW, CAT_COW.dose),
        Rest(20 * SECOND),
        Doing(KNEE_TO_CHEST, KNEE_TO_CHEST.dose),
        Doing(BREATHING, BREATHING.dose),
        Say("Stand up slowly and notice how your back feels.", 20 * SECOND),
    ),
)
CALM = Steps("calm", "Calm", (Doing(BREATHING, BREATHING.dose),))


def session(
    name: str, at: str, *, days: Sequence[int] = range(7), remind: PolicyOverride | None = None
) -> Session:
    slots = tuple(Slot(day, time.fromisoformat(at)) for day in days)
    return Session(
        name, name.capitalize(), Practice.STRETCHING, Weekly(slots), ("short",), remind=remind or PolicyOverride()
    )


LATER = put_off(MONDAY - timedelta(days=1))
"""Somebody who has put the safety check off: no session opens it, and it is offered still."""


def breathing(name: str, at: str) -> Session:
    """A session in which nobody moves."""
    return replace(session(name, at), practice=Practice.BREATHING, rotation=("calm",))


def plan(*sessions: Session, name: str = "mine") -> Plan:
    return Plan(name, name.capitalize(), sessions, {"short": SHORT, "calm": CALM})


def loaded_plans(*plans: Plan, settings: Settings | None = None) -> LoadedPlans:
    files = tuple(PlanFile(f"{p.id}.toml", p.id, str(hash(str(p))), p) for p in plans)
    return LoadedPlans(files, settings or Settings(welcome=False))


def broken(name: str, what: str = "there is no session.") -> PlanFile:
    return PlanFile(
        f"{name}.toml", name, f"broken {what}", None, (Diagnostic(f"{name}.toml", 3, 1, what, "Mend it."),)
    )


@dataclass
class StillSource:
    """Plan files that are what they are set to."""

    loaded_plans: LoadedPlans
    kept: dict[str, Plan] = field(default_factory=dict)

    async def load(self) -> LoadedPlans:
        self.kept |= {file.digest: file.plan for file in self.loaded_plans.files if file.plan}
        return self.loaded_plans

    def load_now(self) -> LoadedPlans:
        return self.loaded_plans

    def recall(self, digest: str) -> Plan | None:
        return self.kept.get(digest)


class Unwatched:
    """Nothing is noticed but by hand."""

    def watch(self, *_: Callable[[], None]) -> None: ...

    def stop(self) -> None: ...


@dataclass
class StillBrowser:
    """A browser, or none: what it was brought to."""

    can_open: bool = False
    broken: bool = False
    opened: list[str] = field(default_factory=list)

    def open(self, key: str, failed: Callable[[], None]) -> None:
        if self.broken:
            failed()
        else:
            self.opened.append(key)

    def open_view(self, view: PageView, failed: Callable[[], None]) -> None:
        self.open(f"the {view}", failed)


@dataclass
class StillPresence:
    """A desktop that forbids what the test sets."""

    hold: HoldReason | None = None
    asked: int = 0
    meanwhile: HoldReason | Literal["free"] | None = None
    """What has come about since, and is found out when it is asked."""

    def watch(self, changed: Callable[[], None]) -> None: ...

    async def ask(self) -> None:
        self.asked += 1
        if self.meanwhile is not None:
            self.hold = None if self.meanwhile == "free" else self.meanwhile
            self.meanwhile = None

    def probes(self) -> Mapping[str, str]:
        return {}

    def stop(self) -> None: ...


@dataclass
class FaultNotes:
    """What was logged, and what is wrong now."""

    logged: list[tuple[str, Exception]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def log(self, sentence: str, fault: Exception, at: datetime) -> None:
        assert at.utcoffset() == timedelta(0)
        self.logged.append((sentence, fault))

    def publish(self, sentences: Sequence[str]) -> None:
        self.wrong = list(sentences)


class Painted:
    """Every exercise has its picture."""

    def of(self, name: str) -> str:
        return f"/pictures/{name}.png"

    async def prepare(self, names: Sequence[str]) -> None: ...


@dataclass
class Life:
    """A running service, and a person before it."""

    service: Service
    clock: StillClock
    alarm: HandAlarm
    journal: Journal
    screen: RecordingNotifier
    source: StillSource
    presence: StillPresence
    said: list[str] = field(default_factory=list)
    browser: StillBrowser = field(default_factory=StillBrowser)
    faults: FaultNotes = field(default_factory=FaultNotes)

    async def settle(self) -> None:
        for _ in range(30):
            await asyncio.sleep(0)

    async def until(self, at: datetime) -> None:
        """Live on to `at`, ringing every alarm at its instant."""
        at = at.astimezone(UTC)
        while coming := [when for when in self.alarm.armed().values() if when <= at]:
            self.clock.set(max(min(coming), self.clock.now()))
            self.alarm.ring()
            await self.settle()
        self.clock.set(max(at, self.clock.now()))
        await self.settle()

    async def pass_(self, by: timedelta) -> None:
        await self.until(self.clock.now() + by)

    async def sleep(self, by: timedelta) -> None:
        """The computer sleeps: no alarm rings, then the clock is found to have jumped."""
        self.clock.move(by)
        self.service.clock_changed()
        self.alarm.ring()
        await self.settle()

    async def read(self, *plans: Plan | PlanFile, settings: Settings | None = None) -> None:
        """The person saves their plans."""
        files = [p if isinstance(p, PlanFile) else loaded_plans(p).files[0] for p in plans]
        self.source.loaded_plans = replace(self.source.loaded_plans, files=tuple(files))
        if settings:
            self.source.loaded_plans = replace(self.source.loaded_plans, settings=settings)
        self.service.read_plans()
        await self.settle()

    async def press(self, label: str, card: Handle | None = None) -> None:
        handle = card or self.screen.newest
        notice = self.screen.cards[handle]
        self.screen.press(handle, next(action.key for action in notice.actions if action.label == label))
        await self.settle()

    @property
    def card(self) -> Notification:
        """The only card on the screen."""
        assert len(self.screen.cards) == 1, [notice.title for notice in self.screen.cards.values()]
        return next(iter(self.screen.cards.values()))

    def kinds(self, *, of: str = "") -> list[EventKind]:
        """What the journal holds, plans aside."""
        entries = [row.entry for row in self.journal.rows()]
        return [e.kind for e in entries if e.about and (not of or e.about.session == of)]


def unforeseen(logged: Sequence[tuple[str, Exception]]) -> list[tuple[str, Exception]]:
    """The faults that nobody planned for: a journal that cannot be written is none."""
    return [(said, fault) for said, fault in logged if not isinstance(fault, RoutineError)]


@asynccontextmanager
async def living(
    first: LoadedPlans | Plan,
    *,
    now: datetime = MONDAY,
    journal: Journal | None = None,
    screen: RecordingNotifier | None = None,
    kept: dict[str, Plan] | None = None,
    begin_anew: Callable[[], str] = lambda: "A new journal.",
    opens: bool = False,
    faulty: bool = False,
    changed: Callable[[Dependencies], Dependencies] = lambda ports: ports,
) -> AsyncIterator[Life]:
    """A service that has just been started. Unless it is `faulty`, nothing may have to be contained."""
    clock = StillClock(now, BERLIN)
    alarm = HandAlarm(clock)
    source = StillSource(first if isinstance(first, LoadedPlans) else loaded_plans(first), dict(kept or {}))
    journal, screen, said = journal or MemoryJournal([LATER]), screen or RecordingNotifier(), list[str]()
    presence, browser, faults = StillPresence(), StillBrowser(can_open=opens), FaultNotes()
    ports = Dependencies(
        clock=clock,
        alarm=alarm,
        journal=journal,
        source=source,
        notifier=screen,
        file_watcher=Unwatched(),
        clock_watcher=Unwatched(),
        presence=presence,
        pictures=Painted(),
        browser=browser,
        fault_record=faults,
        say=said.append,
        plans_folder="~/.config/routine/plans",
        replace_damaged_journal=begin_anew,
    )
    service, stop = Service(changed(ports)), asyncio.Event()
    life = Life(service, clock, alarm, journal, screen, source, presence, said, browser, faults)
    running = asyncio.ensure_future(service.run(stop, lambda: None))
    await life.settle()
    try:
        yield life
    finally:
        stop.set()
        await running
    assert faulty or not unforeseen(faults.logged)


def lived(story: Callable[[], Coroutine[None, None, None]]) -> Callable[[], None]:
    """A test that is a coroutine."""

    def test() -> None:
        asyncio.run(story())

    test.__name__ = story.__name__
    test.__doc__ = story.__doc__
    return test
