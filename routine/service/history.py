"""Knows the one door to what has happened: only what can be believed comes through. Must not know reminders.

A clock may have been wrong, the journal may be full or damaged: whoever asks here is handed events that hold, also
those that are not written yet, and never corrects them again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from routine.core.clock_faults import FUTURE, ClockFaults
from routine.core.events import ANSWERS, Completed, Event, EventKind, StoredEvent, Undone, Unknown
from routine.core.ids import OccurrenceKey
from routine.core.merging import as_read, by_time, in_one_order
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.renames import NameChange, keys_before, name_changes_in, under_new_name
from routine.core.replay_window import BEGINNING, LOOKED, leapt_since, looked_up_to, window_start
from routine.errors import JournalError
from routine.service.outbox import Outbox

if TYPE_CHECKING:
    # every command imports this file, and a promise costs a millisecond of its answer
    from routine.ports import Journal

WITHOUT_OCCURRENCE = (
    EventKind.MEASURED,
    EventKind.DAYS_OFF,
    EventKind.RENAMED,
    EventKind.UNDONE,
    EventKind.UNKNOWN,
)
"""What stands by itself, however old it is: a journal that begins anew begins with all of it."""
_CHANGING = (EventKind.UNDONE, EventKind.RENAMED)
"""What decides how everything else is read."""
_FAR = 1000
"""So many rows of it are read to find one from under a right clock."""
_FEW = 20
"""So many rows tell of almost everybody; the whole journal is read for nobody but those who have just begun."""


class Window(Struct, frozen=True):
    """What the journal still leaves open."""

    start: datetime
    """From when on."""
    newest: int
    """The id of the journal's last row."""
    entries: list[Event]


