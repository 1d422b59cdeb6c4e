"""Knows how the wall clock can jump, and that nobody is woken when it does not."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from routine.adapters.clock import SystemClock
from routine.adapters.clock_watch import FAR, SystemClockWatcher
from routine.adapters.timerfd import Timerfd
from tests.fakes import StillClock
from tests.needs import faketime_library, only_on_linux

TICK = timedelta(milliseconds=20)


def told_when(happens: Callable[[StillClock], object], passes: timedelta = timedelta(0)) -> int:
    """How often a jump is told when this happens to the wall clock while so much time really passes."""
    told: list[bool] = []

    async def day() -> None:
        clock, passed = StillClock(), [timedelta(0)]
        jumps = SystemClockWatcher(clock, tick=TICK, monotonic=lambda: passed[0])
        jumps.watch(lambda: told.append(True))
        await asyncio.sleep(2 * TICK.total_seconds())
        assert told == []
        passed[0] += passes
        happens(clock)
        await asyncio.sleep(4 * TICK.total_seconds())
        jumps.stop()

    asyncio.run(day())
    return len(told)


def test_a_step_forward_is_told_once() -> None:
    assert told_when(lambda clock: clock.move(timedelta(hours=1))) == 1


def test_a_step_back_is_told_once() -> None:
    assert told_when(lambda clock: clock.move(-timedelta(seconds=5))) == 1


def test_time_that_passes_on_both_clocks_is_no_jump() -> None:
    hour = timedelta(hours=1)
    assert told_when(lambda clock: clock.move(hour), passes=hour) == 0


def test_sleep_is_a_jump_as_only_the_wall_clock_goes_on() -> None:
    assert told_when(lambda clock: clock.move(timedelta(hours=8)), passes=timedelta(seconds=30)) == 1


def test_a_clock_that_is_trimmed_is_no_jump() -> None:
    assert told_when(lambda clock: clock.move(timedelta(milliseconds=400))) == 0


def test_travel_is_told_once() -> None:
    assert told_when(lambda clock: clock.travel("Asia/Tokyo")) == 1


def test_after_stop_nothing_is_told_and_stopping_twice_is_fine() -> None:
    told: list[bool] = []

    async def day() -> None:
        clock = StillClock()
        jumps = SystemClockWatcher(clock, tick=TICK)
        jumps.stop()
        jumps.watch(lambda: told.append(True))
        jumps.stop()
        jumps.stop()
        clock.move(timedelta(hours=1))
        await asyncio.sleep(3 * TICK.total_seconds())

    asyncio.run(day())
    assert told == []


def test_it_wakes_up_at_most_twice_a_minute() -> None:
    """With the tick a hundredth of the real one."""

    class CountedClock(StillClock):
        looks = 0

        def now(self) -> datetime:
            self.looks += 1
            return super().now()

    async def day() -> int:
        clock = CountedClock()
        jumps = SystemClockWatcher(clock, tick=timedelta(milliseconds=300))
        jumps.watch(lambda: None)
        clock.looks = 0
        await asyncio.sleep(0.65)
        jumps.stop()
        return clock.looks

    assert asyncio.run(day()) == 2


def open_files() -> set[str]:
    return {str(fd.readlink()) + fd.name for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()}


@only_on_linux
def test_the_kernels_timer_is_there_while_watching_and_gone_after() -> None:
    async def day() -> None:
        gc.collect()
        before = open_files()
        for _ in range(50):
            jumps = SystemClockWatcher(StillClock())
            jumps.watch(lambda: None)
            assert any("timerfd" in name for name in open_files() - before)
            jumps.stop()
        assert open_files() == before

    asyncio.run(day())


@only_on_linux
def test_the_kernels_timer_tells_and_is_armed_again() -> None:
    """A cancelled timer is read as one that ran out: here it runs out, as no test may set the clock."""

    async def day() -> int:
        told: list[bool] = []
        timer = Timerfd(SystemClock().now() + timedelta(milliseconds=30), lambda: told.append(True))
        assert told == []
        await asyncio.sleep(0.2)
        timer.close()
        count = len(told)
        await asyncio.sleep(0.05)
        assert len(told) == count
        return count

    # the same instant has passed, so that each new arming tells again
    assert asyncio.run(day()) >= 2


@only_on_linux
def test_a_jump_told_by_the_kernel_is_not_told_again_by_the_tick() -> None:
    told: list[bool] = []

    async def day() -> None:
        clock = StillClock()
        jumps = SystemClockWatcher(clock, tick=TICK, monotonic=lambda: timedelta(0))
        jumps.watch(lambda: told.append(True))
        clock.move(timedelta(hours=1))
        assert jumps._timer is not None
        jumps._timer._tell()
        await asyncio.sleep(3 * TICK.total_seconds())
        jumps.stop()

    asyncio.run(day())
    assert told == [True]


def test_far_is_far() -> None:
    assert FAR.year > 2200


_STEP = """
import asyncio, os, sys, time
from datetime import timedelta
from routine.adapters.alarm_clock import Apscheduler
from routine.adapters.clock import SystemClock
from routine.adapters.clock import SystemClock
from routine.adapters.clock_watch import SystemClockWatcher

async def day():
    clock, alarm, rung = SystemClock(), Apscheduler(), asyncio.Event()
    jumps = SystemClockWatcher(clock, tick=timedelta(seconds=0.3))
    alarm.start()
    jumps.watch(alarm.clock_changed)
    alarm.arm("due in an hour", clock.now() + timedelta(hours=1), rung.set)
    await asyncio.sleep(0.5)
    assert not rung.is_set()
    with open(os.environ["FAKETIME_TIMESTAMP_FILE"], "w") as file:
        file.write("+3601s")
    began = time.monotonic()
    await asyncio.wait_for(rung.wait(), 10)
    print(time.monotonic() - began)
    jumps.stop()
    alarm.stop()

asyncio.run(day())
"""


@only_on_linux
def test_what_falls_due_by_a_step_of_the_clock_rings_within_the_tick(tmp_path: Path) -> None:
    offset = tmp_path / "offset"
    offset.write_text("+0s")
    environ = {
        **os.environ,
        "LD_PRELOAD": str(faketime_library()),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "FAKETIME_NO_CACHE": "1",
    }
    command = [sys.executable, "-c", _STEP]
    found = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=30, check=True, env=environ
    )
    assert timedelta(seconds=float(found.stdout)) < timedelta(seconds=0.6)
