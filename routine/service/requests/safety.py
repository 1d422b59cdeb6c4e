"""Knows how the safety check stands and how an answer to it is kept; must not know how it is asked."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from routine.core.events import CheckedIn
from routine.core.safety import answered, cleared, put_off
from routine.service.reminder_store import ReminderStore
from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.safety_messages import (
    CheckInRequest,
    ClearSafetyRequest,
    SafetyAnswer,
    SafetyRequest,
)


def safety(_: SafetyRequest, context: RequestContext, now: datetime) -> SafetyAnswer:
    """Raises JournalError, as all of these do."""
    return _status(context.store(now), context, now)


def check_in(request: CheckInRequest, context: RequestContext, now: datetime) -> SafetyAnswer:
    entry = put_off(now) if request.put_off else answered(request.urgent, request.doctor, now)
    return _written(entry, request, context, now)


def clear_safety(request: ClearSafetyRequest, context: RequestContext, now: datetime) -> SafetyAnswer:
    """Raises NothingBlocked, InvalidClearedDay."""
    entry = cleared(request.day, context.store(now).checkins, now, context.zone)
    return _written(entry, request, context, now)


def _written(
    entry: CheckedIn, request: CheckInRequest | ClearSafetyRequest, context: RequestContext, now: datetime
) -> SafetyAnswer:
    store = context.store(now)
    store.record(replace(entry, by=request.by), now, request.id)
    context.journal_changed()
    return _status(store, context, now)


def _status(store: ReminderStore, context: RequestContext, now: datetime) -> SafetyAnswer:
    status = store.safety()
    days = [day for day in (status.answered, status.cleared) if day]
    return SafetyAnswer(local_time(context, now, min(days, default=None)), status, store.check_waits(now))
