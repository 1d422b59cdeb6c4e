"""Knows since when what came due may still be unaccounted for: from then on the journal is replayed.

Must not know where events are kept, or how many there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from routine.core.clock_faults import ClockFaults
from routine.core.events import EventKind, StoredEvent

LOOK_BACK = timedelta(days=8)
"""How far before the last occurrence that was looked at another may lie and still be unaccounted for."""
LEAP = timedelta(days=31)
"""More than this between two looks of one run is no sleep: the clock was behind until now, as one whose battery is
empty, and nobody is to answer for the years it left out: only for as long before its end."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
LOOKED = (EventKind.SHOWING, EventKind.SHOWN, EventKind.HELD, EventKind.MISSED)
"""What only the service writes, as it looks at everything that is due."""


def window_start(looked: datetime, since: datetime | None, leapt: datetime, now: datetime) -> datetime:
    """From when on events matter. `looked`: up to when everything that came due has been looked at.

    `since`: somebody asks for earlier ones; `leapt`: from when on anything is accounted for.
    """
    return max(min(looked - LOOK_BACK, since or looked), min(leapt, now - LEAP))


def leapt_since(before: datetime, last_look: datetime | None, now: datetime) -> datetime:
    """From when on anything is accounted for, where the clock leapt in this run; `before`: as it was known."""
    return now - LEAP if last_look and now - last_look > LEAP else before


def looked_up_to(rows: Sequence[StoredEvent], faults: ClockFaults, written: datetime) -> datetime | None:
    """By rows of LOOKED, oldest first; None where none of them was written under a right clock.

    `written`: up to when the journal goes. A plan that was loaded, or a pause from a command, after days in which
    no service ran says nothing of those days. Nor does a row of a catching up that a crash cut short, but for what
    was due before its own.
    """
    for row in reversed(rows):
        if row.entry.about and faults.instant(row) == row.entry.at:
            return min(written, row.entry.at, row.entry.about.due)
    return None
