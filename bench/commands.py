"""Knows how long a person waits for a command, from its start to its end; must not know what takes the time."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bench.stage import Stage, Took, need, routine, wait_until
from bench.tables import ratio, show, spread
from routine.service.plan_registry import PlanRegistry
from routine.wiring.app import App

WAITING = 90
"""So many reminders are due, a minute apart: each snooze, skip and done finds one."""
ASKED = ("snooze 1h", "skip", "done", "today", "status", "--version", "--help")

SESSION = """[[session]]
title = "Morning mobility {number}"
practice = "stretching"
days = "daily"
at = "{at}"
steps = ["cat-cow", {{ exercise = "single-knee-to-chest", hold = "20s", reps = 3, sides = "both" }}]
"""
"""Each a session of its own: a newer round of one would end the older."""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//bench//bench//EN
BEGIN:VEVENT
UID:{number}
DTSTAMP:20260101T000000Z
DTSTART:{start}
DTEND:{end}
RRULE:FREQ=WEEKLY
SUMMARY:Morning mobility {number}
END:VEVENT
END:VCALENDAR
"""
KHAL = """[calendars]
[[bench]]
path = {folder}
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


@dataclass(frozen=True, slots=True)
class Yesterday:
    """Keeps what of ports.Clock a plan needs that was loaded a day ago."""

    app: App

    def now(self) -> datetime:
        return self.app.clock.now() - timedelta(days=1)

    zone = property(lambda self: self.app.clock.zone)
    named = property(lambda self: self.app.clock.named)


def run(*, quick: bool) -> None:
    times_each = 3 if quick else 10
    with Stage() as stage:
        app = App(stage.env)
        _prepare(stage, app)
        beside = {"python -c pass": [sys.executable, "-c", "pass"]}
        try:
            beside["khal list"] = [need("khal"), "-c", str(_calendar(stage)), "list"]
        except OSError as missing:
            print(f"  {missing}")
        print(f"  from start to end in ms, medians of {times_each}; the ratios are to python -c pass")
        print("  no service runs, and each command answers by itself")
        _compare(stage, beside, times_each, expected={"routine status": 69})
        stage.run(routine("run"))
        wait_until(lambda: stage.call(routine("status")).returncode == 0, "the service")
        print("  the service runs, and answers")
        _compare(stage, beside, times_each, expected={})


def _compare(
    stage: Stage, beside: Mapping[str, Sequence[str]], times_each: int, expected: Mapping[str, int]
) -> None:
    asked = {**beside, **{f"routine {word}": routine(*word.split()) for word in ASKED}}
    took: dict[str, list[Took]] = {name: [] for name in asked}
    for number in range(times_each + 1):
        # in turn, so that a noisy moment hits them all; the first round fills caches and is not counted
        for name, command in asked.items():
            once = stage.timed(command, expected=expected.get(name, 0))
            if number:
                took[name].append(once)
    rows = []
    bare = took["python -c pass"]
    for name, runs in took.items():
        wall, cpu = (median(part) * 1000 for part in ([one.wall for one in runs], [one.cpu for one in runs]))
        times = [
            ratio(wall, median(one.wall for one in bare) * 1000),
            ratio(cpu, median(one.cpu for one in bare) * 1000),
        ]
        lengths = spread([one.wall * 1000 for one in runs])
        rows.append([name, f"{wall:.0f}", lengths, times[0], f"{cpu:.0f}", times[1]])
    show(["", "wall", "min-max", "ratio", "CPU", "ratio"], rows)


def _prepare(stage: Stage, app: App) -> None:
    """A plan that was loaded yesterday, with reminders that wait now."""
    now = app.clock.now().astimezone(app.clock.zone())
    sessions = (
        SESSION.format(number=minute, at=f"{now - timedelta(minutes=minute):%H:%M}")
        for minute in range(1, WAITING + 1)
    )
    (stage.plans / "waiting.toml").write_text('title = "Waiting"\n' + "".join(sessions), "utf-8")
    clock = Yesterday(app)
    PlanRegistry(app.journal, clock, app.source.recall).take(app.loaded_plans, clock.now())
    app.journal.close()


def _calendar(stage: Stage) -> Path:
    """Twenty weekly appointments for khal."""
    folder = stage.home / "calendar"
    folder.mkdir()
    today = datetime.fromtimestamp(time.clock_gettime_ns(time.CLOCK_REALTIME) // 10**9, UTC)
    for number in range(20):
        start = today + timedelta(days=number % 7, hours=1)
        text = CALENDAR.format(
            number=number, start=f"{start:%Y%m%dT%H%M%S}", end=f"{start + timedelta(minutes=12):%Y%m%dT%H%M%S}"
        )
        (folder / f"{number}.ics").write_text(text, "utf-8")
    config = stage.home / "khal.conf"
    config.write_text(KHAL.format(folder=folder), "utf-8")
    return config
