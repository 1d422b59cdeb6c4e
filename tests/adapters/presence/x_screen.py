"""Knows how to run X servers and real windows on them; must not know any claim."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.desktop.desktop import Desktop
from tests.desktop.private_bus import PrivateBus, until
from tests.needs import need

_RULES = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <keyboard><keybind key="F11"><action name="ToggleFullscreen"/></keybind></keyboard>
</openbox_config>
"""


class Windowed(Desktop):
    """A screen with a window manager, and a window that F11 makes fill it, as in a browser."""

    def __init__(self, server: str = "none") -> None:
        need("openbox", "openbox")
        need("xev", "x11-utils")
        super().__init__(server)

    def open_window(self) -> subprocess.Popen[bytes]:
        rules = self.home / "rc.xml"
        rules.write_text(_RULES)
        self.run(["openbox", "--config-file", str(rules)])
        until(lambda: "=" in self.root("_NET_SUPPORTED"), "a window manager")
        window = self.run(["xev", "-geometry", "300x200+50+50"])
        until(lambda: self.xdotool("search", "--name", "Event Tester").strip(), "a window")
        until(self._brought_to_front, "the window to be in front")
        return window

    def toggle_full_screen(self) -> None:
        filled = self.fills_the_screen()
        self.xdotool("key", "F11")
        until(lambda: self.fills_the_screen() is not filled, "the window to change its size")

    def active(self) -> str:
        named = self.root("_NET_ACTIVE_WINDOW").rpartition(" ")[2]
        return named if named.startswith("0x") else "0x0"

    def fills_the_screen(self) -> bool:
        return "_NET_WM_STATE_FULLSCREEN" in self._xprop("-id", self.active(), "_NET_WM_STATE")

    def root(self, name: str) -> str:
        return self._xprop("-root", name)

    def screen_pid(self) -> int:
        """The X server's; it was started first."""
        return self._running[0].pid

    def _brought_to_front(self) -> bool:
        # one that came before the window manager was ready is not
        self.xdotool("search", "--name", "Event Tester", "windowactivate")
        return int(self.active(), 16) != 0

    def _xprop(self, *words: str) -> str:
        seen = subprocess.run(
            ["xprop", *words],
            env=self.env,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=5,
            check=False,
        )
        return seen.stdout.strip()


@contextmanager
def guarded_screen(cookies: Path) -> Iterator[dict[str, str]]:
    """An X server that lets in only who knows the cookie; the environment of one who is let in."""
    need("Xvfb", "xvfb")
    with PrivateBus() as bus:
        name, secret = b"MIT-MAGIC-COOKIE-1", os.urandom(16)
        number = next(n for n in range(7000, 7100) if not Path(f"/tmp/.X11-unix/X{n}").exists())
        local, lan = (256, os.uname().nodename.encode()), (0, b"\x0a\x00\x00\x07")
        ours = (*local, str(number).encode(), name, secret)
        # what stands before and behind ours is for others
        lines = [
            (*lan, str(number).encode(), name, bytes(16)),
            (*local, b"3", name, bytes(16)),
            ours,
            (*local, b"", b"XDM-AUTHORIZATION-1", bytes(16)),
        ]
        guard = cookies.with_name("guard")
        _keep(guard, [ours])
        _keep(cookies, lines)
        display = f":{number}"
        bus.run(["Xvfb", display, "-auth", str(guard), "-nolisten", "tcp"])
        until(Path(f"/tmp/.X11-unix/X{number}").exists, "the screen")
        yield {**bus.env, "DISPLAY": display, "XAUTHORITY": str(cookies)}


def _keep(cookies: Path, lines: Sequence[tuple[int, bytes, bytes, bytes, bytes]]) -> None:
    """As xauth writes them."""
    with cookies.open("wb") as file:
        for family, *parts in lines:
            file.write(family.to_bytes(2, "big"))
            for part in parts:
                file.write(len(part).to_bytes(2, "big") + part)
