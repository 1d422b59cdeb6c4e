"""Knows what an idle program takes: memory, processor, wake-ups; must not know how any of them works inside.

All programs idle side by side through the same minute, so that they meet the same noise. Memory is what the kernel
counts: RSS, and of it what is anonymous, which no other process shares.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bench.stage import Stage, routine
from bench.tables import ratio, show, spread
from tests.desktop.private_bus import PrivateBus

PLANS = 20
SETTLE = timedelta(seconds=8)
BARE = "import asyncio; asyncio.run(asyncio.sleep(3600))"
PEERS = {"Workrave": "workrave", "Safe Eyes": "safeeyes"}
"""What people would run instead; measured where it is installed."""
EXPECTED = {"workrave": "workrave", "safeeyes": "safeeyes/style"}
"""The folder of settings that each expects to find. Safe Eyes makes it elsewhere where XDG_CONFIG_HOME is set."""
KEEPERS = ("openbox", "trayer")
"""A window manager and a tray, where they are installed: programs with windows look for both."""

PLAN = """title = "Plan {number}"
[[session]]
title = "Morning mobility"
practice = "stretching"
days = ["mon", "wed", "fri"]
at = "{early}"
steps = ["cat-cow", {{ exercise = "single-knee-to-chest", hold = "20s", reps = 3, sides = "both" }}]
[[session]]
title = "Breathing"
practice = "breathing"
days = "daily"
at = ["{early}", "{late}"]
steps = ["diaphragmatic-breathing", {{ say = "Notice how your back feels.", for = "20s" }}]
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a process has used up until now, all its threads together."""

    cpu_ns: int
    wakeups: int


def run(*, quick: bool) -> None:
    length = timedelta(seconds=5 if quick else 60)
    # Safe Eyes ends without a system bus, on which it waits for the computer to sleep
    with Stage() as stage, PrivateBus() as system:
        stage.env["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={system.socket}"
        for number in range(PLANS):
            (stage.plans / f"plan-{number}.toml").write_text(_plan(number), "utf-8")
        first = _ready(stage)
        ready = [_ready(stage) for _ in range(3 if quick else 7)]
        running = {"routine": stage.run(routine("run"))}
        running["bare asyncio"] = stage.run([sys.executable, "-c", BARE])
        for name, program in PEERS.items():
            if found := shutil.which(program):
                _set_up_desktop(stage)
                folder = Path(stage.env["XDG_CONFIG_HOME"]) / EXPECTED[program]
                folder.mkdir(parents=True, exist_ok=True)
                running[name] = stage.run([found])
            else:
                print(f"  {name} is not installed, and is left out")
        time.sleep(SETTLE.total_seconds())
        for name in [name for name, process in running.items() if process.poll() is not None]:
            if name not in PEERS:
                raise ChildProcessError(f"{name} ended: {stage.log()[-400:]}")
            print(f"  {name} does not run here, and is left out: {stage.log().strip()[-300:]}")
            del running[name]
        _tell(running, length)
    beside = ratio(median(ready), _bare_python())
    print(f"  ready after {median(ready):.2f} s ({spread(ready, 2)}), {beside} of python -c pass")
    print(f"  ready after {first:.2f} s the first time, when no plan has been read before")


def _set_up_desktop(stage: Stage) -> None:
    if "DISPLAY" in stage.env:
        return
    stage.start_screen()
    for keeper in KEEPERS:
        if found := shutil.which(keeper):
            stage.run([found])


def _tell(running: dict[str, subprocess.Popen[bytes]], length: timedelta) -> None:
    before = {name: _taken(process.pid) for name, process in running.items()}
    time.sleep(length.total_seconds())
    minutes = length / timedelta(minutes=1)
    rows = []
    ours = _memory(running["routine"].pid)
    for name, process in running.items():
        if process.poll() is not None:
            print(f"  {name} ended while it was measured, and is left out")
            continue
        memory, taken = _memory(process.pid), _taken(process.pid)
        cpu = (taken.cpu_ns - before[name].cpu_ns) / 1e9 / minutes
        wakeups = (taken.wakeups - before[name].wakeups) / minutes
        rows.append(
            [name, f"{memory['Rss']:.1f}", f"{memory['Anonymous']:.1f}", f"{cpu:.3f}", f"{wakeups:.0f}"]
            + [ratio(memory[kind], ours[kind]) for kind in ("Rss", "Anonymous")]
        )
    print(
        f"  idle for {length.total_seconds():.0f} s; routine has {PLANS} plans; at the end: memory over routine's"
    )
    show(["", "RSS MiB", "anon MiB", "CPU s/min", "wake/min", "RSS", "anon"], rows)


def _plan(number: int) -> str:
    """Nothing in it is due while it is measured."""
    now = datetime.fromtimestamp(time.clock_gettime_ns(time.CLOCK_REALTIME) // 10**9, UTC).astimezone()
    early, late = (now + timedelta(hours=hours, minutes=number) for hours in (4, 9))
    return PLAN.format(number=number, early=f"{early:%H:%M}", late=f"{late:%H:%M}")


def _ready(stage: Stage) -> float:
    """Seconds from its start until the service says, as it does to systemd, that it is ready."""
    address = stage.home / "ready"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(address))
        told.settimeout(30)
        try:
            begun = time.perf_counter()
            process = stage.run(routine("run"), env={**stage.env, "NOTIFY_SOCKET": str(address)})
            told.recv(64)
            took = time.perf_counter() - begun
        finally:
            address.unlink()
    stage.end(process)
    return took


def _bare_python() -> float:
    """Median seconds of a Python that does nothing."""
    times = []
    for _ in range(7):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        times.append(time.perf_counter() - begun)
    return median(times)


def _memory(pid: int) -> dict[str, float]:
    """In MiB, by the kernel's names."""
    found = {}
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, kib, _ = line.split()
        found[name.rstrip(":")] = int(kib) / 1024
    return found


def _taken(pid: int) -> Taken:
    cpu = wakeups = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError):  # a thread that ended meanwhile
            cpu += int((thread / "schedstat").read_text().split()[0])
            for line in (thread / "status").read_text().splitlines():
                if "voluntary_ctxt_switches" in line:
                    wakeups += int(line.split()[1])
    return Taken(cpu, wakeups)
