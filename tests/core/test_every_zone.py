"""Knows every change of the clocks in a dozen years, as `zdump` prints them; must not know zoneinfo's sums.

The expected instants come from a model of its own: whole seconds and a list of changes, no datetime with a zone.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from routine.core.recurrence import Instance, PlanPeriod, Slot, Weekly, due_utc, expand
from tests.needs import need

FROM, TO = 2016, 2028
MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}
STAMP = r"\w{3} (\w{3}) +(\d+) (\d\d:\d\d:\d\d) (\d+)"
LINE = re.compile(rf"(\S+) +{STAMP} UTC? = {STAMP} .*")
MINUTE = timedelta(minutes=1)
EARLIEST, LATEST = datetime.fromisoformat("1900-01-01"), datetime.fromisoformat("2100-01-01")


@dataclass(frozen=True, slots=True)
class Change:
    """At `at` (UTC, naive) the clocks go from one offset to another."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def moves(self) -> bool:
        """Some changes only give the time another name."""
        return self.before != self.after

    @property
    def gap(self) -> bool:
        return self.after > self.before

    @property
    def odd_times(self) -> tuple[datetime, datetime]:
        """From, to: the local times that are skipped or come twice."""
        ends = self.at + self.before, self.at + self.after
        return min(ends), max(ends)


def _stamp(month: str, day: str, at: str, year: str) -> datetime:
    return datetime.fromisoformat(f"{year}-{MONTHS[month]}-{int(day):02}T{at}")


@pytest.fixture(scope="module")
def changes() -> dict[str, list[Change]]:
    zones = sorted(available_timezones())
    printed = subprocess.run(
        [need("zdump", "libc-bin"), "-v", "-c", f"{FROM},{TO}", *zones],
        capture_output=True,
        text=True,
        check=True,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/usr/sbin:/bin"},
        timeout=60,
    ).stdout
    table: dict[str, list[Change]] = {}
    last: tuple[str, datetime, timedelta] | None = None
    for line in printed.splitlines():
        if found := LINE.fullmatch(line):
            zone, *numbers = found.groups()
            instant, local = _stamp(*numbers[:4]), _stamp(*numbers[4:])
            # each change is two lines: the second before it, and the second it happens in
            if last and last[0] == zone and instant - last[1] == timedelta(seconds=1):
                table.setdefault(zone, []).append(Change(instant, last[2], local - instant))
            last = zone, instant, local - instant
    return table


def _every(changes: dict[str, list[Change]], *, gap: bool) -> Iterator[tuple[str, Change]]:
    return ((zone, c) for zone, all_ in changes.items() for c in all_ if c.moves and c.gap is gap)


def _sampled(change: Change) -> list[datetime]:
    first, end = change.odd_times
    middle = first + ((end - first) // 2) // MINUTE * MINUTE
    return sorted({first, middle, end - MINUTE})


def _coming(zone: str, local: datetime) -> list[Instance]:
    """All that a daily time brings which is planned for that local date."""
    rule = Weekly(tuple(Slot(day, local.time()) for day in range(7)))
    middle = local.replace(tzinfo=UTC)
    found = expand(rule, PlanPeriod(), ZoneInfo(zone), middle - timedelta(days=3), middle + timedelta(days=3))
    return [one for one in found if one.planned.date() == local.date()]


def test_the_table_is_worth_looking_at(changes: dict[str, list[Change]]) -> None:
    assert len(changes) > 200
    assert sum(1 for _ in _every(changes, gap=True)) > 1500
    assert sum(1 for _ in _every(changes, gap=False)) > 1500


def test_a_skipped_time_comes_once_by_the_offset_before_the_gap(changes: dict[str, list[Change]]) -> None:
    for zone, change in _every(changes, gap=True):
        for local in _sampled(change):
            expected = (local - change.before).replace(tzinfo=UTC)
            assert due_utc(local.date(), local.time(), ZoneInfo(zone)) == expected, (zone, local)
            if change.after - change.before < timedelta(hours=20):
                assert [one.due for one in _coming(zone, local)] == [expected], (zone, local)


def test_a_repeated_time_comes_once_the_first_time(changes: dict[str, list[Change]]) -> None:
    for zone, change in _every(changes, gap=False):
        for local in _sampled(change):
            expected = (local - change.before).replace(tzinfo=UTC)
            assert [one.due for one in _coming(zone, local)] == [expected], (zone, local)


def _model(table: list[Change], local: datetime) -> datetime:
    """The instant of a local time, by counting: the first that reads so, else by the offset before the gap."""
    readings = []
    offsets = [table[0].before, *(change.after for change in table)]
    begins = [EARLIEST, *(change.at for change in table)]
    ends = [*begins[1:], LATEST]
    for offset, begin, end in zip(offsets, begins, ends, strict=True):
        if begin <= local - offset < end:
            readings.append(local - offset)
    if readings:
        return min(readings)
    gap = next(change for change in table if change.gap and change.odd_times[0] <= local < change.odd_times[1])
    return local - gap.before


@pytest.mark.slow
def test_a_daily_time_comes_once_on_every_date_around_every_change(changes: dict[str, list[Change]]) -> None:
    for zone, table in changes.items():
        place = ZoneInfo(zone)
        for change in table:
            first, end = change.odd_times
            near = datetime.combine(first.date(), time(12))
            window = [near - timedelta(days=2), near + timedelta(days=3)]
            after, until = (_model(table, edge).replace(tzinfo=UTC) for edge in window)
            for clock in {time(0, 0), time(0, 30), time(23, 45), _sampled(change)[0].time()}:
                rule = Weekly(tuple(Slot(day, clock) for day in range(7)))
                found = expand(rule, PlanPeriod(), place, after, until)
                dates = [datetime.combine(near.date() + timedelta(days=n), clock) for n in range(-4, 6)]
                whole = {(_model(table, local).replace(tzinfo=UTC), local) for local in dates}
                expected = sorted(pair for pair in whole if after < pair[0] <= until)
                assert [(one.due, one.planned) for one in found] == expected, (zone, change, clock)
                assert len({one.due for one in found}) == len(found) >= 4
                assert end - first < timedelta(hours=20), f"{zone} dropped a whole day: count it by hand"
