"""Knows what the environment says of a display server; must not know what is shown on it, or whether it answers.

The names are those of X(7) (DISPLAY), the Wayland protocol (WAYLAND_DISPLAY) and systemd's pam_systemd(8)
(XDG_SESSION_TYPE).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping


def has_screen(environ: Mapping[str, str]) -> bool:
    """Whether windows can be opened: on Windows and macOS always, elsewhere where a display server is named."""
    return sys.platform in {"win32", "darwin"} or any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def on_wayland(environ: Mapping[str, str]) -> bool:
    """The X server is only a bridge then: it knows neither all windows nor all keys."""
    return bool(environ.get("WAYLAND_DISPLAY")) or environ.get("XDG_SESSION_TYPE") == "wayland"
