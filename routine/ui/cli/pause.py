"""Knows how a person holds everything back for a while: pause and resume. Must not know what is held, or how."""

from __future__ import annotations

import argparse

from routine.errors import NothingToActOn
from routine.presentation import command_line as common
from routine.presentation import pauses as words
from routine.presentation.agenda import OFF
from routine.service.requests.messages import PauseEnded, PauseRequest, PauseSet, ResumeRequest
from routine.ui.cli.display import following, told_apart
from routine.ui.console.output import dim, echo, echo_aside, echo_json
from routine.wiring.asking import Asker


def add(name: str, parser: argparse.ArgumentParser) -> None:
    if name == "pause":
        parser.add_argument("until", nargs="*", metavar=words.UNTIL, help=words.UNTIL_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(name: str, args: argparse.Namespace, asker: Asker) -> int:
    if name == "pause":
        _show_pause(asker.ask(PauseRequest(until=tuple(args.until)))[0], as_json=args.json)
        return 0
    answer, _ = asker.ask(ResumeRequest())
    if not isinstance(answer, PauseEnded):
        raise NothingToActOn(*words.not_paused(following(answer.coming, answer.time.display())))
    _show_resumed(answer, as_json=args.json)
    if not asker.service_runs:
        echo_aside(dim(OFF))
    return 0


def _show_pause(answer: PauseSet, *, as_json: bool) -> None:
    view = answer.time.display()
    if as_json:
        echo_json({"paused_until": view.local(answer.until)})
        return
    echo(words.paused(view.moment(answer.until)))
    if answer.on_screen:
        echo(dim(words.on_screen(list(told_apart(answer.on_screen, view, in_quotes=True).values()))))
    if answer.some_always_come:
        echo(dim(words.ALWAYS))


def _show_resumed(answer: PauseEnded, *, as_json: bool) -> None:
    if as_json:
        echo_json({"paused_until": None})
        return
    view = answer.time.display()
    titles = list(told_apart(answer.come_now, view, in_quotes=True).values())
    comes = words.come_now(titles) if titles else following(answer.coming, view)
    echo(f"{words.resumed()} {comes}")
