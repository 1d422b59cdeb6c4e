"""Knows how to run a real notification server on a screen and a bus of its own, and to click on its cards.

Must not know `routine`. Whoever wants to be seen here runs with `Desktop.env`.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.desktop.private_bus import PrivateBus, until
from tests.needs import missing, need

NAME = "org.freedesktop.Notifications"
SYSTEM_PYTHON = "/usr/bin/python3"
_HERE = Path(__file__).parent
_ACTIVATED = ("org.xfce.Xfconf", "ca.desrt.dconf", "org.a11y.Bus")
_DUNST = """[global]
    dmenu = {chooser}
    font = DejaVu Sans 10
    markup = full
    format = "<b>%s</b>\\n%b"
    show_indicators = yes
    mouse_left_click = close_current
    mouse_middle_click = do_action
    mouse_right_click = context
"""
_CHOOSER = """#!/bin/sh
# stands in for the person who picks a line of dunst's menu
grep -F -m1 -- "#$(cat {wish})"
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A server as Debian packages it."""

    package: str
    program: str
    window: str = ""
    """Set where the accessibility tree shows nothing and the window is found by its class."""


SERVERS = {
    "xfce": Kind("xfce4-notifyd", "/usr/lib/*/xfce4/notifyd/xfce4-notifyd"),
    "mate": Kind("mate-notification-daemon", "/usr/lib/mate-notification-daemon/mate-notification-daemon"),
    "lxqt": Kind("lxqt-notificationd", "/usr/bin/lxqt-notificationd"),
    "notification-daemon": Kind("notification-daemon", "/usr/lib/notification-daemon/notification-daemon"),
    "notify-osd": Kind("notify-osd", "/usr/lib/*/notify-osd", "Notify-osd"),
    "dunst": Kind("dunst", "/usr/bin/dunst", "Dunst"),
    "none": Kind("", ""),
}


class Desktop(PrivateBus):
    """`with Desktop(server="xfce") as desk:` and everything in it ends with it."""

    def __init__(self, server: str = "xfce", *, activatable: bool = False) -> None:
        self._kind = SERVERS[server]
        self._server: subprocess.Popen[bytes] | None = None
        self._activatable = activatable
        for program, package in (
            ("Xvfb", "xvfb"),
            ("xdotool", "xdotool"),
            ("import", "imagemagick"),
            ("xprop", "x11-utils"),
        ):
            need(program, package)
        self._program = self._find_program()
        super().__init__()

    def start_bus(self) -> None:
        if "DISPLAY" not in self.env:
            self.env |= {
                "DISPLAY": self._start_screen(),
                "NO_AT_BRIDGE": "0",
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            }
            self._fill_services()
        # a session that ended leaves the address of its accessibility bus on the screen
        subprocess.run(
            ["xprop", "-root", "-remove", "AT_SPI_BUS"], env=self.env, timeout=5, check=False, stderr=self._log
        )
        super().start_bus()
        if self._program and not self._activatable:
            self.start_server()

    def start_server(self) -> None:
        """Returns when it owns its name."""
        self._server = self.run(self._command())
        until(lambda: self.owner(NAME), f"{self._kind.package} to own its name")

    def kill_server(self) -> None:
        """As a crash would."""
        if self._server is not None:
            self.end(self._server, signal.SIGKILL)
            self._server = None
        else:
            # the bus started it, and knows which one it is
            os.kill(self.owner_pid(NAME), signal.SIGKILL)
        until(lambda: not self.owner(NAME), "the name to be free")

    def stop_server(self) -> None:
        """Hangs it: it owns its name and answers nothing."""
        assert self._server is not None
        os.killpg(self._server.pid, signal.SIGSTOP)

    def continue_server(self) -> None:
        assert self._server is not None
        os.killpg(self._server.pid, signal.SIGCONT)

    def click(self, label: str, limit: float = 8.0) -> None:
        """Presses the button that carries the label, with the mouse."""
        if self._kind.window == "Dunst":
            (self.home / "wish").write_text(f"{label} (")
            self.click_at(*self.window_place(limit), button=3)
        else:
            self.click_at(*self.place_of("button", label, limit))

    def click_text(self, text: str, limit: float = 8.0) -> None:
        """Clicks on the card itself, where it says this."""
        if self._kind.window:
            self.click_at(*self.window_place(limit), button=2)
        else:
            self.click_at(*self.place_of("text", text, limit))

    def place_of(self, what: str, name: str, limit: float = 8.0) -> tuple[int, int]:
        """The middle of a "button" or "text" on the screen, waited for."""
        found = self._look(what, name, str(limit))
        if found.returncode != 0:
            raise AssertionError(f"no {what} {name!r} on the screen within {limit} s; there is {self.texts()}")
        x, y = found.stdout.split()
        return int(x), int(y)

    def shows(self, what: str, name: str, limit: float = 0.5) -> bool:
        """Whether a "button" or "text" is on the screen, or comes within the limit."""
        return self._look(what, name, str(limit)).returncode == 0

    def texts(self) -> list[str]:
        """Every text that shows, as a screen reader would read it."""
        read = self._look("texts")
        return [str(text) for text in json.loads(read.stdout or "[]")]

    def windows(self) -> int:
        """How many windows the server shows; for those that no screen reader can read."""
        return len(self._window_ids())

    def screenshot(self, path: Path) -> None:
        subprocess.run(["import", "-window", "root", str(path)], env=self.env, timeout=15, check=True)

    def xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self.env, capture_output=True, text=True, timeout=15, check=False
        )
        return done.stdout

    def _find_program(self) -> str:
        if not self._kind.program:
            return ""
        pattern = self._kind.program.lstrip("/")
        found = sorted(path for path in Path("/").glob(pattern) if path.is_file() and os.access(path, os.X_OK))
        if not found:
            found = [Path(p) for p in (shutil.which(Path(pattern).name),) if p]
        if not found:
            missing(self._kind.package)
        return str(found[0])

    def _start_screen(self) -> str:
        read, write = os.pipe()
        try:
            command = [
                "Xvfb",
                "-displayfd",
                str(write),
                "-screen",
                "0",
                "1280x800x24",
                "-nolisten",
                "tcp",
                "-noreset",
            ]
            self._running.append(
                subprocess.Popen(
                    command, pass_fds=(write,), stdout=self._log, stderr=self._log, start_new_session=True
                )
            )
        finally:
            os.close(write)
        # the number and its line end come apart, and Xvfb dies of a pipe that is closed between them
        said = b""
        try:
            while not said.endswith(b"\n"):
                if not select.select([read], [], [], 20)[0]:
                    raise AssertionError(f"Xvfb did not come up: {self.log()}")
                piece = os.read(read, 16)
                if not piece:
                    raise AssertionError(f"Xvfb ended: {self.log()}")
                said += piece
        finally:
            os.close(read)
        return f":{said.decode().strip()}"

    def _fill_services(self) -> None:
        # not the system's folder: several packages there answer to the notifications' name, any might be started
        for name in _ACTIVATED:
            with suppress(FileNotFoundError):
                shutil.copy(f"/usr/share/dbus-1/services/{name}.service", self.services)
        if self._program and self._activatable:
            service = f"[D-BUS Service]\nName={NAME}\nExec={' '.join(self._command())}\n"
            (self.services / f"{NAME}.service").write_text(service)

    def _command(self) -> list[str]:
        if self._kind.package != "dunst":
            return [self._program]
        chooser, config = self.home / "chooser", self.home / "dunstrc"
        chooser.write_text(_CHOOSER.format(wish=self.home / "wish"))
        chooser.chmod(0o755)
        config.write_text(_DUNST.format(chooser=chooser))
        return [self._program, "-config", str(config)]

    def _look(self, *what: str) -> subprocess.CompletedProcess[str]:
        need(SYSTEM_PYTHON, "python3-gi")
        command = [SYSTEM_PYTHON, str(_HERE / "find_on_screen.py"), *what]
        seen = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=30, check=False)
        if "ModuleNotFoundError" in seen.stderr or "not available" in seen.stderr:
            missing("python3-gi gir1.2-atspi-2.0 at-spi2-core libatk-adaptor")
        return seen

    def _window_ids(self) -> list[str]:
        return self.xdotool("search", "--onlyvisible", "--class", self._kind.window).split()

    def window_place(self, limit: float) -> tuple[int, int]:
        until(self._window_ids, f"a window of {self._kind.package}", limit)
        shape = self.xdotool("getwindowgeometry", "--shell", self._window_ids()[0])
        numbers = dict(line.split("=", 1) for line in shape.split() if "=" in line)
        return int(numbers["X"]) + int(numbers["WIDTH"]) // 2, int(numbers["Y"]) + int(numbers["HEIGHT"]) // 2

    def click_at(self, x: int, y: int, button: int = 1) -> None:
        # the pointer is parked away: a card under it stops its own clock
        self.xdotool("mousemove", str(x), str(y), "sleep", "0.15", "click", str(button))
        self.xdotool("sleep", "0.1", "mousemove", "5", "400")
