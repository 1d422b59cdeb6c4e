"""Knows which variables no program of a system can do without; must not know who starts one.

Source: Microsoft, CreateProcess and "Recognized environment variables"; without SYSTEMROOT there are no sockets.
"""

from __future__ import annotations

import os
import sys

_OF_WINDOWS = (
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "PATHEXT",
    "COMSPEC",
    "TEMP",
    "TMP",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
)


def of_the_system() -> dict[str, str]:
    """Those of Windows; nothing elsewhere."""
    names = _OF_WINDOWS if sys.platform == "win32" else ()
    return {name: os.environ[name] for name in names if name in os.environ}
