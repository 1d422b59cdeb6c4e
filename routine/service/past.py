"""Knows how far back something may lie that nobody has looked at yet; must not know what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from routine.core.events import EventKind, StoredEvent
from routine.core.hindsight import Hindsight

if TYPE_CHECKING:
    # every command imports this file, and a promise costs a millisecond of its answer
    from routine.ports import Journal

LOOK_BACK = timedelta(days=8)
"""How far before the last occurrence that was looked at another may lie and still be unaccounted for."""
LEAP = timedelta(days=31)
"""More than this between two looks of one run is no sleep: the clock was behind until now, as one whose battery is
empty, and nobody is to answer for the years it left out: only for as long before its end."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_LOOKED = (EventKind.SHOWING, EventKind.SHOWN, EventKind.HELD, EventKind.MISSED)
"""What only the service writes, as it looks at everything that is due."""
_FAR = 1000
"""So many rows of it are read to find one from under a right clock."""


class Past:
    """What the journal still leaves open."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._looked: datetime | None = None
        self._leapt = BEGINNING
        """From when on anything is accounted for, where the clock leapt in this run."""

    def look(
        self, seen: Hindsight, loads: Sequence[datetime], now: datetime, since: datetime | None
    ) -> tuple[list[StoredEvent], datetime]:
        """The rows that matter, and from when on; from `since`, if that is earlier. Raises JournalError.

        `loads`: when each plan was first loaded.
        """
        last = self._journal.rows(last=1)
        written = self._looked_at(seen, loads, seen.newest or (min(last[0].entry.at, now) if last else now))
        start = max(min(written - LOOK_BACK, since or written), self._after_leap(now))
        rows = self._journal.recent(start) + self._from_behind(seen, start)
        self._looked = now
        return rows, start

    def _after_leap(self, now: datetime) -> datetime:
        if self._looked and now - self._looked > LEAP:
            self._leapt = now - LEAP
        return min(self._leapt, now - LEAP)

    def _looked_at(self, seen: Hindsight, loads: Sequence[datetime], written: datetime) -> datetime:
        """Up to when everything that came due has been looked at; `written` is up to when the journal goes.

        A plan that was loaded, or a pause from a command, after days in which no service ran says nothing of those
        days. Nor does a row of a catching up that a crash cut short, but for what was due before its own.
        """
        for count in (1, _FAR):
            rows = self._journal.rows(kinds=_LOOKED, last=count)
            for row in reversed(rows):
                if row.entry.about and seen.instant(row) == row.entry.at:
                    return min(written, row.entry.at, row.entry.about.due)
        return written if rows else min([written, *loads])

    def _from_behind(self, seen: Hindsight, start: datetime) -> list[StoredEvent]:
        """What a clock behind has begun lately, and would stay open for ever: by its times it is long past."""
        if (first := seen.low_since(start)) is None:
            return []
        since = [row for row in self._journal.rows(after=first - 1) if row.entry.about]
        keys = {row.entry.key for row in since if row.entry.about and row.entry.about.due < start}
        recent = {row.entry.key for row in self._journal.recent(start)}
        return [row for key in keys - recent for row in self._journal.rows(key=key)]
