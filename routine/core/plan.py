"""Knows what a plan is once it has been read: sessions, sequences, and how each wants to remind.

Must not know TOML, files, or what has happened: that is the journal's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta, tzinfo

from msgspec import Struct
from msgspec.structs import replace

from routine.core.exercise import ZERO, Dose, Exercise, Practice
from routine.core.occurrence import OccurrenceKind
from routine.core.recurrence import PlanPeriod, Rule, Weekly, due_utc


class QuietHours(Struct, frozen=True, array_like=True, gc=False):
    """Local hours in which nothing is shown: past midnight when they end before they start, and the whole day when
    both are the same time."""

    start: time
    end: time

    def ends(self, now: datetime, zone: tzinfo) -> datetime | None:
        """The instant this quiet ends, when `now` lies in it.

        Both ends become instants as sessions do, so that what was promised before the clocks change holds after.
        """
        today = now.astimezone(zone).date()
        overnight = timedelta(days=self.end <= self.start)
        for days in range(-2, 2):
            day = today + timedelta(days=days)
            if due_utc(day, self.start, zone) <= now < (over := due_utc(day + overnight, self.end, zone)):
                return over
        return None

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


class ReminderPolicy(Struct, frozen=True, omit_defaults=True, gc=False):
    """How a session asks for attention."""

    heads_up_before: tuple[timedelta, ...] = ()
    """How long before it is due there are quiet heads-ups."""
    snooze: tuple[timedelta, ...] = (timedelta(minutes=10), timedelta(hours=1))
    again_after: timedelta = timedelta(minutes=10)
    give_up_after: timedelta = timedelta(hours=2)
    hold_at_most: timedelta = timedelta(hours=2)
    quiet: tuple[QuietHours, ...] = ()
    always: bool = False
    """Shown whatever forbids it: quiet hours, a full screen, do-not-disturb."""

    def quiet_until(self, now: datetime, zone: tzinfo) -> datetime | None:
        """When the quiet hours that hold `now` end; None outside them. Adjoining hours count as one."""
        until, instant = None, now
        for _ in range(len(self.quiet) + 1):
            ends = [end for quiet in self.quiet if (end := quiet.ends(instant, zone)) is not None]
            if not ends or max(ends) <= instant:
                break
            until = instant = max(ends)
        return until


class PolicyOverride(Struct, frozen=True, omit_defaults=True, gc=False):
    """What a plan or a session says differently; None means: as above it."""

    heads_up_before: tuple[timedelta, ...] | None = None
    snooze: tuple[timedelta, ...] | None = None
    again_after: timedelta | None = None
    give_up_after: timedelta | None = None
    hold_at_most: timedelta | None = None
    quiet: tuple[QuietHours, ...] | None = None
    always: bool | None = None

    def apply_to(self, base: ReminderPolicy) -> ReminderPolicy:
        said = {name: value for name in self.__struct_fields__ if (value := getattr(self, name)) is not None}
        return replace(base, **said)


class PerformStep(Struct, frozen=True, omit_defaults=True, gc=False, tag="perform"):
    """An exercise at a dose."""

    exercise: Exercise
    dose: Dose


class Rest(Struct, frozen=True, omit_defaults=True, gc=False, tag="rest"):
    length: timedelta


class Say(Struct, frozen=True, omit_defaults=True, gc=False, tag="say"):
    """A sentence to read, and time to follow it."""

    text: str
    length: timedelta


StepEntry = PerformStep | Rest | Say


class Sequence(Struct, frozen=True, omit_defaults=True, gc=False):
    """Steps in order, under a name."""

    id: str
    title: str
    entries: tuple[StepEntry, ...]
    is_reading: bool = False
    """Nothing is done: nobody is asked how it went."""


class Swap(Struct, frozen=True, omit_defaults=True, gc=False):
    """What `avoid` changed in a session: both are exercises' ids."""

    session: str
    exercise: str
    instead: str = ""
    """Empty where it is left out."""


class Session(Struct, frozen=True, omit_defaults=True, gc=False):
    """What to do, when it comes round, and how it reminds. A rotation takes turns, one an occurrence.

    A visit, a review and a supplement have nothing to perform: no practice, and no rotation.
    """

    id: str
    title: str
    practice: Practice | None
    rule: Rule
    rotation: tuple[str, ...] = ()
    rounds: int = 1
    remind: PolicyOverride = PolicyOverride()
    asks: OccurrenceKind = OccurrenceKind.SESSION
    detail: str = ""
    """A visit: where it is. A supplement: who it was agreed with."""
    lasts: timedelta = ZERO
    """A visit: how long it takes."""

    def sequence_at(self, turn: int) -> str:
        return self.rotation[turn % len(self.rotation)]


class Plan(Struct, frozen=True, omit_defaults=True, gc=False):
    """One plan file, read and understood."""

    id: str
    title: str
    sessions: tuple[Session, ...]
    sequences: Mapping[str, Sequence]
    about: str = ""
    period: PlanPeriod = PlanPeriod()
    timezone: str = ""
    """An IANA name, or empty: wherever the computer is."""
    remind: PolicyOverride = PolicyOverride()
    notes: tuple[str, ...] = ()
    """What was swapped or left out because of `avoid`, in a person's words."""
    avoid: tuple[str, ...] = ()
    """What somebody chose to leave out: tags of the library."""
    swaps: tuple[Swap, ...] = ()
    left_out: float = 0.0
    """How much of the time for movement, walks apart, `avoid` took out of it without a swap: 0 to 1."""

    def moves(self, session: Session, turn: int = 0) -> bool:
        """Whether a session asks the body to move: by its steps, whatever its practice is called.

        Where they do not tell (no exercise, or something to read that may ask for more) its practice does, and
        what nobody can tell may be movement.
        """
        if session.asks is not OccurrenceKind.SESSION:
            return False
        labelled = session.practice is None or session.practice.moves
        entries = self.sequences[session.sequence_at(turn)].entries if session.rotation else ()
        exercises = [entry.exercise for entry in entries if isinstance(entry, PerformStep)]
        if any(exercise.moves for exercise in exercises):
            return True
        return labelled and (not exercises or any(isinstance(entry, Say) for entry in entries))

    def policy(self, session: Session, defaults: ReminderPolicy) -> ReminderPolicy:
        """How this session reminds: its own word, else the plan's, else the configuration's."""
        return session.remind.apply_to(self.remind.apply_to(defaults))

    @property
    def to_perform(self) -> int:
        """How many of its sessions are sessions: something to do, step by step."""
        return self._asking(OccurrenceKind.SESSION)

    @property
    def courses(self) -> int:
        return self._asking(OccurrenceKind.VISIT)

    @property
    def supplements(self) -> int:
        return self._asking(OccurrenceKind.SUPPLEMENT)

    def _asking(self, asks: OccurrenceKind) -> int:
        return sum(session.asks is asks for session in self.sessions)

    @property
    def needs_start(self) -> bool:
        """Whether weeks are counted although no start is given: it then starts the day it is first loaded."""
        return self.period.starts is None and self.counts_weeks

    @property
    def counts_weeks(self) -> bool:
        """Whether it matters from which day its weeks are counted."""
        return self.period.weeks is not None or any(
            isinstance(session.rule, Weekly) and session.rule.counts_weeks for session in self.sessions
        )
