"""Knows that one person has one service, however the last one ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from routine.adapters.instance_lock import Lock, holder
from routine.errors import AlreadyRunning, SystemFault
from tests.needs import keeps_file_modes, only_on_posix

_HOLD = """
import subprocess, sys, time; from pathlib import Path; from routine.adapters.instance_lock import Lock
lock = Lock(Path(sys.argv[1]))
lock.acquire()
sleep = [sys.executable, "-c", "import time; time.sleep(30)"]
child = subprocess.Popen(sleep, close_fds=False, stdout=subprocess.DEVNULL)
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock"


@contextmanager
def service(path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Another process that holds the lock, and the child it has started."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    child = int(process.stdout.readline())
    try:
        yield process, child
    finally:
        os.kill(child, getattr(signal, "SIGKILL", signal.SIGTERM))
        process.kill()
        process.communicate(timeout=10)


def test_a_second_service_is_refused_and_told_which_process_is_the_first(path: Path) -> None:
    with service(path) as (first, _):
        with pytest.raises(AlreadyRunning, match=f"process {first.pid}") as told:
            Lock(path).acquire()
        assert "routine status" in told.value.hint
        assert told.value.exit_code == 75
        assert holder(path) == first.pid


def test_a_killed_service_frees_the_lock_though_its_child_lives_on(path: Path) -> None:
    with service(path) as (first, child):
        first.kill()
        first.wait(timeout=10)
        assert holder(path) is None
        lock = Lock(path)
        lock.acquire()
        assert holder(path) == os.getpid()
        if sys.platform != "win32":  # there it would end it
            os.kill(child, 0)
        lock.release()


def test_released_it_is_free_and_can_be_taken_again(path: Path) -> None:
    lock = Lock(path)
    for _ in range(3):
        lock.acquire()
        lock.acquire()
        assert holder(path) == os.getpid()
        lock.release()
        lock.release()
        assert holder(path) is None


def test_a_file_left_behind_with_a_number_means_nothing(path: Path) -> None:
    path.write_text(f"{os.getpid()}\n")
    assert holder(path) is None
    assert path.read_text() == f"{os.getpid()}\n"


def test_without_a_file_nobody_runs_and_asking_makes_none(path: Path) -> None:
    assert holder(path) is None
    assert not path.exists()


def test_asking_all_the_time_never_keeps_a_service_from_starting(path: Path) -> None:
    """Whoever asks holds the lock for a moment."""
    ask = (
        "import sys; from pathlib import Path; from routine.adapters.instance_lock import holder\n"
        "print('asking', flush=True)\n"
        "while True: holder(Path(sys.argv[1]))"
    )
    path.touch()
    asker = subprocess.Popen(
        [sys.executable, "-c", ask, str(path)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert asker.stdout is not None
        asker.stdout.readline()
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            lock = Lock(path)
            lock.acquire()
            lock.release()
    finally:
        asker.kill()
        asker.communicate(timeout=10)


def test_two_who_ask_at_once_do_not_take_each_other_for_a_service(path: Path) -> None:
    path.touch()
    ask = (
        "import sys; from pathlib import Path; from routine.adapters.instance_lock import holder\n"
        "print({holder(Path(sys.argv[1])) for _ in range(3000)})"
    )
    askers = [
        subprocess.Popen(
            [sys.executable, "-c", ask, str(path)], stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        for _ in range(2)
    ]
    assert [asker.communicate(timeout=30)[0].strip() for asker in askers] == ["{None}", "{None}"]


@only_on_posix
def test_a_lock_that_was_removed_from_the_disk_is_taken_on_the_new_file(path: Path) -> None:
    lock = Lock(path)
    lock.acquire()
    path.unlink()
    lock.release()
    lock.acquire()
    assert holder(path) == os.getpid()
    lock.release()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemFault, match="could not be taken") as told:
        Lock(tmp_path / "nowhere" / "lock").acquire()
    assert told.value.hint


@keeps_file_modes
def test_the_file_is_private(path: Path) -> None:
    lock = Lock(path)
    lock.acquire()
    assert path.stat().st_mode & 0o7777 == 0o600
    lock.release()
