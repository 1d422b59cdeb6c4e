"""Knows what the journal says of some days, or of one occurrence; must not know how it is laid out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import cast

from routine.core.events import Abandoned, AnyEvent, Event, Started, StepDone, StepSkipped, StoredEvent
from routine.core.ids import OccurrenceKey
from routine.core.recurrence import due_utc
from routine.core.schedule import Schedule
from routine.errors import UsageError
from routine.presentation import agenda as words
from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.log_messages import LogAnswer, LogEntry, LogRequest

MOST_DAYS = 36_500


def log(request: LogRequest, context: RequestContext, now: datetime) -> LogAnswer:
    """Raises UsageError, JournalError."""
    if request.days is not None and not 1 <= request.days <= MOST_DAYS:
        raise UsageError(*words.days_out_of_range(MOST_DAYS))
    since = None
    if request.days:
        first = now.astimezone(context.zone).date() - timedelta(days=request.days - 1)
        since = due_utc(first, time(0), context.zone)
    of = OccurrenceKey(request.occurrence) if request.occurrence else None
    rows = context.history.written(of=of, kinds=request.kinds, since=since)
    agenda = context.plans.agenda()
    instants = [*_instants(row.entry for row in rows)]
    when = local_time(context, now, min(instants, default=None), max(instants, default=None))
    return LogAnswer(when, tuple(_entries(rows, agenda)))


def _instants(entries: Iterable[Event]) -> Iterable[datetime]:
    """All that somebody may be told of them."""
    for entry in entries:
        yield entry.at
        if entry.about:
            yield entry.about.due
        yield from (at for name in ("until", "done_at", "cleared_at") if (at := getattr(entry, name, None)))


def _entries(rows: Iterable[StoredEvent], agenda: Schedule) -> Iterable[LogEntry]:
    most: dict[OccurrenceKey, timedelta | None] = {}
    for row in rows:
        if isinstance(row.entry, Started):
            most[row.entry.key] = row.entry.most
        yield _entry(row, agenda, most.get(row.entry.key))


def _entry(row: StoredEvent, agenda: Schedule, most: timedelta | None) -> LogEntry:
    """With the step as the screens count, which leave the rests out. `most`: of the shorter version."""
    entry = cast("AnyEvent", row.entry)
    match entry:
        case StepDone(step=number) | StepSkipped(step=number) | Abandoned(steps_done=int(number)) if entry.about:
            steps = agenda.steps(entry.about, most)
            if 1 <= number <= len(steps):
                return LogEntry(row.id, entry, steps[number - 1].number, steps[number - 1].is_rest)
    return LogEntry(row.id, entry)
