"""Knows how somebody says how their back is, and has it forgotten. Must not know where it is kept."""

from __future__ import annotations

import argparse

from routine.core.measures import Measure, value_of
from routine.errors import NothingToActOn, UsageError
from routine.presentation import measures as measure_words
from routine.presentation import ratings as words
from routine.presentation.phrases import quoted
from routine.presentation.safety import LOOK_AGAIN
from routine.presentation.text_layout import one_line
from routine.service.agenda_lines import name_of
from routine.service.requests.rating_messages import (
    CorrectRequest,
    ForgetRequest,
    Forgotten,
    Rated,
    RateRequest,
)
from routine.ui.console.output import dim, echo, echo_aside
from routine.wiring.asking import Asker

_SCORES = range(11)
_DIGITS = 2
_LONGEST = 280
"""Letters of a line of diary, as on the page."""


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "rate":
        parser.add_argument("score", nargs="*", metavar=words.N, help=words.RATE_HELP)
        parser.add_argument("--note", default="", metavar="TEXT", help=words.NOTE_HELP)
        parser.add_argument("--week", action="store_true", help=measure_words.WEEK_HELP)
        parser.add_argument(
            "--activity", default="", metavar=measure_words.ACTIVITY, help=measure_words.ACTIVITY_HELP
        )
        parser.add_argument("--peg", action="store_true", help=measure_words.PEG_HELP)
        parser.add_argument("--roland-morris", action="store_true", help=measure_words.ROLAND_MORRIS_HELP)
        parser.add_argument("--correct", default="", metavar=words.ID, help=measure_words.CORRECT_HELP)
        return
    parser.add_argument("which", metavar=words.ID, help=words.ID_HELP)
    parser.add_argument("--note", action="store_true", help=words.NOTE_ALONE_HELP)
    parser.add_argument("--rating", action="store_true", help=words.RATING_ALONE_HELP)


def run(name: str, args: argparse.Namespace, asker: Asker) -> int:
    if name == "forget":
        _forget(args, asker)
        return 0
    if measure := _measure(args):
        _rate_measure(measure, args, asker)
        return 0
    note = one_line(args.note)[:_LONGEST]
    if not args.score and not note:
        raise UsageError(*words.say_something())
    score = _score(" ".join(args.score))
    if args.correct:
        return _correct(args.correct, score, note, asker)
    answer, _ = asker.ask(RateRequest(score=score, note=note))
    after = name_of(answer.after, answer.time.display()) if answer.after else ""
    echo(words.rated(score, note, after))
    if answer.look_again:
        echo_aside(dim(LOOK_AGAIN))
    return 0


def _measure(args: argparse.Namespace) -> Measure | None:
    """Raises UsageError."""
    asked = [
        measure
        for measure, typed in (
            (Measure.WEEK, args.week),
            (Measure.ACTIVITY, args.activity),
            (Measure.PEG, args.peg),
            (Measure.ROLAND_MORRIS, args.roland_morris),
        )
        if typed
    ]
    if len(asked) > 1 or (asked and args.correct):
        raise UsageError(*measure_words.one_at_a_time())
    return asked[0] if asked else None


def _rate_measure(measure: Measure, args: argparse.Namespace, asker: Asker) -> None:
    """Without numbers it is shown. Raises UsageError."""
    if not args.score:
        for line in measure_words.how_it_is_asked(measure):
            if line:
                echo(line)
        return
    typed = [each for part in args.score for each in part.split(",") if each]
    none = measure is Measure.ROLAND_MORRIS and typed == [measure_words.NONE]
    if not none and not all(each.isascii() and each.isdigit() and len(each) <= _DIGITS for each in typed):
        raise UsageError(*measure_words.not_answers(measure))
    answers = () if none else tuple(map(int, typed))
    note = one_line(args.activity)[:_LONGEST]
    asker.ask(RateRequest(measure=measure, answers=answers, note=note))
    echo(measure_words.measured(measure, value_of(measure, answers) or 0, note))


def _correct(which: str, score: int | None, note: str, asker: Asker) -> int:
    answer, _ = asker.ask(CorrectRequest(which=which, score=score, note=note))
    if not isinstance(answer, Rated):
        raise NothingToActOn(*words.nothing_to_forget(quoted(which)))
    echo(words.corrected(score, note))
    echo(dim(words.STAYS_BEFORE))
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
