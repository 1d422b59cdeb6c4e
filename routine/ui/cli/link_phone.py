"""Knows how a person links a phone, and what `link status` says of it; must not know how a card gets there."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from getpass import getpass
from importlib.util import find_spec

from msgspec import Struct

from routine.adapters.paths import make_private
from routine.adapters.phone_files import (
    PhoneButton,
    PhoneFiles,
    PhonePress,
    PhoneProgress,
    PhoneSettings,
    new_settings,
    read_press,
    signed,
)
from routine.adapters.web.client import parse_address, user_in
from routine.adapters.web.push_server import PushButton, PushCard
from routine.adapters.workers.scan_code import as_lines
from routine.errors import RoutineError, ServerFault, UsageError
from routine.presentation import calendar_link as calendar_words
from routine.presentation import phone as words
from routine.ui.console.output import dim, echo, good, warn
from routine.ui.console.streams import flush
from routine.wiring.app import App
from routine.wiring.phone_link import PhoneLink

_TRIAL = "routine-trial"


class PhoneState(Struct, frozen=True):
    """The linked phone, and how far it is."""

    settings: PhoneSettings
    progress: PhoneProgress


def link_phone(typed_server: str, app: App, *, titles: bool, wait: float) -> None:
    """Raises NotAccepted for the address, ServerFault for the server."""
    address, (user, password) = parse_address(typed_server), user_in(typed_server)
    if user and not password:
        password = _ask_password()
    now = app.clock.now()
    settings = new_settings(address.origin, user, password, titles=titles)
    make_private(app.paths.state_dir)
    files = PhoneFiles(app.paths.state_dir)
    trial = signed(PhonePress(PhoneButton.TRIAL, _TRIAL, 0), settings.secret)
    card = PushCard(_TRIAL, words.TITLE, words.TRIAL_TEXT, [PushButton(words.TRIAL_BUTTON, trial)])
    link = PhoneLink(files, settings)
    try:
        if not link.server.publish(card, now, now):
            raise ServerFault(*words.too_old(address.origin))
    finally:
        link.server.close()
    forget_phone(app)
    files.keep(settings)
    _show_how(settings)
    begun = time.monotonic()
    echo(
        good(words.answered(time.monotonic() - begun))
        if _is_pressed(link, settings, wait)
        else warn(words.not_answered(wait))
    )
    _take_back(link)
    for line in (words.WHO_READS, words.WHO_ANSWERS, words.OFFLINE):
        echo(dim(line))
    app.poke()


def forget_phone(app: App) -> bool:
    """Take back its cards, and know nothing of it any more; whether there was one."""
    files = PhoneFiles(app.paths.state_dir)
    settings = files.settings()
    if settings is None:
        return False
    try:
        PhoneLink(files, settings).clear()
    except RoutineError as error:
        echo(warn(words.left_there(str(error))))
    files.forget()
    return True


def phone_state(app: App) -> PhoneState | None:
    files = PhoneFiles(app.paths.state_dir)
    settings = files.settings()
    return PhoneState(settings, files.progress()) if settings else None


def shape_of(state: PhoneState) -> dict[str, object]:
    """As `link status --json` has it."""
    heard = state.progress.heard
    return {
        "server": state.settings.server,
        "topic": state.settings.alerts,
        "cards": len(state.progress.cards),
        "answers": state.progress.answers,
        "heard": heard.isoformat() if heard else None,
        "trouble": state.progress.trouble or None,
    }


def show_phone(state: PhoneState) -> None:
    echo(words.status(state.settings.server, len(state.progress.cards), state.progress.answers))
    if state.progress.trouble:
        echo(warn(state.progress.trouble))


def _show_how(settings: PhoneSettings) -> None:
    address = parse_address(settings.server)
    for line in words.HOW:
        echo(line)
    if find_spec("segno"):
        secure = "" if address.scheme == "https" else "?secure=false"
        host = settings.server.partition("://")[2]
        for line in as_lines(f"ntfy://{host}/{settings.alerts}{secure}"):
            echo(line)
    else:
        echo(dim(words.NO_CODE))
    echo(words.topic(settings.server, settings.alerts))
    flush()


def _is_pressed(link: PhoneLink, settings: PhoneSettings, wait: float) -> bool:
    """Whether the button of the first card comes back in time."""
    end = time.monotonic() + wait
    while time.monotonic() < end:
        try:
            limit = timedelta(seconds=max(0.5, end - time.monotonic()))
            for one in link.server.pressed_since("", limit):
                press = read_press(one.text, settings.secret)
                if press and press.button is PhoneButton.TRIAL:
                    return True
        except KeyboardInterrupt:
            return False
        except RoutineError:
            time.sleep(min(0.5, max(0.0, end - time.monotonic())))
    return False


def _take_back(link: PhoneLink) -> None:
    try:
        link.server.take_back(_TRIAL)
    except RoutineError as error:
        echo(warn(words.left_there(str(error))))
    finally:
        link.server.close()


def _ask_password() -> str:
    """Hidden where somebody types it, else one line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    try:
        return getpass(f"{words.ASK_SECRET} ")
    except EOFError:
        raise UsageError(*calendar_words.nobody_answers()) from None
