"""Knows what became of each session that came due: done and how that is known, in part, skipped, missed, excused.

It is the journal replayed, and nothing else: no plan, no clock. Visits, reviews and supplements are no sessions,
and the greeting of the first day counts nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from routine.core.events import (
    Abandoned,
    Actor,
    Completed,
    Event,
    EventKind,
    Excused,
    Felt,
    Missed,
    MissReason,
    Started,
    StepDone,
    StepDose,
    StepSkipped,
)
from routine.core.exercise import ZERO
from routine.core.identifiers import FeltAnswer
from routine.core.ids import LIBRARY, OccurrenceKey
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.reminder import Reminder, evolve
from routine.core.reminder_states import Phase

TELLING = (
    EventKind.STARTED,
    EventKind.STEP_DONE,
    EventKind.STEP_SKIPPED,
    EventKind.COMPLETED,
    EventKind.ABANDONED,
    EventKind.SKIPPED,
    EventKind.MISSED,
    EventKind.EXCUSED,
    EventKind.SNOOZED,
    EventKind.FELT,
    EventKind.UNDONE,
)
"""What has to be read: replayed alone, these give the same end as all that was written."""

GREETINGS = frozenset({"@welcome"})
"""Plans whose sessions count nowhere."""
_BEGUN_AT_WILL = timedelta(minutes=1)
"""What is begun at will is due in the minute in which it is begun."""
_PLAYED_SOME = timedelta(seconds=30)
"""Less than this, and nothing was played."""


class Fate(StrEnum):
    """What became of a session."""

    DONE = "done"
    PART = "part"
    """Begun, and some of it played, not most."""
    SKIPPED = "skipped"
    MISSED = "missed"
    EXCUSED = "excused"
    OPEN = "open"
    """It waits for an answer, or is under way."""


class Rating(Struct, frozen=True, gc=False):
    """How the back felt at one moment, 0 (no pain) to 10, and a line of diary; either may be missing."""

    at: datetime
    score: int | None = None
    note: str = ""
    key: OccurrenceKey = OccurrenceKey()
    """After which session; empty for one that stands by itself."""
    title: str = ""


class Lived(Struct, frozen=True, gc=False):
    """One session that came due, or was begun at will, and what became of it."""

    occurrence: Occurrence
    fate: Fate
    guided: bool = False
    """Done from its beginning to its end under guidance; else somebody said that it was done."""
    played: timedelta = ZERO
    reason: str = ""
    """Missed or excused: why, as an identifier."""
    note: str = ""
    """Excused: why, in the person's own words."""
    snoozes: int = 0
    answer: FeltAnswer | None = None
    rating: Rating | None = None
    dose: tuple[StepDose, ...] = ()
    stopped_at: int = 0
    """The step at which it was stopped early, from 1."""
    short: bool = False
    """It was the shorter version that was done, all of it or a part."""
    begun_at_will: bool = False
    """Its first word is that it was begun, in the minute in which it was due."""

    @property
    def day(self) -> date:
        """The local day it was planned for; travel does not move it."""
        return self.occurrence.planned.date()

    @property
    def minutes(self) -> timedelta:
        """Those that were played; of what somebody only said to have done, those that were planned."""
        if self.fate is Fate.DONE and not self.guided:
            return self.occurrence.length
        return self.played if self.fate in {Fate.DONE, Fate.PART} else ZERO


class _Performance:
    """How far one session was performed, event by event."""

    def __init__(self) -> None:
        self.dose: tuple[StepDose, ...] = ()
        self.done: set[int] = set()
        self.skipped: set[int] = set()
        self.played = ZERO
        self.counted: timedelta | None = None
        """As whoever led it counted, pauses left out."""
        self.guided = False
        self._last: datetime | None = None

    def take(self, before: Reminder, after: Reminder, entry: Event) -> None:
        if isinstance(entry, StepDone | StepSkipped | Completed | Abandoned) and entry.played is not None:
            self.counted = entry.played
        match entry:
            case Started():
                if not after.steps_done:
                    self.done, self.skipped = set(), set()
                self.dose = entry.dose or self.dose
                self._last = entry.at
            case StepDone(step=step) if before.phase is Phase.STARTED:
                self.done.add(step)
                self._go_on(entry, before)
            case StepSkipped(step=step) if before.phase is Phase.STARTED:
                self.skipped.add(step)
                self._go_on(entry, before)
            case Completed(played=None) if before.phase is Phase.STARTED and self.counted is not None:
                # begun under guidance, and said to be done: how the rest of it was, nobody led
                self.guided, self.counted, self._last = False, None, None
            case Completed() if before.phase is Phase.STARTED:
                near = self._last is not None and entry.at - self._last <= 2 * before.occurrence.length
                self.guided = entry.played is not None or bool(self.done or self.skipped) or near
                self._go_on(entry, before)
                self._last = None
            case Completed():
                self.guided = self.guided and before.phase is Phase.COMPLETED
            case Abandoned() if before.phase is Phase.STARTED:
                if entry.by is not Actor.SERVICE:
                    # else it broke off, nobody knows when
                    self._go_on(entry, before)
                self._last = None
            case _:
                pass

    def _go_on(self, entry: Event, before: Reminder) -> None:
        """One step, or what there was of it: longer than the whole session, and nobody was there."""
        if self._last is not None:
            self.played += min(max(entry.at - self._last, ZERO), max(before.occurrence.length, _PLAYED_SOME))
        self._last = entry.at

    @property
    def length(self) -> timedelta:
        return self.played if self.counted is None else self.counted

    def fate(self, length: timedelta, steps_done: int, of: int | None) -> Fate | None:
        """By how much of it was played; None where that is nothing."""
        if self.counted is not None:
            if 2 * self.counted > length:
                return Fate.DONE
            return Fate.PART if self.counted > ZERO else None
        counting = {place for place, one in enumerate(self.dose, start=1) if one.exercise}
        done = len(self.done & counting) if counting else max(len(self.done), steps_done)
        total = len(counting) or of or 0
        if total and 2 * done > total:
            return Fate.DONE
        return Fate.PART if done or self.played >= _PLAYED_SOME else None


