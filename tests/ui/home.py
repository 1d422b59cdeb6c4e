"""Knows how to give a test a person's home, a plan around the present minute, and the real command in a process.

Must not know what any command is expected to say. Where this person lives it is a Wednesday shortly after noon,
whatever the clock of this computer says: each command is told so, and time passes for them as it does for us.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from routine.adapters.clock import SystemClock
from routine.adapters.journal.store import JournalDb
from routine.adapters.paths import Paths, find, make_private
from routine.core.events import Actor, Event, PlanLoaded, Showing, Shown
from routine.core.exercise import Practice
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from routine.core.safety import put_off
from routine.core.schedule import slots_of
from routine.library.catalogue import catalogue
from routine.reading.parser import read_plan
from routine.service.requests.handlers import handle
from routine.service.requests.messages import RequestBody
from routine.wiring.app import App
from tests.environment import of_the_system
from tests.ui import command
from tests.ui.terminal import Terminal

AnswerT = TypeVar("AnswerT")

TOP = Path(__file__).parents[2]
LIMIT = 120 if sys.platform == "win32" else 30
"""Seconds: under Wine a command takes two, and more where others run beside it."""
FOUR_MINUTES = timedelta(minutes=4)
BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 4, 12, 7, 30, tzinfo=BERLIN).astimezone(UTC)

ONE_SESSION = """
[[session]]
id = "{id}"
title = "{title}"
practice = "{practice}"
days = "daily"
at = "{at}"
steps = [{{ say = "Stand tall.", for = "{length}" }}, {{ say = "Sit down again.", for = "{length}" }}]
"""


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class StageClock(SystemClock):
    """The clock of a home: its time, and its zone."""

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home

    def now(self) -> datetime:
        return self._home.present()

    def zone(self) -> ZoneInfo:
        return self._home.zone


def taken(name: str) -> str:
    """A plan that comes with routine as it is taken: it says from which day its weeks are counted."""
    text = (TOP / "plans" / f"{name}.toml").read_text(encoding="utf-8")
    line = f"starts = {NOON:%Y-%m-%d} # day 1: the day you took this plan"
    return re.sub("^# starts = .*$", line, text, count=1, flags=re.MULTILINE)


@cache
def _read_by_others() -> Path:
    """A folder for this process of tests, which goes with it."""
    folder = tempfile.mkdtemp(prefix="routine-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def share_what_was_read(kept: Path) -> None:
    """What one home has read of a plan's text need not be read by the next: it is kept by the text's digest."""
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(OSError):  # the same person once more, or a system without links
        (kept / "compiled").symlink_to(_read_by_others())


class Home:
    """A person who has just installed routine. Where it is `still`, no time passes for them."""

    def __init__(self, folder: Path, *, still: bool = False) -> None:
        self.folder = folder
        self.now = NOON
        self.zone = BERLIN
        self._since = None if still else time.monotonic()
        self.environ = {
            **of_the_system(),
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "ROUTINE_HOME": str(folder / "routine"),
            "LANG": "C.UTF-8",
            "TZ": str(self.zone),
            "PYTHONWARNINGS": "error",
            command.NOW: self.now.isoformat(),
            command.SINCE: "" if self._since is None else str(self._since),
        }
        share_what_was_read(find(self.environ).cache_dir)

    @property
    def paths(self) -> Paths:
        return find(self.environ)

    @property
    def plans(self) -> Path:
        return self.paths.plans_dir

    def run(self, *words: str, typed: str = "", **environ: str) -> Answer:
        """The real command, its output into a pipe."""
        ended = subprocess.run(
            self._command(words),
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=self.environ | environ,
            cwd=TOP,
            timeout=LIMIT,
            check=False,
        )
        return Answer(ended.returncode, ended.stdout, ended.stderr)

    def on_terminal(self, *words: str, columns: int = 80, rows: int = 24, **environ: str) -> Terminal:
        """The real command on a real terminal."""
        usual = {"TERM": "xterm-256color", "PAGER": ""}  # nobody is there to leave a pager
        return Terminal(self._command(words), usual | self.environ | environ, columns, rows)

    def present(self) -> datetime:
        """What the clock of this person says by now."""
        return command.moment(self.now, self._since)

    def set_time(self, at: datetime) -> None:
        """It is that late now."""
        self.now = at.astimezone(UTC)
        self.environ[command.NOW] = self.now.isoformat()

    def app(self, **environ: str) -> App:
        """What a command or the page has of this home, in the test's own process."""
        app = App(self.environ | environ)
        app.clock = StageClock(self)
        return app

    def clock(self, ago: timedelta) -> str:
        """The local time so long ago, as plans write it."""
        return f"{(self.now - ago).astimezone(self.zone):%H:%M}"

    def answer(self, request: RequestBody[AnswerT]) -> AnswerT:
        """What a request is answered with here, where no service runs."""
        app = self.app(ROUTINE_WELCOME="false")
        try:
            return handle(request, app, self.now)
        finally:
            app.journal.close()

    def plan(self, *sessions: str, name: str = "mine", title: str = "My plan", seen: bool = True) -> Path:
        """A plan file; `seen`: the service read it yesterday, so that its times count."""
        text = f'title = "{title}"\n' + "\n".join(sessions)
        path = self.write(name, text)
        if seen:
            found = read_plan(path.name, name, text.encode(), catalogue())
            assert not isinstance(found, tuple), found
            self.happened(
                PlanLoaded(
                    self.now - timedelta(days=1),
                    Actor.SERVICE,
                    plan=name,
                    slots=slots_of(found),
                )
            )
        return path

    def write(self, name: str, text: str) -> Path:
        make_private(self.plans)
        path = self.plans / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        return path

    def session(
        self,
        title: str = "Morning mobility",
        ago: timedelta = timedelta(minutes=5),
        *,
        practice: str = "mobility",
        length: str = "2m",
    ) -> str:
        """A daily session that was due so long ago; a negative length of time is still to come."""
        id_ = title.lower().replace(" ", "-")
        return ONE_SESSION.format(id=id_, title=title, practice=practice, at=self.clock(ago), length=length)

    def occurrence(self, title: str = "Morning mobility", ago: timedelta = timedelta(minutes=5)) -> Occurrence:
        """The occurrence of such a session today, as the service would name it."""
        planned = (self.now - ago).astimezone(self.zone).replace(second=0, microsecond=0)
        key = OccurrenceKey.of("mine", title.lower().replace(" ", "-"), planned.replace(tzinfo=None))
        return Occurrence(key, planned.astimezone(UTC), title, Practice.MOBILITY, FOUR_MINUTES)

    def planned(self, session: str, when: datetime) -> Occurrence:
        """The occurrence of a session of the plan `mine` at that local time."""
        due = when.replace(tzinfo=self.zone).astimezone(UTC)
        return Occurrence(
            OccurrenceKey.of("mine", session, when), due, session.title(), Practice.MOBILITY, FOUR_MINUTES
        )

    def happened(self, *entries: Event) -> None:
        """Write into the journal what somebody else would have written."""
        make_private(self.paths.state_dir)
        journal = JournalDb(self.paths.journal_file)
        journal.append(lambda: entries)
        journal.close()

    def has_put_off_the_check(self) -> None:
        """No session opens the safety check first; it is offered still."""
        self.happened(put_off(self.now - timedelta(days=1)))

    def shown(self, about: Occurrence) -> None:
        """The service has put it on the screen."""
        showing = Showing(about.due, Actor.SERVICE, about)
        self.happened(showing, Shown(about.due, Actor.SERVICE, about))

    def journal(self, about: Occurrence | None = None) -> list[Event]:
        """What the journal says, oldest first."""
        journal = JournalDb(self.paths.journal_file)
        rows = journal.rows(key=about.key if about else "")
        journal.close()
        return [row.entry for row in rows]

    def kinds(self, about: Occurrence) -> list[str]:
        return [entry.kind.value for entry in self.journal(about)]

    def local(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%H:%M}"

    def files(self) -> list[str]:
        """Every file of this person, below the home."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    @staticmethod
    def _command(words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "tests.ui.command", *words]
