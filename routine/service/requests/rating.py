"""Knows to what a rating belongs, and what of it can be forgotten; must not know how it is shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from operator import attrgetter

from routine.core.commands import Feel
from routine.core.events import DaysOff, EventKind, Excused, Felt, Measured, StoredEvent
from routine.core.lived import GREETINGS
from routine.core.measures import MOST_ACTIVITIES, Measure, activities, value_of
from routine.core.occurrence import OccurrenceKind
from routine.core.offer import answers_offer
from routine.core.reminder import Reminder
from routine.core.reminder_states import Phase
from routine.core.safety import is_sore
from routine.errors import UsageError
from routine.presentation import measures as words
from routine.service.reminder_store import ReminderStore
from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.messages import NamedOccurrence
from routine.service.requests.rating_messages import (
    CorrectRequest,
    ForgetRequest,
    Forgotten,
    NothingToForget,
    Rated,
    RateRequest,
)

_BELONGS = timedelta(hours=1)
"""So long after a session a rating is of that."""
_PERFORMED = frozenset({Phase.COMPLETED, Phase.ABANDONED})
_TYPED = (EventKind.FELT, EventKind.EXCUSED, EventKind.DAYS_OFF, EventKind.MEASURED)
"""What holds words or numbers of a person."""
_NUMBERS = ("score", "value", "answers")
"""As events call them."""


def rate(request: RateRequest, context: RequestContext, now: datetime) -> Rated:
    """Raises JournalError."""
    store = context.store(now)
    if request.measure:
        _measure(request, store, now)
        context.journal_changed()
        return Rated(local_time(context, now))
    after = _just_done(store, now)
    if after is not None:
        store.apply(after.key, Feel(None, request.by, request.score, request.note), now, request.id)
    else:
        store.record(Felt(now, request.by, score=request.score, note=request.note), now, request.id)
    context.journal_changed()
    named = NamedOccurrence(after.occurrence) if after else None
    return Rated(local_time(context, now), named, is_sore(request.score))


def _measure(request: RateRequest, store: ReminderStore, now: datetime) -> None:
    """Raises JournalError, UsageError."""
    measure = Measure(request.measure)
    value = value_of(measure, request.answers)
    if value is None:
        raise UsageError(*words.not_answers(measure))
    note = request.note if measure is Measure.ACTIVITY else ""
    if measure is Measure.ACTIVITY:
        there = [entry for entry in store.events(now, kinds=(EventKind.MEASURED,)) if isinstance(entry, Measured)]
        known = activities(there)
        if note not in known and len(known) >= MOST_ACTIVITIES:
            raise UsageError(*words.too_many_activities(known))
    said = Measured(now, request.by, measure=measure, value=value, answers=request.answers, note=note)
    store.record(said, now, request.id)


def correct(request: CorrectRequest, context: RequestContext, now: datetime) -> Rated | NothingToForget:
    """What was written down stays as a row; the newest one of it counts. Raises JournalError."""
    rows = [row for row in _rows_of(request.which, context) if isinstance(row.entry, Felt)]
    if not rows:
        return NothingToForget(local_time(context, now))
    before = rows[-1].entry
    # of that moment, and written late: it says nothing of the clock
    said = Felt(before.at, request.by, before.about, late=True, score=request.score, note=request.note)
    context.store(now).record(said, now, request.id)
    context.journal_changed()
    return Rated(local_time(context, now), look_again=is_sore(request.score))


def forget(request: ForgetRequest, context: RequestContext, now: datetime) -> Forgotten | NothingToForget:
    """Raises JournalError."""
    rows = _rows_of(request.which, context)
    noted = [row for row in rows if request.note and _note_of(row)]
    rated = [row for row in rows if request.rating and _has_number(row)]
    if not noted and not rated:
        return NothingToForget(local_time(context, now))
    names = [name for names, some in ((("note",), noted), (_NUMBERS, rated)) if some for name in names]
    context.history.forget(rows, names)
    context.past_changed()
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


def _rows_of(which: str, context: RequestContext) -> list[StoredEvent]:
    """What somebody typed under this name; with a line also what corrects it, or was corrected by it."""
    typed = [row for row in context.history.written(kinds=_TYPED) if not answers_offer(row.entry)]
    named = [row for row in typed if which in _names(row)]
    places = {_place(row) for row in named}
    return [row for row in typed if _place(row) in places]


def _names(row: StoredEvent) -> set[str]:
    """By which somebody may call it; an activity of one's own also by its words, and all that was told of it."""
    entry = row.entry
    words_of_it = {entry.note} if isinstance(entry, Measured) and entry.note else set[str]()
    return {str(row.id), row.ref, entry.key or entry.at.isoformat(), *words_of_it}


def _place(row: StoredEvent) -> tuple[EventKind, str, datetime]:
    return row.entry.kind, row.entry.key, row.entry.at


def _note_of(row: StoredEvent) -> str:
    return row.entry.note if isinstance(row.entry, Felt | Excused | DaysOff | Measured) else ""


def _has_number(row: StoredEvent) -> bool:
    entry = row.entry
    return entry.score is not None if isinstance(entry, Felt) else getattr(entry, "value", None) is not None
