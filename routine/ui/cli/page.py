"""Knows `page`: the browser opens, and where there is none, a link is told. Must not know what a page shows."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from urllib.parse import quote

from routine.core.ids import OccurrenceKey
from routine.errors import SystemFault
from routine.presentation import page as words
from routine.service.requests.messages import SelectRequest, SessionSelected
from routine.ui.cli.display import not_answered
from routine.ui.console.output import echo, echo_aside
from routine.wiring.app import App
from routine.wiring.asking import Asker


def add(_: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", nargs="*", metavar=words.SESSION, help=words.SESSION_HELP)
    parser.add_argument("--no-open", action="store_true", help=words.NO_OPEN_HELP)
    parser.add_argument("--must-open", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--key", default="", help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)


def run(_: str, args: argparse.Namespace, asker: Asker) -> int:
    if args.serve:
        from routine.ui.page.process import run as serve  # noqa: PLC0415 - its libraries are only for that process

        serve(asker.app)
        return 0
    to = _where(args, asker)
    return _show(asker.app, to, lambda: None, opens=not args.no_open, must=args.must_open)


def show_session(app: App, key: OccurrenceKey, start: Callable[[], None]) -> int:
    """Open the session in the page, and start it once the page is there to perform it. Raises SystemFault."""
    return _show(app, session_path(key), start)


def _show(app: App, to: str, then: Callable[[], None], *, opens: bool = True, must: bool = False) -> int:
    from routine.ui.page.launch import link, open_browser  # noqa: PLC0415 - only where a page is opened

    address = link(app.paths, to)
    then()
    if opens and open_browser(address):
        echo(words.OPENED)
    elif must:
        raise SystemFault(*words.no_browser())
    else:
        echo_aside(words.LINK)
        echo(address)
    return 0


def session_path(key: str) -> str:
    return f"/session/{quote(key)}"


def _where(args: argparse.Namespace, asker: Asker) -> str:
    if args.check:
        return "/help"
    if args.key:
        return session_path(args.key)
    if not args.session:
        return "/today"
    answer, _ = asker.ask(SelectRequest(session=" ".join(args.session)))
    if not isinstance(answer, SessionSelected):
        raise not_answered(answer, "start")
    return session_path(answer.selected.occurrence.key)
