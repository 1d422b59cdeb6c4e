"""Six weeks in one process: once it has lived as long as it looks back, nothing grows."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.service.process import TOP

MOST = 256 * 1024
"""Not three hundred bytes a card."""


def test_memory_files_threads_and_children_do_not_grow(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.faults.soak", str(tmp_path)]
    ended = subprocess.run(command, cwd=TOP, capture_output=True, text=True, timeout=900, check=False)
    assert ended.returncode == 0, ended.stderr
    days = [json.loads(line) for line in ended.stdout.splitlines()]
    # what was told of the back counts for thirty days: so long what is read at once becomes more
    full, last = days[30], days[-1]
    print(days[4], full, last, f"grew by {(last['rss'] - full['rss']) / 1024:.0f} KiB since day 31")
    assert last["cards"] > 1_000
    assert last["pokes"] > 2_000
    assert last["rss"] - full["rss"] < MOST
    for what in ("files", "threads", "children"):
        assert last[what] == days[4][what], what
