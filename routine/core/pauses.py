"""Knows when somebody paused and until when, as the journal tells it; must not know whom that holds back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from routine.core.events import Event, Paused, Resumed

LONGEST = timedelta(days=31)
"""A pause always ends: nobody is to find out in spring that it was still on."""


class Pause(Struct, frozen=True):
    """From the moment somebody said so, up to but not at its end."""

    start: datetime
    end: datetime

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end


def pauses_in(entries: Iterable[Event]) -> tuple[Pause, ...]:
    """What these entries, oldest first, amount to. One that was changed while it ran is still one pause.

    A clock that was set back, or another computer's, may name an earlier time than the pause that somebody ends.
    """
    found: list[Pause] = []
    for entry in entries:
        last = found.pop() if found and entry.at < found[-1].end else None
        start = min(last.start, entry.at) if last else entry.at
        if isinstance(entry, Paused):
            found.append(Pause(start, min(entry.until, entry.at + LONGEST)))
        elif last:
            found.append(Pause(start, entry.at) if isinstance(entry, Resumed) else last)
    return tuple(found)


def free_from(at: datetime, pauses: Iterable[Pause], now: datetime) -> datetime:
    """When what was wanted at `at` could come: then, or when the pause it fell into ended; not later than now."""
    end = next((pause.end for pause in pauses if pause.holds(at)), at)
    return max(at, min(end, now))


def paused_at(at: datetime, pauses: tuple[Pause, ...]) -> bool:
    return any(pause.holds(at) for pause in pauses)
