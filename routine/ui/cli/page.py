"""Knows `page`: the browser opens, and where there is none, a link is told. Must not know what a page shows."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from urllib.parse import quote

from routine.adapters.display_server import has_screen
from routine.core.identifiers import PageView, SessionPlace
from routine.core.ids import OccurrenceKey
from routine.errors import SystemFault
from routine.presentation import exports
from routine.presentation import page as words
from routine.service.requests.messages import SelectRequest, SessionSelected
from routine.ui.cli.display import not_answered
from routine.ui.console.output import echo, echo_aside
from routine.wiring.app import App
from routine.wiring.asking import Asker

UNAVAILABLE = 69
"""EX_UNAVAILABLE of sysexits: what was asked for is shown elsewhere, and no file was written."""

_VIEWS = {
    PageView.TODAY: "/today",
    PageView.CHECK: "/help",
    PageView.RELIEF: "/today#relief",
    PageView.MEASURED: "/progress#measured",
}


def add(_: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", nargs="*", metavar=words.SESSION, help=words.SESSION_HELP)
    parser.add_argument("--no-open", action="store_true", help=words.NO_OPEN_HELP)
    parser.add_argument("--must-open", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--key", default="", help=argparse.SUPPRESS)
    parser.add_argument("--view", default="", choices=("", *PageView), help=argparse.SUPPRESS)


def run(_: str, args: argparse.Namespace, asker: Asker) -> int:
    if args.serve:
        from routine.ui.page.process import run as serve  # noqa: PLC0415 - its libraries are only for that process

        serve(asker.app)
        return 0
    to = _where(args, asker)
    return _show(asker.app, to, opens=not args.no_open, must=args.must_open)


def show_session(app: App, key: OccurrenceKey, start: Callable[[SessionPlace], None]) -> bool:
    """Open the session in the page, and start it once the page is there to perform it. Raises SystemFault.

    Where no browser comes by the link it is printed, and the running service leads the session. Without one nobody
    does: then False.
    """
    from routine.ui.page.launch import link  # noqa: PLC0415 - only where a page is opened

    found = link(app.paths, session_path(key))
    start(SessionPlace.PAGE)
    if not has_screen(app.environ):
        _print_link(words.LINK, found.url)
    elif found.open():
        echo(words.OPENED)
    elif app.service_runs:
        start(SessionPlace.NOTIFICATION)
        _print_link(words.NOT_TAKEN, found.url)
        echo_aside(words.ON_THE_CARD)
    else:
        _print_link(words.NOT_TAKEN, found.url)
        return False
    return True


def show_instead(app: App, command: str, to: str) -> int:
    """Where no PDF can be made: say why, and open the page at what it prints of the same. Raises SystemFault."""
    for line in exports.not_installed(command):
        echo_aside(line)
    _show(app, to, opens=True, must=False)
    return UNAVAILABLE


def _show(app: App, to: str, *, opens: bool, must: bool) -> int:
    from routine.ui.page.launch import link  # noqa: PLC0415 - only where a page is opened

    found = link(app.paths, to)
    opens = opens and has_screen(app.environ)
    if opens and found.open():
        echo(words.OPENED)
    elif must:
        raise SystemFault(*words.no_browser(found.url))
    else:
        _print_link(words.NOT_TAKEN if opens else words.LINK, found.url)
    return 0


def _print_link(sentence: str, url: str) -> None:
    echo_aside(sentence)
    echo(url)


def session_path(key: str) -> str:
    return f"/session/{quote(key)}"


def _where(args: argparse.Namespace, asker: Asker) -> str:
    if args.view:
        return _VIEWS[PageView(args.view)]
    if args.key:
        return session_path(args.key)
    if not args.session:
        return "/today"
    answer, _ = asker.ask(SelectRequest(session=" ".join(args.session)))
    if not isinstance(answer, SessionSelected):
        raise not_answered(answer, "start")
    return session_path(answer.selected.occurrence.key)
