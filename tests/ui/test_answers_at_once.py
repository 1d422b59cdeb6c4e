"""Knows what a command must not drag in before it answers; must not know how long anything takes here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_RUN = """
import sys
from routine.ui.cli.main import run_command
run_command(sys.argv[1:])
print("loaded:", *sorted(sys.modules))
"""
SLOW = {"asyncio", "ssl", "subprocess", "logging", "tzlocal", "rich", "pydantic", "tomllib", "shutil"}


def test_what_a_person_types_with_a_card_on_the_screen_loads_nothing_slow(tmp_path: Path) -> None:
    environ = {"ROUTINE_HOME": str(tmp_path), "HOME": str(tmp_path), "LANG": "C.UTF-8", "ROUTINE_WELCOME": "false"}
    for _ in range(2):  # the first time, the plans have to be read
        ran = subprocess.run(
            [sys.executable, "-c", _RUN, "snooze"],
            env=environ,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=True,
        )
    loaded = set(ran.stdout.rpartition("loaded:")[2].split())
    assert "routine.ui.cli.answer" in loaded
    assert loaded & (SLOW - _for_a_strange_zone()) == set()


def _for_a_strange_zone() -> set[str]:
    """Where the computer's zone is not plain to see, tzlocal looks for it, and brings some of these."""
    from routine.adapters import clock

    return set() if clock._linked_zone() else {"tzlocal", "logging", "subprocess"}
