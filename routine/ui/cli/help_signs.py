"""Knows `help-signs`: when to get help, and the two-minute check. Must not know what an answer holds back.

The list comes first and whole, whatever is answered. An answer is written at once: it must hold even when what
follows is broken off.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from routine.core.events import Outcome
from routine.core.safety import answered
from routine.core.safety_signs import UNSURE
from routine.errors import UsageError
from routine.presentation import command_line as common
from routine.presentation import reminders, safety
from routine.presentation import safety_check as words
from routine.presentation.safety_check import advice_on, avoid_line, sign_text, what_waits
from routine.presentation.safety_signs import AT_NEXT_VISIT, AT_ONCE, SignGroup
from routine.service.requests.messages import LocalTime
from routine.service.requests.safety_messages import (
    CheckInRequest,
    ClearSafetyRequest,
    SafetyAnswer,
    SafetyRequest,
)
from routine.ui.cli.sign_answers import signs_named
from routine.ui.console.output import bold, dim, echo, echo_json, good, warn
from routine.ui.console.prompts import ask, chosen_in, paragraph
from routine.wiring.asking import Asker

_INDENT = 2


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--read", action="store_true", help=words.READ_HELP)
    parser.add_argument("--cleared", metavar=words.DATE, help=words.CLEARED_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    if args.cleared:
        return _clear(args.cleared, asker)
    if args.json:
        echo_json(_to_json(asker.ask(SafetyRequest())[0]))
        return 0
    if args.read or not sys.stdin.isatty():
        _read(asker)
        return 0
    answer, _ = asker.ask(SafetyRequest())
    if answer.status.binds:
        _show_safety_status(answer)
        echo()
    try:
        _check(asker)
    except EOFError:
        echo()
    except KeyboardInterrupt:
        # the shell's own line is not to stand behind the question
        echo()
        raise
    echo()
    _foot()
    return 0


def _check(asker: Asker) -> None:
    """The check; somebody who only reads is shown the rest of the list."""
    outcome = ask_signs(asker)
    if outcome is None:
        echo()
        _show_advice(AT_ONCE)
        echo()
        _show_part(words.DOCTOR, with_advice=True)
    elif outcome is not Outcome.STOP:
        _ask_what_to_leave_out()


def ask_signs(asker: Asker) -> Outcome | None:
    """The two-minute check, parts A and B, and what comes of it; None for another time. Raises EOFError.

    `init` asks it as well: after STOP it goes no further.
    """
    echo(bold(safety.CHECK_TITLE))
    paragraph(words.LEAD)
    paragraph(words.ADULTS)
    echo()
    _show_part(words.URGENT)
    paragraph(words.ASK_URGENT, dim)
    urgent = ask(words.ANSWER, "", _as_urgent, words.AGAIN)
    if urgent == [_LATER]:
        paragraph(words.LATER, dim)
        return None
    if urgent:
        return _keep(urgent, [], asker)
    echo()
    return ask_the_rest(asker)


def open_check(asker: Asker) -> None:
    """The check before the first session that moves; who does not answer it now has put it off."""
    answer, _ = asker.ask(SafetyRequest())
    try:
        outcome = ask_the_rest(asker) if answer.status.rest_waits else ask_signs(asker)
    except EOFError:
        outcome = None
        echo()
    if outcome is None:
        asker.ask(CheckInRequest(put_off=True))


def ask_the_rest(asker: Asker) -> Outcome:
    """Part B, and what comes of it. Raises EOFError."""
    _show_part(words.DOCTOR)
    answer, _ = asker.ask(SafetyRequest())
    if clear := answer.status.cleared:
        paragraph(words.since_then(_day_of(clear, answer.time)), dim)
    paragraph(words.ASK_DOCTOR, dim)
    doctor = ask(words.ANSWER, "", _as_doctor, words.AGAIN_DOCTOR)
    return _keep([], doctor, asker)


_LATER = "later"


def _as_urgent(answer: str) -> list[str] | None:
    """The signs of part A that were named; only a clear no is none of them."""
    if not answer.strip():
        return [_LATER]
    return signs_named(answer, words.URGENT.name, words.URGENT.numbers)


def _as_doctor(answer: str) -> list[str] | None:
    """As with part A; whoever is not sure has it looked at."""
    named = signs_named(answer, words.DOCTOR.name, words.DOCTOR.numbers)
    return [sign.rstrip(UNSURE) for sign in named] if named is not None else None


def _keep(urgent: Sequence[str], doctor: Sequence[str], asker: Asker) -> Outcome:
    """Say what to do, then write it down."""
    before, _ = asker.ask(SafetyRequest())
    entry = answered(urgent, doctor, before.time.now)
    outcome = entry.outcome
    echo()
    for number, line in enumerate(advice_on(entry, still_held=before.status.binds)):
        paragraph(line, warn) if number == 0 and outcome is not Outcome.CLEAR else paragraph(line)
    after, _ = asker.ask(CheckInRequest(urgent=tuple(urgent), doctor=tuple(doctor)))
    if after.status.binds:
        paragraph(words.how_to_clear(_day_of(after.time.now, after.time)), dim)
    paragraph(words.STAYS_HERE, dim)
    echo()
    return outcome


def _clear(text: str, asker: Asker) -> int:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(*safety.not_a_day(text)) from None
    answer, _ = asker.ask(ClearSafetyRequest(day=day))
    echo(good(words.was_cleared(day.isoformat())))
    if answer.status.rest_waits:
        _ask_rest_once_cleared(asker)
    return 0


def _ask_rest_once_cleared(asker: Asker) -> None:
    """A sign of part A had ended the check: what was never asked is asked now, if somebody is there."""
    echo()
    if not sys.stdin.isatty():
        paragraph(words.REST_WAITS)
        return
    try:
        ask_the_rest(asker)
    except EOFError:
        echo()


def _read(asker: Asker) -> None:
    """The list, and how things stand; nothing is asked."""
    echo(bold(words.HELP_TITLE))
    paragraph(words.LEAD)
    paragraph(words.ADULTS)
    for part in words.PARTS:
        echo()
        _show_part(part, with_advice=True)
    echo()
    paragraph(reminders.STOP_RULE, bold)
    echo()
    _show_safety_status(asker.ask(SafetyRequest())[0])
    paragraph(words.ASKED_IN_A_TERMINAL, dim)
    echo()
    _foot()


def _show_part(part: words.CheckPart, *, with_advice: bool = False) -> None:
    """Its signs, numbered from the first group to the last, each group under what it asks for."""
    echo(bold(words.part_title(part)))
    paragraph(part.question)
    first = 1
    for group in part.groups:
        if len(part.groups) > 1:
            echo()
            paragraph(group.title, bold)
        for number, sign in enumerate(group.signs.values(), start=first):
            paragraph(sign, indent=_INDENT, mark=f"{number:>2}  ")
        first += len(group.signs)
        if with_advice:
            _show_advice(group)


def _show_advice(group: SignGroup) -> None:
    paragraph(group.advice, warn)
    if group is AT_ONCE:
        paragraph(words.UNSURE)
        paragraph(words.NUMBERS, dim)


def _show_safety_status(answer: SafetyAnswer) -> None:
    state, time = answer.status, answer.time
    if state.answered is None:
        echo(words.NEVER)
        return
    echo(words.last_answered(_day_of(state.answered, time)))
    if state.cleared and not state.binds:
        echo(words.was_cleared(_day_of(state.cleared, time)))
    if state.signs:
        paragraph(words.signs_named([sign_text(sign) for sign in state.signs]))
    if state.binds:
        paragraph(what_waits(state), warn)
        paragraph(words.how_to_clear(_day_of(time.now, time)), dim)
    elif state.signs:
        paragraph(AT_NEXT_VISIT.advice)
    if state.rest_waits:
        paragraph(words.REST_WAITS)


def _ask_what_to_leave_out() -> None:
    """Part C: the choices as a line for a plan. Which ones, and why, is nobody else's business."""
    from routine.library.loader import read_tags  # noqa: PLC0415 - the library is read only where it is shown

    tags = list(read_tags().values())
    echo(bold(words.LEAVE_OUT_TITLE))
    paragraph(words.LEAVE_OUT)
    for number, tag in enumerate(tags, start=1):
        paragraph(words.leave_out_sign(tag.words, tag.asks), indent=_INDENT, mark=f"{number:>2}  ")
    picked = ask(words.LEAVE_OUT_ASK, "", lambda said: chosen_in(said, len(tags)), words.numbers_again(len(tags)))
    if picked:
        echo()
        paragraph(words.LEAVE_OUT_LINE)
        echo(" " * _INDENT, bold(avoid_line([tags[number - 1].id for number in picked])))


def _foot() -> None:
    paragraph(safety.FOOTER, dim)


def _day_of(at: datetime, time: LocalTime) -> str:
    return at.astimezone(time.zone.tzinfo).date().isoformat()


def _to_json(answer: SafetyAnswer) -> dict[str, Any]:
    state = answer.status
    return {
        "title": words.HELP_TITLE,
        "lead": words.LEAD,
        "for_whom": words.ADULTS,
        "parts": [
            {
                "part": part.name,
                "title": part.title,
                "question": part.question,
                "signs": list(part.signs),
                "groups": [
                    {
                        "tier": of.tier.value,
                        "title": of.title,
                        "signs": list(of.signs.values()),
                        "advice": of.advice,
                    }
                    for of in part.groups
                ],
            }
            for part in words.PARTS
        ],
        "not_sure": words.UNSURE,
        "stop_rule": reminders.STOP_RULE,
        "footer": safety.FOOTER,
        "outcome": state.outcome.value if state.outcome else None,
        "tier": state.tier.value,
        "signs": list(state.signs),
        "answered": _day_of(state.answered, answer.time) if state.answered else None,
        "cleared": _day_of(state.cleared, answer.time) if state.cleared else None,
        "waits": answer.check_waits,
    }
