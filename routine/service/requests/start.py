"""Knows which session somebody begins, and where it goes on; must not know how it is led there."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from routine.core import selection as choose
from routine.core.commands import Start
from routine.core.identifiers import SessionPlace
from routine.core.ids import LIBRARY, OccurrenceKey, SessionRef
from routine.core.occurrence import Occurrence
from routine.core.reminder import Reminder
from routine.core.reminder_states import NothingToPerform, Phase, is_performed
from routine.core.schedule import Schedule
from routine.core.start_now import is_to_start, occurrence_now
from routine.errors import NothingToActOn, NotRunning, SeveralSessions, UnknownSession
from routine.presentation import answers as answers_words
from routine.service.requests.context import RequestContext, coming, local_time
from routine.service.requests.messages import (
    BeginRequest,
    NotAnswered,
    NothingWaits,
    NotPlannedToday,
    NotYet,
    SelectRequest,
    SessionAnswered,
    SessionSelected,
    SkipRequest,
    StartRequest,
)
from routine.service.requests.selection import Selection, Selector, with_day

# the library, and what reads it, is imported where somebody names something that no plan has
# ruff: noqa: PLC0415

_SUGGESTED = 3
"""So many names at most are suggested for one that nobody has."""


def start(
    request: StartRequest, context: RequestContext, now: datetime
) -> SessionAnswered | SessionSelected | NotAnswered:
    """Raises UsageError, NotRunning, Refused, JournalError."""
    where = request.where or _usual_place(context, request)
    if where is SessionPlace.NOTIFICATION and not context.service_runs:
        raise NotRunning(*answers_words.not_running())
    request = with_day(request, context, now)
    selector = Selector(context, now, request.on)
    key = _to_start(selector, context, request)
    if not isinstance(key, OccurrenceKey):
        return key
    reminder = selector.store.reminders[key]
    if not is_performed(reminder.occurrence.asks):
        raise NothingToPerform(reminder.occurrence)
    opens_check = selector.store.opens_check(key)
    if request.can_ask and opens_check:
        return SessionSelected(local_time(context, now), selector.named(reminder), where, check_first=True)
    # of a plan `check` tells them
    notes = found[0].notes if key.plan == LIBRARY and (found := selector.store.agenda.find(key)) else ()
    if request.most:
        notes = (*notes, *_shorter(selector.store.agenda, reminder.occurrence, request.most))
    if where is SessionPlace.NOTIFICATION:
        command = Start(request.by, where, most=request.most)
        begun = _begin(selector, context, key, command, request.id)
        return replace(begun, notes=notes, check_waits=opens_check)
    selected = SessionSelected(local_time(context, now), selector.named(reminder), where, notes=notes)
    return replace(selected, check_waits=opens_check)


def _shorter(agenda: Schedule, one: Occurrence, most: timedelta) -> list[str]:
    """What stays of it in so little time, and what does not."""
    from routine.core.shorter_version import titles_in
    from routine.presentation import shorter_version as words

    steps, short = agenda.steps(one), agenda.steps(one, most)
    if steps != short:
        return words.stays(titles_in(short), titles_in(steps))
    fits = sum((step.length for step in steps), timedelta(0)) <= most
    return [words.ALL_FITS if fits else words.NONE_SO_SHORT]


def begin(request: BeginRequest, context: RequestContext, now: datetime) -> SessionAnswered:
    """Raises Refused, JournalError."""
    selector = Selector(context, now)
    selector.store.add(request.occurrence)
    return _begin(
        selector, context, request.occurrence.key, Start(request.by, request.where, most=request.most), request.id
    )


def select(request: SelectRequest, context: RequestContext, now: datetime) -> SessionSelected | NotAnswered:
    """To be looked at, also what is still to come. Raises UsageError."""
    selector = Selector(context, now)
    found = selector.select(SkipRequest(session=request.session), Phase.STARTED)
    if isinstance(found, NotYet):
        return SessionSelected(local_time(context, now), found.coming, context.plans.settings.guide)
    if not isinstance(found, Selection):
        return found
    return SessionSelected(local_time(context, now), selector.named(found.reminder), context.plans.settings.guide)


def _begin(
    selector: Selector, context: RequestContext, key: OccurrenceKey, command: Start, request: str
) -> SessionAnswered:
    before = selector.store.reminders[key]
    waited = choose.is_waiting(before, selector.store.policy(key), selector.now)
    selector.store.apply(key, command, selector.now, request)
    context.journal_changed()
    return SessionAnswered(
        local_time(context, selector.now),
        selector.named(before, tells_time=not waited),
        coming=coming(selector.store, selector.now),
    )


def _usual_place(context: RequestContext, request: StartRequest) -> SessionPlace:
    """Where a voice speaks, or somebody sits; else as the settings say. Without a service it is a terminal."""
    guide = context.plans.settings.guide
    if request.aloud or not context.service_runs:
        return SessionPlace.TERMINAL
    return SessionPlace.TERMINAL if request.on_terminal and guide is SessionPlace.NOTIFICATION else guide


def _to_start(selector: Selector, context: RequestContext, request: StartRequest) -> OccurrenceKey | NotAnswered:
    """The key of what is to be started; a session that is not planned for today is put at this minute.

    So is one that is still to come, unless it is named by its key or time, or somebody says that they are early.
    """
    name = request.session
    if name and (ref := _of_library(selector, name)):
        return _from_library(selector, ref, name)
    if not name:
        first = _to_go_on(selector) or _first_waiting(selector) or selector.without_name(started=True)
        if first is None:
            return NothingWaits(local_time(context, selector.now), coming(selector.store, selector.now))
        return first.reminder.key
    if request.early or request.at or request.on:
        chosen = selector.select(request, Phase.STARTED)
        return chosen.reminder.key if isinstance(chosen, Selection) else chosen
    try:
        found = selector.by_name(name, Phase.STARTED)
    except UnknownSession as error:
        from routine.service.library_sessions import suggestions

        raise UnknownSession(name, [*error.suggestions, *suggestions(name)][:_SUGGESTED]) from None
    store, agenda = selector.store, selector.store.agenda
    if isinstance(found, Reminder) and (
        found.key == name or is_to_start(found, store.policy, selector.now, agenda.zone)
    ):
        return found.key
    planned = [of for call in selector.sessions(name) if (of := agenda.find_session(call.full))]
    if not planned:
        return found.key if isinstance(found, Reminder) else selector.not_today(name)
    if found is None and not any(is_performed(each.asks) for _, each in planned):
        # as with `done`: it is not that it could be marked as done
        return NotPlannedToday(local_time(context, selector.now), planned[0][1].title, has_steps=False)
    if len({plan.id for plan, _ in planned}) > 1:
        several: list[str] = [SessionRef.of(plan.id, each.id) for plan, each in planned]
        raise SeveralSessions(name, several)
    begun = occurrence_now(planned, agenda, store.reminders, selector.now)
    store.add(begun)
    return begun.key


def _of_library(selector: Selector, name: str) -> SessionRef | None:
    """What the library calls so, by its whole id or title; a session of a plan that is called so goes first."""
    wanted = name.removeprefix(f"{LIBRARY}/")
    if "@" in name or (wanted == name and selector.is_called(name)):
        return None
    from routine.service.library_sessions import id_of

    found = id_of(wanted)
    return SessionRef.of(LIBRARY, found) if found else None


def _from_library(selector: Selector, ref: SessionRef, name: str) -> OccurrenceKey:
    """The key of one that goes on, or begins at this minute. Raises UsageError, NothingToActOn."""
    agenda, store = selector.store.agenda, selector.store
    under_way = [one.key for one in selector.under_way() if one.key.session_ref == ref]
    if under_way:
        return under_way[0]
    found = agenda.find_session(ref)
    if found is None:
        raise UnknownSession(name, [])
    plan, _ = found
    from routine.service.library_sessions import is_all_left_out

    if plan.swaps and is_all_left_out(plan):
        raise NothingToActOn(plan.notes[0], answers_words.OTHERS_IN_LIBRARY)
    begun = occurrence_now([found], agenda, store.reminders, selector.now)
    store.add(begun)
    return begun.key


def _to_go_on(selector: Selector) -> Selection | None:
    """What was broken off, unless something else has come due since."""
    left = choose.broken_off(selector.store.reminders.values(), selector.now)
    since = left[0].performed_at if left else None
    came = [reminder for reminder in selector.waiting() if since and reminder.occurrence.due > since]
    return Selection(left[0]) if left and not came else None


def _first_waiting(selector: Selector) -> Selection | None:
    found = [reminder for reminder in selector.waiting() if is_performed(reminder.occurrence.asks)]
    return Selection(found[0], tuple(found[1:])) if found else None
