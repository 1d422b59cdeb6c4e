"""Knows how it all stands now: what comes, what waits, what is wrong; must not know how that is told."""

from __future__ import annotations

from datetime import datetime

from routine.core import selection as choose
from routine.core.visit_progress import TELLING, VisitProgress, begun, visit_progress
from routine.service.reminder_store import ReminderStore
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
from routine.service.requests.days_off import days_off_now
from routine.service.requests.messages import AgendaLine, CourseProgress, StatusAnswer, StatusRequest


def status(_: StatusRequest, context: RequestContext, now: datetime) -> StatusAnswer:
    """Raises JournalError."""
    store = context.store(now)
    waiting = choose.waiting(store.reminders.values(), store.policy, now)
    courses = tuple(progress_of(one) for one in standings_of(store, now))
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
        tuple(context.plans.problems),
        tuple(context.service_faults()),
        context.log_file,
        days_off_now(store, now),
        tuple(context.unshown()),
        stages_told(store, now),
    )


def standings_of(store: ReminderStore, now: datetime) -> list[VisitProgress]:
    """Each course of visits, and how far it has come. Raises JournalError."""
    since = begun(store.agenda)
    if since is None:
        return []
    return visit_progress(store.agenda, store.events(now, kinds=TELLING, since=since), now)


def progress_of(one: VisitProgress) -> CourseProgress:
    session = one.session
    return CourseProgress(
        one.plan.id,
        session.id,
        session.title,
        session.detail,
        one.visits,
        one.number,
        one.due,
        one.attended,
        one.asked,
        one.answer or "",
    )
