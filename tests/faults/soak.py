"""Knows how to live forty-two days in one process and to weigh it on the way; must not know what is too heavy.

A program of its own: `python -m tests.faults.soak FOLDER` prints one JSON object a simulated day. The service, the
journal's file, and what notices pokes are the real ones; the clock, the alarms and the screen are by hand.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

from routine.adapters.journal.store import JournalDb
from routine.adapters.watch.watcher import SystemFileWatcher, poke
from tests.faults.person import look_at_the_screen
from tests.replacing import replace
from tests.service.living import BERLIN, Life, living, plan, session

DAYS, READS_A_DAY, POKES_A_DAY = 42, 48, 72
BEGIN = datetime(2026, 11, 23, 0, 0, tzinfo=BERLIN)
SESSIONS = tuple(
    session(f"{name}{hour}", f"{hour:02}:{minute:02}")
    for hour in (7, 11, 15, 19)
    for name, minute in (("skip", 10), ("later", 20), ("start", 40))
)


def weight() -> dict[str, int]:
    page = os.sysconf("SC_PAGE_SIZE")
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {
        "rss": int(Path("/proc/self/statm").read_text().split()[1]) * page,
        "files": len(list(Path("/proc/self/fd").iterdir())),
        "threads": threading.active_count(),
        "children": len(children),
    }


async def live_a_day(life: Life, poke_file: Path, seen: list[int]) -> None:
    for hour in range(24):
        for minute in range(0, 60, 5):
            await life.until(life.clock.now().replace(minute=minute) + timedelta(minutes=5))
            await look_at_the_screen(life)
        for read in range(READS_A_DAY // 24):
            await life.read(replace(plan(*SESSIONS), about=f"{hour} {read}"))
        for _ in range(POKES_A_DAY // 24):
            poke(poke_file)
            await asyncio.sleep(0.001)
    seen[0] += len(life.screen.notices)
    life.screen.notices.clear()  # the twin keeps them all; a server does not


async def soak(folder: Path) -> None:
    poke_file = folder / "run" / "poke"
    (folder / "plans").mkdir()
    poke(poke_file)
    journal, seen, pokes = JournalDb(folder / "journal.db"), [0], [0]
    file_watcher = SystemFileWatcher((folder / "plans",), folder / "config.toml", poke_file)
    async with living(plan(*SESSIONS), now=BEGIN, journal=journal) as life:
        look = life.service.run_once

        def poked() -> None:
            pokes[0] += 1
            look()

        file_watcher.watch(life.service.read_plans, poked)
        for day in range(1, DAYS + 1):
            await live_a_day(life, poke_file, seen)
            life.said.clear()
            told = {"day": day, "cards": seen[0], "pokes": pokes[0], "rows": journal.rows(last=1)[0].id}
            print(json.dumps(told | weight()), flush=True)
        file_watcher.stop()


if __name__ == "__main__":
    asyncio.run(soak(Path(sys.argv[1])))
