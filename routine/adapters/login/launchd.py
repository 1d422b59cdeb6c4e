"""Knows how a LaunchAgent of macOS is written and loaded; must not know when that is wanted.

Source: launchd.plist(5) and launchctl(1).
"""

from __future__ import annotations

import os
import plistlib
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from routine.adapters.login.base import AGENT, OwnLine, Program, remove, run, run_checked, write
from routine.presentation import login as words


class Launchd:
    """The agent of one person, for as long as they are at the screen."""

    name = words.LAUNCHD

    def __init__(self, environ: Mapping[str, str], home: Path) -> None:
        self._environ = environ
        self._log = home / "Library" / "Logs" / "routine.log"
        self._domain = f"gui/{_user()}"
        self.file = home / "Library" / "LaunchAgents" / f"{AGENT}.plist"
        self.log_hint = f"tail {self._log}"

    def is_on(self) -> bool:
        return self.file.exists()

    def starts(self) -> tuple[str, ...]:
        with suppress(OSError):
            return command_in(self.file.read_bytes())
        return ()

    def not_in_this_login(self) -> OwnLine | None:
        return None

    def turn_on(self, program: Program, running: int | None) -> list[str]:
        new = write(self.file, agent_text(program, self._log))
        said = words.wrote(str(self.file)) if new else words.unchanged(str(self.file))
        loaded = self._is_loaded()
        if loaded and new:
            run_checked(("launchctl", "bootout", f"{self._domain}/{AGENT}"), self._environ)
        if new or not loaded:
            # a person may have switched it off by hand
            run(("launchctl", "enable", f"{self._domain}/{AGENT}"), self._environ)
            run_checked(("launchctl", "bootstrap", self._domain, str(self.file)), self._environ)
        now = words.RESTARTED if loaded and new else words.STARTED
        return [said, words.starts_with(graphical=True), words.NEXT_TIME if running and not loaded else now]

    def turn_off(self) -> list[str]:
        loaded = self.file.exists() and self._is_loaded()
        if loaded:
            run_checked(("launchctl", "bootout", f"{self._domain}/{AGENT}"), self._environ)
        gone = remove(self.file)
        return [words.removed(str(self.file))] * gone + [words.STOPPED] * loaded

    def _is_loaded(self) -> bool:
        return run(("launchctl", "print", f"{self._domain}/{AGENT}"), self._environ).fine


def _user() -> int:
    """Windows numbers nobody, and has no launchd."""
    if sys.platform == "win32":
        return 0
    return os.getuid()


def agent_text(program: Program, log: Path) -> bytes:
    """Interactive, because macOS delays what calls itself a background process; Aqua is the screen, not ssh."""
    agent: dict[str, object] = {
        "Label": AGENT,
        "ProgramArguments": list(program.command),
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ThrottleInterval": 30,
        "ProcessType": "Interactive",
        "LimitLoadToSessionType": "Aqua",
        "Umask": 0o077,
        "StandardOutPath": str(log),
        "StandardErrorPath": str(log),
    }
    if program.variables:
        agent["EnvironmentVariables"] = dict(program.variables)
    return plistlib.dumps(agent)


def command_in(text: bytes) -> tuple[str, ...]:
    """What an agent starts: the opposite of `agent_text`; empty when it cannot be read."""
    with suppress(ValueError, plistlib.InvalidFileException):
        agent = plistlib.loads(text)
        if isinstance(agent, dict):
            return tuple(str(word) for word in agent.get("ProgramArguments", ()))
    return ()
