"""Knows how to lead one reminder through time, as the service would; must not know what is claimed of it.

Each row is checked as it is written: the table allows it, and replaying all rows gives the state that was reached.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from routine.core.commands import OPEN, Command, ConfirmShown, DisplayGate, TimePassed
from routine.core.events import Event, EventKind, HoldReason, ShownCard
from routine.core.pauses import Pause
from routine.core.plan import ReminderPolicy
from routine.core.reminder import Reminder, decide, evolve, next_wakeup, replay
from routine.core.reminder_states import FINAL, TRANSITIONS, Phase
from routine.errors import Refused
from tests.core.making import occurrence, utc
from tests.telling import reason_of

DUE = utc("2026-11-23 07:30")
MORNING = utc("2026-11-23 06:00")


@dataclass
class Life:
    """One reminder, a still clock, and a notification server that accepts cards or does not."""

    policy: ReminderPolicy = field(default_factory=ReminderPolicy)
    now: datetime = MORNING
    due: datetime = DUE
    awake_since: datetime = MORNING
    gate: DisplayGate = OPEN
    accepts: bool = True
    live: bool = False
    pauses: tuple[Pause, ...] = ()
    rows: list[Event] = field(default_factory=list)
    refusals: list[Refused] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state = Reminder(occurrence(self.due))

    @property
    def phase(self) -> Phase:
        return self.state.phase

    @property
    def over(self) -> bool:
        return self.phase in FINAL

    def kinds(self) -> list[str]:
        """What was written, a heads-up by its own name."""
        return ["heads-up" if reason_of(row) == ShownCard.HEADS_UP else str(row.kind) for row in self.rows]

    def say(self, command: Command) -> Life:
        """Raises Refused. What is allowed is written."""
        for entry in decide(self.state, command, self.policy, self.now):
            heads_up = reason_of(entry) == ShownCard.HEADS_UP
            assert heads_up or entry.kind in TRANSITIONS[self.phase], f"{entry.kind} while {self.phase}"
            self.rows.append(entry)
            self.state = evolve(self.state, entry)
        return self

    def ask(self, command: Command) -> bool:
        """Whether it was allowed."""
        assert replay(self.state.occurrence, self.rows) == self.state
        try:
            self.say(command)
        except Refused as refused:
            self.refusals.append(refused)
            return False
        return True

    def wake(self, at: datetime | str | None = None) -> Life:
        """Look, as the service does: until time alone has nothing more to say."""
        if at is not None:
            self.now = at if isinstance(at, datetime) else utc(f"2026-11-23 {at}" if len(at) < 10 else at)
        if self.gate.until and self.now >= self.gate.until:
            self.gate = OPEN
        for _ in range(5):
            before = len(self.rows)
            self.say(self._wake())
            if self.accepts and self.phase is Phase.SHOWING:
                self.say(ConfirmShown())
            if len(self.rows) == before:
                self._sleeps_well()
                return self
        raise AssertionError(f"it never has enough: {self.kinds()[-12:]}")

    def alarm(self) -> datetime | None:
        return next_wakeup(self.state, self.policy, self.gate, self.now)

    def live_until(self, end: datetime) -> Life:
        """Awake all the time: woken at each alarm, and at the end."""
        while (alarm := self.alarm()) is not None and alarm <= end:
            self.wake(alarm)
        return self.wake(end) if end > self.now else self

    def pause(self, until: str, *, start: str = "06:30") -> Life:
        """As the service sees a pause: the gate while it lasts, and what it was afterwards."""
        first, end = (utc(f"2026-11-23 {at}" if len(at) < 10 else at) for at in (start, until))
        self.pauses = (*self.pauses, Pause(first, end))
        if self.now < end:
            self.gate = DisplayGate(HoldReason.PAUSE, end)
        return self

    def to_the_end(self) -> Life:
        """Until it is over; it must not take for ever."""
        for _ in range(2000):
            alarm = self.alarm()
            if alarm is None:
                assert replay(self.state.occurrence, self.rows) == self.state
                return self
            self.wake(alarm)
        raise AssertionError(f"it never ends: {self.kinds()[-12:]}")

    def _wake(self) -> TimePassed:
        return TimePassed(self.gate, self.awake_since, self.live, self.pauses)

    def _sleeps_well(self) -> None:
        """Nothing is left to say, nothing will be before the alarm, and nobody open is forgotten."""
        alarm = self.alarm()
        assert alarm is None or alarm > self.now
        assert alarm is not None or self.over or self.live, f"{self.phase} would sleep for ever"
        waits = (alarm or self.now + timedelta(days=30)) - self.now
        for part in (0.0, 0.01, 0.5, 0.99):
            early = self.now + part * waits
            assert decide(self.state, self._wake(), self.policy, early) == (), f"{self.phase} at {early}"


def shown_and_waiting(**known: object) -> Life:
    """A reminder that was due at 07:30 and is on the screen."""
    life = Life(**known)  # type: ignore[arg-type]  # the fields above, by name
    return life.wake(DUE)


def count(life: Life, kind: EventKind) -> int:
    return sum(1 for row in life.rows if row.kind is kind and reason_of(row) != ShownCard.HEADS_UP)
