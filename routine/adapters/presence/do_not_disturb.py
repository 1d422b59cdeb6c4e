"""Knows whether the notification server has been told to keep its cards back; must not know what follows.

It may have been told so of all cards, of ours alone, or by a script. Who is asked for what is in `quiet_table`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from routine.adapters.dbus.client import PROPERTIES, BusClient
from routine.adapters.presence.probe import Reading
from routine.adapters.presence.quiet_table import (
    BUDGIE,
    GNOME,
    MAKO,
    NAME,
    PATH,
    SERVER,
    SWAYNC,
    XFCE,
    XFCONF,
    Ask,
    Desk,
    gsetting,
    row_of,
)
from routine.errors import NotifierError, NotifierRejected, NotifierUnavailable
from routine.presentation import presence as words

_OF_XFCE = f"type='signal',sender='{XFCONF.name}',interface='{XFCONF.name}',arg0='{XFCE[0]}',arg1='{XFCE[1]}'"
RULES = (
    # Plasma's Inhibited and dunst's paused
    f"type='signal',sender='{NAME}',path='{PATH}',interface='{PROPERTIES}',member='PropertiesChanged'",
    # the newer ones of mako; an older one has to be asked
    f"type='signal',sender='{NAME}',path='{MAKO.path}',interface='{PROPERTIES}',member='PropertiesChanged'",
    f"type='signal',sender='{NAME}',path='{SWAYNC.path}',interface='{SWAYNC.interface}'",
    # the pause is Budgie's own, while a window fills the screen
    f"type='signal',sender='{BUDGIE.name}',path='{BUDGIE.path}',interface='{BUDGIE.interface}'",
    f"type='signal',sender='{BUDGIE.name}',path='{BUDGIE.path}',interface='{PROPERTIES}'",
    f"{_OF_XFCE},member='PropertyChanged'",
    f"{_OF_XFCE},member='PropertyRemoved'",
)


async def gnome_banners_off(environ: Mapping[str, str] | None = None) -> bool | None:
    """True while do-not-disturb is on; None where nobody can say."""
    on = await gsetting(GNOME, "show-banners", environ)
    return None if on is None else not on


class DoNotDisturb:
    """Keeps PresenceProbe by the switch of the server that is there: each has one of its own."""

    def __init__(self, session: BusClient, environ: Mapping[str, str]) -> None:
        self._session = session
        self._desk = Desk(session, environ)
        self.urgent_gets_through = True
        """Whether the server that was asked last shows what is urgent all the same, as far as is known."""

    async def ask(self) -> Reading:
        try:
            name, vendor = await self._server()
            row = row_of(name, vendor)
            if row is None:
                self.urgent_gets_through = True
                return Reading(None, words.no_switch(name))
            self.urgent_gets_through = row.urgent_gets_through
            on = await self._any(row.asks)
            if not on and await self._any(row.mutes):
                self.urgent_gets_through = False
                return Reading(True, words.muted(name))
        except NotifierUnavailable:
            return Reading(None, words.NO_SERVER)
        except NotifierError:
            return Reading(None, words.TROUBLE)
        return Reading(on, words.no_switch(name) if on is None else words.disturb(name, on=on))

    async def _any(self, asks: tuple[Ask, ...]) -> bool | None:
        """True where one says so; else what the first one that knows says."""
        said = await asyncio.gather(*(ask(self._desk) for ask in asks))
        known = [one for one in said if one is not None]
        return True if True in known else known[0] if known else None

    async def _server(self) -> tuple[str, str]:
        try:
            match await self._session.ask(SERVER, "GetServerInformation"):
                case (str(name), str(vendor), *_):
                    return name, vendor
                case _:
                    raise NotifierRejected(SERVER.name)
        except NotifierUnavailable:
            # the one for Xfce starts with the first card, and would swallow it
            await self._session.ask(XFCONF, "ListChannels")
            return "Xfce Notify Daemon", ""
