"""Knows how to ask a freedesktop notification server which version it is; must not know what cards are.

Source: GetServerInformation of the Desktop Notifications Specification 1.2, section 9.1.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from routine.adapters.dbus.client import BusClient, Peer
from routine.errors import NotifierError

_NAME = "org.freedesktop.Notifications"
_SERVER = Peer(_NAME, "/org/freedesktop/Notifications", _NAME)
_LIMIT = 2.0
"""Seconds."""


async def server_version(environ: Mapping[str, str]) -> str:
    """As it says itself; empty when it says nothing. Never raises."""
    line = BusClient(environ, (), lambda: None)
    try:
        async with asyncio.timeout(_LIMIT):
            match await line.ask(_SERVER, "GetServerInformation"):
                case (str(), str(), str(version), *_):
                    return version
    except (NotifierError, TimeoutError):
        return ""
    finally:
        line.hang_up()
    return ""
