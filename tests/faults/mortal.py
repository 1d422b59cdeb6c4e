"""Knows how to let the service die by SIGKILL before or after its N-th write, and to let another take over.

A program of its own: each life is a fork of it. It prints one JSON object a line: which death, what was on the
screen in all lives together, and what the journal holds at the end. Must not know what should come of it.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from routine.adapters.journal.store import JournalDb
from routine.core.events import Event, StoredEvent
from routine.core.loaded_plans import LoadedPlans
from routine.core.notification import Notification
from routine.core.plan import PolicyOverride, QuietHours
from routine.core.safety import put_off
from routine.ports import Handle
from tests.fakes import RecordingNotifier, StillClock
from tests.faults.outcomes import by_key, endings, state_of
from tests.faults.person import look_at_the_screen
from tests.service.living import MINUTE, MONDAY, SECOND, living, loaded_plans, plan, session

END = MONDAY + timedelta(minutes=170)
EDITED = MONDAY + timedelta(minutes=92)
_QUIET = PolicyOverride(quiet=(QuietHours(time(8, 15), time(8, 30)),))
_BRIEF = PolicyOverride(give_up_after=timedelta(minutes=40))
FIRST = (
    session("skip", "07:30"),
    session("later", "07:50"),
    session("ignore", "09:00", remind=_BRIEF),
    session("skipheld", "08:20", remind=_QUIET),
)


def plans_at(now: datetime) -> LoadedPlans:
    more = (session("skipnew", "08:45"),) if now >= EDITED else ()
    return loaded_plans(plan(*FIRST, *more))


class MortalJournal(JournalDb):
    """Dies with the whole process at its N-th write, counted from 1; `after` says whether that was committed."""

    def __init__(self, path: Path, dies_at: int, *, after: bool, last_words: Callable[[], None]) -> None:
        super().__init__(path)
        self.writes = 0
        self._dies_at, self._after, self._last_words = dies_at, after, last_words

    def append(self, decide: Callable[[], Sequence[Event]], request: str = "") -> list[StoredEvent]:
        def decided() -> Sequence[Event]:
            found = decide()
            if found and self.writes + 1 == self._dies_at and not self._after:
                self._die()
            return found

        rows = super().append(decided, request)
        self.writes += bool(rows)
        if rows and self.writes == self._dies_at:
            self._die()
        return rows

    def _die(self) -> None:
        self._last_words()
        os.kill(os.getpid(), signal.SIGKILL)


class Witness(RecordingNotifier):
    """Notes each card in a file as it is accepted: that outlives the service."""

    seen: int

    async def show(self, notice: Notification) -> Handle:
        handle = await super().show(notice)
        os.write(self.seen, f"{notice.title}\n".encode())
        return handle


async def live(folder: Path, dies_at: int, *, after: bool) -> int:
    """From where the last life ended to the end of the morning; how many writes it took."""
    clock_file = folder / "clock"
    # nobody comes back within the instant of a death
    start = datetime.fromisoformat(clock_file.read_text()) + SECOND if clock_file.exists() else MONDAY
    clocks: list[StillClock] = []

    def last_words() -> None:
        clock_file.write_text((clocks[0].now() if clocks else start).isoformat())

    journal = MortalJournal(folder / "journal.db", dies_at, after=after, last_words=last_words)
    screen = Witness()
    screen.seen = os.open(folder / "seen", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    clocks.append(StillClock(start))  # until the service has its own, the clock stands
    async with living(plans_at(start), now=start, journal=journal, screen=screen) as life:
        clocks[0] = life.clock
        while life.clock.now() < END:
            now = life.clock.now()
            if plans_at(now) != life.source.loaded_plans:
                life.source.loaded_plans = plans_at(now)
                life.service.read_plans()
                await life.settle()
            await look_at_the_screen(life)
            await life.until(now.replace(second=0, microsecond=0) + MINUTE)
    return journal.writes


def in_a_fork(folder: Path, dies_at: int = 0, *, after: bool = False) -> int:
    """The number of writes, or minus the signal that ended it."""
    pid = os.fork()
    if pid == 0:
        try:
            (folder / "writes").write_text(str(asyncio.run(live(folder, dies_at, after=after))))
        except BaseException:  # noqa: BLE001 - whatever it is, this fork must not go on as its parent
            import traceback

            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    code = os.waitstatus_to_exitcode(status)
    return code or int((folder / "writes").read_text())


def told(folder: Path) -> dict[str, object]:
    with closing(JournalDb(folder / "journal.db")) as journal:
        entries = [row.entry for row in journal.rows()]
    rows = by_key(entries)
    return {
        "seen": (folder / "seen").read_text().splitlines(),
        "phases": {key: str(state_of(of).phase) for key, of in rows.items()},
        "endings": {key: endings(of) for key, of in rows.items()},
    }


def main() -> None:
    with TemporaryDirectory() as top:
        writes = in_a_fork(_fresh(top))
        print(json.dumps({"dies_at": 0, "writes": writes, **told(_fresh(top))}), flush=True)
        for dies_at in range(1, writes + 1):
            for after in (False, True):
                folder = _fresh(top, f"{dies_at}-{after}")
                died = in_a_fork(folder, dies_at, after=after)
                second = in_a_fork(folder)
                print(
                    json.dumps({"dies_at": dies_at, "after": after, "died": died, "second": second} | told(folder))
                )


def _fresh(top: str, name: str = "whole") -> Path:
    """With a journal in which the safety check was put off: nobody is asked on the way to a session."""
    folder = Path(top) / name
    if not folder.exists():
        folder.mkdir()
        with closing(JournalDb(folder / "journal.db")) as journal:
            journal.append(lambda: [put_off(MONDAY - timedelta(days=1))])
    return folder


if __name__ == "__main__":
    main()
