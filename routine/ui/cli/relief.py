"""Knows `relief`: what helps now, after two questions, whatever the plan holds. Must not know how it is guided."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from functools import partial

from routine.core.identifiers import SessionPlace
from routine.core.relief import ReliefKind, kind_called, session_for
from routine.core.safety import answered
from routine.core.safety_signs import UNSURE
from routine.errors import UsageError
from routine.presentation import answers as answer_words
from routine.presentation import relief as words
from routine.presentation import terminal_session
from routine.presentation.login import ACTION_RELIEF
from routine.presentation.safety_check import advice_on
from routine.presentation.safety_signs import SignGroup
from routine.service.requests.safety_messages import CheckInRequest, SafetyRequest
from routine.ui.cli import answer
from routine.ui.cli.sign_answers import signs_named
from routine.ui.console.output import bold, dim, echo, warn
from routine.ui.console.prompts import ask, paragraph
from routine.wiring.asking import Asker

_PARTS = ("A", "B")
_NONE = "none"


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", nargs="*", metavar=words.KIND, help=words.KIND_HELP)
    parser.add_argument(
        "--in",
        dest="where",
        choices=[place.value for place in SessionPlace],
        metavar="WHERE",
        help=answer_words.IN_HELP,
    )
    parser.add_argument("--plain", action="store_true", help=terminal_session.PLAIN_HELP)
    parser.add_argument("--voice", action="store_true", help=terminal_session.VOICE_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    kind = _kind(" ".join(args.kind))
    if kind is None or not _may_go_on(asker):
        return 0
    begin = argparse.Namespace(
        session=[session_for(kind)],
        where=args.where,
        plain=args.plain,
        voice=args.voice,
        minutes="",
        on="",
        at="",
        early=False,
        asked=True,
    )
    return answer.run("start", begin, asker)


def _kind(typed: str) -> ReliefKind | None:
    """None where nobody chose one. Raises UsageError."""
    if typed:
        found = kind_called(typed)
        if found is None:
            raise UsageError(*words.unknown(typed))
        return found
    echo(bold(ACTION_RELIEF))
    for number, kind in enumerate(ReliefKind, 1):
        name = f"{number}. {words.LABELS[kind]}" if sys.stdin.isatty() else f"{kind.value:<6} {words.LABELS[kind]}"
        echo("  ", name, ": ", dim(words.ABOUT[kind]))
    if not sys.stdin.isatty():
        echo(dim(words.IN_A_TERMINAL))
        return None
    try:
        chosen = ask(words.WHICH, _NONE, _chosen, words.AGAIN)
    except EOFError:
        return None
    return chosen if isinstance(chosen, ReliefKind) else None


def _chosen(typed: str) -> ReliefKind | str | None:
    """None where it is not understood."""
    if typed == _NONE:
        return typed
    if typed in {"1", "2", "3", "4"}:
        return tuple(ReliefKind)[int(typed) - 1]
    return kind_called(typed)


def _may_go_on(asker: Asker) -> bool:
    """Ask the two questions; what is named is kept as an answer of the check is, and ends it here.

    Where nobody is there to answer, what would be asked is shown, and whoever reads it decides.
    """
    unasked = False
    for part, group in zip(_PARTS, words.QUESTIONS, strict=True):
        _show(group)
        try:
            named = (
                []
                if unasked
                else ask(words.ANSWER, "", partial(_named, part, tuple(group.signs)), words.ANSWER_AGAIN)
            )
        except EOFError:
            echo()
            named, unasked = [], True
        if named:
            _keep(named if part == "A" else [], named if part == "B" else [], asker)
            return False
    if unasked:
        paragraph(words.NOT_ASKED, warn)
    return True


def _show(group: SignGroup) -> None:
    echo(bold(words.ASK))
    for number, sign in enumerate(group.signs.values(), 1):
        paragraph(sign, indent=2, mark=f"{number}. ")


def _named(part: str, numbers: Sequence[str], typed: str) -> list[str] | None:
    """None where it is not understood; only a clear no is none of them."""
    named = signs_named(typed, part, numbers) if typed.strip() else None
    # whoever is not sure of the second kind has it looked at
    return [sign.rstrip(UNSURE) for sign in named] if named and part == "B" else named


def _keep(urgent: Sequence[str], doctor: Sequence[str], asker: Asker) -> None:
    """Say what to do, then write it down."""
    before, _ = asker.ask(SafetyRequest())
    first, *more = advice_on(answered(urgent, doctor, before.time.now), still_held=before.status.binds)
    echo()
    paragraph(first, warn)
    for line in more:
        paragraph(line)
    if doctor:
        paragraph(words.CALM_GOES_ON, dim)
    asker.ask(CheckInRequest(urgent=tuple(urgent), doctor=tuple(doctor)))
