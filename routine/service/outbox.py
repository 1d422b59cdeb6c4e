"""Knows what the journal could not take yet, and writes it when it can; must not know what a row leads to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from routine.core.clock_faults import FUTURE, drop_implausible
from routine.core.events import Actor, Event
from routine.core.ids import OccurrenceKey

if TYPE_CHECKING:
    # every command imports this file, and a promise costs a millisecond of its answer
    from routine.ports import Journal


class Outbox:
    """Events that hold in memory and are not in the journal: its disk is full, or it was damaged."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._entries: dict[OccurrenceKey, list[Event]] = {}

    def __bool__(self) -> bool:
        return bool(self._entries)

    def hold(self, entries: Iterable[Event]) -> None:
        for entry in entries:
            there = self._entries.get(entry.key, [])
            self._entries[entry.key] = [one for one in there if not _was_ahead(one, entry)] + [entry]

    def write_anew(self, entries: Iterable[Event]) -> None:
        """A new journal begins with all of this, in this order. Raises JournalError.

        What came back from other devices is there already, and is not said again.
        """
        there = {_same(row.entry) for row in self._journal.rows()}
        all_of_it = [replace(entry, late=True) for entry in entries if _same(entry) not in there]
        self._entries = {}
        self.hold(all_of_it)
        self._journal.append(lambda: all_of_it)
        self._entries = {}

    def of(self, key: OccurrenceKey) -> list[Event]:
        return list(self._entries.get(key, ()))

    def plausible(self, key: OccurrenceKey, now: datetime, after: Iterable[Event] = ()) -> list[Event]:
        """The same, as far as it can have happened by now, behind what is in the journal: both are judged."""
        return drop_implausible([*after, *self._entries.get(key, ())], now)

    def late_of(self, key: OccurrenceKey, now: datetime) -> list[Event]:
        """The same, as it is written when the journal can take it at last."""
        return _marked_late(self.of(key), now)

    def keys(self) -> set[OccurrenceKey]:
        return set(self._entries)

    def forget(self, key: OccurrenceKey) -> None:
        """What was held of this one has been written."""
        self._entries.pop(key, None)

    def flush(self, now: datetime) -> bool:
        """Write it all, one transaction for each occurrence; whether there was any. Raises JournalError."""
        # the newest at the end: the last row tells how far the journal goes
        held = sorted(self._entries.items(), key=lambda each: max(entry.at for entry in each[1]))
        for key, entries in held:
            self._journal.append(partial(self._not_overtaken, key, _marked_late(entries, now), now))
            self.forget(key)
        return bool(held)

    def _not_overtaken(self, key: OccurrenceKey, held: list[Event], now: datetime) -> list[Event]:
        """What somebody has said since, in another program, is not spoken over by what was decided before it."""
        # what another device said did not know of this, and does not take it away
        rows = self._journal.rows(key=key) if key else []
        there = [row.entry for row in rows if row.device in self._journal.names]
        said = [entry.at for entry in drop_implausible(there, now) if entry.by is not Actor.SERVICE]
        return [entry for entry in held if not said or entry.at >= max(said)]


def _same(entry: Event) -> tuple[datetime, str, str, str]:
    """By which an event is known again, whichever journal it was written to."""
    return entry.at, entry.kind.value, entry.key, entry.by.value


def _was_ahead(one: Event, later: Event) -> bool:
    """Decided under a clock that was far ahead; it has not happened, and nobody will ever know of it."""
    return one.by is Actor.SERVICE and one.at - later.at > FUTURE


def _marked_late(entries: list[Event], now: datetime) -> list[Event]:
    """Marked, so that they do not look like a clock set back; but from a clock that was far ahead they do."""
    true = drop_implausible(entries, now)
    return [replace(entry, late=True) if entry in true else entry for entry in entries]
