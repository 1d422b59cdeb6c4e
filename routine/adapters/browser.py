"""Knows how another process opens the browser at a session; must not know what a page shows.

The service may run in a sandbox that no browser could live in (it has no network sockets and must not leave
children): where systemd started it, systemd is asked to start the other process beside it instead of below it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from routine.adapters.desktop_environment import DesktopEnvironment
from routine.adapters.display_server import has_screen
from routine.adapters.workers.process import NO_WINDOW
from routine.background import BackgroundJobs
from routine.core.identifiers import PageView

_LIMIT = timedelta(seconds=60)
_CARRIED = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "BROWSER", "PATH", "PYTHONPATH", "LANG", "TZ", "HOME")


class PageOpener:
    """Keeps ports.BrowserOpener with `routine page`."""

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        self._environ = environ if isinstance(environ, DesktopEnvironment) else DesktopEnvironment(environ)
        self._jobs = BackgroundJobs()

    @property
    def can_open(self) -> bool:
        return has_screen(self._environ)

    async def settled(self) -> None:
        """Once nothing is being opened."""
        await self._jobs.settled()

    def open(self, key: str, failed: Callable[[], None]) -> None:
        self._jobs.start("open the page", self._open(("--key", key), failed))

    def open_view(self, view: PageView, failed: Callable[[], None]) -> None:
        self._jobs.start("open a view of the page", self._open((f"--view={view}",), failed))

    async def _open(self, where: Sequence[str], failed: Callable[[], None]) -> None:
        try:
            opened = await self._asked(where)
        except Exception:
            failed()
            raise
        if not opened:
            failed()

    async def _asked(self, where: Sequence[str]) -> bool:
        nothing = asyncio.subprocess.DEVNULL
        await self._environ.refresh()
        try:
            opening = await asyncio.create_subprocess_exec(
                *command(where, self._environ),
                cwd=_HERE,
                env=dict(self._environ),
                stdin=nothing,
                stdout=nothing,
                stderr=nothing,
                creationflags=NO_WINDOW,
            )
        except OSError:
            return False
        try:
            async with asyncio.timeout(_LIMIT.total_seconds()):
                return await opening.wait() == 0
        except TimeoutError:
            opening.kill()
            await opening.wait()
            return False


_HERE = Path(__file__).parents[2]


def command(where: Sequence[str], environ: Mapping[str, str]) -> tuple[str, ...]:
    """What opens the page there, and ends.

    INVOCATION_ID says that systemd started us (systemd.exec(5)); see systemd-run(1) for the rest.
    """
    plain = (sys.executable, "-m", "routine", "page", *where, "--must-open")
    beside = shutil.which("systemd-run", path=environ.get("PATH"))
    if not (beside and environ.get("INVOCATION_ID")):
        return plain
    carried = [name for name in environ if name in _CARRIED or name.startswith(("ROUTINE_", "XDG_"))]
    return (
        beside,
        "--user",
        "--collect",
        "--quiet",
        "--wait",
        # the page outlives the command that started it
        "--property=KillMode=process",
        f"--working-directory={_HERE}",
        *(f"--setenv={name}={environ[name]}" for name in carried),
        *plain,
    )
