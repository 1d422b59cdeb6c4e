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
from routine.core.safety import UNSURE, answered
from routine.errors import UsageError
from routine.presentation import command_line as common
from routine.presentation import reminders, safety
from routine.presentation import safety_check as words
from routine.presentation.safety_check import advice_on, avoid_line, sign_text, what_waits
from routine.service.requests.messages import LocalTime
from routine.service.requests.safety_messages import (
    CheckInRequest,
    ClearSafetyRequest,
    SafetyAnswer,
    SafetyRequest,
)
from routine.ui.console.output import bold, dim, echo, echo_json, good, warn
from routine.ui.console.prompts import ask, chosen_in, numbers_in, paragraph
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
        _show_advice(words.URGENT)
        echo()
        _show_part(words.DOCTOR)
        _show_advice(words.DOCTOR)
    elif outcome is not Outcome.STOP:
        _ask_what_to_leave_out()


def ask_signs(asker: Asker) -> Outcome | None:
    """The two-minute check, parts A and B, and what comes of it; None for another time. Raises EOFError.

    `init` asks it as well: after STOP it goes no further.
    """
    echo(bold(words.CHECK_TITLE))
    paragraph(words.LEAD)
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
    _show_part(words.DOCTOR)
    answer, _ = asker.ask(SafetyRequest())
    if clear := answer.status.cleared:
        paragraph(words.since_then(_day_of(clear, answer.time)), dim)
    paragraph(words.ASK_DOCTOR, dim)
    doctor = ask(words.ANSWER, "", _as_doctor, words.AGAIN_DOCTOR)
    return _keep(urgent, doctor, asker)


_LATER = "later"


def _as_urgent(answer: str) -> list[str] | None:
    """The signs of part A that were named; only a clear no is none of them."""
    said = answer.casefold().strip(" .!")
    if not said:
        return [_LATER]
    if said in words.NOT_SURE:
        return [f"{words.URGENT.name}{UNSURE}"]
    if said in words.YES:
        return [words.URGENT.name]
    return _numbered(said, words.URGENT)


def _as_doctor(answer: str) -> list[str] | None:
    said = answer.casefold().strip(" .!")
    if not said:
        return None
    if said in words.YES | words.NOT_SURE:
        return [words.DOCTOR.name]
    return _numbered(said, words.DOCTOR)


def _numbered(said: str, part: words.CheckPart) -> list[str] | None:
    if said in words.NO:
        return []
    numbers = numbers_in(said, len(part.signs))
    return [f"{part.name}{number}" for number in numbers] if numbers is not None else None


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
    asker.ask(ClearSafetyRequest(day=day))
    echo(good(words.was_cleared(day.isoformat())))
    return 0


def _read(asker: Asker) -> None:
    """The list, and how things stand; nothing is asked."""
    echo(bold(words.HELP_TITLE))
    paragraph(words.LEAD)
    for part in words.PARTS:
        echo()
        _show_part(part)
        _show_advice(part)
    echo()
    paragraph(reminders.STOP_RULE, bold)
    echo()
    _show_safety_status(asker.ask(SafetyRequest())[0])
    paragraph(words.ASKED_IN_A_TERMINAL, dim)
    echo()
    _foot()


def _show_part(part: words.CheckPart) -> None:
    echo(bold(words.part_title(part)))
    paragraph(part.question)
    for number, sign in enumerate(part.signs, start=1):
        paragraph(sign, indent=_INDENT, mark=f"{number:>2}  ")


def _show_advice(part: words.CheckPart) -> None:
    paragraph(part.advice, warn)
    if part is words.URGENT:
        paragraph(words.UNSURE)
        paragraph(words.NUMBERS, dim)


def _show_safety_status(answer: SafetyAnswer) -> None:
    state, time = answer.status, answer.time
    if state.answered is None:
        echo(words.NEVER)
        return
    echo(words.last_answered(_day_of(state.answered, time)))
    if state.cleared:
        echo(words.was_cleared(_day_of(state.cleared, time)))
    if state.binds:
        paragraph(words.signs_named([sign_text(sign) for sign in state.signs]))
        paragraph(what_waits(state), warn)
        paragraph(words.how_to_clear(_day_of(time.now, time)), dim)


def _ask_what_to_leave_out() -> None:
    """Part C: the choices as a line for a plan. Which ones, and why, is nobody else's business."""
    from routine.library.loader import read_tags  # noqa: PLC0415 - the library is read only where it is shown

    tags = list(read_tags().values())
    echo(bold(words.LEAVE_OUT_TITLE))
    paragraph(words.LEAVE_OUT)
    for number, tag in enumerate(tags, start=1):
        paragraph(f"{tag.words} ({tag.demand})", indent=_INDENT, mark=f"{number:>2}  ")
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
        "parts": [
            {"part": p.name, "title": p.title, "question": p.question, "signs": list(p.signs), "advice": p.advice}
            for p in words.PARTS
        ],
        "not_sure": words.UNSURE,
        "stop_rule": reminders.STOP_RULE,
        "footer": safety.FOOTER,
        "outcome": state.outcome.value if state.outcome else None,
        "signs": list(state.signs),
        "answered": _day_of(state.answered, answer.time) if state.answered else None,
        "cleared": _day_of(state.cleared, answer.time) if state.cleared else None,
        "waits": answer.check_waits,
    }
