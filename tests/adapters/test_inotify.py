"""Knows what Linux's own way of telling can do to us: lag, floods, no watches left, files left open."""

from __future__ import annotations

import asyncio
import errno
import gc
import logging
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from asyncinotify import Inotify

from routine.adapters.watch.inotify import InotifyWatcher, trail
from routine.adapters.watch.polling import PollingWatcher
from routine.adapters.watch.watcher import SystemFileWatcher, poke


def open_files() -> set[str]:
    gc.collect()
    return {fd.name + str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()}


def ignore() -> None:
    """Somebody else's news."""


@pytest.fixture
def watcher(tmp_path: Path) -> InotifyWatcher:
    (tmp_path / "plans").mkdir()
    (tmp_path / "run").mkdir()
    return InotifyWatcher([tmp_path / "plans"], tmp_path / "config.toml", tmp_path / "run/poke")


def test_a_poke_is_told_within_ten_milliseconds(watcher: InotifyWatcher, tmp_path: Path) -> None:
    async def day() -> list[float]:
        told: asyncio.Queue[float] = asyncio.Queue()
        watcher.watch(ignore, lambda: told.put_nowait(time.monotonic()))
        lags = []
        for _ in range(20):
            await asyncio.sleep(0.01)
            began = time.monotonic()
            await asyncio.to_thread(poke, tmp_path / "run/poke")
            lags.append(await asyncio.wait_for(told.get(), 5) - began)
        watcher.stop()
        assert told.empty()
        return lags

    lags = sorted(asyncio.run(day()))
    assert lags[len(lags) // 2] < 0.010


def test_an_idle_hour_wakes_nobody(watcher: InotifyWatcher) -> None:
    """Counted by the kernel, over a second: whoever waits without a time-out never gives up the processor."""

    async def day() -> int:
        watcher.watch(ignore, ignore)
        await asyncio.sleep(0.05)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw
        await asyncio.sleep(1)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw
        watcher.stop()
        return after - before

    assert asyncio.run(day()) <= 2


def test_after_a_flood_the_kernel_could_not_tell_everything_is_looked_at(
    watcher: InotifyWatcher, tmp_path: Path
) -> None:
    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    plans, pokes = [], []

    async def day() -> None:
        watcher.watch(lambda: plans.append(1), lambda: pokes.append(1))
        # nobody listens while this runs, and the names take turns: equal news in a row is told once
        for number in range(limit + 100):
            (tmp_path / f"plans/{number % 2}.txt").touch()
        poke(tmp_path / "run/poke")
        (tmp_path / "plans/new.toml").touch()
        for _ in range(500):
            await asyncio.sleep(0.02)
            if plans and pokes:
                break
        assert (len(plans), len(pokes)) == (1, 1)
        (tmp_path / "plans/new.toml").write_text("and it still listens")
        await asyncio.sleep(0.6)
        watcher.stop()

    asyncio.run(day())
    assert len(plans) == 2


def test_nothing_stays_open_after_the_stop(watcher: InotifyWatcher, tmp_path: Path) -> None:
    async def day() -> None:
        watcher.watch(ignore, ignore)  # the first opens what stays: the module's own
        watcher.stop()
        before = open_files()
        for number in range(20):
            watcher.watch(ignore, ignore)
            (tmp_path / f"plans/{number}.toml").touch()
            await asyncio.sleep(0.01)
            watcher.stop()
        assert open_files() == before

    asyncio.run(day())


def test_watches_that_are_no_longer_wanted_are_given_back(watcher: InotifyWatcher, tmp_path: Path) -> None:
    async def day() -> None:
        watcher.watch(ignore, ignore)
        inotify = watcher._inotify
        assert inotify is not None
        before = len(inotify.watches)
        for number in range(10):
            target = tmp_path / f"dotfiles-{number}"
            target.mkdir()
            (target / "a.toml").touch()
            (tmp_path / "link").symlink_to(target / "a.toml")
            (tmp_path / "link").rename(tmp_path / "plans/a.toml")
            await asyncio.sleep(0.35)
        await asyncio.sleep(0.1)
        assert len(inotify.watches) == before + 1
        watcher.stop()

    asyncio.run(day())


def test_where_the_kernel_has_no_more_to_give_files_are_looked_at_instead(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    watcher = SystemFileWatcher([tmp_path], tmp_path / "config.toml", tmp_path / "poke")

    async def day() -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        # everything is imported and the loop is there: from here on not one file can be opened
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
        try:
            watcher.watch(ignore, ignore)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        assert isinstance(watcher._watchers[0], PollingWatcher)
        watcher.stop()

    asyncio.run(day())
    assert "looking now and then instead" in caplog.text


def leads(make: Callable[[Path], Path], home: Path) -> list[str]:
    return [f"{folder.relative_to(home)}/{name}" for folder, name in trail(make(home))]


def test_the_trail_of_a_path_is_every_link_and_then_the_file_or_what_is_missing(tmp_path: Path) -> None:
    home = tmp_path.resolve()
    (home / "real/deep").mkdir(parents=True)
    (home / "real/deep/file").touch()
    (home / "in").symlink_to("real")
    (home / "real/up").symlink_to("../in/deep/file")
    assert leads(lambda home: home / "real/deep/file", home) == ["real/deep/file"]
    assert leads(lambda home: home / "in/up", home) == ["./in", "real/up", "./in", "real/deep/file"]
    assert leads(lambda home: home / "in/no/such/file", home) == ["./in", "real/no"]
    assert leads(lambda home: home / "in/deep/../deep/file", home) == ["./in", "real/deep/file"]
    assert leads(lambda home: home / "real/deep/file/below", home) == ["real/deep/file"]


def test_a_system_without_a_watch_left_is_heard_where_it_still_watches(
    watcher: InotifyWatcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was watched for a link that is gone goes on telling: the round that would have ended it broke off."""
    dots, faults, told = tmp_path / "dots", list[object](), list[str]()
    dots.mkdir()
    (dots / "a.toml").touch()
    (tmp_path / "plans/a.toml").symlink_to(dots / "a.toml")

    async def day() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, said: faults.append(said.get("exception")))
        watcher.watch(lambda: told.append("plans"), ignore)
        (tmp_path / "plans/a.toml").unlink()

        def full(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(Inotify, "add_watch", full)
        await until(lambda: told)
        (dots / "a.toml").write_text("another", "utf-8")
        (tmp_path / "plans/b.toml").touch()
        await until(lambda: len(told) > 1)
        watcher.stop()

    async def until(true: Callable[[], object]) -> None:
        for _ in range(1000):
            if true():
                return
            await asyncio.sleep(0.02)
        raise AssertionError("never told")

    asyncio.run(day())
    assert not faults
