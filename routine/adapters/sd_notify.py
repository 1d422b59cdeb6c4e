"""Knows how systemd is told that the service is ready (sd_notify(3)); must not know why it is."""

from __future__ import annotations

import os
import socket
import sys


def ready() -> None:
    """READY=1 to whoever started us, if anybody wants to know. Never raises.

    A NOTIFY_SOCKET that begins with `@` names an abstract socket, whose first byte is nought (unix(7)).
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address or sys.platform == "win32":
        return
    if address.startswith("@"):
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to_systemd:
            to_systemd.connect(address)
            to_systemd.sendall(b"READY=1\n")
    except OSError:
        # systemd then gives up waiting and says so itself
        return