class History:
    """The journal and the outbox, as far as they can be believed."""

    def __init__(self, journal: Journal, outbox: Outbox | None = None) -> None:
        self.outbox = Outbox(journal) if outbox is None else outbox
        self._journal = journal
        self._assumed: list[StoredEvent] = []
        self._looked: datetime | None = None
        self._leapt = BEGINNING

    def events(
        self,
        now: datetime,
        *,
        of: OccurrenceKey | None = None,
        kinds: Sequence[EventKind] = (),
        since: datetime | None = None,
    ) -> list[Event]:
        """What has happened, of one occurrence or of all, in the order in which it counts. Raises JournalError."""
        rows = self._true(self._said(self._rows_of(of, kinds, since)), now)
        ordered = in_one_order(rows) if not kinds or set(kinds) >= ANSWERS else by_time(rows)
        return [*(row.entry for row in ordered), *self._held(now, of, kinds, since)]

    def stored(
        self, now: datetime, *, of: OccurrenceKey | None = None, kinds: Sequence[EventKind] = ()
    ) -> list[StoredEvent]:
        """The same as it was written, with the names that others know it by; what is not written yet has none."""
        return self._true(self._said(self._rows_of(of, kinds, None)), now)

    def written(
        self, *, of: OccurrenceKey | None = None, kinds: Sequence[EventKind] = (), since: datetime | None = None
    ) -> list[StoredEvent]:
        """All that the journal holds, also what was taken back or written by a wrong clock: for a person to read.

        Under the names that hold now; what another version wrote is left out. Raises JournalError.
        """
        changes = self._name_changes()
        rows = (under_new_name(row, changes) for row in self._rows_of(of, kinds, since))
        return as_read([row for row in rows if not isinstance(row.entry, Unknown)], self._journal.names)

    def assume(self, entries: Sequence[Event]) -> None:
        """What the service will find and write down, where somebody looks who leaves no trace: it holds for them.

        Of what was renamed that is, so that it is one already. Raises JournalError.
        """
        last = self._journal.rows(last=1)
        first = last[0].id + 1 if last else 1
        self._assumed += [StoredEvent(first, entry) for entry in entries]

    def with_own_outbox(self) -> History:
        """The same, for somebody who sees to it themselves that what cannot be written now is written later."""
        found = History(self._journal)
        found._assumed = self._assumed
        return found

    def last_start(self, key: OccurrenceKey, now: datetime) -> int:
        """The newest row that says it was started; 0 without one. Raises JournalError."""
        rows = self.stored(now, of=key, kinds=(EventKind.STARTED,))
        return rows[-1].id if rows else 0

    def after(self, row: int) -> list[StoredEvent]:
        """What has been written since that row, by whomever. Raises JournalError."""
        changes = self._name_changes()
        return [under_new_name(each, changes) for each in self._journal.rows(after=row)]

    def forget(self, rows: Sequence[StoredEvent], names: Collection[str]) -> None:
        """Take what these rows tell under these names out of the journal, for good. Raises JournalError."""
        self._journal.forget([row.id for row in rows], names)

    def current(self, key: OccurrenceKey) -> OccurrenceKey:
        """By which key it goes now; somebody may have had it open when it was renamed."""
        for change in self._name_changes():
            key = change.key(key)
        return key

    def record(self, entries: Sequence[Event]) -> None:
        """Write down what the service says of no reminder.

        Raises JournalError; then it holds in memory all the same, and waits in the outbox.
        """
        try:
            self._journal.append(lambda: entries)
        except JournalError:
            self.outbox.hold(entries)
            raise

    def has_done_another(
        self,
        key: OccurrenceKey,
        but_of: Collection[str] = (),
        is_read: Callable[[Occurrence], bool] = lambda _: False,
    ) -> bool:
        """Whether any other session was ever done, those of these plans aside, and what was only read.

        A journal that fails is no first day.
        """
        try:
            return any(
                isinstance(row.entry, Completed)
                and row.entry.about is not None
                and row.entry.about.asks is OccurrenceKind.SESSION
                and row.entry.key != key
                and row.entry.key.plan not in but_of
                and not is_read(row.entry.about)
                for last in (_FEW, None)
                for row in self._journal.rows(kinds=(EventKind.COMPLETED,), last=last)
            )
        except JournalError:
            return True

    def window(self, loads: Sequence[datetime], now: datetime, since: datetime | None) -> Window:
        """The events that matter now; from `since` on, if that is earlier. Raises JournalError.

        `loads`: when each plan was first loaded.
        """
        last = self._journal.rows(last=1)
        faults = self._faults(now)
        written = self._looked_at(faults, loads, faults.newest or (min(last[0].entry.at, now) if last else now))
        self._leapt = leapt_since(self._leapt, self._looked, now)
        start = window_start(written, since, self._leapt, now)
        rows = self._journal.recent(start) + self._from_behind(faults, start)
        self._looked = now
        ordered = in_one_order(self._true(self._said(rows), now))
        return Window(start, last[0].id if last else 0, [row.entry for row in ordered])

    def _true(self, rows: list[StoredEvent], now: datetime) -> list[StoredEvent]:
        """Without what a wrong clock wrote. What another device wrote says nothing of the clock of this one."""
        faults = self._faults(now)
        theirs = [row for row in rows if row.device not in self._journal.names]
        if not theirs:
            return faults.rows(rows)
        ours = faults.rows(row for row in rows if row.device in self._journal.names)
        there = (row for row in faults.at_their_time(theirs) if row.entry.at <= now + FUTURE)
        return sorted([*ours, *there], key=attrgetter("id"))

    def _said(self, rows: list[StoredEvent]) -> list[StoredEvent]:
        """Without what somebody has taken back, and under the names that hold now."""
        changing = self._journal.rows(kinds=_CHANGING)
        undone = {row.entry.what for row in changing if isinstance(row.entry, Undone)}
        rows = [row for row in rows if row.ref not in undone] if undone else rows
        changes = name_changes_in([row for row in changing if row.ref not in undone] + self._assumed)
        return [under_new_name(row, changes) for row in rows] if changes else rows

    def _name_changes(self) -> list[NameChange]:
        return name_changes_in(self._journal.rows(kinds=(EventKind.RENAMED,)) + self._assumed)

    def _rows_of(
        self, key: OccurrenceKey | None, kinds: Sequence[EventKind], since: datetime | None
    ) -> list[StoredEvent]:
        """By whatever name they were written."""
        changes = self._name_changes() if key else []
        if not key or not changes:
            return self._journal.rows(kinds=kinds, since=since, key=key or "")
        names = keys_before(key, changes)
        rows = {row.id: row for name in names for row in self._journal.rows(kinds=kinds, since=since, key=name)}
        there = (rows[place] for place in sorted(rows))
        return [row for row in there if under_new_name(row, changes).entry.key == key]

    def _faults(self, now: datetime) -> ClockFaults:
        return ClockFaults(self._journal.clock_spans(), now)

    def _held(
        self, now: datetime, of: OccurrenceKey | None, kinds: Sequence[EventKind], since: datetime | None
    ) -> list[Event]:
        """Of what is not written yet, that which can have happened by now."""
        keys = self.outbox.keys() if of is None else {of}
        return [
            entry
            for key in keys
            for entry in self.outbox.plausible(key, now)
            if (not kinds or entry.kind in kinds) and (since is None or entry.at >= since)
        ]

    def _looked_at(self, faults: ClockFaults, loads: Sequence[datetime], written: datetime) -> datetime:
        """Up to when everything that came due has been looked at; `written` is up to when the journal goes."""
        for count in (1, _FAR):
            rows = self._journal.rows(kinds=LOOKED, last=count)
            ours = [row for row in rows if row.device in self._journal.names]
            if looked := looked_up_to(ours, faults, written):
                return looked
        return written if rows else min([written, *loads])

    def _from_behind(self, faults: ClockFaults, start: datetime) -> list[StoredEvent]:
        """What a clock behind has begun lately, and would stay open for ever: by its times it is long past."""
        if (first := faults.first_row_behind_clock(start)) is None:
            return []
        since = [row for row in self._journal.rows(after=first - 1) if row.entry.about]
        keys = {row.entry.key for row in since if row.entry.about and row.entry.about.due < start}
        recent = {row.entry.key for row in self._journal.recent(start)}
        return [row for key in keys - recent for row in self._journal.rows(key=key)]
