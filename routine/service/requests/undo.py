"""Knows how somebody takes back what they said last today; must not know what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from routine.core.events import (
    DaysOff,
    EventKind,
    Measured,
    PlanChanged,
    StoredEvent,
    TextChange,
)
from routine.core.identifiers import Actor
from routine.core.loaded_plans import digest
from routine.core.offer import MEASURE, answers_offer
from routine.core.recurrence import due_utc
from routine.core.selection import NIGHT
from routine.errors import NothingToActOn, SystemFault
from routine.presentation import plan_changes as plan_words
from routine.service.reminder_store import ReminderStore
from routine.service.requests.context import RequestContext, coming, local_time
from routine.service.requests.days_off import follows_from_days_off, take_back_days
from routine.service.requests.messages import NamedOccurrence, NothingToUndo, TakenBack, UndoRequest
from routine.service.requests.selection import Selector

_SAID = (
    EventKind.SNOOZED,
    EventKind.SKIPPED,
    EventKind.STARTED,
    EventKind.COMPLETED,
    EventKind.ABANDONED,
    EventKind.EXCUSED,
    EventKind.FELT,
    EventKind.MEASURED,
    EventKind.DAYS_OFF,
    EventKind.PLAN_CHANGED,
)
"""What a person says, by whatever face."""


def undo(request: UndoRequest, context: RequestContext, now: datetime) -> TakenBack | NothingToUndo:
    """Raises JournalError; NothingToActOn, SystemFault for the text of a plan that cannot be as it was."""
    selector = Selector(context, now)
    store = selector.store
    last = _last_said(store, selector, now)
    if last is None or (request.offer and not _answers_offer(last, request.offer)):
        return NothingToUndo(local_time(context, now))
    if isinstance(last.entry, DaysOff):
        days = next(each for each in store.days_off if last.ref in each.refs)
        take_back_days(store, days, request, now, last_word=True)
    elif isinstance(last.entry, PlanChanged):
        _put_back(last.entry.texts, context)
        store.take_back([last], request.by, now, request.id)
    else:
        store.take_back([last], request.by, now, request.id)
    context.journal_changed()
    return _answer(last, selector, context, now)


def _put_back(changed: Sequence[TextChange], context: RequestContext) -> None:
    """Each text as it was, where it is still what the change made of it. Raises NothingToActOn, SystemFault."""
    texts = context.plan_texts
    if texts is None:
        raise SystemFault(*plan_words.texts_away())
    for each in changed:
        there = texts.read(each.plan)
        if not each.before and not each.after:
            # it was let go while its file was away: who puts the file back has it again
            raise NothingToActOn(*plan_words.file_is_away(texts.file(each.plan)))
        if (there is None and each.after) or (there is not None and digest(there) != each.after):
            raise NothingToActOn(*plan_words.changed_since(each.plan))
    for each in changed:
        before = texts.kept(each.before)
        if before is not None:
            texts.put(each.plan, before)
        elif texts.read(each.plan) is not None:
            texts.put_aside(each.plan)


def _last_said(store: ReminderStore, selector: Selector, now: datetime) -> StoredEvent | None:
    """The last word of a person that was said today, or in the night that is not over."""
    since = min(due_utc(selector.today, time(0), selector.zone), now - NIGHT)
    said = [
        row
        for row in store.stored(now, kinds=_SAID)
        if row.entry.at >= since and row.entry.by is not Actor.SERVICE and not follows_from_days_off(row)
    ]
    return max(said, key=lambda row: (row.entry.at, row.id), default=None)


def _answers_offer(row: StoredEvent, offer: str) -> bool:
    prefix = f"{MEASURE}:" if offer == "*" else f"{MEASURE}:{offer}:"
    return isinstance(row.entry, Measured) and row.entry.measure.startswith(prefix)


def _answer(last: StoredEvent, selector: Selector, context: RequestContext, now: datetime) -> TakenBack:
    entry, named = last.entry, None
    if entry.about:
        reminder = selector.store.reminders.get(entry.key)
        named = selector.named(reminder) if reminder else NamedOccurrence(entry.about)
    first, last_day = (entry.first, entry.last) if isinstance(entry, DaysOff) else (None, None)
    plan = ", ".join(each.plan for each in entry.texts) if isinstance(entry, PlanChanged) else ""
    offer = (
        entry.measure if isinstance(entry, Measured) and entry.measure.startswith(MEASURE) and entry.value else ""
    )
    # a number that was told, and no answer to an offer
    kind = "rated" if isinstance(entry, Measured) and not answers_offer(entry) else entry.kind.value
    return TakenBack(
        local_time(context, now), kind, named, first, last_day, plan, coming(selector.store, now), offer
    )
