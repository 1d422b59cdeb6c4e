"""Knows under which name goes on what was written under another; must not know who found that they are one.

A plan or a session that is renamed keeps its history: the journal stays as it was written, and is read anew. What
is renamed at one instant is renamed together, so that two sessions may change their names with each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from routine.core.events import DaysOff, Event, Measured, Renamed, Shown, StoredEvent
from routine.core.ids import OccurrenceKey, SessionRef, review_of


class NameChange(Struct, frozen=True):
    """What was renamed at one instant: sessions as `plan/session`, whole plans by their id."""

    names: Mapping[str, str]
    at: datetime
    row: int = 0
    """The place of the first of it in the journal."""

    def ref(self, before: SessionRef) -> SessionRef:
        """The name of a session after it; a review goes with its visits."""
        if before in self.names:
            return SessionRef(self.names[before])
        if "/" not in before:
            # what is said of a whole plan
            return before
        visits, colon, _ = before.partition(":")
        if colon and visits in self.names and before == review_of(visits):
            return SessionRef(review_of(self.names[visits]))
        return SessionRef.of(self.names.get(before.plan, before.plan), before.session)

    def key(self, before: OccurrenceKey) -> OccurrenceKey:
        name = before.session_ref
        after = self.ref(name)
        return before if after == name else OccurrenceKey(after + before[len(name) :])

    def earlier(self, after: SessionRef) -> set[SessionRef]:
        """The names that lead to this one, itself among them."""
        names = {SessionRef(name) for name in self.names if "/" in name}
        names |= {SessionRef(review_of(name)) for name in names}
        names |= {SessionRef.of(name, after.session) for name in self.names if "/" not in name}
        return {after, *(name for name in names if self.ref(name) == after)}

    def holds_for(self, row: StoredEvent) -> bool:
        """What was written before it; of what was due by then, also what an open window still wrote as it was."""
        if row.id < self.row:
            return True
        about = row.entry.about
        return about is not None and about.due <= self.at and not self._is_taken(about.key.session_ref)

    def _is_taken(self, name: SessionRef) -> bool:
        return name in self.names.values() or name.plan in self.names.values()


def name_changes_in(rows: Iterable[StoredEvent]) -> list[NameChange]:
    """What these `renamed` rows, oldest first, amount to."""
    changes: list[NameChange] = []
    for row in rows:
        entry = row.entry
        if not isinstance(entry, Renamed):
            continue
        if changes and changes[-1].at == entry.at:
            changes[-1] = replace(changes[-1], names={**changes[-1].names, entry.before: entry.after})
        else:
            changes.append(NameChange({entry.before: entry.after}, entry.at, row.id))
    return changes


def under_new_name(row: StoredEvent, changes: Iterable[NameChange]) -> StoredEvent:
    """The row as it reads after these changes, oldest first."""
    for change in changes:
        if change.holds_for(row):
            row = replace(row, entry=_renamed(row.entry, change))
    return row


def _renamed(entry: Event, change: NameChange) -> Event:
    if entry.about and (key := change.key(entry.about.key)) != entry.about.key:
        entry = replace(entry, about=replace(entry.about, key=key))
    if isinstance(entry, Shown | DaysOff) and entry.session:
        entry = replace(entry, session=change.ref(SessionRef(entry.session)))
    if isinstance(entry, Measured):
        entry = replace(entry, measure=_measure_renamed(entry.measure, change))
    return entry


def _measure_renamed(measure: str, change: NameChange) -> str:
    """An answer to an offer names its session between colons."""
    kind, colon, rest = measure.partition(":")
    ref, behind, said = rest.partition(":")
    return f"{kind}{colon}{change.ref(SessionRef(ref))}{behind}{said}" if "/" in ref else measure


def keys_before(key: OccurrenceKey, changes: Iterable[NameChange]) -> set[OccurrenceKey]:
    """Under which keys the occurrence may stand in the journal; `changes` are oldest first."""
    name = key.session_ref
    names = {name}
    for change in reversed(list(changes)):
        names = {earlier for one in names for earlier in change.earlier(one)}
    return {OccurrenceKey(one + key[len(name) :]) for one in names}
