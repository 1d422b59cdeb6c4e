"""Knows whose program is at the other end of a connection within this computer; must not know what it asks.

Linux says so in /proc; elsewhere nobody does, and nobody is refused for it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_TABLE = Path("/proc/net/tcp")


def owner_of(client_port: int, our_port: int) -> int | None:
    """The user whose program connects from `client_port` to `our_port` on 127.0.0.1; None when not known."""
    try:
        table = _TABLE.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None
    return owner_in(table, client_port, our_port)


def owner_in(table: str, client_port: int, our_port: int) -> int | None:
    """The same, from what /proc/net/tcp holds (proc(5)): addresses in hexadecimal, the user in the eighth
    column.
    """
    ends = (f"0100007F:{client_port:04X}", f"0100007F:{our_port:04X}")
    rows = (line.split() for line in table.splitlines()[1:])
    return next((int(row[7]) for row in rows if len(row) > 7 and (row[1], row[2]) == ends), None)


def is_somebody_elses(client_port: int, our_port: int) -> bool:
    """Whether that connection is known to be another user's."""
    if sys.platform != "linux":
        return False
    owner = owner_of(client_port, our_port)
    return owner is not None and owner != os.getuid()
