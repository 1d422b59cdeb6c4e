"""Knows to what a rating belongs, and what of it can be forgotten; must not know how it is shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from operator import attrgetter

from routine.core.commands import Feel
from routine.core.events import DaysOff, EventKind, Excused, Felt, StoredEvent
from routine.core.lived import GREETINGS
from routine.core.occurrence import OccurrenceKind
from routine.core.reminder import Reminder
from routine.core.reminder_states import Phase
from routine.core.safety import is_sore
from routine.service.reminder_store import ReminderStore
from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.messages import NamedOccurrence
from routine.service.requests.rating_messages import (
    ForgetRequest,
    Forgotten,
    NothingToForget,
    Rated,
    RateRequest,
)

_BELONGS = timedelta(hours=1)
"""So long after a session a rating is of that."""
_PERFORMED = frozenset({Phase.COMPLETED, Phase.ABANDONED})
_TYPED = (EventKind.FELT, EventKind.EXCUSED, EventKind.DAYS_OFF)
"""What holds words or numbers of a person."""


def rate(request: RateRequest, context: RequestContext, now: datetime) -> Rated:
    """Raises JournalError."""
    store = context.store(now)
    after = _just_done(store, now)
    if after is not None:
        store.apply(after.key, Feel(None, request.by, request.score, request.note), now, request.id)
    else:
        store.record(Felt(now, request.by, score=request.score, note=request.note), now, request.id)
    context.journal_changed()
    named = NamedOccurrence(after.occurrence) if after else None
    return Rated(local_time(context, now), named, is_sore(request.score))


def forget(request: ForgetRequest, context: RequestContext, now: datetime) -> Forgotten | NothingToForget:
    """Raises JournalError."""
    history = context.history
    rows = [row for row in history.written(kinds=_TYPED) if request.which in {str(row.id), row.ref, row.entry.key}]
    noted = [row for row in rows if request.note and _note_of(row)]
    rated = [row for row in rows if request.rating and isinstance(row.entry, Felt) and row.entry.score is not None]
    if not noted and not rated:
        return NothingToForget(local_time(context, now))
    names = [name for name, some in (("note", noted), ("score", rated)) if some]
    history.forget(rows, names)
    context.journal_changed()
    return Forgotten(local_time(context, now), len(noted), len(rated))


def _just_done(store: ReminderStore, now: datetime) -> Reminder | None:
    """The session that somebody was through with, or had enough of, last within the hour."""
    done = [
        one
        for one in store.reminders.values()
        if one.phase in _PERFORMED and one.occurrence.asks is OccurrenceKind.SESSION
        if one.since and timedelta() <= now - one.since <= _BELONGS and one.occurrence.plan not in GREETINGS
    ]
    return max(done, key=attrgetter("since"), default=None)


def _note_of(row: StoredEvent) -> str:
    return row.entry.note if isinstance(row.entry, Felt | Excused | DaysOff) else ""
