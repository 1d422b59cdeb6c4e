"""Knows which days somebody has taken off, as the journal tells it; must not know what is planned for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec import Struct

from routine.core.events import DaysOff, StoredEvent
from routine.core.occurrence import Occurrence, OccurrenceKind

_NEVER = datetime.min.replace(tzinfo=UTC)
_A_DAY = timedelta(days=1)


class DayRange(Struct, frozen=True):
    """Whole days, both included: what is planned for them does not count, whenever it came to be planned."""

    first: date
    last: date
    note: str = ""
    """Why, in the person's own words."""
    everything: bool = False
    """Visits and supplements as well."""
    session: str = ""
    """Of one session alone, as core.ids.SessionRef."""
    said_at: datetime | None = None
    refs: tuple[str, ...] = ()
    """The rows that it was said and moved by, the last one last."""

    def binds(self, one: Occurrence) -> bool:
        """By the day it was planned for, wherever the computer is by now."""
        if not self.first <= one.planned.date() <= self.last:
            return False
        if self.session:
            return one.key.session_ref == self.session
        return self.everything or one.asks is OccurrenceKind.SESSION


def days_off_in(rows: Iterable[StoredEvent]) -> tuple[DayRange, ...]:
    """What these rows, oldest first and none of them taken back, amount to, in the order of the days."""
    said = {row.ref: row.entry for row in rows if isinstance(row.entry, DaysOff)}
    # of two that were moved without knowing of each other the later holds; what is moved may come after what moves
    by_time = sorted(said.items(), key=lambda each: (each[1].at, each[0]))
    moved = {entry.instead_of: ref for ref, entry in by_time if entry.instead_of}
    found = []
    for ref, entry in said.items():
        if ref in moved or moved.get(entry.instead_of, ref) != ref:
            continue
        refs, before = [ref], entry.instead_of
        while before in said and before not in refs:
            refs.append(before)
            before = said[before].instead_of
        found.append(
            DayRange(
                entry.first, entry.last, entry.note, entry.everything, entry.session, entry.at, tuple(refs[::-1])
            )
        )
    return tuple(sorted(found, key=lambda each: (each.first, each.last)))


def binding(one: Occurrence, days_off: Sequence[DayRange]) -> DayRange | None:
    """The days off that an occurrence falls into; of several the one that was said last."""
    found = [each for each in days_off if each.binds(one)]
    return max(found, key=lambda each: (each.said_at or _NEVER, each.refs), default=None)


def running_or_next(days_off: Iterable[DayRange], today: date) -> DayRange | None:
    """The days off that today lies in, or those that come next."""
    return next((each for each in days_off if each.last >= today), None)


def last_in_a_row(found: DayRange, days_off: Iterable[DayRange]) -> date:
    """The last day of these days off, and of those of the same that follow without a day between."""
    last = found.last
    for each in sorted(days_off, key=lambda each: each.first):
        if each.session == found.session and each.first <= last + _A_DAY:
            last = max(last, each.last)
    return last
