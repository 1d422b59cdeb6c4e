"""Knows which user's program is at the other end of a Unix socket; must not know what it says.

The kernel says so, not the program: on Linux of who connected, and of who called listen() (unix(7), SO_PEERCRED).
On macOS and the BSDs LOCAL_PEERCRED says it (unix(4), struct xucred in sys/ucred.h); that part has never run.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _socket import socket

if sys.platform == "linux":
    from _socket import SO_PEERCRED, SOL_SOCKET

    _CREDENTIALS = (SOL_SOCKET, SO_PEERCRED, 12)
    """struct ucred: pid, uid, gid."""
elif sys.platform == "darwin" or "bsd" in sys.platform:
    _CREDENTIALS = (0, 1, 76)
    """SOL_LOCAL, LOCAL_PEERCRED; struct xucred: version, uid, a short and its padding, sixteen gid_t."""
else:
    _CREDENTIALS = (0, 0, 0)

_UID = slice(4, 8)
"""In both structures the second number of four bytes."""


def peer_uid(connected: socket) -> int | None:
    """The user at the other end; None where this system cannot say. Raises OSError when nobody is there."""
    level, option, length = _CREDENTIALS
    if not length:
        return None
    raw = connected.getsockopt(level, option, length)
    return int.from_bytes(raw[_UID], sys.byteorder)


def is_ours(connected: socket) -> bool:
    """Whether the other end is this very user. Where nobody can say, the permissions of the folder have to do."""
    try:
        uid = peer_uid(connected)
    except OSError:
        return False
    return uid is None or (sys.platform != "win32" and uid == os.geteuid())
