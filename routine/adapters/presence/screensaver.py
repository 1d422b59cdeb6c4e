"""Knows whether a screen saver of the session says it is on; must not know what is done about it.

Source: GetActive and ActiveChanged, which the interfaces of all names below have alike.
"""

from __future__ import annotations

import asyncio

from routine.adapters.dbus.client import BusClient, Peer
from routine.adapters.presence.probe import Reading
from routine.errors import NotifierError
from routine.presentation import presence as words

_SAVERS = tuple(
    Peer(f"org.{desktop}.ScreenSaver", f"/org/{desktop}/ScreenSaver", f"org.{desktop}.ScreenSaver")
    for desktop in ("gnome", "freedesktop", "mate", "cinnamon", "xfce")
)
RULES = tuple(
    f"type='signal',sender='{saver.name}',interface='{saver.interface}',member='ActiveChanged'"
    for saver in _SAVERS
)


class Screensaver:
    """They all answer alike; a desktop has one or two of them."""

    def __init__(self, session: BusClient) -> None:
        self._session = session

    async def ask(self) -> Reading:
        said = await asyncio.gather(*(self._is_on(saver) for saver in _SAVERS))
        if True in said:
            return Reading(True, words.SAVER_ON)
        return Reading(False, words.SAVER_OFF) if False in said else Reading(None, words.NO_SAVER)

    async def _is_on(self, saver: Peer) -> bool | None:
        try:
            match await self._session.ask(saver, "GetActive"):
                case (bool(on),):
                    return on
                case _:
                    return None
        except NotifierError:
            return None
