"""Knows how to run the real service as a process with a home of its own, and the real commands beside it.

Must not know what either is expected to do.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from routine.adapters.clock import SystemClock
from routine.adapters.journal.store import JournalDb
from routine.adapters.paths import find
from routine.core.events import Event
from routine.service.plan_registry import WELCOME
from tests.environment import of_the_system

if sys.platform != "win32":
    # there are no such terminals there; what needs one is left out
    import pty
    import termios
    import tty

TOP = Path(__file__).parents[2]

PLAN = """title = "{title}"
[[session]]
id = "morning"
title = "Morning mobility"
practice = "stretching"
days = "daily"
at = "{at}"
{more}
steps = ["cat-cow", {{ exercise = "single-knee-to-chest", hold = "20s", reps = 1, sides = "both" }}]
"""


def powerless() -> list[str]:
    """What goes before a command so that permissions bind it: root without root's power to pass over them.

    Not another user: the interpreter may lie in a home that is closed to others.
    """
    if os.geteuid() != 0:
        return []
    powers = "-dac_override,-dac_read_search"
    return ["setpriv", "--inh-caps", powers, "--bounding-set", powers]


def routine_powerless(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command of somebody whom permissions bind, in a home of their own."""
    return subprocess.run(
        [*powerless(), sys.executable, "-m", "routine", *words],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "ROUTINE_HOME": str(home / "routine")},
        cwd=TOP,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=20,
        check=False,
    )


def next_minute(after: float = 8.0) -> str:
    """A local time of day, as a plan writes it, that comes at least `after` seconds from now."""
    soon = SystemClock().now().astimezone() + timedelta(seconds=after + 60)
    return f"{soon:%H:%M}"


def wait_for(true: Callable[[], object], what: str, limit: float = 15.0) -> None:
    """On Windows four times as long: there changes are looked for, and Wine takes its time."""
    limit *= 4 if sys.platform == "win32" else 1
    end = time.monotonic() + limit
    while not true():
        assert time.monotonic() < end, f"waited {limit} s for {what}"
        time.sleep(0.02)


class RealService:
    """`routine run` in a process. What it says is in `said`."""

    before: tuple[str, ...] = ()
    """What stands before the command, and becomes it."""

    def __init__(
        self,
        folder: Path,
        environ: Mapping[str, str] | None = None,
        *,
        welcome: bool = False,
        in_terminal: bool | None = None,
    ) -> None:
        """`in_terminal`: somebody sees what it prints; without a word on it, where no desktop is given."""
        self._in_terminal = environ is None if in_terminal is None else in_terminal
        self.environ = {
            **of_the_system(),
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "NO_COLOR": "1",
            "ROUTINE_HOME": str(folder / "routine"),
            # nobody is there: the lock of the real screen is none of ours
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/system-bus",
            **(environ or {}),
        }
        if not welcome:
            self.environ["ROUTINE_WELCOME"] = "false"
        self.paths = find(self.environ)
        self.paths.plans_dir.mkdir(parents=True, exist_ok=True)
        self.said: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self, *words: str) -> None:
        """Returns when it says that it runs."""
        self.said = []
        reads, writes = _terminal() if self._in_terminal and sys.platform != "win32" else os.pipe()
        try:
            self.process = subprocess.Popen(
                [*self.before, sys.executable, "-m", "routine", "run", *words],
                env=self.environ,
                cwd=TOP,
                stdin=subprocess.DEVNULL,
                stdout=writes,
                stderr=subprocess.STDOUT,
            )
        finally:
            os.close(writes)
        threading.Thread(target=self._read, args=(reads,), daemon=True).start()
        try:
            wait_for(lambda: self.has_said("routine is running") or self.code is not None, "the service to run")
        except AssertionError:
            self.kill()  # nobody else would
            raise

    def stop(self) -> int:
        """Ctrl-C; gives the exit code. Windows sends that to a console alone: there it is ended."""
        return self._end(signal.SIGTERM if sys.platform == "win32" else signal.SIGINT)

    def kill(self) -> None:
        self._end(signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    @property
    def code(self) -> int | None:
        return self.process.poll() if self.process else None

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    def has_said(self, words: str) -> bool:
        return any(words in line for line in self.said)

    def routine(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of the same person, in another terminal."""
        return subprocess.run(
            [sys.executable, "-m", "routine", *words],
            env=self.environ,
            cwd=TOP,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=30,
            check=False,
        )

    def json(self, *words: str) -> Any:
        return json.loads(self.routine(*words, "--json").stdout)

    def plan(self, text: str, name: str = "mine") -> Path:
        """Saved as most editors do: beside it, and renamed over it."""
        path = self.paths.plans_dir / f"{name}.toml"
        beside = path.with_name(f".{name}.new")
        beside.write_text(text, "utf-8")
        beside.replace(path)
        return path

    def entries(self) -> list[Event]:
        journal = JournalDb(self.paths.journal_file)
        try:
            return [row.entry for row in journal.rows()]
        finally:
            journal.close()

    def kinds(self) -> list[str]:
        """What happened to sessions, the welcome and the plans aside."""
        return [e.kind.value for e in self.entries() if e.about and e.about.plan != WELCOME]

    def _end(self, sign: signal.Signals) -> int:
        process, self.process = self.process, None
        if process is None:
            return 0
        if process.poll() is None:
            process.send_signal(sign)
        try:
            return process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            raise

    def _read(self, reads: int) -> None:
        # a terminal that its program has left says so as a fault
        with os.fdopen(reads, encoding="utf-8", errors="replace") as said, suppress(OSError):
            self.said.extend(said)


def _terminal() -> tuple[int, int]:
    """(what a person reads, what a program writes to), wide and as it is written."""
    reads, writes = pty.openpty()
    tty.setraw(writes)
    termios.tcsetwinsize(writes, (40, 250))
    return reads, writes
