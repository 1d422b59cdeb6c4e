"""Knows whether Plasma was told to show no popups of ours; must not know what is done about it.

Source: what Plasma's settings page for notifications writes into plasmanotifyrc (libnotificationmanager,
behaviorsettings.kcfg): ShowPopups in [Applications][the desktop-entry], and in [Applications][@other] for programs
that have none.
"""

from __future__ import annotations

from collections.abc import Mapping

from routine.adapters.presence.quiet_files import config_folder

_GROUPS = ("[Applications][routine]", "[Applications][@other]")
"""The first that says anything counts: the other is for programs that Plasma does not know by name."""


def muted_on_plasma(environ: Mapping[str, str]) -> bool:
    """As the file says now; a file that is not there mutes nothing."""
    try:
        text = (config_folder(environ) / "plasmanotifyrc").read_text("utf-8", "replace")
    except OSError:
        return False
    said: dict[str, str] = {}
    group = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            group = line
        elif line.partition("=")[0].strip() == "ShowPopups":
            said[group] = line.partition("=")[2].strip().lower()
    return next((said[group] == "false" for group in _GROUPS if group in said), False)
