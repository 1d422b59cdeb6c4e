"""Knows what the page says of when to get help, and takes the answers. Must not know what they hold back.

The list comes first and whole. An answer is written as soon as it is given, as in a terminal: what follows may be
broken off.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from routine.core.events import Actor, Outcome
from routine.core.safety import answered
from routine.core.safety_signs import UNSURE
from routine.errors import NotAccepted
from routine.library.catalogue import catalogue
from routine.presentation import page as common
from routine.presentation import page_library as page_words
from routine.presentation import reminders, safety
from routine.presentation import safety_check as words
from routine.presentation.errors import explain
from routine.presentation.safety_check import advice_on, avoid_line, sign_text, what_waits
from routine.presentation.safety_signs import AT_NEXT_VISIT
from routine.service.requests.messages import LocalTime
from routine.service.requests.safety_messages import CheckInRequest, ClearSafetyRequest, SafetyRequest
from routine.ui.page.request import Answer, Json, NotUnderstood, PageRequest
from routine.ui.page.state import PageState

_NONE, _YES, _NOT_SURE = "none", "yes", "not_sure"


def about(site: PageState, _: PageRequest) -> Answer:
    """The signs, the most urgent first, and how things stand."""
    return {
        "title": words.HELP_TITLE,
        "lead": words.LEAD,
        "forWhom": words.ADULTS,
        "parts": [part_of_check(part) for part in words.PARTS],
        "numbers": words.NUMBERS,
        "unsure": words.UNSURE,
        "stop": reminders.STOP_RULE,
        "stands": _stands(site),
        "check": {"title": page_words.CHECK, "stays": words.STAYS_HERE},
        "leaveOut": _leave_out(),
        "footer": common.by_view(safety.FOOTER),
    }


def answer(site: PageState, request: PageRequest) -> Answer:
    """One part of the check. After "none" to part A nothing is written yet: part B comes next."""
    part = next((each for each in words.PARTS if each.name == request.text("part")), None)
    given, signs = request.text("answer"), request.body.get("signs", [])
    if part is None or given not in {_NONE, _YES, _NOT_SURE} or not _are_numbers(signs, part):
        raise NotUnderstood(*common.NOT_AN_ANSWER)
    if given == _NONE and signs:
        raise NotUnderstood(*common.NOT_AN_ANSWER)
    named = [part.numbers[number - 1] for number in signs]
    if part is words.URGENT:
        if given == _NONE:
            return {"next": words.DOCTOR.name, "advice": []}
        unsure = [f"{part.name}{UNSURE}"] if given == _NOT_SURE else []
        return _keep(site, CheckInRequest(by=Actor.PAGE, urgent=tuple(named or unsure or [part.name])))
    # as in a terminal: whoever is not sure has it looked at
    doctor = () if given == _NONE else tuple(named or [part.name])
    return _keep(site, CheckInRequest(by=Actor.PAGE, doctor=doctor))


def leave_out(request: PageRequest) -> Answer:
    """The line of a plan that leaves these out; which ones is written down nowhere."""
    tags = [tag for tag in catalogue().tags if tag in request.query.get("tags", "").split(",")]
    return {"line": avoid_line(tags) if tags else ""}


def clear(site: PageState, request: PageRequest) -> Answer:
    """A professional has said that movement is fine."""
    text = request.text("day")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotUnderstood(*safety.not_a_day(text)) from None
    try:
        status = site.ask(ClearSafetyRequest(by=Actor.PAGE, day=day)).status
    except NotAccepted as error:
        raise NotUnderstood(*explain(error)) from error
    # a sign of part A had ended the check: what was never asked is asked now
    return {
        "advice": [words.was_cleared(day.isoformat())],
        "next": words.DOCTOR.name if status.rest_waits else "",
    }


def part_of_check(part: words.CheckPart) -> Json:
    """One part: its question, and the signs it asks for."""
    return {
        "name": part.name,
        "title": part.title,
        "question": part.question,
        "signs": list(part.signs),
        "groups": [
            {
                "title": group.title if len(part.groups) > 1 else "",
                "signs": [*group.signs.values()],
                "advice": group.advice,
            }
            for group in part.groups
        ],
        "urgent": part is words.URGENT,
    }


def _stands(site: PageState) -> Json:
    """How things stand by the answers so far."""
    answer = site.ask(SafetyRequest())
    state, time = answer.status, answer.time
    if state.answered is None:
        return {"title": page_words.STANDS, "lines": [words.NEVER], "since": ""}
    said = [words.last_answered(_day(state.answered, time))]
    if state.cleared and not state.binds:
        said.append(words.was_cleared(_day(state.cleared, time)))
    if state.signs:
        said.append(words.signs_named([sign_text(sign) for sign in state.signs]))
        said.append(what_waits(state) if state.binds else AT_NEXT_VISIT.advice)
    if state.rest_waits:
        said.append(common.by_view(words.REST_WAITS))
    return {
        "title": page_words.STANDS,
        "lines": said,
        "since": words.since_then(_day(state.cleared, time)) if state.cleared else "",
        "clear": {"label": page_words.CLEARED_ASK, "latest": _day(time.now, time)} if state.binds else None,
    }


def _leave_out() -> Json:
    tags = catalogue().tags.values()
    return {
        "title": words.LEAVE_OUT_TITLE.partition(" ")[2],
        "lead": words.LEAVE_OUT,
        "tags": [{"value": tag.id, "label": words.leave_out_sign(tag.words, tag.asks)} for tag in tags],
        "how": words.LEAVE_OUT_LINE,
    }


def _are_numbers(signs: object, part: words.CheckPart) -> bool:
    return isinstance(signs, list) and all(
        isinstance(one, int) and not isinstance(one, bool) and 1 <= one <= len(part.signs) for one in signs
    )


def _keep(site: PageState, request: CheckInRequest) -> Answer:
    before = site.ask(SafetyRequest())
    entry = answered(request.urgent, request.doctor, before.time.now)
    advice: Sequence[str] = advice_on(entry, still_held=before.status.binds)
    site.ask(request)
    urgent = entry.outcome is Outcome.STOP
    return {
        "next": "" if urgent else "leaveOut",
        "urgent": urgent,
        "advice": [common.by_view(line) for line in advice],
    }


def _day(at: datetime, time: LocalTime) -> str:
    return at.astimezone(time.zone.tzinfo).date().isoformat()
