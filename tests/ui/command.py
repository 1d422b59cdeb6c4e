"""Knows how to run the real command at a time that a test has chosen; must not know any command.

`python -m tests.ui.command today` is `python -m routine today` but for the clock. The product has no such switch.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

from routine.adapters.clock import SystemClock

NOW = "STAGE_NOW"
"""The instant at which the stage was set up, in ISO 8601."""
SINCE = "STAGE_SINCE"
"""What the monotonic clock said then, in seconds; all processes read the same one. Empty: no time passes."""


def moment(now: datetime, since: float | None) -> datetime:
    """How late it is on the stage by now."""
    return now.astimezone(UTC) + timedelta(seconds=0.0 if since is None else time.monotonic() - since)


def set_clock() -> None:
    """From now on it is as late as the stage says."""
    now, since = datetime.fromisoformat(os.environ[NOW]), os.environ.get(SINCE)

    def staged(_: SystemClock) -> datetime:
        return moment(now, float(since) if since else None)

    setattr(SystemClock, "now", staged)  # noqa: B010 - mypy will have it so


def main() -> None:
    set_clock()
    from routine.__main__ import main as run

    run()


if __name__ == "__main__":
    main()
