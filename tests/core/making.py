"""Knows how to build the values that the tests of the rules speak about; must not know what is claimed of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from routine.core.events import Actor, PlanLoaded
from routine.core.exercise import Exercise, Practice, Reps, Timed
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.plan import PerformStep, Plan, PolicyOverride, ReminderPolicy, Sequence, Session
from routine.core.recurrence import PlanPeriod, Rule, Slot, Weekly
from routine.core.schedule import FirstSeen, Schedule, first_seen_in, slots_of
from routine.errors import RoutineError
from routine.presentation.errors import explain

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
TOKYO = ZoneInfo("Asia/Tokyo")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = tuple(range(7))

CAT_COW = Exercise("cat-cow", "Cat and cow", ("Round.", "Hollow."), Reps((8,)))
BREATHE = Exercise("breathe", "Breathe", ("In.", "Out."), Timed(timedelta(minutes=2)))


def utc(text: str) -> datetime:
    """`2026-03-29 01:30` or `2026-03-29 01:30:05`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def at(*times: str, days: Iterable[int] = EVERY_DAY) -> tuple[Slot, ...]:
    return tuple(Slot(day, time.fromisoformat(text)) for day in days for text in times)


def daily(*times: str) -> Weekly:
    return Weekly(at(*times))


def on(day: str, *times: str) -> Weekly:
    return Weekly(at(*times, days=[DAYS.index(day)]))


def session(
    id_: str,
    rule: Rule,
    rotation: tuple[str, ...] = ("easy",),
    remind: PolicyOverride | None = None,
    rounds: int = 1,
) -> Session:
    return Session(id_, id_.title(), Practice.MOBILITY, rule, rotation, rounds, remind or PolicyOverride())


def plan(*sessions: Session, id_: str = "gentle", period: PlanPeriod | None = None, timezone: str = "") -> Plan:
    sequences = {
        "easy": Sequence("easy", "Easy", (PerformStep(CAT_COW, CAT_COW.dose),)),
        "calm": Sequence("calm", "Calm", (PerformStep(BREATHE, BREATHE.dose),) * 3),
    }
    return Plan(id_, id_.title(), sessions, sequences, period=period or PlanPeriod(), timezone=timezone)


def loaded(a_plan: Plan, when: datetime) -> PlanLoaded:
    """The row that says: this plan, with these slots, was there at that time."""
    return PlanLoaded(when, Actor.SERVICE, plan=a_plan.id, slots=slots_of(a_plan))


def agenda(
    *plans: Plan,
    seen: FirstSeen | datetime,
    zone: tzinfo = BERLIN,
    zones: Mapping[str, tzinfo] | None = None,
    defaults: ReminderPolicy | None = None,
) -> Schedule:
    """All plans laid over the calendar, first seen at that instant."""
    known = seen if isinstance(seen, FirstSeen) else first_seen_in(loaded(each, seen) for each in plans)
    return Schedule(plans, zone, zones or {}, defaults or ReminderPolicy(), known)


def occurrence(due: datetime, name: str = "morning") -> Occurrence:
    planned = due.replace(tzinfo=None)
    return Occurrence(
        OccurrenceKey.of("gentle", name, planned), due, "Morning mobility", Practice.MOBILITY, minutes(12)
    )


@contextmanager
def refusal(kind: type[RoutineError], said: str) -> Iterator[None]:
    """What is done in it is refused, and a person is told so in words that `said` matches."""
    with pytest.raises(kind) as refused:
        yield
    assert re.search(said, str(explain(refused.value)))
