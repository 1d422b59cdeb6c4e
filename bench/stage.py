"""Knows how to set up a bus, a screen and a home that nobody else uses; must not know what is measured there."""

from __future__ import annotations

import os
import resource
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.desktop.private_bus import PrivateBus

TOP = Path(__file__).parents[1]
ROUTINE = Path(sys.executable).with_name("routine")


def routine(*words: str) -> list[str]:
    """The command as people have it, of the Python that runs this."""
    return [str(ROUTINE), *words] if ROUTINE.is_file() else [sys.executable, "-m", "routine", *words]


def need(program: str) -> str:
    """Its path. Raises OSError, which ends only the part that needs it."""
    if found := shutil.which(program):
        return found
    raise FileNotFoundError(f"{program} is not installed")


def wait_until(true: Callable[[], object], what: str, limit: float = 20.0) -> None:
    end = time.monotonic() + limit
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {limit:.0f} s for {what}")
        time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the wall, and of the processor: a busy machine lengthens the first, hardly the second."""

    wall: float
    cpu: float


def _used_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Stage(PrivateBus):
    """A session bus with a server that writes down when each card arrives, and a home for `routine`."""

    def __init__(self) -> None:
        need("dbus-daemon")
        super().__init__()
        self.arrivals = self.home / "arrivals"
        self.env.pop("TZ", None)
        self.env |= {"ROUTINE_WELCOME": "false", "PYTHONPATH": str(TOP)}
        self.plans = self.home / "config" / "routine" / "plans"
        self.plans.mkdir(parents=True)

    def start_bus(self) -> None:
        super().start_bus()
        self.run([sys.executable, "-m", "bench.server", str(self.arrivals)])
        wait_until(self.arrivals.exists, "the recording server")

    def call(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Runs it to its end."""
        return subprocess.run(
            command,
            env=self.env,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def timed(self, command: Sequence[str], expected: int = 0) -> Took:
        """From its start to its end. One that ends otherwise than expected is not worth a number."""
        used, begun = _used_by_children(), time.perf_counter()
        ended = self.call(command)
        took = Took(time.perf_counter() - begun, _used_by_children() - used)
        if ended.returncode != expected:
            raise OSError(f"{' '.join(command)} ended with {ended.returncode}: {ended.stdout}{ended.stderr}"[:500])
        return took

    def start_screen(self) -> None:
        """For programs with windows: an X server that nobody sees."""
        read, write = os.pipe()
        command = [need("Xvfb"), "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
        server = subprocess.Popen(
            command,
            pass_fds=(write,),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._running.append(server)
        os.close(write)
        said = b""
        # the number and its line end come apart
        while not said.endswith(b"\n"):
            piece = os.read(read, 16) if select.select([read], [], [], 20)[0] else b""
            if not piece:
                os.close(read)
                raise ChildProcessError("Xvfb did not come up")
            said += piece
        os.close(read)
        self.env["DISPLAY"] = f":{said.decode().strip()}"
