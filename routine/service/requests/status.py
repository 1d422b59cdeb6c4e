"""Knows how it all stands now: what comes, what waits, what is wrong; must not know how that is told."""

from __future__ import annotations

from datetime import date, datetime

from routine.core import selection as choose
from routine.core.diagnostic import Diagnostic
from routine.core.plan import Plan
from routine.presentation import plan_check as words
from routine.service.requests.agenda import held_until
from routine.service.requests.context import (
    RequestContext,
    coming,
    local_time,
    plan_counts,
    restrictions,
    row_of,
    stages_told,
)
from routine.service.requests.course_progress import as_message, progress_of_courses
from routine.service.requests.days_off import days_off_now
from routine.service.requests.messages import AgendaLine, StatusAnswer, StatusRequest
from routine.service.requests.plans import renamed_lately


def _of_weeks(counted: tuple[Plan, date]) -> Diagnostic:
    plan, day = counted
    said = words.counts_from_here(plan.title, day.isoformat(), words.starts_line(day.isoformat()))
    return Diagnostic(f"{plan.id}.toml", 0, 0, *said)


def status(_: StatusRequest, context: RequestContext, now: datetime) -> StatusAnswer:
    """Raises JournalError."""
    store = context.store(now)
    waiting = choose.waiting(store.reminders.values(), store.policy, now)
    courses = tuple(as_message(one, store.agenda) for one in progress_of_courses(store, now))
    dues = [one.due for one in courses if one.due]
    return StatusAnswer(
        local_time(context, now, until=max(dues, default=None)),
        plan_counts(context),
        restrictions(store, now),
        coming(store, now),
        tuple(AgendaLine(row_of(one, now), held_until(store, one, now)) for one in waiting),
        tuple(row_of(one, now) for one in choose.under_way(store.open())),
        store.paused_until(now),
        courses,
        (*context.plans.problems, *map(_of_weeks, context.plans.counted_from_here)),
        tuple(context.service_faults()),
        context.log_file,
        days_off_now(store, now),
        tuple(context.unshown()),
        stages_told(store, now),
        renamed_lately(context, now),
    )
