"""Knows whether a session was ever done before, so that one can be compared; must not know who asks how it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from routine.core.events import EventKind
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Asks
from routine.errors import JournalError
from routine.service.plans import WELCOME

if TYPE_CHECKING:
    from routine.ports import Journal

_FEW = 20
"""So many rows tell of almost everybody; the whole journal is read for nobody but those who have just begun."""


def done_before(journal: Journal, key: OccurrenceKey) -> bool:
    """Whether another session was ever done, the welcome aside; a journal that fails is no first day."""
    try:
        return any(
            row.entry.about and row.entry.key != key and _counts(row.entry.key, row.entry.about.asks)
            for last in (_FEW, None)
            for row in journal.rows(kinds=(EventKind.COMPLETED,), last=last)
        )
    except JournalError:
        return True


def _counts(key: OccurrenceKey, asks: Asks) -> bool:
    return asks is Asks.SESSION and not key.startswith(f"{WELCOME}/")
