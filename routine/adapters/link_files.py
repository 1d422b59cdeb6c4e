"""Knows what is kept of the linked folder beside the journal: which it is, and how far it was read and written.

The second of the two may be lost at any time: then all is read again, and what is here already counts once.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct, field

from routine.adapters.atomic_write import write_atomically
from routine.adapters.paths import CALENDAR, FOLLOWED, FORGOTTEN, LINK, PHONE, Paths
from routine.adapters.shared_folder import FileMark

_MACHINE = Path("/etc/machine-id")
"""Which installation of a system this is (machine-id(5))."""


class LinkSettings(Struct, frozen=True):
    """That this journal is shared, and by what."""

    folder: str
    home: str
    """Which file on which computer the journal is: a copy of it is another."""


class LinkProgress(Struct, frozen=True):
    """How far it was read and written."""

    files: dict[str, FileMark] = field(default_factory=dict)
    own: dict[str, FileMark] = field(default_factory=dict)
    """This journal's own files, as it left them."""
    sent: int = 0
    """The id of the last row that was looked at for sending."""
    last: dict[str, int] = field(default_factory=dict)
    """Of each of its names the number of the last row that was sent."""
    folder: tuple[int, int] = (0, 0)
    """Which folder it was."""
    heard: dict[str, datetime] = field(default_factory=dict)
    """When something new came from each other device."""
    trouble: str = ""
    """What a person was told that keeps it from going on."""
    names: dict[str, str] = field(default_factory=dict)
    """What people call the computer of each device."""
    forgotten: int = 0
    """Up to which change of the journal's past the own files follow it (stat(2): st_mtime_ns of FORGOTTEN)."""


class LinkFiles:
    """Both of them, in the folder of the journal."""

    def __init__(self, state_dir: Path) -> None:
        self.settings_file = state_dir / LINK
        self._progress_file = state_dir / "link-progress.json"
        self._lock_file = state_dir / "link.lock"
        self._forgotten_file = state_dir / FORGOTTEN

    def settings(self) -> LinkSettings | None:
        """None where nothing is linked."""
        with suppress(OSError, ValueError):
            return msgspec.json.decode(self.settings_file.read_bytes(), type=LinkSettings)
        return None

    def progress(self) -> LinkProgress:
        with suppress(OSError, ValueError):
            return msgspec.json.decode(self._progress_file.read_bytes(), type=LinkProgress)
        return LinkProgress()

    def forgotten(self) -> int:
        """When something was last taken out of the journal; 0 where nothing ever was."""
        with suppress(OSError):
            return self._forgotten_file.stat().st_mtime_ns
        return 0

    def keep_settings(self, settings: LinkSettings) -> None:
        """Raises OSError."""
        write_atomically(self.settings_file, msgspec.json.encode(settings))

    def keep_progress(self, progress: LinkProgress) -> None:
        """Raises OSError. Not on the disk for certain: it can be made again."""
        write_atomically(self._progress_file, msgspec.json.encode(progress), durable=False)

    def forget(self) -> bool:
        """Whether anything was linked. Raises OSError."""
        there = self.settings_file.exists()
        for file in (self.settings_file, self._progress_file, self._lock_file):
            file.unlink(missing_ok=True)
        return there

    def forget_progress(self) -> None:
        """Raises OSError."""
        self._progress_file.unlink(missing_ok=True)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One program at a time: a command waits for what the service is doing there. Raises OSError."""
        if sys.platform == "win32":
            yield  # two that append at once: a row is there twice, and counts once
            return
        import fcntl  # noqa: PLC0415 - it is not on Windows

        file = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)


def home_of(journal: Path) -> str:
    """Which file on which computer it is, in a form that tells nobody anything else. Raises OSError."""
    machine = ""
    with suppress(OSError):
        machine = _MACHINE.read_text(encoding="ascii").strip()
    return blake2b(f"{machine} {journal.stat().st_ino}".encode(), digest_size=8).hexdigest()


def needs_network(paths: Paths) -> bool:
    """Whether something is linked that `routine link run` has to keep up to date."""
    return any((paths.state_dir / name).exists() for name in (CALENDAR, PHONE, FOLLOWED))


def computer_name() -> str:
    return socket.gethostname().partition(".")[0] or "?"
