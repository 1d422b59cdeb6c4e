"""Knows how reminders are begun, now or at every login, for whoever presses a button instead of typing a command.

Must not know how a system starts anything, nor what is said of it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from routine.adapters.login import list_program, this_program, ways
from routine.adapters.workers.process import NO_WINDOW
from routine.wiring.app import App

_BEGINS_WITHIN = timedelta(seconds=10)
_GLANCE = timedelta(milliseconds=50)
_NEW_GROUP = 0x200 if sys.platform == "win32" else 0
"""CREATE_NEW_PROCESS_GROUP: what ends the page does not end the reminders."""


def begin_now(app: App) -> bool:
    """Start the service on its own; whether it runs by the time this returns. What runs already stays."""
    if app.service_pid():
        return True
    quiet = subprocess.DEVNULL
    begun = subprocess.Popen(
        [sys.executable, "-m", "routine", "run"],
        cwd=Path(__file__).parents[2],
        env=dict(app.environ),
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
        creationflags=NO_WINDOW | _NEW_GROUP,
    )
    end = time.monotonic() + _BEGINS_WITHIN.total_seconds()
    while begun.poll() is None and time.monotonic() < end:
        if app.service_pid():
            return True
        time.sleep(_GLANCE.total_seconds())
    return app.service_pid() is not None


def starts_at_login(app: App) -> bool:
    """Whether any way of this computer is on."""
    return any(way.is_on() for way in ways(app.environ, sys.platform))


def start_at_login(app: App) -> None:
    """By the best way there is, and by no other. Raises SystemFault."""
    best, *others = ways(app.environ, sys.platform)
    program = this_program(app.environ)
    for other in others:
        other.turn_off()
    best.turn_on(program, app.service_pid())
    list_program(app.environ, sys.platform, program)


def stay_off_at_login(app: App) -> None:
    """Raises SystemFault."""
    for way in ways(app.environ, sys.platform):
        way.turn_off()
