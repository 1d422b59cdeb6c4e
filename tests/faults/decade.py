"""Knows how to live ten years of reminders in seconds, and what can go wrong in them; must not know rules.

The rules, the store, the plans in force and what is owed are real. The screen is a coin, the journal a list.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from routine.core.commands import Command, ConfirmShown, Finish, Reshow, Skip, Snooze, Start, TimePassed
from routine.core.events import Actor, Event, EventKind, Paused, StoredEvent
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.plan import Plan
from routine.core.reminder import decide, next_wakeup
from routine.core.reminder_states import Phase
from routine.errors import JournalError, Refused
from routine.service.history import History
from routine.service.plan_registry import PlanRegistry
from routine.service.reminder_store import ReminderStore
from tests.fakes import MemoryJournal, StillClock, stored
from tests.service.living import loaded_plans, plan, session

BEGIN = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
END = datetime(2036, 11, 23, 5, 0, tzinfo=UTC)
ZONES = ("Europe/Berlin", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TIMES = ("07:30", "08:00", "12:15")
FAULTS = ("restart", "sleep", "step", "travel", "edit", "fill", "lose", "off", "command")


ANSWERS: tuple[Command, ...] = (
    Skip(Actor.CLI),
    Snooze(10 * MINUTE, Actor.NOTIFICATION),
    Start(Actor.CLI, SessionPlace.TERMINAL),
)


class LongJournal(MemoryJournal):
    """Finds its rows quickly, and can have no room."""

    def __init__(self) -> None:
        super().__init__()
        self.full = False
        self.refused = 0
        self.true_now: Callable[[], datetime] = lambda: END
        self.clock_is_wrong = False
        self.under_a_wrong_clock: set[int] = set()
        """Only the test knows: no row says so."""
        self._by_key: dict[str, list[StoredEvent]] = {}
        self._newest: dict[str, datetime] = {}
        self._by_kind: dict[EventKind, list[StoredEvent]] = {}

    def rows(
        self,
        *,
        after: int = 0,
        since: datetime | None = None,  # noqa: ARG002 - nobody here asks
        kinds: Sequence[EventKind] = (),
        key: str = "",
        last: int | None = None,
    ) -> list[StoredEvent]:
        found = self._by_key.get(key, []) if key else self._rows[len(self._rows) - 1 if last == 1 else after :]
        if kinds and last == 1:
            found = sorted((of[-1] for kind in kinds if (of := self._by_kind.get(kind))), key=lambda row: row.id)
        elif kinds:
            found = sorted((row for kind in kinds for row in self._by_kind.get(kind, [])), key=lambda row: row.id)
        return found if last is None else found[max(0, len(found) - last) :]

    def recent(self, since: datetime) -> list[StoredEvent]:
        keys = [key for key, at in self._newest.items() if at >= since]
        return sorted((row for key in keys for row in self._by_key[key]), key=lambda row: row.id)

    def append(self, decide: Callable[[], Sequence[Event]], request: str = "") -> list[StoredEvent]:  # noqa: ARG002 - nobody here asks
        entries = decide()
        if self.full and entries:
            self.refused += 1
            raise JournalError("There is no room left.")
        written = [stored(len(self._rows) + place, entry) for place, entry in enumerate(entries, start=1)]
        self._keep(written)
        for row in written:
            # what is written late was decided under whatever clock there was then
            if (self.clock_is_wrong and not row.entry.late) or row.entry.at - self.true_now() > HOUR:
                self.under_a_wrong_clock.add(row.id)
            self._by_kind.setdefault(row.entry.kind, []).append(row)
            if name := row.entry.key:
                self._by_key.setdefault(name, []).append(row)
                self._newest[name] = max(row.entry.at, self._newest.get(name, row.entry.at))
        return written


@dataclass
class Decade:
    """One computer, one person, ten years or fewer. `faults` counts what went wrong, by name."""

    chance: random.Random
    end: datetime = END
    steps: tuple[timedelta, ...] = (-HOUR, HOUR, -2 * DAY, 3 * DAY, 90 * DAY, -400 * DAY)
    """By how much the clock may be wrong."""
    faults: dict[str, int] = field(default_factory=dict)
    disturbed: set[date] = field(default_factory=set)
    """Days whose plan was edited: what is due then is debatable."""
    wrong_days: set[date] = field(default_factory=set)
    """Days that began, ended or went by under a clock that was far off."""

    def __post_init__(self) -> None:
        self.journal = LongJournal()
        self.clock = StillClock(BEGIN, ZoneInfo(ZONES[0]))
        self._time = TIMES[0]
        self._wrong: timedelta | None = None
        self.journal.true_now = lambda: self.clock.now() - (self._wrong or timedelta(0))
        self._start()

    def live(self) -> None:
        """To the end, with a fault now and then."""
        while self.clock.now() < self.end or self.is_wrong:
            if self.is_wrong and self.chance.random() < 0.7:
                self.set_right()
            self.journal.full &= self.chance.random() < 0.8
            if self.chance.random() < 0.03:
                self.suffer(self.chance.choice(FAULTS))
            self.go_on()
        self.rest()

    @property
    def is_wrong(self) -> bool:
        """Whether the clock is."""
        return self._wrong is not None

    def suffer(self, fault: str) -> None:
        """One of FAULTS."""
        getattr(self, f"_{fault}")()

    def go_on(self) -> None:
        """Until something is due, or half a day."""
        self._look()
        self._answer()
        self._until_next()

    def rest(self) -> None:
        """Nothing goes wrong any more, until everything is over: no session is open for three days."""
        self.set_right()
        self.journal.full = False
        for _ in range(4):
            self.clock.move(DAY)
            self._look()

    def _plan(self) -> Plan:
        return plan(session("morning", self._time), session("walk", "17:00", days=(2, 5)))

    def _start(self) -> None:
        """A new process: all it knows is in the journal."""
        history = History(self.journal)
        self.outbox = history.outbox
        self.awake_since = self.clock.now()
        self.plans = PlanRegistry(self.journal, self.clock, lambda _: None, history=history)
        self.plans.recall()
        self.plans.take(loaded_plans(self._plan()), self.clock.now())
        self.store = ReminderStore(self.journal, self.plans.agenda(), history)
        self.store.reload(self.clock.now())
        for reminder in list(self.store.open()):
            if reminder.phase in {Phase.SHOWN, Phase.SHOWING}:
                self._act(reminder.key, Reshow(self.store.gate(reminder.key, self.clock.now())))

    def _look(self) -> None:
        now = self.clock.now()
        self.store.catch_up(now)
        for reminder in list(self.store.open()):
            key = reminder.key
            if reminder.phase is Phase.UPCOMING and now < self.store.begins(reminder):
                continue
            for _ in range(8):
                wake = TimePassed(self.store.gate(key, now), self.awake_since)
                state = self.store.reminders.get(key)
                if state is None or not decide(state, wake, self.store.policy(key), now):
                    break
                if not self._act(key, wake):
                    break
            else:
                raise AssertionError(f"{key} is never at rest at {now}")
            if (state := self.store.reminders.get(key)) and state.phase is Phase.SHOWING:
                self._show(key)

    def _show(self, key: OccurrenceKey) -> None:
        """The server takes the card, or does not, or the process dies while it is asked."""
        luck = self.chance.random()
        if luck < 0.9:
            self._act(key, ConfirmShown())
        elif luck < 0.95:
            self._count("a crash between showing and shown")
            self._start()
        else:
            self._count("a card not taken")

    def _answer(self) -> None:
        for reminder in list(self.store.open()):
            said: Command
            if reminder.phase is Phase.SHOWN and self.chance.random() < 0.6:
                said = self.chance.choice(ANSWERS)
            elif reminder.phase is Phase.STARTED and self.chance.random() < 0.8:
                said = Finish(Actor.CLI)
            else:
                continue
            self._act(reminder.key, said)

    def _act(self, key: OccurrenceKey, command: Command) -> bool:
        """Whether there may be more to say."""
        try:
            return bool(self.store.apply(key, command, self.clock.now()))
        except JournalError:
            return True
        except Refused:
            return False

    def _until_next(self) -> None:
        now = self.clock.now()
        wakeups = [
            at
            for reminder in self.store.open()
            if (
                at := next_wakeup(
                    reminder, self.store.policy(reminder.key), self.store.gate(reminder.key, now), now
                )
            )
        ]
        self.clock.set(min([*wakeups, now + 10 * HOUR]))

    # what goes wrong

    def _count(self, what: str) -> None:
        self.faults[what] = self.faults.get(what, 0) + 1

    def _restart(self) -> None:
        self._count("a restart")
        self._start()

    def _off(self) -> None:
        self._count("days switched off")
        self.clock.move(self.chance.choice([HOUR, 9 * HOUR, 2 * DAY, 12 * DAY]))
        self._start()

    def _command(self) -> None:
        self._count("a command after days switched off, before the service began")
        self.clock.move(self.chance.choice([9 * HOUR, 12 * DAY]))
        now = self.clock.now()
        with suppress(JournalError):
            self.journal.append(lambda: [Paused(now, Actor.CLI, until=now + MINUTE)])
        self._start()

    def _sleep(self) -> None:
        self._count("a sleep")
        self.clock.move(self.chance.choice([MINUTE, HOUR, 9 * HOUR, 30 * HOUR]))
        self.store.reload(self.clock.now())

    def _step(self) -> None:
        self._count("a clock step")
        self._wrong = self.chance.choice(self.steps)
        self._wrong_since = self.clock.now()
        self.clock.move(self._wrong)
        self.journal.clock_is_wrong = abs(self._wrong) > DAY
        self._jumped()

    def set_right(self) -> None:
        """The clock, where it is wrong."""
        if self._wrong:
            self.clock.move(-self._wrong)
            if self.journal.clock_is_wrong:
                days = (self.clock.now() - self._wrong_since) // DAY
                self.wrong_days |= {self._wrong_since.date() + DAY * day for day in range(-1, days + 3)}
            self._wrong, self.journal.clock_is_wrong = None, False
            self._jumped()

    def _jumped(self) -> None:
        """The clock was set, and the service has heard of it."""
        self.plans.recall()
        self.store.agenda = self.plans.agenda()
        self.store.reload(self.clock.now())

    def _disturb(self, at: datetime) -> None:
        self.disturbed |= {at.date() + timedelta(days) for days in range(-2, 3)}

    def _travel(self) -> None:
        self._count("a journey")
        self.clock.travel(self.chance.choice(ZONES))
        self.store.agenda = self.plans.agenda()
        self.store.reload(self.clock.now())

    def _edit(self) -> None:
        self._count("a plan edited")
        self._look()  # as a service does when it has begun; of an edit before that nobody knows when it was
        self._disturb(self.clock.now())
        self._time = self.chance.choice(TIMES)
        self.plans.take(loaded_plans(self._plan()), self.clock.now())
        self.store.agenda = self.plans.agenda()
        self.store.reload(self.clock.now())

    def _fill(self) -> None:
        self._count("a full disk")
        self.journal.full = True

    def _lose(self) -> None:
        for reminder in list(self.store.open()):
            if reminder.phase is Phase.SHOWN:
                self._count("a card lost")
                self._act(reminder.key, Reshow(self.store.gate(reminder.key, self.clock.now())))
