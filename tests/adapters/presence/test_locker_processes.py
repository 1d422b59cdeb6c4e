"""A locker that tells nobody is known by its process, if it is this person's and has not ended."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from routine.adapters.presence import locker_processes
from routine.adapters.presence.linux import LinuxPresence
from routine.adapters.presence.locker_processes import LOCKERS, LockerProcesses
from routine.core.events import HoldReason


def _process(folder: Path, name: str, *, user: int, state: str = "S (sleeping)") -> None:
    there = folder / str(len(list(folder.iterdir())) + 100)
    there.mkdir()
    (there / "comm").write_text(f"{name}\n")
    (there / "status").write_text(f"Name:\t{name}\nState:\t{state}\nUid:\t{user}\t0\t0\t0\n")


@pytest.mark.parametrize("locker", sorted(LOCKERS))
def test_a_locker_that_this_person_runs_means_locked(tmp_path: Path, locker: str) -> None:
    _process(tmp_path, "bash", user=os.getuid())
    (tmp_path / "self").mkdir()
    assert asyncio.run(LockerProcesses(tmp_path).ask()).holds is None
    _process(tmp_path, locker, user=os.getuid())
    assert asyncio.run(LockerProcesses(tmp_path).ask()).holds is True


def test_that_of_somebody_else_and_one_that_has_ended_mean_nothing(tmp_path: Path) -> None:
    _process(tmp_path, "i3lock", user=os.getuid() + 1)
    _process(tmp_path, "swaylock", user=os.getuid(), state="Z (zombie)")
    assert asyncio.run(LockerProcesses(tmp_path).ask()).holds is None
    assert asyncio.run(LockerProcesses(tmp_path / "nowhere").ask()).holds is None


def test_a_real_process_of_that_name_holds_until_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = shutil.which("sleep")
    assert sleeper
    # of a name of its own: what other tests run at the same time must not be held back by it
    locker = tmp_path / f"lock{os.getpid()}"
    monkeypatch.setattr(locker_processes, "LOCKERS", {locker.name})
    shutil.copy(sleeper, locker)
    environ = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere", "XDG_RUNTIME_DIR": str(tmp_path)}

    async def hold() -> HoldReason | None:
        presence = LinuxPresence(environ)
        await presence.ask()
        presence.stop()
        return presence.hold

    with subprocess.Popen([locker, "30"]) as running:
        time.sleep(0.3)
        assert asyncio.run(hold()) is HoldReason.LOCKED
        running.terminate()
    assert asyncio.run(hold()) is None
