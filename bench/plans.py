"""Knows how reading and laying out grow with the number of sessions; must not know how either is done."""

from __future__ import annotations

from bench.stage import Stage, routine
from bench.tables import show

SESSION = """[[session]]
title = "Session {number}"
practice = "stretching"
days = ["{day}"]
at = "{hour:02}:{minute:02}"
steps = [{{ exercise = "cat-cow", reps = 2 }}, {{ say = "Notice how your back feels.", for = "20s" }}]
"""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
"""One session a minute: a week has room for ten thousand that do not meet."""
IN_A_FILE = 1000
"""A file may hold a megabyte: more sessions are more files."""


def run(*, quick: bool) -> None:
    rows = []
    base: dict[str, float] = {}
    for many in (10, 100, 1_000) if quick else (10, 1_000, 10_000):
        with Stage() as stage:
            _write(stage, many)
            took = {
                "check": stage.timed(routine("check")).wall,
                "week, first": stage.timed(routine("week", "--json")).wall,
                "week, again": stage.timed(routine("week", "--json")).wall,
            }
        for name, seconds in took.items():
            base.setdefault(name, seconds)
            each = (seconds - base[name]) / (many - 10) * 1000 if many > 10 else 0
            rows.append([f"{name}, {many:,} sessions", f"{seconds:.2f}", f"{each:.2f}" if each else "-"])
    print("  once each; ms a session over what 10 sessions take")
    show(["", "s", "ms/session"], sorted(rows, key=lambda row: row[0].partition(",")[0]))


def _write(stage: Stage, many: int) -> None:
    for first in range(0, many, IN_A_FILE):
        sessions = [
            SESSION.format(number=number, day=DAYS[number // DAY], hour=number % DAY // 60, minute=number % 60)
            for number in range(first, min(first + IN_A_FILE, many))
        ]
        (stage.plans / f"plan-{first}.toml").write_text('title = "Many"\n' + "".join(sessions), "utf-8")
