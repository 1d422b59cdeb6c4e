"""Knows for how long keyboard and mouse have been still; must not know what is done about it.

Source: Mutter's org.gnome.Mutter.IdleMonitor (GetIdletime, milliseconds), KDE's GetSessionIdleTime and, on X11,
the extension MIT-SCREEN-SAVER (`x11`).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from routine.adapters.dbus.client import BusClient, Peer
from routine.adapters.display_server import on_wayland
from routine.adapters.presence.probe import Reading, away_reading
from routine.adapters.presence.x11 import NoScreen, screen
from routine.errors import NotifierError
from routine.presentation import presence as words

_MUTTER = Peer(
    "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "org.gnome.Mutter.IdleMonitor"
)
_KDE = Peer("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver")


class Idle:
    """The first that knows is believed: the compositor before the X server, which on Wayland sees only a part."""

    def __init__(self, session: BusClient, environ: Mapping[str, str], away_after: timedelta) -> None:
        self._session = session
        self._environ = environ
        self._away_after = away_after

    async def ask(self) -> Reading:
        still = await self._on_bus(_MUTTER, "GetIdletime")
        if still is None and not on_wayland(self._environ):
            with suppress(NoScreen):
                async with screen(self._environ) as seen:
                    still = await seen.idle()
        if still is None:
            still = await self._on_bus(_KDE, "GetSessionIdleTime")
        if still is None:
            return Reading(None, words.NO_IDLE)
        return away_reading(still, self._away_after)

    async def _on_bus(self, peer: Peer, member: str) -> timedelta | None:
        with suppress(NotifierError, OverflowError):
            match await self._session.ask(peer, member):
                case (int(still),) if still >= 0:
                    return timedelta(milliseconds=still)
        return None
