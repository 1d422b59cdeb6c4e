"""Knows what an answer does: done, skip, snooze, excuse, a pause, a session now. Must not know the views."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from routine.core.commands import Command, Excuse, Feel, Finish, Skip, Snooze, Start
from routine.core.durations import parse
from routine.core.events import Actor, EventKind, FeltAnswer
from routine.core.ids import SessionRef
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.plan import ReminderPolicy
from routine.core.recurrence import due_utc
from routine.core.reminder_states import ANSWERS
from routine.core.selection import next_ahead
from routine.core.settings import SessionPlace
from routine.core.time_input import parse_pause_end
from routine.errors import Refused
from routine.presentation import answers as answers_words
from routine.presentation import page as page_words
from routine.presentation import page_agenda as words
from routine.presentation.agenda import next_up
from routine.presentation.phrases import quoted
from routine.presentation.reminder_state import title_of
from routine.service.reminder_store import ReminderStore
from routine.service.start_now import to_start
from routine.ui.page.live_session import steps_in
from routine.ui.page.request import Answer, NotThere, NotUnderstood, PageRequest
from routine.ui.page.state import PageState

_HELPS = frozenset({FeltAnswer.YES, FeltAnswer.NOT_SURE, FeltAnswer.NO})


def answer(site: PageState, request: PageRequest) -> Answer:
    """One answer to one occurrence. Raises NotThere, NotUnderstood, Refused."""
    key, now = request.key, site.now
    store = site.store_with(key)
    one = store.reminders[key].occurrence
    said = request.text("answer")
    command = _command(site, request, store, one)
    store.apply(key, command, now)
    site.journal_changed()
    return {"said": f"{_told(site, store, one, said, command)} {_following(site, store, key)}".strip()}


def anytime(site: PageState, request: PageRequest) -> Answer:
    """Start a session of the plans now, whether or not it is due; gives the key that it goes by."""
    store, now = site.store(), site.now
    found = store.agenda.find_session(SessionRef(request.text("name")))
    if found is None:
        raise NotThere(*page_words.NO_SESSION)
    key = to_start(store, found, now)
    steps_in(store, key)
    store.apply(key, Start(Actor.PAGE, SessionPlace.PAGE), now)
    site.journal_changed()
    return {"key": key}


def pause(site: PageState, request: PageRequest) -> Answer:
    """Show nothing for a while."""
    chosen, view = request.text("until"), site.view()
    if chosen not in words.PAUSES:
        raise NotUnderstood(*page_words.NOT_UNDERSTOOD)
    until = parse_pause_end([chosen], view.now, view.zone)
    site.store().pause(until, Actor.PAGE, view.now)
    site.journal_changed()
    return {"said": words.paused(view.moment(until))}


def resume(site: PageState, _: PageRequest) -> Answer:
    store, now = site.store(), site.now
    if store.paused_until(now) is None:
        raise Refused(*words.NOT_PAUSED)
    store.resume(Actor.PAGE, now)
    site.journal_changed()
    return {"said": words.RESUMED}


def _command(site: PageState, request: PageRequest, store: ReminderStore, one: Occurrence) -> Command:
    answers = ANSWERS[one.asks]
    match request.text("answer"):
        case "done" if EventKind.COMPLETED in answers:
            return Finish(Actor.PAGE, _time_of_today(request.text("at", 5), site))
        case "skip" if EventKind.SKIPPED in answers:
            return Skip(Actor.PAGE)
        case "excuse" if EventKind.EXCUSED in answers:
            return Excuse(Actor.PAGE, " ".join(request.text("why").split()))
        case "snooze" if EventKind.SNOOZED in answers:
            return Snooze(_length(request, store, one), Actor.PAGE)
        case helps if one.asks is OccurrenceKind.REVIEW and helps in _HELPS:
            return Feel(FeltAnswer(helps), Actor.PAGE)
    raise NotUnderstood(*words.NO_ANSWER)


def _length(request: PageRequest, store: ReminderStore, one: Occurrence) -> timedelta:
    """One of those that its plan offers."""
    offered = store.policy(one.key).snooze or ReminderPolicy().snooze
    try:
        length = parse(request.text("length"))
    except ValueError:
        raise NotUnderstood(*words.NO_ANSWER) from None
    if length not in offered:
        raise NotUnderstood(*words.NO_ANSWER)
    return length


def _time_of_today(text: str, site: PageState) -> datetime | None:
    """That time of today, as an instant; without one, None."""
    if not text:
        return None
    try:
        at = time.fromisoformat(text)
    except ValueError:
        raise NotUnderstood(*answers_words.not_a_time(text)) from None
    view = site.view()
    instant = due_utc(view.now.astimezone(view.zone).date(), at, view.zone)
    if instant > view.now:
        raise NotUnderstood(*words.still_to_come(text))
    return instant


def _told(site: PageState, store: ReminderStore, one: Occurrence, said: str, command: Command) -> str:
    """What has been done, as the commands say it."""
    view = site.view()
    name = quoted(title_of(one))
    match command:
        case Finish(_, done_at):
            return answers_words.done(name, view.clock(done_at) if done_at else "", one.asks)
        case Snooze():
            return answers_words.snoozed(name, view.wall(store.reminders[one.key].until or view.now))
        case Excuse():
            return answers_words.excused(name)
        case Skip() if one.asks is OccurrenceKind.SESSION:
            return answers_words.skipped(name)
    return words.noted(title_of(one)) if said in _HELPS else answers_words.done(name, "", one.asks)


def _following(site: PageState, store: ReminderStore, answered: str) -> str:
    """What comes next; when that is what was answered, it has been named already."""
    found = next_ahead(store.open(), site.now)
    if found is None or found[0].key == answered:
        return ""
    return next_up(title_of(found[0].occurrence), site.view().wall(found[1]))
