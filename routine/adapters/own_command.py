"""Knows how a command of routine's own is run beside this process, and its memory given back."""

from __future__ import annotations

import sys
from datetime import timedelta

from routine.adapters.workers.process import NO_WINDOW

_LIMIT = timedelta(minutes=5)


def run_own(*words: str) -> bool:
    """Whether it ended well; what it says is kept nowhere."""
    import subprocess  # noqa: PLC0415 - once a day, in a process that should stay small

    try:
        done = subprocess.run(
            [sys.executable, "-m", "routine", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_LIMIT.total_seconds(),
            check=False,
            creationflags=NO_WINDOW,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
