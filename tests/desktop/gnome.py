"""Knows how to run a real GNOME Shell on a screen and buses of its own; must not know `routine`.

A whole desktop is more than the other tests install: where it is missing they are skipped, also in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.desktop.desktop import NAME, SYSTEM_PYTHON, Desktop
from tests.desktop.private_bus import until

_NOTIFICATIONS = "org.gnome.Shell.Notifications.service"
_SYSTEM_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>
"""
_CLOCK = (640, 15)
_BESIDE_THE_LIST = (200, 700)


class Gnome(Desktop):
    """`with Gnome() as gnome:` and everything in it ends with it."""

    def __init__(self) -> None:
        _skip_without_gnome()
        super().__init__(server="none")
        self.env |= {"XDG_CURRENT_DESKTOP": "GNOME", "LIBGL_ALWAYS_SOFTWARE": "1"}

    def start_bus(self) -> None:
        super().start_bus()
        self._start_system_bus()
        # without it the shell is nothing but a picture to a screen reader
        self.setting("org.gnome.desktop.interface", "toolkit-accessibility", "true")
        self._no_word_of_the_screen_lock()
        self.run(["gnome-shell", "--x11"])
        until(lambda: self.owner(NAME), "GNOME Shell to own the notifications' name", 30)
        # it begins with an overview of all that runs, which covers the desktop
        until(self._overview, "the overview", 30)
        until(self._left_the_overview, "the desktop behind the overview", 15)
        if os.geteuid() == 0:
            self._put_away("Logged in as a privileged user")

    def setting(self, schema: str, key: str, value: str) -> None:
        subprocess.run(["gsettings", "set", schema, key, value], env=self.env, timeout=10, check=True)

    @contextmanager
    def do_not_disturb(self) -> Iterator[None]:
        self.setting("org.gnome.desktop.notifications", "show-banners", "false")
        try:
            yield
        finally:
            self.setting("org.gnome.desktop.notifications", "show-banners", "true")

    @contextmanager
    def list_of_messages(self) -> Iterator[None]:
        """Opened by a click on the clock, and shut by a click beside it."""
        self.click_at(*_CLOCK)
        assert self.shows("text", "Do Not Disturb", 5.0), self.texts()
        yield
        self.click_at(*_BESIDE_THE_LIST)
        until(lambda: not self.shows("text", "Do Not Disturb", 0.1), "the list to be shut")

    def _fill_services(self) -> None:
        super()._fill_services()
        shutil.copy(f"/usr/share/dbus-1/services/{_NOTIFICATIONS}", self.services)

    def _start_system_bus(self) -> None:
        socket, config = self.home / "run" / "system", self.home / "system.conf"
        config.write_text(_SYSTEM_BUS.format(socket=socket))
        self.run(["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"])
        until(socket.is_socket, "the private system bus")
        self.env["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={socket}"
        # the shell asks it who sits here
        self.run([SYSTEM_PYTHON, "-m", "dbusmock", "--system", "--template", "logind"])
        until(self._logind_answers, "a login manager", 15)

    def _logind_answers(self) -> bool:
        asked = self._dbus("--system", "org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames")
        return "org.freedesktop.login1" in asked

    def _no_word_of_the_screen_lock(self) -> None:
        """Its own notices stay up until somebody moves, and nothing comes up meanwhile."""
        told = self.home / "data" / "gnome-shell" / "lock-warning-shown"
        told.parent.mkdir(parents=True, exist_ok=True)
        told.touch()

    def _put_away(self, notice: str) -> None:
        self.place_of("text", notice, 15)
        with self.list_of_messages():
            self.click("Clear")

    def _overview(self) -> bool:
        return "true" in self._shell("Get", "string:OverviewActive")

    def _left_the_overview(self) -> bool:
        self._shell("Set", "string:OverviewActive", "variant:boolean:false")
        return not self._overview()

    def _shell(self, member: str, *words: str) -> str:
        whole = (f"org.freedesktop.DBus.Properties.{member}", "string:org.gnome.Shell", *words)
        return self._dbus("--session", "org.gnome.Shell", "/org/gnome/Shell", *whole)

    def _dbus(self, bus: str, name: str, path: str, *words: str) -> str:
        command = ["dbus-send", bus, "--print-reply=literal", f"--dest={name}", path, *words]
        asked = subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=30, check=False)
        return asked.stdout


def _skip_without_gnome() -> None:
    for found, package in (
        (shutil.which("gnome-shell"), "gnome-shell"),
        (shutil.which("gjs"), "gjs"),
        (shutil.which("gsettings"), "libglib2.0-bin"),
        (Path("/usr/lib/python3/dist-packages/dbusmock").is_dir(), "python3-dbusmock"),
    ):
        if not found:
            # half a gigabyte, which `make test` asks of nobody: whoever runs it by hand is told what to install
            pytest.skip(f"no GNOME here: apt-get install --no-install-recommends {package}")
