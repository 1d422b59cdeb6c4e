"""Knows what the view of one session says and takes; must not know how it is performed, nor the web."""

from __future__ import annotations

from datetime import timedelta

from routine.core.events import Actor, FeltAnswer
from routine.core.player import PlayerCommand
from routine.core.safety import is_sore
from routine.core.shorter_version import SHORT
from routine.core.steps import only_read, to_the_minute
from routine.presentation import page as words
from routine.presentation import plan_changes, reminders
from routine.presentation import safety as safety_words
from routine.presentation.equipment import needs_of
from routine.presentation.reminder_state import title_of
from routine.presentation.session_rules import rules_of
from routine.presentation.text_layout import one_line
from routine.presentation.time_format import whole_minutes
from routine.service.requests.messages import FeelRequest
from routine.service.requests.page_messages import OccurrenceRequest
from routine.service.requests.safety_messages import CheckInRequest
from routine.ui.page.frames import first_pictured, marks, outline, turns
from routine.ui.page.request import Answer, Json, NotThere, NotUnderstood, PageRequest, Stream
from routine.ui.page.state import PageState
from routine.ui.page.views import figures

_FELT = frozenset({"", "easier", "same", "harder", "no_time", "too_hard", "hurt", "other"})
_LINE = 280
"""A line of diary, not a page."""


def about(site: PageState, request: PageRequest) -> Answer:
    """What it is, and all its steps; how it stands comes with the frames."""
    key = request.key
    answer = site.ask(OccurrenceRequest(key=key, compares=True))
    steps = site.session(key).steps
    occurrence = answer.reminder.occurrence
    check_waits = answer.moves and answer.restrictions.check_waits
    return {
        "key": key,
        "name": key.session_ref,
        "title": title_of(occurrence),
        "minutes": whole_minutes(to_the_minute(sum((step.length for step in steps), timedelta(0)))),
        "practice": occurrence.practice.value if occurrence.practice else "",
        "first": not answer.done_before,
        "asks": not only_read(steps),
        "steps": outline(steps),
        "marks": marks(steps),
        "turns": turns(steps),
        "paced": any(step.exercise is not None and step.exercise.pattern is not None for step in steps),
        "preview": first_pictured(steps),
        "needs": needs_of(steps),
        "stop": " ".join(rules_of(steps, moves=answer.moves, practice=occurrence.practice)),
        "check": words.by_view(safety_words.WAITS) if check_waits else "",
    }


def frames(site: PageState, request: PageRequest) -> Stream:
    # asked for once before the stream begins, so that what there is not is told as such
    live = site.session(request.key)
    _ = live.steps
    return live.frames()


def figure(site: PageState, request: PageRequest) -> Answer:
    """The figure of one step, at the speed of the dose that the plan gives it."""
    steps = site.session(request.key).steps
    place = request.path["step"]
    step = {str(number): step for number, step in enumerate(steps)}.get(place)
    if step is None or step.exercise is None:
        raise NotThere(*words.NO_FIGURE)
    return figures.moving(step.exercise.with_dose(step.dose), request.query.get("side", ""))


def start(site: PageState, request: PageRequest) -> Answer:
    """Before the first session that moves comes the safety check; `later` puts it off. `short`: less of it."""
    if site.ask(OccurrenceRequest(key=request.key)).opens_check:
        if not request.body.get("later"):
            return {"check": opening_check()}
        site.ask(CheckInRequest(by=Actor.PAGE, put_off=True))
    site.session(request.key).start(SHORT if request.body.get("short") else None)
    return {}


def opening_check() -> Json:
    """What stands there before the first session that moves."""
    lead = words.by_view(f"{safety_words.OPENS_ONCE} {safety_words.WAITS}")
    return {"title": safety_words.CHECK_TITLE, "lead": lead}


def press(site: PageState, request: PageRequest) -> Answer:
    """Pause, resume, next, back, stop; a tick comes from the clock alone."""
    said = request.text("press")
    if said not in {press.value for press in PlayerCommand} - {PlayerCommand.TICK.value}:
        raise NotUnderstood(*words.NOT_UNDERSTOOD)
    site.session(request.key).press(PlayerCommand(said))
    return {}


def keep_swap(site: PageState, request: PageRequest) -> Answer:
    """The easier exercise is written into the plan. Raises Refused, PlanError, SystemFault."""
    answer = site.ask(site.session(request.key).keep_swap())
    return {"said": f"{plan_changes.swapped(answer.title, *answer.others)} {plan_changes.UNDO}"}


def feel(site: PageState, request: PageRequest) -> Answer:
    """How it was; each part may come by itself."""
    answer, score = request.text("answer"), request.number("score", 0, 10)
    note = one_line(request.text("note", 4 * _LINE))[:_LINE]
    if answer not in _FELT or not (answer or note or score is not None):
        raise NotUnderstood(*words.NOT_UNDERSTOOD)
    _ = site.session(request.key).steps  # only what can be gone through
    felt = FeltAnswer(answer) if answer else None
    site.ask(FeelRequest(by=Actor.PAGE, session=request.key, answer=felt, score=score, note=note))
    if felt is FeltAnswer.HURT:
        return {"look": words.by_view(reminders.WHEN_HURT)}
    return {"look": words.by_view(safety_words.LOOK_AGAIN) if is_sore(score) else ""}
