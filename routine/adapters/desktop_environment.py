"""Knows the variables of the desktop that is there now; must not know what any of them is wanted for.

A service that starts with the login is there before the desktop is, and its own environment never learns of it.
What the desktop tells the systemd of the login is read there: when it is wanted, and no sooner.

Source: org.freedesktop.systemd1(5), the property Environment of the Manager; `systemctl --user import-environment`
and dbus-update-activation-environment(1), by which desktops set it.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from routine.adapters.display_server import has_screen
from routine.errors import NotifierError

if TYPE_CHECKING:
    from routine.adapters.dbus.client import BusClient

_LIMIT = 0.3
"""Seconds; systemd answers in two thousandths of one."""
_OF_THE_SCREEN = frozenset(
    {
        "DISPLAY",
        "WAYLAND_DISPLAY",
        "XAUTHORITY",
        "XDG_SESSION_TYPE",
    }
)
"""They belong together: one desktop's DISPLAY with another's XAUTHORITY opens nothing."""
_OF_THE_DESKTOP = frozenset(
    {
        "BROWSER",
        "DESKTOP_SESSION",
        "GNOME_DESKTOP_SESSION_ID",
        "HYPRLAND_INSTANCE_SIGNATURE",
        "I3SOCK",
        "KDE_FULL_SESSION",
        "KDE_SESSION_VERSION",
        "NIRI_SOCKET",
        "PULSE_SERVER",
        "SWAYSOCK",
        "XDG_CURRENT_DESKTOP",
        "XDG_DATA_DIRS",
        "XDG_MENU_PREFIX",
        "XDG_SESSION_DESKTOP",
        "XDG_SESSION_ID",
    }
)


class DesktopEnvironment(Mapping[str, str]):
    """An environment: our own, and over it what the desktop told systemd, as of the last `refresh`."""

    def __init__(self, own: Mapping[str, str] = os.environ) -> None:
        self._own = own
        self._now: Mapping[str, str] = own
        self._bus: BusClient | None = None

    async def refresh(self) -> None:
        """Read it again. Takes a third of a second at the most; never raises: what is not told stays our own."""
        self._now = with_desktop(self._own, await self._session_environment())

    def hang_up(self) -> None:
        """End the connection to the bus; another `refresh` would make another."""
        if self._bus is not None:
            self._bus.hang_up()

    async def _session_environment(self) -> dict[str, str]:
        if sys.platform in {"win32", "darwin"}:
            return {}
        from routine.adapters.dbus.client import BusClient, Peer  # noqa: PLC0415 - its bus is only there

        if self._bus is None:
            self._bus = BusClient(self._own, (), lambda: None)
        systemd = "org.freedesktop.systemd1"
        asked = Peer(systemd, "/org/freedesktop/systemd1", f"{systemd}.Manager")
        try:
            async with asyncio.timeout(_LIMIT):
                said = await self._bus.read(asked, "Environment")
        except (NotifierError, TimeoutError):
            return {}
        lines = [line.partition("=") for line in said if isinstance(line, str)] if isinstance(said, list) else []
        return {name: value for name, _, value in lines if value}

    def __getitem__(self, name: str) -> str:
        return self._now[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now)

    def __len__(self) -> int:
        return len(self._now)


def with_desktop(own: Mapping[str, str], theirs: Mapping[str, str]) -> Mapping[str, str]:
    """Our own environment with what the desktop told. Where it told of no screen, our own screen stays."""
    theirs = {name: value for name, value in theirs.items() if name in _OF_THE_SCREEN | _OF_THE_DESKTOP}
    if not _is_there(theirs.get("WAYLAND_DISPLAY", ""), own):
        # left from a desktop that has ended without taking it back
        theirs.pop("WAYLAND_DISPLAY", None)
    if not has_screen(theirs):
        theirs = {name: value for name, value in theirs.items() if name not in _OF_THE_SCREEN}
        return {**theirs, **own}
    return {name: value for name, value in own.items() if name not in _OF_THE_SCREEN} | theirs


def _is_there(display: str, own: Mapping[str, str]) -> bool:
    """Whether the compositor still listens (wl_display_connect(3): a name below XDG_RUNTIME_DIR, or a path)."""
    return bool(display) and Path(own.get("XDG_RUNTIME_DIR", "/"), display).is_socket()
