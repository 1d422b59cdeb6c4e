"""Knows whether the notification server has been told to keep its cards back; must not know what is done about it.

It may have been told so of all cards, of ours alone, or by a script. Only the server that is there is asked: a
switch that another desktop left behind would hold reminders for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from routine.adapters.dbus.client import PROPERTIES, BusClient, Peer
from routine.adapters.dbus.connection import unwrap
from routine.adapters.presence.plasma_settings import muted_on_plasma
from routine.adapters.presence.probe import Reading
from routine.adapters.run_program import run_program
from routine.errors import NotifierError, NotifierRejected, NotifierUnavailable
from routine.presentation import presence as words

_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_SERVER = Peer(_NAME, _PATH, _NAME)
_DUNST = Peer(_NAME, _PATH, "org.dunstproject.cmd0")
_SWAYNC = Peer(_NAME, "/org/erikreider/swaync/cc", "org.erikreider.swaync.cc")
_MAKO = Peer(_NAME, "/fr/emersion/Mako", "fr.emersion.Mako")
_BUDGIE = Peer(
    "org.budgie_desktop.Notifications",
    "/org/budgie_desktop/Notifications",
    "org.buddiesofbudgie.budgie.Dispatcher",
)
_MAKO_MODE = "do-not-disturb"
"""Its manual's name for it: a mode means what the person's own settings make of it."""
_XFCONF = Peer("org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf")
_CINNAMON = ("org.cinnamon.desktop.notifications", "display-notifications")
_MATE = ("org.mate.NotificationDaemon", "do-not-disturb")
_XFCE = ("xfce4-notifyd", "/do-not-disturb")
_XFCE_MUTED = ("xfce4-notifyd", "/applications/muted_applications")
_OURS = "routine"
"""By the name that our cards give for the program."""

_OF_XFCE = f"type='signal',sender='{_XFCONF.name}',interface='{_XFCONF.name}',arg0='{_XFCE[0]}',arg1='{_XFCE[1]}'"
RULES = (
    # Plasma's Inhibited and dunst's paused
    f"type='signal',sender='{_NAME}',path='{_PATH}',interface='{PROPERTIES}',member='PropertiesChanged'",
    # the newer ones of mako; an older one has to be asked
    f"type='signal',sender='{_NAME}',path='{_MAKO.path}',interface='{PROPERTIES}',member='PropertiesChanged'",
    f"type='signal',sender='{_NAME}',path='{_SWAYNC.path}',interface='{_SWAYNC.interface}'",
    # the pause is Budgie's own, while a window fills the screen
    f"type='signal',sender='{_BUDGIE.name}',path='{_BUDGIE.path}',interface='{_BUDGIE.interface}'",
    f"type='signal',sender='{_BUDGIE.name}',path='{_BUDGIE.path}',interface='{PROPERTIES}'",
    f"{_OF_XFCE},member='PropertyChanged'",
    f"{_OF_XFCE},member='PropertyRemoved'",
)


async def gnome_banners_off(environ: Mapping[str, str] | None = None) -> bool | None:
    """True while do-not-disturb is on; None where nobody can say."""
    return _not(await _switch("org.gnome.desktop.notifications", "show-banners", environ))


async def _switch(schema: str, key: str, environ: Mapping[str, str] | None) -> bool | None:
    """A switch of GSettings, which has no other door than a program."""
    said = await run_program("gsettings", "get", schema, key, environ=environ)
    return {b"true": True, b"false": False}.get((said or b"").strip())


class DoNotDisturb:
    """Keeps PresenceProbe by the switch of the server that is there: each has one of its own."""

    def __init__(self, session: BusClient, environ: Mapping[str, str]) -> None:
        self._session = session
        self._environ = environ

    async def ask(self) -> Reading:
        try:
            name, vendor = await self._server()
            if await self._muted(name):
                return Reading(True, words.muted(name))
            on = await self._switched_on(name, vendor)
        except NotifierUnavailable:
            return Reading(None, words.NO_SERVER)
        except NotifierError:
            return Reading(None, words.TROUBLE)
        return Reading(on, words.no_switch(name) if on is None else words.disturb(name, on=on))

    async def _server(self) -> tuple[str, str]:
        try:
            match await self._session.ask(_SERVER, "GetServerInformation"):
                case (str(name), str(vendor), *_):
                    return name, vendor
                case _:
                    raise NotifierRejected(_SERVER.name)
        except NotifierUnavailable:
            # the one for Xfce starts with the first card, and would swallow it
            await self._session.ask(_XFCONF, "ListChannels")
            return "Xfce Notify Daemon", ""

    async def _switched_on(self, name: str, vendor: str) -> bool | None:
        match name, vendor:
            case "gnome-shell", _:
                return await gnome_banners_off(self._environ)
            case (("cinnamon" | "Cinnamon"), _):
                return _not(await _switch(*_CINNAMON, self._environ))
            case "Notification Daemon", "MATE":
                return await _switch(*_MATE, self._environ)
            case _:
                return await self._answer(name)

    async def _answer(self, name: str) -> bool | None:
        match name:
            case "SwayNotificationCenter":
                (on,) = await self._session.ask(_SWAYNC, "GetDnd")
                # a script may hold all of them back, as while the screen is shared; older ones know no such thing
                return _truth(on) or await self._is_so(_SWAYNC, "Inhibited") or _truth(on)
            case "Budgie Notification Server":
                (on,) = await self._session.ask(_BUDGIE, "GetDoNotDisturb")
                return _truth(on) or await self._is_so(_BUDGIE, "NotificationsPaused") or _truth(on)
            case "mako":
                (modes,) = await self._session.ask(_MAKO, "ListModes")
                return _MAKO_MODE in modes if isinstance(modes, list) else None
            case "Plasma":
                return _truth(await self._session.read(_SERVER, "Inhibited"))
            case "dunst":
                return _truth(await self._session.read(_DUNST, "paused"))
            case "Xfce Notify Daemon":
                return await self._of_xfce()
            case _:
                return None

    async def _is_so(self, peer: Peer, name: str) -> bool:
        """A property that not every version has."""
        with suppress(NotifierError):
            return await self._session.read(peer, name) is True
        return False

    async def _muted(self, name: str) -> bool:
        """Whether this server was told to show none of our cards, as of one program among others."""
        match name:
            case "Xfce Notify Daemon":
                with suppress(NotifierError):
                    (named,) = await self._session.ask(_XFCONF, "GetProperty", "ss", *_XFCE_MUTED)
                    muted = unwrap(named)
                    return isinstance(muted, list) and _OURS in [unwrap(one) for one in muted]
            case "Plasma":
                return muted_on_plasma(self._environ)
        return False

    async def _of_xfce(self) -> bool | None:
        match await self._session.ask(_XFCONF, "PropertyExists", "ss", *_XFCE):
            case (False,):
                # never touched
                return False
        (on,) = await self._session.ask(_XFCONF, "GetProperty", "ss", *_XFCE)
        return _truth(unwrap(on))


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None
