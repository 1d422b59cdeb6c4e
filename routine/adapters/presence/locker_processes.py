"""Knows the screen lockers that tell nobody, by their processes; must not know what is done about it.

They set no LockedHint and own no name on the bus. Each runs only while the screen is locked; those that wait in
the background (xss-lock, light-locker, xscreensaver) are not here, and tell logind or the bus.

Source: proc_pid_comm(5), proc_pid_status(5); i3lock(1), swaylock(1), hyprlock, gtklock(1), waylock(1), slock(1),
xsecurelock(1), xtrlock(1), physlock(1).
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from routine.adapters.presence.probe import Reading
from routine.presentation import presence as words

LOCKERS = frozenset(
    {
        "gtklock",
        "hyprlock",
        "i3lock",
        "physlock",
        "slock",
        "swaylock",
        "waylock",
        "xsecurelock",
        "xtrlock",
    }
)
"""As the kernel calls them: what is longer than 15 characters would be cut."""


class LockerProcesses:
    """Keeps PresenceProbe by what this person runs."""

    def __init__(self, folder: Path = Path("/proc")) -> None:
        self._folder = folder

    async def ask(self) -> Reading:
        # some hundred small files: not on the loop
        running = await asyncio.to_thread(lambda: next(self._running(), ""))
        return Reading(True, words.locked_by(running)) if running else Reading(None, "")

    def _running(self) -> Iterator[str]:
        try:
            names = [name for name in os.listdir(self._folder) if name.isdecimal()]  # noqa: PTH208 - names are enough
        except OSError:
            return
        for name in names:
            process = self._folder / name
            locker = _first_line(process / "comm")
            if locker in LOCKERS and _is_ours_and_alive(process / "status"):
                yield locker


def _is_ours_and_alive(status: Path) -> bool:
    """By the real user: a locker that checks passwords itself may run as root."""
    if sys.platform == "win32":
        return False
    try:
        lines = status.read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    said = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    return said.get("Uid", [""])[:1] == [str(os.getuid())] and said.get("State", [""])[:1] != ["Z"]


def _first_line(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
