"""Knows how long progress over ten years takes, beside sqlite3 reading the same rows; not how it counts."""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct

from bench.tables import ratio, show
from routine.core.events import Actor, Completed, Event, Felt, FeltAnswer, Showing
from tests.ui.home import TOP, Home

YEAR, TEN = 365, 3650
SESSIONS = (("morning-mobility", 7), ("walk", 12), ("calm", 21))
MINUTE = timedelta(minutes=1)
READ = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT * FROM journal ORDER BY id').fetchall()"
STATIC = TOP / "routine" / "ui" / "page" / "static"
OF_PROGRESS = ("progress-view.js", "chart.js", "progress.css", "rating.js", "print-view.js", "print.css")
IN_ITS_OWN = """
import resource, subprocess, sys, time
begun = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A process counts the memory of whoever started it, up to its exec: so a small one does."""
_MIB = 1024
"""ru_maxrss is in KiB (getrusage(2), Linux)."""


class Run(Struct, frozen=True):
    """One process: seconds by the wall, and the most memory it and what it started had, in MiB."""

    wall: float
    peak: int


def run(*, quick: bool) -> None:
    """The best of three: the machine's other work lengthens the rest."""
    rows = []
    for days in (YEAR,) if quick else (YEAR, TEN):
        with tempfile.TemporaryDirectory() as folder:
            home = Home(Path(folder))
            home.plan(home.session(), seen=False)
            written = _live(home, days)
            rows += _measure(home, written, days)
    print(
        "  all weeks, a command from its start to its end; sqlite3: python -c, the same rows read and thrown away"
    )
    show(["", "s", "", "us a row", "peak MiB", "bytes"], rows)
    files = [STATIC / name for name in OF_PROGRESS if (STATIC / name).exists()]
    packed = sum(len(gzip.compress(file.read_bytes())) for file in files)
    print(f"  the page's view, charts and print style: {packed:,} bytes gzipped in {len(files)} files")


def _measure(home: Home, written: int, days: int) -> list[list[str]]:
    weeks = str(days // 7 + 1)
    pdf, csv = home.folder / "report.pdf", home.folder / "all.csv"
    first = f"{home.now - days * timedelta(days=1):%Y-%m-%d}"
    bare = _best([sys.executable, "-c", READ, str(home.paths.journal_file)], home)
    rows = [_row(f"sqlite3, {written:,} rows", bare, bare, written)]
    for name, words, file in (
        ("progress", ("progress", "--weeks", weeks), None),
        ("progress --json", ("progress", "--weeks", weeks, "--json"), None),
        ("progress, 4 weeks", ("progress",), None),
        ("export csv", ("export", "csv", str(csv), "--force"), csv),
        ("export pdf", ("export", "pdf", str(pdf), "--from", first, "--force"), pdf),
        ("export pdf, 4 weeks", ("export", "pdf", str(pdf), "--force"), pdf),
    ):
        took = _best([sys.executable, "-m", "tests.ui.command", *words], home)
        rows.append(_row(f"{name}, {written:,} rows", took, bare, written, file))
    return rows


def _row(name: str, took: Run, bare: Run, written: int, file: Path | None = None) -> list[str]:
    size = f"{file.stat().st_size:,}" if file else ""
    each = f"{took.wall / written * 1e6:.0f}"
    return [name, f"{took.wall:.2f}", ratio(took.wall, bare.wall), each, str(took.peak), size]


def _best(command: list[str], home: Home) -> Run:
    """Raises OSError where it does not end well."""
    return min((_once(command, home) for _ in range(3)), key=lambda one: one.wall)


def _once(command: list[str], home: Home) -> Run:
    starter = [sys.executable, "-S", "-c", IN_ITS_OWN, *command]
    said = subprocess.run(starter, env=home.environ, cwd=TOP, capture_output=True, text=True, check=True).stdout
    code, wall, peak = said.split()
    if code != "0":
        raise OSError(f"{' '.join(command)} ended with {code}")
    return Run(float(wall), int(peak) // _MIB)


def _live(home: Home, days: int) -> int:
    """Three sessions a day, shown, done and rated."""
    rows: list[Event] = []
    for back in range(days, 0, -1):
        day = home.now.astimezone(home.zone) - timedelta(days=back)
        for name, hour in SESSIONS:
            one = home.planned(name, datetime(day.year, day.month, day.day, hour, 30))  # noqa: DTZ001 - the local time of a key
            rows += [
                Showing(one.due, Actor.SERVICE, one),
                Completed(one.due + 4 * MINUTE, Actor.CLI, one),
                Felt(one.due + 5 * MINUTE, Actor.CLI, one, score=back % 7, answer=FeltAnswer.SAME),
            ]
    home.happened(*rows)
    return len(rows)
