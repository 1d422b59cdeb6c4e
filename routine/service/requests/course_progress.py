"""Knows how far each course of visits has come, as an answer has it; must not know who asks."""

from __future__ import annotations

from datetime import datetime, timedelta

from routine.core.ids import OccurrenceKey, review_of
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.recurrence import Course, due_utc
from routine.core.schedule import Schedule
from routine.core.visit_progress import TELLING, VisitProgress, no_entry_before, visit_progress
from routine.service.reminder_store import ReminderStore
from routine.service.requests.messages import CourseProgress


def progress_of_courses(store: ReminderStore, now: datetime) -> list[VisitProgress]:
    """Each course of visits, and how far it has come. Raises JournalError."""
    since = no_entry_before(store.agenda)
    if since is None:
        return []
    return visit_progress(store.agenda, store.events(now, kinds=TELLING, since=since), now)


def as_message(one: VisitProgress, agenda: Schedule) -> CourseProgress:
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
        _review(one, agenda),
    )


def _review(one: VisitProgress, agenda: Schedule) -> Occurrence | None:
    review = next((each for each in one.plan.sessions if each.id == review_of(one.session.id)), None)
    if review is None or not isinstance(review.rule, Course):
        return None
    planned = review.rule.planned(1)
    due = due_utc(planned.date(), planned.time(), agenda.zone_of(one.plan))
    key = OccurrenceKey.of(one.plan.id, review.id, planned)
    return Occurrence(key, due, review.title, None, timedelta(), asks=OccurrenceKind.REVIEW)
