"""Knows how sessions are counted: by week, by session, by practice; rounds by days. Must not know plans or clocks.

Two things are never in one sum: what came round every hour or so, of which only the days are counted; and what no
plan had asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from routine.core.exercise import ZERO, Practice
from routine.core.ids import SessionRef
from routine.core.lived import OURS, Fate, Lived
from routine.core.schedule import monday_of

WEEK = timedelta(weeks=1)
_ROUNDS = 3
"""So many a day, no further apart than this, are rounds."""
_APART = timedelta(hours=2)


class Count(Struct, frozen=True):
    """How many sessions became what; each of them is in one of these."""

    guided: int = 0
    ticked: int = 0
    part: int = 0
    skipped: int = 0
    missed: int = 0
    unasked: int = 0
    """Of the missed ones: those of which nobody was told, as the computer was off, or could show nothing."""
    excused: int = 0
    open: int = 0
    played: timedelta = ZERO
    short: int = 0
    """Of the others: how many were begun in the shorter version."""

    @property
    def done(self) -> int:
        return self.guided + self.ticked

    @property
    def planned(self) -> int:
        """What was excused was asked of nobody."""
        return self.done + self.part + self.skipped + self.missed + self.open

    @property
    def occurrences(self) -> int:
        return self.planned + self.excused

    @property
    def minutes(self) -> int:
        """To the nearest minute."""
        return round(self.played / timedelta(minutes=1))


class WeekCount(Struct, frozen=True):
    """A week, Monday to Sunday."""

    monday: date
    count: Count
    recorded: bool
    """Whether the journal tells of it at all."""
    extra: int = 0
    """Done at will, beside the plan."""


class SessionCount(Struct, frozen=True):
    session: SessionRef
    title: str
    practice: Practice | None
    count: Count


class IntervalCount(Struct, frozen=True):
    """What comes round through the day: on how many days at least half of the rounds were done."""

    session: SessionRef
    title: str
    days: int
    of: int


class Tally(Struct, frozen=True):
    """What was done of what was planned."""

    weeks: tuple[WeekCount, ...]
    """Oldest first; the last is the one that runs now."""
    sessions: tuple[SessionCount, ...]
    intervals: tuple[IntervalCount, ...]
    practices: tuple[tuple[Practice, timedelta], ...]
    """How long each was practised, the longest first."""

    @property
    def total(self) -> Count:
        return added(week.count for week in self.weeks)


def count_of(some: Iterable[Lived]) -> Count:
    fates: dict[Fate, int] = defaultdict(int)
    guided = unasked = short = 0
    played = ZERO
    for one in some:
        fates[one.fate] += 1
        guided += one.fate is Fate.DONE and one.guided
        unasked += one.fate is Fate.MISSED and one.reason in OURS
        short += one.short
        played += one.minutes
    return Count(
        guided,
        fates[Fate.DONE] - guided,
        fates[Fate.PART],
        fates[Fate.SKIPPED],
        fates[Fate.MISSED],
        unasked,
        fates[Fate.EXCUSED],
        fates[Fate.OPEN],
        played,
        short,
    )


def added(counts: Iterable[Count]) -> Count:
    """The sum, part by part."""
    some = list(counts)
    return Count(
        guided=sum(each.guided for each in some),
        ticked=sum(each.ticked for each in some),
        part=sum(each.part for each in some),
        skipped=sum(each.skipped for each in some),
        missed=sum(each.missed for each in some),
        unasked=sum(each.unasked for each in some),
        excused=sum(each.excused for each in some),
        open=sum(each.open for each in some),
        played=sum((each.played for each in some), ZERO),
        short=sum(each.short for each in some),
    )


def comes_in_rounds(times: Collection[datetime]) -> bool:
    """Whether these times of one day, of one session, are rounds: many of them, close together."""
    return len(times) >= _ROUNDS and (max(times) - min(times)) / (len(times) - 1) <= _APART


def rounds_in(some: Iterable[Lived]) -> set[SessionRef]:
    """Sessions that came in rounds on any day, as far as these tell."""
    days: dict[tuple[SessionRef, date], list[datetime]] = defaultdict(list)
    for one in some:
        planned = one.occurrence.planned
        days[one.occurrence.key.session_ref, planned.date()].append(planned)
    return {ref for (ref, _), times in days.items() if comes_in_rounds(times)}


def tally(
    some: Sequence[Lived], extra: Sequence[Lived], rounds: Collection[SessionRef], first: date, weeks: int
) -> Tally:
    """`some`: what plans asked for, `extra`: what was done beside them; so many weeks from the Monday `first`."""
    mondays = [first + WEEK * place for place in range(weeks)]
    of_weeks: dict[date, list[Lived]] = {monday: [] for monday in mondays}
    beside: dict[date, list[Lived]] = {monday: [] for monday in mondays}
    sessions: dict[SessionRef, list[Lived]] = defaultdict(list)
    in_rounds: dict[SessionRef, list[Lived]] = defaultdict(list)
    recorded = set()
    for one in some:
        monday = monday_of(one.day)
        if monday not in of_weeks:
            continue
        recorded.add(monday)
        ref = one.occurrence.key.session_ref
        if ref in rounds:
            in_rounds[ref].append(one)
        else:
            of_weeks[monday].append(one)
            sessions[ref].append(one)
    for one in extra:
        if (monday := monday_of(one.day)) in beside:
            recorded.add(monday)
            beside[monday].append(one)
    counted = [one for each in (*of_weeks.values(), *beside.values()) for one in each]
    return Tally(
        tuple(_week(monday, of_weeks[monday], beside[monday], monday in recorded) for monday in mondays),
        tuple(_session(ref, each) for ref, each in sorted(sessions.items())),
        tuple(_in_days(ref, each) for ref, each in sorted(in_rounds.items())),
        _practices(counted),
    )


def _week(monday: date, planned: list[Lived], extra: list[Lived], recorded: bool) -> WeekCount:
    count, beside = count_of(planned), [one for one in extra if one.fate in {Fate.DONE, Fate.PART}]
    minutes = sum((one.minutes for one in beside), count.played)
    return WeekCount(monday, replace(count, played=minutes), recorded, len(beside))


def _session(ref: SessionRef, some: list[Lived]) -> SessionCount:
    """By its newest title."""
    newest = some[-1].occurrence
    return SessionCount(ref, newest.title, newest.practice, count_of(some))


def _in_days(ref: SessionRef, some: list[Lived]) -> IntervalCount:
    days: dict[date, list[Lived]] = defaultdict(list)
    for one in some:
        if one.fate is not Fate.EXCUSED:
            days[one.day].append(one)
    half = sum(2 * sum(one.fate is Fate.DONE for one in each) >= len(each) for each in days.values())
    return IntervalCount(ref, some[-1].occurrence.title, half, len(days))


def _practices(some: Iterable[Lived]) -> tuple[tuple[Practice, timedelta], ...]:
    sums: dict[Practice, timedelta] = {}
    for one in some:
        if one.occurrence.practice and one.minutes:
            sums[one.occurrence.practice] = sums.get(one.occurrence.practice, ZERO) + one.minutes
    return tuple(sorted(sums.items(), key=lambda pair: (-pair[1], pair[0].value)))
