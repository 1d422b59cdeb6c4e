"""Knows how to run the real service under a wall clock, and in a zone, that can be moved; must not know why.

libfaketime fakes the wall clock alone: what the service waits on is the true monotonic clock, as when somebody
sets the time. It cannot make the kernel tell of the jump, so what is seen here is the slow way, the tick.
"""

from __future__ import annotations

import os
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.needs import faketime_library
from tests.service.process import RealService


class MovedService(RealService):
    """Its clock stands at `now` when it is made, and goes on from there."""

    def __init__(self, folder: Path, now: datetime, *, own_zone: bool = False) -> None:
        folder.mkdir()
        self._file = folder / "clock"
        self._apart = now - _true()
        self._write()
        faked = {
            "LD_PRELOAD": str(faketime_library()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_NO_CACHE": "1",
        }
        super().__init__(folder, faked if own_zone else {**faked, "TZ": "UTC"}, in_terminal=True)
        self._etc = folder / "etc"
        if own_zone:
            shutil.copytree("/etc", self._etc, symlinks=True, ignore_dangling_symlinks=True)
            self.travel("Etc/UTC")

    @property
    def now(self) -> datetime:
        return _true() + self._apart

    def step(self, by: timedelta) -> datetime:
        """Somebody sets the clock; the new time."""
        self._apart += by
        self._write()
        return self.now

    def travel(self, zone: str) -> None:
        """As a desktop does when it finds itself elsewhere."""
        new = self._etc / "localtime.new"
        new.symlink_to(f"/usr/share/zoneinfo/{zone}")
        new.replace(self._etc / "localtime")
        (self._etc / "timezone").write_text(f"{zone}\n")

    def shown(self, title: str) -> list[datetime]:
        """When each of its cards was shown, by the clock that can be moved."""
        entries = [e for e in self.entries() if e.about and e.about.title == title and e.kind.value == "shown"]
        return [entry.at for entry in entries]

    def _write(self) -> None:
        beside = self._file.with_name("clock.new")
        beside.write_text(f"{self._apart.total_seconds():+.3f}\n")
        beside.replace(self._file)


def _true() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)  # noqa: TID251 - the computer's own, beside the moved one


def may_mount() -> bool:
    return os.geteuid() == 0 and shutil.which("unshare") is not None
