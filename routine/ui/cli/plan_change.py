"""Knows how `plans again`, `back`, `pause` and the other verbs ask and answer; must not know a plan's text."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from routine.core.identifiers import Actor, PlanChange
from routine.presentation import plan_changes as words
from routine.presentation import plan_list
from routine.presentation.time_format import written
from routine.service.requests.plan_messages import ChangePlanRequest, PlanChangeDone
from routine.ui.console.output import dim, echo, good
from routine.wiring.asking import Asker


def add_changes(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    for name, said in words.HELP.items():
        verb = add_parser(name, help=said, description=said, allow_abbrev=False)
        verb.add_argument("plan", metavar=words.PLAN, help=plan_list.PLAN_HELP)
        verb.add_argument("--by", type=Actor, default=Actor.CLI, help=argparse.SUPPRESS)
        if name == PlanChange.SET:
            verb.add_argument("session", metavar=words.SESSION, help=words.SESSION_HELP)
            verb.add_argument("--days", action="append", default=[], metavar=words.DAYS, help=words.DAYS_HELP)
            verb.add_argument("--at", action="append", default=[], metavar=words.AT, help=words.AT_HELP)


def change(args: argparse.Namespace, asker: Asker) -> int:
    request = ChangePlanRequest(plan=args.plan, change=PlanChange(args.verb), by=args.by)
    if args.verb == PlanChange.SET:
        request = ChangePlanRequest(
            plan=args.plan,
            change=PlanChange.SET,
            session=args.session,
            days=tuple(args.days),
            at=tuple(args.at),
        )
    answer, _ = asker.ask(request)
    echo(good(sentence(answer)))
    if answer.file or answer.change is not PlanChange.REMOVE:
        echo(dim(words.UNDO))
    return 0


def rest_others(plan: str, asker: Asker) -> None:
    """While this plan runs, the others that move rest, and it is said which."""
    answer, _ = asker.ask(ChangePlanRequest(plan=plan, change=PlanChange.REST))
    if answer.others:
        echo(good(sentence(answer)))
        echo(dim(words.UNDO))


def sentence(answer: PlanChangeDone) -> str:
    view = answer.time.display()
    match answer.change:
        case PlanChange.AGAIN | PlanChange.BACK:
            day = written(answer.first or view.today, view.today)
            return words.again(answer.title, answer.week or 1, answer.weeks, day)
        case PlanChange.PAUSE:
            return words.paused(answer.title, answer.plan)
        case PlanChange.RESUME:
            return words.resumed(answer.title)
        case PlanChange.FINISH:
            return words.finished(answer.title)
        case PlanChange.REMOVE:
            return words.removed(answer.title, answer.file)
        case PlanChange.SWAP:
            return words.swapped(answer.title, *answer.others)
        case PlanChange.REST:
            return words.others_rest(list(answer.others), written(answer.last or view.today, view.today))
        case _:
            said = words.times_set(answer.session, answer.title)
            return f"{said} {words.moved_too(list(answer.others))}" if answer.others else said
