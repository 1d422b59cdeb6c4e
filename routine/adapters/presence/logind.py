"""Knows what logind says of the lock of this person's screen; must not know what is done about it.

Its Lock and Unlock are wishes to whoever locks the screen, and not everybody who locks fulfils them: they are only
heard as a moment to read LockedHint again.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from routine.adapters.dbus.client import PROPERTIES, BusClient, Peer
from routine.adapters.presence.probe import Reading
from routine.errors import NotifierError
from routine.presentation import presence as words

_NAME = "org.freedesktop.login1"
_TOP = "/org/freedesktop/login1"
_SESSION = f"{_NAME}.Session"
_FROM = f"type='signal',sender='{_NAME}',path_namespace='{_TOP}/session'"
RULES = (
    f"{_FROM},interface='{PROPERTIES}',member='PropertiesChanged',arg0='{_SESSION}'",
    f"{_FROM},interface='{_SESSION}',member='Lock'",
    f"{_FROM},interface='{_SESSION}',member='Unlock'",
)


class Logind:
    """Keeps PresenceProbe by Active and LockedHint of the session with the screen (org.freedesktop.login1(5))."""

    def __init__(self, system: BusClient, environ: Mapping[str, str]) -> None:
        self._system = system
        self._environ = environ

    async def ask(self) -> Reading:
        try:
            session = Peer(_NAME, await self._session(), _SESSION)
            with suppress(NotifierError):
                # the seat was switched to another person, or to their own console: nobody sees this desktop
                if await self._system.read(session, "Active") is False:
                    return Reading(True, words.OTHER_IN_FRONT)
            locked = await self._system.read(session, "LockedHint")
        except NotifierError:
            return Reading(None, words.NO_LOCK)
        match locked:
            case bool():
                return Reading(locked, words.LOCKED if locked else words.UNLOCKED)
            case _:
                return Reading(None, words.NO_LOCK)

    async def _session(self) -> str:
        """The session that has the screen; one of a service or of a login from afar knows no lock."""
        with suppress(NotifierError):
            person = Peer(_NAME, f"{_TOP}/user/self", f"{_NAME}.User")
            match await self._system.read(person, "Display"):
                case [str(), str(path)] if path != "/":
                    return path
        everybody = Peer(_NAME, _TOP, f"{_NAME}.Manager")
        match await self._system.ask(everybody, "GetSession", "s", self._environ.get("XDG_SESSION_ID", "")):
            case (str(path),):
                return path
            case _:
                return f"{_TOP}/session/auto"
