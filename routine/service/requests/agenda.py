"""Knows which occurrences a stretch of days holds and how each stands; must not know how they are laid out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from routine.core import selection as choose
from routine.core.commands import OPEN
from routine.core.recurrence import due_utc
from routine.core.reminder import Reminder, decide, evolve
from routine.core.reminder_states import FINAL, Phase
from routine.core.safety import decide_blocked
from routine.errors import UsageError
from routine.presentation import agenda as words
from routine.service.reminder_store import LOOK_AHEAD, ReminderStore
from routine.service.requests.context import (
    RequestContext,
    coming,
    local_time,
    plan_counts,
    restrictions,
    row_of,
    stages_told,
)
from routine.service.requests.days_off import days_off_now
from routine.service.requests.messages import AgendaAnswer, AgendaLine, AgendaRequest, ReminderRow

MOST_DAYS = 366
_INSTANT = timedelta(microseconds=1)
_A_DAY = timedelta(days=1)


def agenda(request: AgendaRequest, context: RequestContext, now: datetime) -> AgendaAnswer:
    """Raises UsageError for days outside the calendar, and JournalError."""
    return agenda_of(request, context, now)[0]


def agenda_of(
    request: AgendaRequest, context: RequestContext, now: datetime
) -> tuple[AgendaAnswer, ReminderStore]:
    """The same, and the reminders that it was worked out from."""
    if not 1 <= request.days <= MOST_DAYS:
        raise UsageError(*words.days_out_of_range(MOST_DAYS))
    first = request.first or now.astimezone(context.zone).date()
    since, until = begins(first, context.zone), begins(_after(first, request.days), context.zone)
    store = context.store(now, since=min(since, now - _A_DAY), ahead=max(until - now, LOOK_AHEAD))
    lines = lines_between(store, since, until, now)
    if request.first is None:
        lines = [*_still_open(store, since, now), *lines]
    answer = AgendaAnswer(
        local_time(context, now, since, until),
        first,
        tuple(lines),
        plan_counts(context),
        restrictions(store, now),
        coming(store, now),
        store.paused_until(now),
        len(context.plans.problems),
        tuple(context.unshown()),
        days_off_now(store, now),
        stages_told(store, now),
    )
    return answer, store


def begins(day: date, zone: tzinfo) -> datetime:
    return due_utc(day, time(0), zone)


def lines_between(store: ReminderStore, since: datetime, until: datetime, now: datetime) -> list[AgendaLine]:
    """What the journal knows, and what the plans ask for, in the order of the day."""
    counted = {
        key: AgendaLine(
            row_of(_as_the_service_sees_it(store, reminder, now), now),
            held_until(store, reminder, now),
            planned_at=at if at != reminder.occurrence.due else None,
        )
        for key, reminder in store.reminders.items()
        if since <= (at := _stands_at(store, reminder)) < until
    }
    today = min(now, until - _INSTANT)
    planned = store.agenda.occurrences(max(since, now - _A_DAY) - _INSTANT, today, planned=True)
    earlier = [AgendaLine(ReminderRow(one), counted=False) for one in planned if one.key not in counted]
    lines = [*counted.values(), *_of_today(earlier, store, now)]
    return sorted(lines, key=lambda line: (line.at, line.occurrence.key))


def _stands_at(store: ReminderStore, reminder: Reminder) -> datetime:
    """History stands under the day and time it was planned for, wherever the computer has gone since."""
    one, zone = reminder.occurrence, store.agenda.zone
    if reminder.phase not in FINAL or store.agenda.zone_for(one.key) is not zone:
        return one.due
    return due_utc(one.planned.date(), one.planned.time(), zone)


def _still_open(store: ReminderStore, since: datetime, now: datetime) -> list[AgendaLine]:
    """What came before midnight and still waits, or goes on."""
    everything = store.reminders.values()
    found = [*choose.under_way(everything), *choose.waiting(everything, store.policy, now)]
    before = sorted((one for one in found if one.occurrence.due < since), key=lambda one: one.occurrence.due)
    return [AgendaLine(row_of(one, now), held_until(store, one, now)) for one in before]


def held_until(store: ReminderStore, reminder: Reminder, now: datetime) -> datetime | None:
    """When what holds it ends, where that is known."""
    return store.gate(reminder.key, now).until if reminder.phase is Phase.HELD else None


def _after(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise UsageError(*words.day_out_of_range(str(day))) from None


def _of_today(lines: Iterable[AgendaLine], store: ReminderStore, now: datetime) -> list[AgendaLine]:
    zone = store.agenda.zone
    today = now.astimezone(zone).date()
    return [line for line in lines if line.occurrence.due.astimezone(zone).date() == today]


def _as_the_service_sees_it(store: ReminderStore, reminder: Reminder, now: datetime) -> Reminder:
    """Without a service nobody wrote that a session has been missed; it is shown as it will be written."""
    if reminder.phase is not Phase.UPCOMING or reminder.occurrence.due > now:
        return reminder
    seen = reminder
    away = decide_blocked(reminder, now) if store.held_back(reminder.key) else None
    command = away or store.time_passed(reminder.key, OPEN, now, live=False)
    for entry in decide(reminder, command, store.policy(reminder.key), now):
        seen = evolve(seen, entry)
    return seen if seen.phase in FINAL else reminder
