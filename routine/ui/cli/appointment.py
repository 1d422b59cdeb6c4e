"""Knows `appointment`: where each course of visits is, moving a visit, and whether it helps. Knows no TOML."""

from __future__ import annotations

import argparse
from datetime import date, datetime

from routine.core.events import FeltAnswer
from routine.core.time_input import parse_day, parse_time_of_day
from routine.errors import NothingToActOn, SystemFault, UsageError
from routine.presentation import appointments as words
from routine.presentation import command_line as common
from routine.service.requests.course_messages import (
    CoursesRequest,
    MoveVisitRequest,
    VisitMovedRequest,
    VisitToMove,
)
from routine.service.requests.messages import FeelRequest, SessionAnswered
from routine.ui.cli.course_lines import in_words, to_json
from routine.ui.cli.display import not_answered
from routine.ui.console.output import bold, dim, echo, echo_json, good
from routine.wiring.app import App
from routine.wiring.asking import Asker

_ANSWERS = {"yes": FeltAnswer.YES, "no": FeltAnswer.NO, "not-sure": FeltAnswer.NOT_SURE}


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)
    what = parser.add_subparsers(dest="what", metavar=words.WHAT)
    move = what.add_parser("move", help=words.MOVE_HELP, description=words.MOVE_HELP)
    move.add_argument("number", type=int, metavar=words.NUMBER, help=words.NUMBER_HELP)
    move.add_argument("when", metavar=words.WHEN, help=words.WHEN_HELP)
    helping = what.add_parser("helping", help=words.HELPING_HELP, description=words.HELPING_HELP)
    helping.add_argument("answer", choices=list(_ANSWERS), help=words.ANSWER_HELP)
    for each in (move, helping):
        each.add_argument("course", nargs="*", metavar=words.NAME, help=words.NAME_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    if args.what == "move":
        today = asker.app.clock.now().astimezone(asker.app.zone).date()
        return _move(" ".join(args.course), args.number, _moment(args.when, today), asker)
    if args.what == "helping":
        return _answer_review(" ".join(args.course), _ANSWERS[args.answer], asker)
    answer, _ = asker.ask(CoursesRequest())
    view = answer.time.display()
    if args.json:
        echo_json({"courses": [to_json(one, view) for one in answer.courses]})
        return 0
    if not answer.courses:
        raise NothingToActOn(*words.none())
    for one in answer.courses:
        echo(bold(one.title), f": {in_words(one, view)}")
        if one.detail:
            echo("  ", dim(one.detail))
    return 0


def _moment(text: str, today: date) -> datetime:
    """A day and a time of day, as people write them, or as TOML does. Raises UsageError."""
    typed = " ".join(text.split())
    day, _, clock = typed.replace("T", " ", 1).partition(" ") if typed[:1].isdigit() else typed.partition(" ")
    # TOML's own form has seconds
    clock = clock.removesuffix(":00") if clock.count(":") > 1 else clock
    found, at = parse_day(day, today, ahead=True), parse_time_of_day(clock)
    if found is None or at is None:
        raise UsageError(*words.not_a_moment(text))
    return datetime.combine(found, at)


def _move(name: str, number: int, at: datetime, asker: Asker) -> int:
    found, _ = asker.ask(MoveVisitRequest(name=name, number=number, at=at))
    _write(found, number, at, asker.app)
    asker.ask(VisitMovedRequest(visit=found.visit))
    echo(good(words.moved(found.course.title, number, words.day_of_visit(found.due, found.time.display()))))
    return 0


def _write(found: VisitToMove, number: int, at: datetime, app: App) -> None:
    """Into the plan's text, as `routine edit` would. Raises SystemFault, with nothing changed."""
    from routine.adapters.plan_writer import read_or_none, write  # noqa: PLC0415 - only what writes a plan imports it
    from routine.reading.edit import with_visit_moved  # noqa: PLC0415 - with all of reading, a third of a second
    from routine.ui.cli.draft import EditSession, save_draft  # noqa: PLC0415 - likewise

    path = app.plans_dir / f"{found.course.plan}.toml"
    content = read_or_none(path)
    written = with_visit_moved(content, found.course.session, number, at) if content is not None else None
    if content is None or written is None:
        raise SystemFault(*words.by_hand(str(path)))
    if problems := app.source.read_draft_now(path, written).problems:
        raise SystemFault(*words.would_be_wrong(str(problems[0])))
    draft = path.with_name(f".{path.stem}.moved.toml")
    write(draft, written)
    save_draft(EditSession(path.stem, path, draft, content, content), app)


def _answer_review(name: str, answer: FeltAnswer, asker: Asker) -> int:
    """Whether or not the card for it is on the screen, once it was time to ask."""
    found, _ = asker.ask(CoursesRequest(name))
    course = found.courses[0]
    if course.review is None:
        raise NothingToActOn(*words.no_review(course.title))
    said, _ = asker.ask(FeelRequest(session=course.review.key, answer=answer))
    if not isinstance(said, SessionAnswered):
        raise not_answered(said, "appointment")
    echo(good(words.answered(course.title, answer)))
    return 0
