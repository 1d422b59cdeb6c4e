"""Knows how long it takes from the instant a reminder is due to its card's arrival; must not know why.

The real service reminds of so many sessions, close together. In between, at instants of its own, a bare loop sends
the same call: it meets the same noise on the same bus.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass

from bench.stage import Stage, wait_until
from bench.tables import percentile, ratio, show, spread

GAP = 60_000_000
"""Nanoseconds from one reminder to the next."""
LEAD = 4_000_000_000
"""Nanoseconds for both to start and come to rest."""
BUSY = "while True: pass"


@dataclass(frozen=True, slots=True)
class Sender:
    """A program that sends a card for each of its instants. `offset`: nanoseconds after the other's."""

    name: str
    module: str
    offset: int


OURS = Sender("routine", "bench.latency_ours", 0)
BARE = Sender("bare", "bench.latency_bare", GAP // 2)


def run(*, quick: bool) -> None:
    many = 30 if quick else 200
    rows = []
    for load in (0, 2):
        late = _measure(many, load)
        ours, bare = late[OURS.name], late[BARE.name]
        for name, measured in late.items():
            p50, p99 = percentile(measured, 0.5), percentile(measured, 0.99)
            times = (
                [ratio(p50, percentile(bare, 0.5)), ratio(p99, percentile(bare, 0.99))]
                if measured is ours
                else ["1.0x", "1.0x"]
            )
            doing = f"{load} busy loops beside" if load else "nothing beside"
            rows.append([f"{name}, {doing}", f"{p50:.1f}", f"{p99:.1f}", spread(measured, 1), *times])
    print(f"  from due to the server, {many} reminders {GAP // 1_000_000} ms apart, in ms")
    print("  bare: a timerfd and dbus-fast alone, which send the same call")
    show(["", "p50", "p99", "min-max", "p50", "p99"], rows)


def _measure(many: int, load: int) -> dict[str, list[float]]:
    """Milliseconds late, by sender."""
    with Stage() as stage:
        for _ in range(load):
            stage.run([sys.executable, "-c", BUSY])
        start = time.clock_gettime_ns(time.CLOCK_REALTIME) + LEAD
        running: list[subprocess.Popen[bytes]] = []
        for sender in (OURS, BARE):
            words = [sender.name, str(start + sender.offset), str(GAP), str(many)]
            running.append(stage.run([sys.executable, "-m", sender.module, *words]))
        time.sleep((LEAD + many * GAP) / 1e9)
        wait_until(lambda: len(_arrivals(stage)) == 2 * many or any(p.poll() for p in running), "every card")
        came = _arrivals(stage)
        if len(came) < 2 * many:
            raise ChildProcessError(f"only {len(came)} of {2 * many} cards came: {stage.log()[-400:]}")
        return {
            sender.name: [
                (came[f"{sender.name} {number}"] - start - sender.offset - number * GAP) / 1e6
                for number in range(many)
            ]
            for sender in (OURS, BARE)
        }


def _arrivals(stage: Stage) -> dict[str, int]:
    """When each title came first."""
    first: dict[str, int] = {}
    for line in stage.arrivals.read_text("utf-8").splitlines():
        at, _, title = line.partition(" ")
        # a reminder's title goes on with its minutes
        first.setdefault(" ".join(title.split()[:2]), int(at))
    return first
