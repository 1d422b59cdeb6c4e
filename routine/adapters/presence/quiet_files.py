"""Knows the do-not-disturb of desktops that keep it in a file alone; must not know what is done about it.

Source: cosmic-config writes each key into a file of its own (ID and version of NotificationsConfig, in
cosmic-notifications-config/src/lib.rs); lxqt-notificationd reads notifications.conf (src/notifyd.cpp).
Both look at the file again when it changes, so what stands there is what holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_COSMIC = Path("cosmic", "com.system76.CosmicNotifications", "v1", "do_not_disturb")
_LXQT = Path("lxqt", "notifications.conf")


def cosmic_is_quiet(environ: Mapping[str, str]) -> bool:
    """As the file says now; where none was written it never was switched on."""
    return _read(config_folder(environ) / _COSMIC).strip() == "true"


def lxqt_is_quiet(environ: Mapping[str, str]) -> bool:
    """The key doNotDisturb of the group General, which is also what stands before any group."""
    group = "[General]"
    for line in map(str.strip, _read(config_folder(environ) / _LXQT).splitlines()):
        if line.startswith("["):
            group = line
        name, _, value = line.partition("=")
        if group == "[General]" and name.strip() == "doNotDisturb":
            return value.strip().lower() == "true"
    return False


def config_folder(environ: Mapping[str, str]) -> Path:
    """XDG_CONFIG_HOME (Base Directory Specification): a relative one is none."""
    named = environ.get("XDG_CONFIG_HOME", "")
    return Path(named) if named.startswith("/") else Path(environ.get("HOME", "/"), ".config")


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace")
    except OSError:
        return ""