def lived(events: Iterable[Event], waiting: Iterable[Occurrence] = ()) -> list[Lived]:
    """What became of each session these events speak of, in the order they were planned.

    `waiting`: what came due and has no answer; the events may not tell of it.
    """
    of_key: dict[OccurrenceKey, list[Event]] = {one.key: [] for one in waiting if _counts(one)}
    last = {one.key: one for one in waiting}
    for entry in events:
        if entry.about is not None and _counts(entry.about):
            of_key.setdefault(entry.key, []).append(entry)
            last[entry.key] = entry.about
    found = [_one(last[key], entries) for key, entries in of_key.items()]
    return sorted(found, key=lambda one: (one.occurrence.planned, one.occurrence.key))


def is_extra(one: Lived, planned: Collection[OccurrenceKey] = ()) -> bool:
    """Whether no plan asked for it. `planned`: those begun at will of which a plan knows all the same."""
    key = one.occurrence.key
    return key.plan == LIBRARY or (one.begun_at_will and key not in planned)


def ratings(events: Iterable[Event]) -> list[Rating]:
    """What was told of the back, oldest first: one for each session, with its last word, and each by itself."""
    found: dict[tuple[OccurrenceKey, datetime | None], Rating] = {}
    for entry in events:
        if not isinstance(entry, Felt) or (entry.score is None and not entry.note):
            continue
        if entry.about and (entry.about.asks is not OccurrenceKind.SESSION or entry.key.plan in GREETINGS):
            continue
        place = (entry.key, None if entry.about else entry.at)
        found[place] = _rated(found.get(place), entry)
    return sorted(found.values(), key=lambda one: one.at)


def _counts(one: Occurrence) -> bool:
    return one.asks is OccurrenceKind.SESSION and one.plan not in GREETINGS


def _one(occurrence: Occurrence, entries: list[Event]) -> Lived:
    state, performed, rating, reason, stopped = Reminder(occurrence), _Performance(), None, "", 0
    for entry in entries:
        before, state = state, evolve(state, entry)
        performed.take(before, state, entry)
        match entry:
            case Felt() if entry.score is not None or entry.note:
                rating = _rated(rating, entry)
            case Missed() | Excused():
                reason = entry.reason.value
            case Abandoned(steps_done=int(done)):
                stopped = done + 1
            case _:
                pass
    fate = _fate(state, performed, entries)
    return Lived(
        occurrence,
        fate,
        guided=fate is Fate.DONE and (performed.guided or state.phase is Phase.ABANDONED),
        played=performed.length,
        reason=reason if fate in {Fate.MISSED, Fate.EXCUSED} else "",
        note=state.note if fate is Fate.EXCUSED else "",
        snoozes=state.snoozes,
        answer=state.answer,
        rating=rating,
        dose=performed.dose,
        stopped_at=stopped if state.phase is Phase.ABANDONED else 0,
        short=state.most is not None and fate in {Fate.DONE, Fate.PART},
        begun_at_will=_is_begun_at_will(occurrence, entries),
    )


def _fate(state: Reminder, performed: _Performance, entries: list[Event]) -> Fate:
    match state.phase:
        case Phase.COMPLETED if performed.guided and (performed.skipped or performed.counted is not None):
            return performed.fate(state.occurrence.length, 0, None) or Fate.SKIPPED
        case Phase.COMPLETED:
            return Fate.DONE
        case Phase.ABANDONED:
            last = next((one for one in reversed(entries) if isinstance(one, Abandoned)), None)
            played = performed.fate(state.occurrence.length, state.steps_done, last.of if last else None)
            by_service = last is not None and last.by is Actor.SERVICE
            return played or (Fate.MISSED if by_service else Fate.SKIPPED)
        case Phase.SKIPPED:
            return Fate.SKIPPED
        case Phase.MISSED:
            return Fate.MISSED
        case Phase.EXCUSED:
            return Fate.EXCUSED
    return Fate.OPEN


def _is_begun_at_will(occurrence: Occurrence, entries: list[Event]) -> bool:
    if not entries or not isinstance(entries[0], Started):
        return False
    return ZERO <= entries[0].at - occurrence.due < _BEGUN_AT_WILL


def _rated(before: Rating | None, entry: Felt) -> Rating:
    """With what this one says; what it does not say stays as it was."""
    title = entry.about.title if entry.about else ""
    if before is None:
        return Rating(entry.at, entry.score, entry.note, entry.key, title)
    said = entry.score is not None
    return Rating(
        entry.at if said else before.at,
        entry.score if said else before.score,
        entry.note or before.note,
        entry.key,
        title,
    )


OURS = frozenset({MissReason.OFF, MissReason.ASLEEP, MissReason.UNSHOWN})
"""Missed as the computer was off or asleep, or could show nothing: nobody was asked."""
