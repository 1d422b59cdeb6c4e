"""Knows how a person links a calendar, and what `link status` says of it; must not know how a server is asked."""

from __future__ import annotations

import sys
import time
from getpass import getpass

from msgspec import Struct

from routine.adapters.calendar_files import CalendarFiles, CalendarProgress, CalendarSettings
from routine.adapters.calendar_objects import ComponentKind
from routine.adapters.paths import make_private
from routine.adapters.web.calendar_server import CalendarServer
from routine.adapters.web.client import WebClient, parse_address, user_in
from routine.errors import RoutineError, SystemFault, UsageError
from routine.presentation import calendar_link as words
from routine.presentation import link as link_words
from routine.ui.console.output import dim, echo, good, warn
from routine.ui.console.prompts import typed
from routine.wiring.app import App
from routine.wiring.asking import Asker, LookContext
from routine.wiring.calendar_link import open_link, try_out

_KINDS = {"see": ComponentKind.TO_SEE, "tick": ComponentKind.TO_TICK_OFF}


class CalendarState(Struct, frozen=True):
    """The linked calendar, and how far it is."""

    settings: CalendarSettings
    progress: CalendarProgress


def link_calendar(typed_address: str, shown: str, asker: Asker, *, plain: bool) -> None:
    """Raises NotAccepted for the address, ServerFault for the server, UsageError where nobody answers."""
    address, (user, password) = parse_address(typed_address), user_in(typed_address)
    if not user:
        user = _ask_user()
    if not password:
        password = _ask_password()
    app, kind = asker.app, _KINDS[shown]
    now = app.clock.now()
    client = WebClient(address, user, password)
    try:
        found = CalendarServer(client).find(kind, words.NAME)
    finally:
        client.close()
    server = CalendarServer(WebClient(found, user, password))
    begun = time.monotonic()
    try:
        try_out(server, kind, now)
    finally:
        server.close()
    taken = time.monotonic() - begun
    make_private(app.paths.state_dir)
    files = CalendarFiles(app.paths.state_dir)
    forget_calendar(app)
    try:
        settings = files.keep(CalendarSettings(str(found), user, kind, plain), password)
    except OSError as error:
        raise SystemFault(*link_words.not_made(str(app.paths.state_dir), error.strerror or str(error))) from error
    link = open_link(files, settings)
    here = LookContext(asker, now, app.zone)
    days = link.days(here, alarm=True)
    link.exchange(here, days)
    echo(good(words.linked(str(found), len(days.objects))))
    echo(words.trial(taken))
    if password:
        echo(words.KEPT_IN_KEYRING if settings.in_keyring else words.kept_in_file(str(files.password_file)))
    echo(dim(words.WHO_READS))


def forget_calendar(app: App) -> bool:
    """Take out what was put there, and know nothing of it any more; whether there was one."""
    files = CalendarFiles(app.paths.state_dir)
    settings = files.settings()
    if settings is None:
        return False
    try:
        echo(words.removed(open_link(files, settings).clear()))
    except RoutineError as error:
        echo(warn(words.left_there(str(error))))
    files.forget()
    return True


def calendar_state(app: App) -> CalendarState | None:
    files = CalendarFiles(app.paths.state_dir)
    settings = files.settings()
    return CalendarState(settings, files.progress()) if settings else None


def shape_of(state: CalendarState) -> dict[str, object]:
    """As `link status --json` has it."""
    heard = state.progress.heard
    return {
        "address": state.settings.address,
        "as": next(word for word, kind in _KINDS.items() if kind is state.settings.kind),
        "entries": len(state.progress.objects),
        "deleted": len(state.progress.deleted),
        "answers": state.progress.answers,
        "heard": heard.isoformat() if heard else None,
        "trouble": state.progress.trouble or None,
    }


def show_calendar(state: CalendarState) -> None:
    echo(words.status(state.settings.address, len(state.progress.objects), state.progress.answers))
    if state.progress.deleted:
        echo(dim(words.deleted_there(len(state.progress.deleted))))
    if state.progress.trouble:
        echo(warn(state.progress.trouble))


def _ask_user() -> str:
    """Nobody where none is at a terminal: some servers ask for no name."""
    if not sys.stdin.isatty():
        return ""
    try:
        return typed(words.ASK_USER).strip()
    except EOFError:
        raise UsageError(*words.nobody_answers()) from None


def _ask_password() -> str:
    """Hidden where somebody types it, else one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    try:
        return getpass(f"{words.ASK_SECRET} ")
    except EOFError:
        raise UsageError(*words.nobody_answers()) from None
