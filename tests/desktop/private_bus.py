"""Knows how to run programs on a session bus of their own, and leaves nothing behind; must not know what for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.needs import need

_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth><servicedir>{services}</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
{policy}</policy>
</busconfig>
"""
_MARK = "PRIVATE_DESK_HOME"
_LEAVE_OUT = (
    "WAYLAND_DISPLAY",
    "DISPLAY",
    "DBUS_SESSION_BUS_ADDRESS",
    "DESKTOP_STARTUP_ID",
    "XDG_CURRENT_DESKTOP",
)


def until(true: Callable[[], object], what: str, limit: float = 8.0) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + limit
    while not true():
        if time.monotonic() > end:
            raise AssertionError(f"waited {limit} s for {what}")
        time.sleep(0.02)


class PrivateBus:
    """A session bus with its own home, and programs on it, each in a process group of its own."""

    policy = ""
    """More rules for the bus."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="routine-desk-"))
        self.services = self.home / "services"
        self.socket = self.home / "run" / "bus"
        self._log = (self.home / "log").open("ab")
        self._bus: subprocess.Popen[bytes] | None = None
        self._running: list[subprocess.Popen[bytes]] = []
        folders = {name: self.home / name for name in ("config", "cache", "data", "state", "run")}
        for folder in (*folders.values(), self.services):
            folder.mkdir()
        folders["run"].chmod(0o700)
        self.env = {name: value for name, value in os.environ.items() if name not in _LEAVE_OUT}
        self.env |= {
            _MARK: str(self.home),
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "XDG_CONFIG_HOME": str(folders["config"]),
            "XDG_CACHE_HOME": str(folders["cache"]),
            "XDG_DATA_HOME": str(folders["data"]),
            "XDG_STATE_HOME": str(folders["state"]),
            "XDG_RUNTIME_DIR": str(folders["run"]),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.socket}",
            # nobody is there: the lock of the real screen is none of ours
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.home}/system-bus",
        }

    def __enter__(self) -> Self:
        try:
            self.start_bus()
        except BaseException:
            self.clean()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clean()

    def start_bus(self) -> None:
        need("dbus-daemon", "dbus")
        config = self.home / "bus.conf"
        config.write_text(_BUS_CONFIG.format(socket=self.socket, services=self.services, policy=self.policy))
        self.socket.unlink(missing_ok=True)
        self._bus = self.run(["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"])
        until(self.socket.is_socket, "the private bus")

    def kill_bus(self) -> None:
        if self._bus is not None:
            self.end(self._bus, signal.SIGKILL)

    def run(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command,
            env=dict(env if env is not None else self.env),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        self._running.append(process)
        return process

    def end(self, process: subprocess.Popen[bytes], how: signal.Signals = signal.SIGTERM) -> None:
        """Ends the process with its group. One that will not go, or is stopped, is killed."""
        for sign, limit in ((how, 1.0), (signal.SIGKILL, 5.0)):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, sign)
            with suppress(subprocess.TimeoutExpired):
                process.wait(limit)
                break
        if process in self._running:
            self._running.remove(process)

    def owner(self, name: str) -> bool:
        """Whether somebody on the bus answers to the name."""
        return "true" in self._ask_bus("NameHasOwner", name)

    def owner_pid(self, name: str) -> int:
        return int(self._ask_bus("GetConnectionUnixProcessID", name).split()[-1])

    def _ask_bus(self, member: str, name: str) -> str:
        bus = "org.freedesktop.DBus"
        asked = subprocess.run(
            [
                "dbus-send",
                "--session",
                "--print-reply=literal",
                f"--dest={bus}",
                "/",
                f"{bus}.{member}",
                f"string:{name}",
            ],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
        )
        return asked.stdout

    def log(self) -> str:
        self._log.flush()
        return (self.home / "log").read_text("utf-8", "replace")

    def clean(self) -> None:
        for process in reversed(self._running[:]):
            self.end(process)
        # what the bus started itself carries our mark too
        for pid in self._marked():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._log.close()
        shutil.rmtree(self.home, ignore_errors=True)

    def _marked(self) -> list[int]:
        mark = f"{_MARK}={self.home}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if mark in (folder / "environ").read_bytes().split(b"\0") and int(folder.name) != os.getpid():
                    found.append(int(folder.name))
        return found
