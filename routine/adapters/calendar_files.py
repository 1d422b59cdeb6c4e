"""Knows what is kept of the linked calendar: which it is, its password, and what was left there.

What was left there may be lost at any time: then all that lies there is read again.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

import msgspec
from msgspec import Struct, field

from routine.adapters.atomic_write import write_atomically
from routine.adapters.calendar_objects import ComponentKind
from routine.adapters.paths import CALENDAR
from routine.adapters.workers.process import NO_WINDOW

_SERVICE = "routine-calendar"
"""By which the system's keyring knows the password."""
_WORKER = "routine.adapters.workers.keyring_entry"
_LIMIT = timedelta(seconds=30)
"""A keyring may ask its owner to open it."""


class CalendarSettings(Struct, frozen=True):
    """Which calendar, and how."""

    address: str
    user: str
    kind: ComponentKind
    plain: bool = False
    """Titles stay here."""
    in_keyring: bool = False


class ObjectKept(Struct, frozen=True):
    """One resource, as it was last seen there."""

    key: str
    etag: str
    look: str
    """As of CalendarObject."""
    wanted: str = ""
    """How it should have looked then: another computer, or a client, may have other words there, or no alarm."""


class CalendarProgress(Struct, frozen=True):
    """What was left in the calendar."""

    token: str = ""
    objects: dict[str, ObjectKept] = field(default_factory=dict)
    """By name."""
    deleted: tuple[str, ...] = ()
    """Somebody deleted these there: they are not put back."""
    listed: datetime | None = None
    """When all was last looked through."""
    heard: datetime | None = None
    """When something was last answered there."""
    answers: int = 0
    trouble: str = ""
    looked: datetime | None = None


class CalendarFiles:
    """All three, in the folder of the journal."""

    def __init__(self, state_dir: Path) -> None:
        self.settings_file = state_dir / CALENDAR
        self._progress_file = state_dir / "calendar-progress.json"
        self.password_file = state_dir / "calendar-password"

    def settings(self) -> CalendarSettings | None:
        """None where no calendar is linked."""
        with suppress(OSError, ValueError):
            return msgspec.json.decode(self.settings_file.read_bytes(), type=CalendarSettings)
        return None

    def progress(self) -> CalendarProgress:
        with suppress(OSError, ValueError):
            return msgspec.json.decode(self._progress_file.read_bytes(), type=CalendarProgress)
        return CalendarProgress()

    def keep(self, settings: CalendarSettings, password: str) -> CalendarSettings:
        """The password goes to the keyring, else into a file for its owner's eyes. Raises OSError."""
        self._progress_file.unlink(missing_ok=True)
        in_keyring = bool(password) and _ask_keyring("set", _entry(settings), password) is not None
        settings = msgspec.structs.replace(settings, in_keyring=in_keyring)
        if password and not in_keyring:
            write_atomically(self.password_file, password.encode())
        else:
            self.password_file.unlink(missing_ok=True)
        write_atomically(self.settings_file, msgspec.json.encode(settings))
        return settings

    def keep_progress(self, progress: CalendarProgress) -> None:
        """Raises OSError."""
        write_atomically(self._progress_file, msgspec.json.encode(progress), durable=False)

    def password(self, settings: CalendarSettings) -> str:
        if settings.in_keyring:
            return _ask_keyring("get", _entry(settings), "") or ""
        with suppress(OSError):
            return self.password_file.read_text(encoding="utf-8")
        return ""

    def forget(self) -> bool:
        """Whether there was one. Raises OSError."""
        settings = self.settings()
        if settings and settings.in_keyring:
            _ask_keyring("delete", _entry(settings), "")
        there = self.settings_file.exists()
        for file in (self.settings_file, self._progress_file, self.password_file):
            file.unlink(missing_ok=True)
        return there


def _entry(settings: CalendarSettings) -> str:
    return f"{settings.user} {settings.address}"


def _ask_keyring(verb: str, entry: str, password: str) -> str | None:
    """In a process of its own, as it is large. None where there is none, or it does not answer."""
    if find_spec("keyring") is None:
        return None
    import subprocess  # noqa: PLC0415 - `link run` stays small where the password is in a file

    try:
        done = subprocess.run(
            [sys.executable, "-m", _WORKER, verb, _SERVICE, entry],
            input=password,
            env=dict(os.environ),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_LIMIT.total_seconds(),
            check=False,
            creationflags=NO_WINDOW,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
