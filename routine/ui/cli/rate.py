"""Knows how somebody says how their back is, and has it forgotten. Must not know where it is kept."""

from __future__ import annotations

import argparse

from routine.errors import NothingToActOn, UsageError
from routine.presentation import ratings as words
from routine.presentation.phrases import quoted
from routine.presentation.safety import LOOK_AGAIN
from routine.presentation.text_layout import one_line
from routine.service.requests.rating_messages import ForgetRequest, Forgotten, RateRequest
from routine.ui.cli.display import name_of
from routine.ui.console.output import dim, echo, echo_aside
from routine.wiring.asking import Asker

_SCORES = range(11)
_LONGEST = 280
"""Letters of a line of diary, as on the page."""


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "rate":
        parser.add_argument("score", nargs="?", default="", metavar=words.N, help=words.RATE_HELP)
        parser.add_argument("--note", default="", metavar="TEXT", help=words.NOTE_HELP)
        return
    parser.add_argument("which", metavar=words.ID, help=words.ID_HELP)
    parser.add_argument("--note", action="store_true", help=words.NOTE_ALONE_HELP)
    parser.add_argument("--rating", action="store_true", help=words.RATING_ALONE_HELP)


def run(name: str, args: argparse.Namespace, asker: Asker) -> int:
    if name == "forget":
        _forget(args, asker)
        return 0
    note = one_line(args.note)[:_LONGEST]
    if not args.score and not note:
        raise UsageError(*words.say_something())
    score = _score(args.score)
    answer, _ = asker.ask(RateRequest(score=score, note=note))
    after = name_of(answer.after, answer.time.display()) if answer.after else ""
    echo(words.rated(score, note, after))
    if answer.look_again:
        echo_aside(dim(LOOK_AGAIN))
    return 0


def _score(typed: str) -> int | None:
    """Raises UsageError."""
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and int(typed[:3]) in _SCORES):
        raise UsageError(*words.not_a_rating(quoted(typed)))
    return int(typed)


def _forget(args: argparse.Namespace, asker: Asker) -> None:
    both = args.note == args.rating
    request = ForgetRequest(which=args.which, note=args.note or both, rating=args.rating or both)
    answer, _ = asker.ask(request)
    if not isinstance(answer, Forgotten):
        raise NothingToActOn(*words.nothing_to_forget(quoted(args.which)))
    echo(words.forgotten(answer.notes, answer.ratings))
    echo(dim(words.COPIES_KEEP))
