"""Knows how to run the page for one made-up person, with a clock that may run fast; must not know any claim."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote
from zoneinfo import ZoneInfo

from routine.adapters.clock import SystemClock
from routine.adapters.journal.store import JournalDb
from routine.adapters.paths import Paths, find
from routine.core.events import Event, EventKind
from routine.core.ids import OccurrenceKey
from routine.core.safety import put_off
from routine.presentation import page_labels
from routine.service.requests.messages import AgendaRequest
from routine.ui.page.gate import Gate
from routine.ui.page.routes import VIEWS, routes
from routine.ui.page.serving import IDLE, Idleness, loopback_socket, serve
from routine.ui.page.state import PageState
from routine.ui.page.web import application
from routine.wiring.app import App
from routine.wiring.asking import Asker

TOP = Path(__file__).parents[2]
PLAN = """title = "My week"
about = "What I do for my back."
[[session]]
id = "morning"
title = "Morning mobility"
practice = "stretching"
days = "daily"
at = "{at}"
steps = [
  {{ exercise = "cat-cow", reps = 4 }},
  {{ exercise = "single-knee-to-chest", hold = "10s", reps = 1, sides = "both" }},
  {{ rest = "10s" }},
  {{ say = "Stand up slowly and notice how your back feels.", for = "10s" }},
]
[[session]]
id = "calm"
title = "A calm breath"
practice = "breathing"
days = "daily"
at = "{later}"
steps = ["breathing-4-6"]
"""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer by HTTP; header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str:
        return self.headers.get(name, "")


class FastClock(SystemClock):
    """So many times as fast as the real one, from when it was made."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self._rate = rate
        self._began = super().now()

    def now(self) -> datetime:
        real = super().now()
        return self._began + (real - self._began) * self._rate

    def zone(self) -> ZoneInfo:
        """Where it is noon now: no test fails because it ran at midnight."""
        # POSIX turns the sign around: Etc/GMT-3 is three hours ahead
        offset = self._began.hour - 12
        return ZoneInfo(f"Etc/GMT{offset:+d}" if offset else "UTC")


@dataclass
class House:
    """One person's folders and the page that is open for them, in a thread of the test."""

    home: Path
    rate: float = 1.0
    plan: str = PLAN
    idle: timedelta = IDLE
    asks_first: bool = False
    """Whether the first session that moves opens the safety check."""
    gate: Gate = field(init=False)
    stirred: int = 0

    def __post_init__(self) -> None:
        self.environ = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "ROUTINE_HOME": str(self.home / "routine"),
            "ROUTINE_WELCOME": "false",
        }
        self.paths: Paths = find(self.environ)
        for folder in (self.paths.plans_dir, self.paths.state_dir, self.paths.runtime_dir):
            folder.mkdir(parents=True, exist_ok=True)
        self.clock = FastClock(self.rate)
        local = self.clock.now().astimezone(self.clock.zone())
        self.environ["TZ"] = str(self.clock.zone())
        # half a minute ahead at least: a plan that is first read after a time of it does not count that time
        first, second = local + timedelta(seconds=90), local + timedelta(seconds=150)
        text = self.plan.format(at=f"{first:%H:%M}", later=f"{second:%H:%M}")
        (self.paths.plans_dir / "mine.toml").write_text(text)
        if not self.asks_first:
            self.put_off_the_check()
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(30), "the page did not start"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._loop
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._leave)
        self._thread.join(30)
        assert not self._thread.is_alive()

    def put_off_the_check(self) -> None:
        """Nobody is asked on the way to a session; the check is offered still."""
        journal = JournalDb(self.paths.journal_file)
        journal.append(lambda: [put_off(self.clock.now() - timedelta(days=1))])
        journal.close()

    def wait_for_its_end(self, seconds: float) -> None:
        """Raises TimeoutError when it is still there by then."""
        self._thread.join(seconds)
        if self._thread.is_alive():
            raise TimeoutError

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.gate.port}"

    def link(self, to: str = "/today") -> str:
        """An address for a browser, good for one visit."""
        return f"{self.address}/open?key={self.gate.new_key()}&to={quote(to)}"

    def key(self, session: str = "morning") -> OccurrenceKey:
        """The occurrence of today."""
        asker = Asker(self.environ, app=self._app())
        try:
            lines = asker.ask(AgendaRequest())[0].lines
        finally:
            asker.close()
        found = [line.occurrence.key for line in lines if line.occurrence.session == session]
        assert found, f"{session} is not there today: {lines}"
        return found[0]

    def session(self, session: str = "morning") -> str:
        return f"/session/{quote(self.key(session))}"

    def routine(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command of the same person, in a terminal."""
        return subprocess.run(
            [sys.executable, "-m", "routine", *words],
            env=self.environ,
            cwd=TOP,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def entries(self, *kinds: EventKind) -> list[Event]:
        journal = JournalDb(self.paths.journal_file)
        try:
            return [row.entry for row in journal.rows(kinds=kinds)]
        finally:
            journal.close()

    def ask(self, method: str, path: str, said: Any = None, **headers: str | None) -> Told:
        """One request as our own page would send it; a header is changed by name, or left out by None."""
        line = HTTPConnection("127.0.0.1", self.gate.port, timeout=30)
        usual: dict[str, str | None] = {
            "Host": f"127.0.0.1:{self.gate.port}",
            "Cookie": f"{self.gate.cookie_name}={self.gate.cookie}",
            "Origin": self.address if method == "POST" else None,
            "X-Routine-Token": self.gate.token if method == "POST" else None,
            "Content-Type": "application/json" if method == "POST" else None,
        }
        usual |= {name.replace("_", "-"): value for name, value in headers.items()}
        line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        content = b"" if said is None else said if isinstance(said, bytes) else json.dumps(said).encode()
        for name, value in usual.items():
            if value is not None:
                line.putheader(name, value)
        if method == "POST":
            line.putheader("Content-Length", str(len(content)))
        try:
            line.endheaders(content or None)
            answer = line.getresponse()
            return Told(answer.status, {name.lower(): said for name, said in answer.getheaders()}, answer.read())
        finally:
            line.close()

    def frame(self, session: str = "morning") -> dict[str, Any]:
        """The moment that a session is at, without watching it."""
        assert self._loop
        key = self.key(session)

        async def look() -> dict[str, Any]:
            return self._site.session(key).frame_json()

        return asyncio.run_coroutine_threadsafe(look(), self._loop).result(30)

    def _app(self) -> App:
        app = App(self.environ)
        app.clock = self.clock
        return app

    def _leave(self) -> None:
        self._site.hang_up()
        self._idleness.expire()

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        site = self._site = PageState(self._app, patience=timedelta(milliseconds=20))
        door = loopback_socket()
        self.gate = Gate(door.getsockname()[1])
        idleness = self._idleness = Idleness(self.idle, lambda: site.busy)
        site.start()

        def touch() -> None:
            self.stirred += 1
            idleness.touch()

        page = application(self.gate, routes(site), VIEWS, page_labels.all_labels(), touch)
        try:
            await serve(page, door, idleness, self._ready.set)
        finally:
            site.stop()
            door.close()
