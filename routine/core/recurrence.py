"""Knows when a local wall-clock time comes round, by RFC 5545; must not know plans, journals or the clock.

A local time is turned into an instant here and nowhere else (RFC 5545 §3.3.5, which PEP 495 calls fold=0):
a time that does not exist takes the offset before the gap, one that exists twice is taken the first time.
The mapping is not monotonic (02:45 in a gap falls after 03:15) and can cross midnight, so a window is
searched two days wider on both sides and sorted by instant.

Two aware datetimes of one ZoneInfo are never compared or subtracted: Python would ignore their offsets.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from msgspec import Struct

WEEK = 7
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""As plans write them; what people read is named in `presentation.time_format`."""
_A_MONDAY = date(2024, 1, 1)
"""Where turns are counted from in a plan without a start."""


class Slot(Struct, frozen=True, order=True, array_like=True, gc=False):
    """A weekday (0 is Monday) and a local time on it."""

    weekday: int
    at: time

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {self.at:%H:%M}"


class RestDays(Struct, frozen=True, array_like=True, gc=False):
    """Days, both included, in which a plan asks for nothing; without a last one they go on."""

    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


class PlanPeriod(Struct, frozen=True, omit_defaults=True, gc=False):
    """The part of the calendar a plan covers: from `starts`, for `weeks`, or to `ends`; each may be open."""

    starts: date | None = None
    weeks: int | None = None
    ends: date | None = None
    """The last day, whatever its weeks are."""
    rests: tuple[RestDays, ...] = ()

    def resting(self, day: date) -> RestDays | None:
        """The days of rest that `day` lies in."""
        return next((rest for rest in self.rests if rest.holds(day)), None)

    def week_of(self, day: date) -> int | None:
        """The plan's week that `day` lies in, the first being 1; None outside the plan, and while it rests."""
        if (self.ends and self.ends < day) or (self.rests and self.resting(day)):
            return None
        if self.starts is None:
            return 1 if self.weeks is None else None
        passed = (day - self.starts).days
        week = passed // WEEK + 1
        inside = passed >= 0 and (self.weeks is None or week <= self.weeks)
        return week if inside else None

    @property
    def last_day(self) -> date | None:
        """None where it has no end, or none that the calendar holds."""
        if self.starts is None or self.weeks is None:
            return self.ends
        try:
            last = self.starts + timedelta(days=self.weeks * WEEK - 1)
        except OverflowError:
            return self.ends
        return min(last, self.ends) if self.ends else last

    def is_over(self, day: date) -> bool:
        """Whether its last day lies before `day`; what has rested since before it is not over."""
        last = self.last_day
        if last is None or day <= last:
            return False
        rest = self.resting(day)
        return rest is None or rest.first > last


class WeekCycle(Struct, frozen=True, order=True, array_like=True, gc=False):
    """RRULE's INTERVAL: the week `place`, from 1, of each `of` weeks, counted from the plan's start."""

    place: int
    of: int

    def holds(self, week: int) -> bool:
        return (week - self.place) % self.of == 0

    def __str__(self) -> str:
        return f"{self.place}of{self.of}"


class Weekly(Struct, frozen=True, omit_defaults=True, gc=False, tag="weekly"):
    """RRULE:FREQ=WEEKLY;BYDAY=…, with several times a day, and only in some weeks of the plan.

    `weeks` holds (first, last) pairs, `last` None being open; with no pair and no cycle it is every week.
    """

    slots: tuple[Slot, ...]
    weeks: tuple[tuple[int, int | None], ...] = ()
    cycles: tuple[WeekCycle, ...] = ()

    @property
    def counts_weeks(self) -> bool:
        return bool(self.weeks or self.cycles)

    def applies_in_week(self, week: int) -> bool:
        return (
            not self.counts_weeks
            or any(a <= week and (b is None or week <= b) for a, b in self.weeks)
            or any(cycle.holds(week) for cycle in self.cycles)
        )


class Once(Struct, frozen=True, omit_defaults=True, gc=False, tag="once"):
    """A single instant; planned at the local time of its own zone, wherever the computer travels."""

    at: datetime


