"""Knows what a press asks for: done, skip, snooze, excuse, a pause, a session now. Must not know the views.

Each is the request that a command would make; who answers it, and how it is kept, is decided elsewhere.
"""

from __future__ import annotations

from routine.core.durations import parse
from routine.core.identifiers import Actor, FeltAnswer, SessionPlace
from routine.core.time_input import parse_time_of_day
from routine.errors import NothingToActOn, Refused, UsageError
from routine.presentation import answers as answers_words
from routine.presentation import page as page_words
from routine.presentation import page_agenda as words
from routine.presentation.agenda import next_up
from routine.presentation.phrases import quoted
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import TimeDisplay
from routine.service.agenda_lines import name_of
from routine.service.requests.messages import (
    AlreadyDone,
    BeginRequest,
    DoneRequest,
    ExcuseRequest,
    FeelRequest,
    NotAnswered,
    NotPaused,
    PauseRequest,
    ResumeRequest,
    SessionAnswered,
    SessionSelected,
    SkipRequest,
    SnoozeRequest,
    StartRequest,
    TakenBack,
    UndoRequest,
)
from routine.service.requests.safety_messages import CheckInRequest
from routine.ui.page.request import Answer, NotThere, NotUnderstood, PageRequest
from routine.ui.page.state import PageState
from routine.ui.page.views.session import opening_check

_LONGEST_TIME = 12
"""Characters of a time of day as somebody types it: `11:59 p.m.`"""
_PRESSES = DoneRequest | SkipRequest | SnoozeRequest | ExcuseRequest | FeelRequest


def answer(site: PageState, request: PageRequest) -> Answer:
    """One answer to one occurrence. Raises NotThere, UsageError, Refused."""
    pressed = _pressed(request)
    answered = site.ask(pressed)
    if isinstance(answered, NotAnswered):
        raise NotThere(*page_words.NO_SESSION)
    if isinstance(pressed, SnoozeRequest) and pressed.words and isinstance(answered, SessionAnswered):
        return {"said": words.moved(name_of(answered.answered, answered.time.display()), _end(answered))}
    view = answered.time.display()
    name = name_of(answered.answered, view)
    coming, following = answered.coming, ""
    if coming is not None and coming.reminder.key != request.key:
        # what was answered has been named already
        following = next_up(title_of(coming.reminder.occurrence), view.wall(coming.at))
    if isinstance(answered, AlreadyDone):
        raise NothingToActOn(*answers_words.already_done(name, following))
    return {"said": f"{_said(pressed, answered, name, view)} {following}".strip()}


def undo(site: PageState, _: PageRequest) -> Answer:
    """What was said last today is taken back. Raises NothingToActOn, SystemFault."""
    answered = site.ask(UndoRequest(by=Actor.PAGE))
    if not isinstance(answered, TakenBack):
        raise NothingToActOn(answers_words.nothing_to_undo()[0])
    plan = quoted(answered.plan) if answered.plan else ""
    about = name_of(answered.taken, answered.time.display()) if answered.taken else plan
    return {"said": answers_words.undone(answered.what, about)}


def anytime(site: PageState, request: PageRequest) -> Answer:
    """Start a session of the plans, or what is in the library, now; gives the key that it goes by.

    Before the first one that moves comes the safety check; `later` puts it off.
    """
    name, by, here = request.text("name"), Actor.PAGE, SessionPlace.PAGE
    try:
        found = site.ask(StartRequest(by=by, session=name, where=here, can_ask=True))
    except UsageError:
        raise NotThere(*page_words.NO_SESSION) from None
    if not isinstance(found, SessionSelected) or found.selected.occurrence.key.session_ref != name:
        # the beginning of another's name is not that one
        raise NotThere(*page_words.NO_SESSION)
    if found.check_first:
        if not request.body.get("later"):
            return {"check": opening_check()}
        site.ask(CheckInRequest(by=by, put_off=True))
    begun = site.ask(BeginRequest(by=by, occurrence=found.selected.occurrence, where=here))
    return {"key": begun.answered.occurrence.key}


def pause(site: PageState, request: PageRequest) -> Answer:
    """Show nothing for a while."""
    chosen = request.text("until")
    if chosen not in words.PAUSES:
        raise NotUnderstood(*page_words.NOT_UNDERSTOOD)
    answered = site.ask(PauseRequest(by=Actor.PAGE, until=(chosen,)))
    return {"said": words.paused(answered.time.display().moment(answered.until))}


def resume(site: PageState, _: PageRequest) -> Answer:
    if isinstance(site.ask(ResumeRequest(by=Actor.PAGE)), NotPaused):
        raise Refused(*words.NOT_PAUSED)
    return {"said": words.RESUMED}


def _pressed(request: PageRequest) -> _PRESSES:
    """The request that a press stands for. Raises NotUnderstood."""
    key, by = request.key, Actor.PAGE
    match request.text("answer"):
        case "done":
            return DoneRequest(by=by, session=key, offered=True, at=request.text("at", _LONGEST_TIME).strip())
        case "skip":
            return SkipRequest(by=by, session=key, offered=True)
        case "excuse":
            return ExcuseRequest(by=by, session=key, offered=True, why=" ".join(request.text("why").split()))
        case "move":
            at = request.text("at", _LONGEST_TIME).strip()
            if parse_time_of_day(at) is None:
                raise NotUnderstood(*words.NOT_LATER)
            return SnoozeRequest(by=by, session=key, words=("until", *at.split()))
        case "snooze":
            try:
                length = parse(request.text("length"))
            except ValueError:
                raise NotUnderstood(*words.NO_ANSWER) from None
            return SnoozeRequest(by=by, session=key, offered=True, length=length)
        case ("yes" | "not_sure" | "no") as helps:
            return FeelRequest(by=by, session=key, offered=True, answer=FeltAnswer(helps))
    raise NotUnderstood(*words.NO_ANSWER)


def _end(answered: SessionAnswered) -> str:
    view = answered.time.display()
    return view.wall(answered.until or view.now)


def _said(pressed: _PRESSES, answered: SessionAnswered, name: str, view: TimeDisplay) -> str:
    """What has been done, as the commands say it."""
    asks = answered.answered.occurrence.asks
    match pressed:
        case DoneRequest():
            at = view.clock(answered.done_at) if answered.done_at else ""
            return answers_words.done(name, at, asks)
        case SnoozeRequest():
            return answers_words.snoozed(name, view.wall(answered.until or view.now))
        case ExcuseRequest():
            return answers_words.excused(name)
        case SkipRequest():
            return answers_words.skipped(name) if asks == "session" else answers_words.done(name, "", asks)
        case FeelRequest():
            return words.noted(title_of(answered.answered.occurrence))
