"""Knows how a reminder is answered: done, skip, excuse, how it was; must not know how it is shown."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from routine.core.commands import Excuse, Feel, Finish, Skip, Snooze
from routine.core.events import EventKind
from routine.core.identifiers import FeltAnswer
from routine.core.occurrence import OccurrenceKind
from routine.core.reminder import Reminder
from routine.core.reminder_states import ANSWERS, Phase
from routine.errors import NothingToActOn, NotOffered, UsageError
from routine.presentation import answers as answers_words
from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.messages import (
    AlreadyDone,
    AnswerBody,
    DoneRequest,
    ExcuseRequest,
    FeelRequest,
    NotAnswered,
    SessionAnswered,
    SessionRequest,
    SkipRequest,
)
from routine.service.requests.selection import Selection, Selector, with_day

_HELPS = frozenset({FeltAnswer.YES, FeltAnswer.NOT_SURE, FeltAnswer.NO})
"""To whether a course of visits is helping; how a session was has answers of its own."""
_EVENTS = {
    Finish: EventKind.COMPLETED,
    Skip: EventKind.SKIPPED,
    Excuse: EventKind.EXCUSED,
    Snooze: EventKind.SNOOZED,
    Feel: EventKind.FELT,
}


def done(
    request: DoneRequest, context: RequestContext, now: datetime
) -> SessionAnswered | AlreadyDone | NotAnswered:
    """Raises UsageError, Refused, JournalError; as all of these do."""
    request = with_day(request, context, now)
    selector = Selector(context, now, request.on)
    selection = selector.select(request, Phase.COMPLETED)
    if not isinstance(selection, Selection):
        return selection
    at = _done_at(request, selector, selection)
    if selection.reminder.phase is Phase.COMPLETED and (at is None or not request.at) and not request.offered:
        return selector.already_done(selection)
    apply(selector, context, request, selection.reminder, Finish(request.by, at))
    return replace(selector.answered(selection), done_at=at if request.at else None)


def skip(request: SkipRequest, context: RequestContext, now: datetime) -> SessionAnswered | NotAnswered:
    request = with_day(request, context, now)
    selector = Selector(context, now, request.on)
    selection = selector.select(request, Phase.SKIPPED)
    if not isinstance(selection, Selection):
        return selection
    apply(selector, context, request, selection.reminder, Skip(request.by))
    return selector.answered(selection)


def excuse(request: ExcuseRequest, context: RequestContext, now: datetime) -> SessionAnswered | NotAnswered:
    request = with_day(request, context, now)
    selector = Selector(context, now, request.on)
    selection = selector.select(request, Phase.EXCUSED)
    if not isinstance(selection, Selection):
        return selection
    apply(selector, context, request, selection.reminder, Excuse(request.by, request.why))
    return selector.answered(selection)


def feel(request: FeelRequest, context: RequestContext, now: datetime) -> SessionAnswered | NotAnswered:
    """Raises NotOffered for what it does not take, NothingToActOn where it is too early; and as `done` does."""
    request = with_day(request, context, now)
    selector = Selector(context, now, request.on)
    selection = selector.select(request, Phase.COMPLETED)
    if not isinstance(selection, Selection):
        return selection
    one = selection.reminder.occurrence
    if request.answer is not None and (request.answer in _HELPS) != (one.asks is OccurrenceKind.REVIEW):
        raise NotOffered(*answers_words.not_offered())
    if one.asks is OccurrenceKind.REVIEW and one.due > now:
        from routine.presentation import appointments  # noqa: PLC0415 - every answer is given by this file

        view = local_time(context, now, until=one.due).display()
        raise NothingToActOn(*appointments.not_asked_yet(one.title, appointments.day_of_visit(one.due, view)))
    command = Feel(request.answer, request.by, request.score, request.note)
    apply(selector, context, request, selection.reminder, command)
    return selector.answered(selection)


def apply(
    selector: Selector,
    context: RequestContext,
    request: SessionRequest[AnswerBody],
    reminder: Reminder,
    command: Finish | Skip | Excuse | Snooze | Feel,
) -> None:
    """Write it down. Raises NotOffered, Refused, JournalError."""
    if request.offered and _EVENTS[type(command)] not in ANSWERS[reminder.occurrence.asks]:
        raise NotOffered(*answers_words.not_offered())
    selector.store.apply(reminder.key, command, selector.now, request.id)
    context.journal_changed()


def _done_at(request: DoneRequest, selector: Selector, selection: Selection) -> datetime | None:
    """When it was done: at the time that is given, else on another day when it was due; None for now.

    Raises UsageError for a time that is still to come, unless it is the one by which the session is named.
    """
    due, at = selection.reminder.occurrence.due, selection.at
    if at is None:
        return due if selector.day and selector.day < selector.today and due <= selector.now else None
    if at > selector.now and at != due:
        raise UsageError(*answers_words.still_to_come(request.at))
    return at if at <= selector.now else None
