"""Knows what can be answered of some days or of one occurrence, and until when that holds; not how it looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from routine.core import selection as choose
from routine.core.events import EventKind, Felt
from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import Plan, ReminderPolicy
from routine.core.reminder import next_wakeup
from routine.core.reminder_states import FINAL
from routine.core.steps import planned_length
from routine.errors import UnknownOccurrence
from routine.presentation import answers as words
from routine.service.reminder_store import ReminderStore
from routine.service.requests.agenda import agenda_of, begins, held_until
from routine.service.requests.context import RequestContext, local_time, restrictions, row_of
from routine.service.requests.messages import AgendaLine, AgendaRequest
from routine.service.requests.page_messages import (
    AnswerOptions,
    OccurrenceAnswer,
    OccurrenceRequest,
    OverviewAnswer,
    OverviewRequest,
    PlanOptions,
    SessionOption,
)

_A_DAY = timedelta(days=1)


def overview(request: OverviewRequest, context: RequestContext, now: datetime) -> OverviewAnswer:
    """Raises UsageError for days outside the calendar, and JournalError."""
    agenda, store = agenda_of(AgendaRequest(request.first, request.days), context, now)
    today = now.astimezone(context.zone).date()
    waiting = _waiting(store, agenda.lines, now)
    todays = [line for line in agenda.lines if line.at.astimezone(context.zone).date() == today]
    keys = dict.fromkeys(line.occurrence.key for line in (*waiting, *todays))
    return OverviewAnswer(
        agenda.time,
        agenda,
        waiting,
        {key: _options(store, key) for key in keys},
        tuple(found for plan in store.agenda.plans if (found := _plan_options(plan)).sessions),
        _changes_at(store, begins(today + _A_DAY, context.zone), now),
    )


def occurrence(request: OccurrenceRequest, context: RequestContext, now: datetime) -> OccurrenceAnswer:
    """Raises UnknownOccurrence, JournalError."""
    store, key = context.store(now), request.key
    reminder = store.look_up(key)
    if reminder is None:
        raise UnknownOccurrence(*words.not_in_plans())
    said = [one for one in store.events(now, of=key, kinds=(EventKind.FELT,)) if isinstance(one, Felt)]
    due = reminder.occurrence.due
    return OccurrenceAnswer(
        local_time(context, now, due, due),
        row_of(reminder, now),
        restrictions(store, now),
        bool(store.held_back(key)),
        store.moves(key),
        store.opens_check(key),
        reminder.steps_done,
        reminder.place,
        next((one.score for one in reversed(said) if one.score is not None), None),
        next((one.note for one in reversed(said) if one.note), ""),
        store.was_done(key.session_ref, now, but=key) if request.compares else None,
    )


def _waiting(store: ReminderStore, lines: Sequence[AgendaLine], now: datetime) -> tuple[AgendaLine, ...]:
    by_key = {line.occurrence.key: line for line in lines}
    everything = store.reminders.values()
    found = [*choose.under_way(everything), *choose.waiting(everything, store.policy, now)]
    here = [by_key.get(one.key, AgendaLine(row_of(one, now), held_until(store, one, now))) for one in found]
    return tuple(line for line in here if line.reminder.phase not in FINAL)


def _options(store: ReminderStore, key: OccurrenceKey) -> AnswerOptions:
    found = store.agenda.find(key)
    return AnswerOptions(
        found is not None,
        key in store.reminders and bool(store.held_back(key)),
        tuple(dict.fromkeys(store.policy(key).snooze or ReminderPolicy().snooze)),
        found[1].detail if found else "",
    )


def _plan_options(plan: Plan) -> PlanOptions:
    """A plan may say the same session anew for each of its weeks."""
    by_title = {one.title: one for one in reversed(plan.sessions) if one.asks is OccurrenceKind.SESSION}
    return PlanOptions(
        plan.title,
        tuple(
            SessionOption(SessionRef.of(plan.id, one.id), one.title, planned_length(plan, one, 0), one.practice)
            for one in reversed(by_title.values())
        ),
    )


def _changes_at(store: ReminderStore, midnight: datetime, now: datetime) -> datetime:
    instants = [midnight, store.paused_until(now) or midnight]
    for reminder in store.open():
        woken = next_wakeup(reminder, store.policy(reminder.key), store.gate(reminder.key, now), now)
        instants += [woken or midnight, reminder.occurrence.due]
    return min(at for at in instants if at > now)
