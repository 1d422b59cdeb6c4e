"""Knows `run`: the service in the foreground of a terminal. Must not know how it works."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress

from routine.adapters.console_mode import is_terminal
from routine.adapters.log_file import say_into
from routine.core.identifiers import SessionPlace
from routine.core.loaded_plans import NotifierChoice
from routine.errors import RoutineError
from routine.presentation import settings as words
from routine.presentation.text_layout import width_of, wrapped
from routine.ui.console.streams import flush, mute, screen_width
from routine.wiring.asking import Asker

_IN_VAIN = {75, 78}
"""As systemd's unit has it: another one runs, or a plan or the configuration is wrong."""


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    """Flags stand before the variables and config.toml, for as long as it runs."""
    for flag, choices, meaning in (
        ("notifier", NotifierChoice, words.NOTIFIER_HELP),
        ("guide", SessionPlace, words.GUIDE_HELP),
    ):
        parser.add_argument(f"--{flag}", choices=[choice.value for choice in choices], help=meaning)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    """Returns once the service was asked to stop, by SIGTERM or SIGINT. Raises AlreadyRunning."""
    app = asker.app
    say_into(app.paths.log_file, app.clock.now)
    app.flags.update({flag: said for flag in ("notifier", "guide") if (said := getattr(args, flag))})
    try:
        app.serve(_say)
    except RoutineError as error:
        from routine.adapters.login.base import AGENT  # noqa: PLC0415 - the service stays, and never logs anybody in

        if error.exit_code in _IN_VAIN and os.environ.get("XPC_SERVICE_NAME") == AGENT:
            # launchd would start it again every half minute, for any code but 0
            error.exit_code = 0  # type: ignore[misc] # of this one alone
        raise
    try:
        flush()
    except (OSError, ValueError):
        # where it would be read, nobody reads: no reason to end badly
        mute(sys.stdout)
    return 0


def _say(line: str) -> None:
    """A terminal that was closed, or a full disk, takes no line; reminders go on without it."""
    with suppress(OSError, ValueError):
        width = screen_width() if is_terminal(sys.stdout) else 0
        rows = wrapped(line, width) if 0 < width < width_of(line) else (line,)
        print("\n".join(rows), flush=True)