class Course(Struct, frozen=True, omit_defaults=True, gc=False, tag="course"):
    """RRULE:FREQ=DAILY;INTERVAL=…;COUNT=…: so many visits, whole days apart, each at the first one's local time.

    `moved` holds (number, local time) pairs for the visits that are at another time, as RDATE and EXDATE would.
    """

    first: datetime
    every: timedelta
    visits: int
    moved: tuple[tuple[int, datetime], ...] = ()

    def planned(self, number: int) -> datetime:
        """The local time of visit `number`, counted from 1."""
        return dict(self.moved).get(number, self.first + (number - 1) * self.every)

    def all(self) -> list[datetime]:
        """The local times of all visits, by number."""
        moved = dict(self.moved)
        return [moved.get(n, self.first + (n - 1) * self.every) for n in range(1, self.visits + 1)]


Rule = Weekly | Once | Course


class Instance(Struct, frozen=True, order=True):
    """One coming-round of a rule: the instant, the wall time it was planned for, and whose turn it is."""

    due: datetime
    planned: datetime
    turn: int


def due_utc(day: date, at: time, zone: tzinfo) -> datetime:
    """The instant of a local time, also of one that does not exist or exists twice."""
    return datetime.combine(day, at.replace(fold=0) if at.fold else at, tzinfo=zone).astimezone(UTC)


def expand(rule: Rule, period: PlanPeriod, zone: tzinfo, after: datetime, until: datetime) -> list[Instance]:
    """Every instance with `after` < due <= `until`, by instant; dates that share an instant give one."""
    if isinstance(rule, Once):
        due = rule.at.astimezone(UTC)
        return [Instance(due, rule.at.replace(tzinfo=None), 0)] if after < due <= until else []
    if isinstance(rule, Course):
        return sorted(_visits(rule, zone, after, until))
    by_instant: dict[datetime, Instance] = {}
    for day, turn, slot in _days(rule, period, after.astimezone(zone).date(), until.astimezone(zone).date()):
        due = due_utc(day, slot.at, zone)
        if after < due <= until:
            found = Instance(due, datetime.combine(day, slot.at), turn)
            kept = by_instant.setdefault(due, found)
            # a gap can move one time onto another: the one that really exists keeps its name
            if kept is not found and _exists(found, zone) and not _exists(kept, zone):
                by_instant[due] = found
    return sorted(by_instant.values())


def _visits(rule: Course, zone: tzinfo, after: datetime, until: datetime) -> Iterator[Instance]:
    """A course has dates of its own: the plan's span says nothing of it."""
    for turn, planned in enumerate(rule.all()):
        due = due_utc(planned.date(), planned.time(), zone)
        if after < due <= until:
            yield Instance(due, planned, turn)


def _exists(instance: Instance, zone: tzinfo) -> bool:
    return instance.due.astimezone(zone).replace(tzinfo=None, fold=0) == instance.planned


def _days(rule: Weekly, period: PlanPeriod, first: date, last: date) -> Iterator[tuple[date, int, Slot]]:
    """Each planned (local date, turn, slot) near the window. Turns count slots from the plan's start."""
    epoch = period.starts or _A_MONDAY
    in_order = sorted(rule.slots, key=lambda slot: ((slot.weekday - epoch.weekday()) % WEEK, slot.at))
    by_weekday: dict[int, list[tuple[int, Slot]]] = {}
    for place, slot in enumerate(in_order):
        by_weekday.setdefault(slot.weekday, []).append((place, slot))
    day = _clamped(first, -2)
    end = _clamped(last, 2)
    while day <= end:
        here = by_weekday.get(day.weekday())
        week = period.week_of(day) if here else None
        if here and week is not None and rule.applies_in_week(week):
            passed = (day - epoch).days // WEEK
            for place, slot in here:
                yield day, passed * len(in_order) + place, slot
        if day == date.max:
            return
        day += timedelta(days=1)


def _clamped(day: date, by: int) -> date:
    """`day` moved by whole days, not past the ends of the calendar."""
    ordinal = min(max(day.toordinal() + by, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(ordinal)
