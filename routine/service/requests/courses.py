"""Knows how far each course of visits has come, and if a visit can be moved; must not know plan text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from routine.core.commands import Excuse
from routine.core.events import ExcuseReason
from routine.core.ids import OccurrenceKey
from routine.core.recurrence import due_utc
from routine.core.reminder_states import FINAL, Phase
from routine.core.visit_progress import VisitProgress
from routine.errors import NothingToActOn, UsageError
from routine.presentation import appointments as words
from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.course_messages import (
    CoursesAnswer,
    CoursesRequest,
    MoveVisitRequest,
    VisitMoved,
    VisitMovedRequest,
    VisitToMove,
)
from routine.service.requests.course_progress import as_message, progress_of_courses


def courses(request: CoursesRequest, context: RequestContext, now: datetime) -> CoursesAnswer:
    """Raises NothingToActOn, UsageError where a name says none or several, PlanError, JournalError."""
    store = context.store(now)
    found = progress_of_courses(store, now)
    if not found:
        context.refuse_unread()
    if request.name is not None:
        found = [_select_course(found, request.name)]
    progress = tuple(as_message(one, store.agenda) for one in found)
    dues = [at for one in progress for at in (one.due, one.review and one.review.due) if at]
    when = local_time(context, now, min(dues, default=None), max(dues, default=None))
    return CoursesAnswer(when, progress)


def move_visit(request: MoveVisitRequest, context: RequestContext, now: datetime) -> VisitToMove:
    """Raises NothingToActOn, UsageError, PlanError, JournalError."""
    store = context.store(now)
    found = progress_of_courses(store, now)
    if not found:
        context.refuse_unread()
    one = _select_course(found, request.name)
    due = due_utc(request.at.date(), request.at.time(), store.agenda.zone_of(one.plan))
    time = local_time(context, now, due, due)
    if not 1 <= request.number <= one.visits:
        raise UsageError(*words.no_such_visit(request.number, one.visits))
    day = words.day_of_visit(due, time.display())
    if due <= now:
        raise UsageError(*words.has_passed(day))
    before = one.course.planned(request.number)
    if before == request.at:
        raise NothingToActOn(*words.same_time(request.number, day))
    others = (number for number in range(1, one.visits + 1) if number != request.number)
    if other := next((number for number in others if one.course.planned(number) == request.at), 0):
        raise UsageError(*words.other_visit(other, day))
    visit = OccurrenceKey.of(one.plan.id, one.session.id, before)
    return VisitToMove(time, as_message(one, store.agenda), visit, due)


def visit_moved(request: VisitMovedRequest, context: RequestContext, now: datetime) -> VisitMoved:
    """Raises Refused, JournalError."""
    store = context.store(now)
    reminder = store.reminders.get(request.visit)
    if reminder and reminder.phase is not Phase.UPCOMING and reminder.phase not in FINAL:
        store.apply(request.visit, Excuse(request.by, reason=ExcuseReason.MOVED), now, request.id)
        context.journal_changed()
    return VisitMoved(local_time(context, now))


def _select_course(found: Sequence[VisitProgress], typed: str) -> VisitProgress:
    """The course that is meant. Raises NothingToActOn, or UsageError when that is not clear."""
    if not found:
        raise NothingToActOn(*words.none())
    name = typed.casefold()
    close = [one for one in found if any(each.casefold().startswith(name) for each in _names_of(one))]
    exact = [one for one in close if name in {one.session.id, one.name, one.session.title.casefold()}]
    meant = exact or close
    if not meant:
        raise UsageError(*words.unknown(name, [(one.session.title, one.session.id) for one in found]))
    if len(meant) > 1:
        raise UsageError(*words.which([(one.session.title, one.session.id) for one in meant]))
    return meant[0]


def _names_of(one: VisitProgress) -> tuple[str, str, str]:
    return one.session.id, one.name, one.session.title
