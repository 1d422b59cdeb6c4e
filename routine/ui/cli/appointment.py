"""Knows `appointment`: where each course of visits is, moving a visit, and whether it helps. Knows no TOML."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from routine.core.commands import Excuse, Feel
from routine.core.events import Actor, ExcuseReason, FeltAnswer
from routine.core.ids import OccurrenceKey, review_of
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.recurrence import Course, due_utc
from routine.core.reminder_states import FINAL, Phase
from routine.core.visit_progress import VisitProgress
from routine.errors import NothingToActOn, UsageError, WorldError
from routine.presentation import appointments as words
from routine.presentation import command_line as common
from routine.presentation.time_format import TimeDisplay
from routine.service.reminder_store import ReminderStore
from routine.service.requests.status import progress_of, standings_of
from routine.ui.cli.course_lines import day_of_visit, in_words, to_json
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
    app = asker.app
    now = app.clock.now()
    store = app.store(now)
    context = _CommandContext(app, store, TimeDisplay(now, app.clock.zone(), app.plans.settings.hour_cycle))
    found = standings_of(store, now)
    if not found:
        app.refuse_unread()
    if args.what == "move":
        return _move(context, _select_course(found, args.course), args.number, _moment(args.when))
    if args.what == "helping":
        return _helping(context, _select_course(found, args.course), _ANSWERS[args.answer])
    if args.json:
        echo_json({"courses": [to_json(progress_of(one), context.view) for one in found]})
        return 0
    if not found:
        raise NothingToActOn(*words.none())
    for one in found:
        echo(bold(one.session.title), f": {in_words(progress_of(one), context.view)}")
        if one.session.detail:
            echo("  ", dim(one.session.detail))
    return 0


@dataclass(frozen=True, slots=True)
class _CommandContext:
    """What moving and answering work with."""

    app: App
    store: ReminderStore
    view: TimeDisplay


def _select_course(found: Sequence[VisitProgress], typed: Sequence[str]) -> VisitProgress:
    """The course that is meant. Raises NothingToActOn, or UsageError when that is not clear."""
    if not found:
        raise NothingToActOn(*words.none())
    name = " ".join(typed).casefold()
    close = [one for one in found if _goes_by(one, name)]
    exact = [one for one in close if name in {one.session.id, one.name, one.session.title.casefold()}]
    meant = exact or close
    if not meant:
        raise UsageError(*words.unknown(name, _names(found)))
    if len(meant) > 1:
        raise UsageError(*words.which(_names(meant)))
    return meant[0]


def _goes_by(one: VisitProgress, name: str) -> bool:
    return any(each.casefold().startswith(name) for each in (one.session.id, one.name, one.session.title))


def _names(found: Sequence[VisitProgress]) -> list[tuple[str, str]]:
    return [(one.session.title, one.session.id) for one in found]


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(*words.not_a_moment(text)) from None
    if len(text.strip()) < len("2026-12-10 15:00") or found.tzinfo or found.second or found.microsecond:
        raise UsageError(*words.not_a_moment(text))
    return found


def _move(context: _CommandContext, one: VisitProgress, number: int, when: datetime) -> int:
    zone = context.store.agenda.zone_of(one.plan)
    due = due_utc(when.date(), when.time(), zone)
    if not 1 <= number <= one.visits:
        raise UsageError(*words.no_such_visit(number, one.visits))
    if due <= context.view.now:
        raise UsageError(*words.has_passed(day_of_visit(due, context.view)))
    before = one.course.planned(number)
    if before == when:
        raise NothingToActOn(*words.same_time(number, day_of_visit(due, context.view)))
    if other := next(
        (no for no in range(1, one.visits + 1) if no != number and one.course.planned(no) == when), 0
    ):
        raise UsageError(*words.other_visit(other, day_of_visit(due, context.view)))
    _write(context.app, one, number, when)
    _no_longer_asked(context, OccurrenceKey.of(one.plan.id, one.session.id, before))
    echo(good(words.moved(one.session.title, number, day_of_visit(due, context.view))))
    return 0


def _write(app: App, one: VisitProgress, number: int, when: datetime) -> None:
    """Into the plan's text, as `routine edit` would. Raises WorldError, with nothing changed."""
    from routine.adapters.plan_writer import read_or_none, write  # noqa: PLC0415 - likewise
    from routine.reading.edit import with_visit_moved  # noqa: PLC0415 - with all of reading, a third of a second
    from routine.ui.cli.draft import EditSession, save_draft  # noqa: PLC0415 - likewise

    path = app.plans_dir / f"{one.plan.id}.toml"
    content = read_or_none(path)
    written = with_visit_moved(content, one.session.id, number, when) if content is not None else None
    if content is None or written is None:
        raise WorldError(*words.by_hand(str(path)))
    if problems := app.source.read_draft_now(path, written).problems:
        raise WorldError(*words.would_be_wrong(str(problems[0])))
    draft = path.with_name(f".{path.stem}.moved.toml")
    write(draft, written)
    context = EditSession(path.stem, path, draft, content, content)
    save_draft(context, app)


def _no_longer_asked(context: _CommandContext, key: OccurrenceKey) -> None:
    """What was waiting under the old time is over: nobody missed it."""
    reminder = context.store.reminders.get(key)
    if reminder and reminder.phase is not Phase.UPCOMING and reminder.phase not in FINAL:
        context.store.apply(key, Excuse(Actor.CLI, reason=ExcuseReason.MOVED), context.view.now)
        context.app.poke()


def _helping(context: _CommandContext, one: VisitProgress, answer: FeltAnswer) -> int:
    """Whether or not the card for it is on the screen, once it was time to ask."""
    review = next((each for each in one.plan.sessions if each.id == review_of(one.session.id)), None)
    if review is None or not isinstance(review.rule, Course):
        raise NothingToActOn(*words.no_review(one.session.title))
    planned = review.rule.planned(1)
    due = due_utc(planned.date(), planned.time(), context.store.agenda.zone_of(one.plan))
    if due > context.view.now:
        raise NothingToActOn(*words.not_asked_yet(review.title, day_of_visit(due, context.view)))
    key = OccurrenceKey.of(one.plan.id, review.id, planned)
    context.store.add(Occurrence(key, due, review.title, None, timedelta(), asks=OccurrenceKind.REVIEW))
    context.store.apply(key, Feel(answer, Actor.CLI), context.view.now)
    context.app.poke()
    echo(good(words.answered(one.session.title, answer)))
    return 0
