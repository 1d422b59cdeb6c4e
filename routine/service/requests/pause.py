"""Knows how everything is held back for a while, and goes on; must not know what is held, or how."""

from __future__ import annotations

from datetime import datetime

from routine.core.events import HoldReason
from routine.core.reminder_states import ON_THE_SCREEN, Phase
from routine.core.time_phrase import parse_pause_end
from routine.service.requests.context import RequestContext, coming, local_time
from routine.service.requests.messages import NotPaused, PauseEnded, PauseRequest, PauseSet, ResumeRequest


def pause(request: PauseRequest, context: RequestContext, now: datetime) -> PauseSet:
    """Raises UsageError before anything is changed, and JournalError."""
    until = parse_pause_end(request.until, now, context.zone)
    store = context.store(now)
    store.pause(until, request.by, now, request.id)
    context.journal_changed()
    return PauseSet(
        local_time(context, now),
        store.paused_until(now) or now,
        tuple(one.occurrence for one in store.open() if one.phase in ON_THE_SCREEN),
        any(store.policy(one.key).always for one in store.open()),
    )


def resume(request: ResumeRequest, context: RequestContext, now: datetime) -> PauseEnded | NotPaused:
    """Raises JournalError."""
    store = context.store(now)
    if store.paused_until(now) is None:
        return NotPaused(local_time(context, now), coming(store, now))
    store.resume(request.by, now, request.id)
    context.journal_changed()
    held = [one for one in store.open() if one.phase is Phase.HELD and one.reason is HoldReason.PAUSE]
    held.sort(key=lambda reminder: reminder.occurrence.due)
    waited = tuple(reminder.occurrence for reminder in held)
    return PauseEnded(local_time(context, now), waited, coming(store, now))
