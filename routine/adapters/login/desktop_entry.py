"""Knows the application entry by which a desktop knows us: its menu, and its list of who may notify.

Our cards name it (the hint `desktop-entry`), so GNOME, Plasma and Budgie list them under our name, and a person
can say there what they want of us. Must not know when it is wanted.

Source: the Desktop Entry Specification; the XDG Base Directory Specification for where it lies; the Desktop
Notifications Specification 1.2, "Hints". X-GNOME-UsesNotifications is GNOME's and Plasma's key for that list.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from routine.adapters.login.base import Program, is_ours, remove, write
from routine.adapters.login.xdg_autostart import exec_line
from routine.presentation import login as words


class DesktopEntry:
    """The file of one person. One that somebody else wrote is left as it is."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        named = environ.get("XDG_DATA_HOME", "")
        home = Path(environ.get("HOME") or Path.home())
        shared = Path(named) if named.startswith("/") else home / ".local" / "share"
        self.file = shared / "applications" / "routine.desktop"

    def install(self, service: Program) -> list[str]:
        """Write it for the installation that `service` starts; says what was written. Raises SystemFault."""
        if self.file.exists() and not is_ours(self.file):
            return []
        page = Program((*service.command[:-1], "page"), service.variables)
        return [words.wrote(str(self.file))] if write(self.file, entry_text(page).encode("utf-8")) else []

    def uninstall(self) -> list[str]:
        """Take it away; says what was removed. Raises SystemFault."""
        return [words.removed(str(self.file))] if is_ours(self.file) and remove(self.file) else []


def entry_text(page: Program) -> str:
    """The file: what it starts is the page. Raises SystemFault for a path that no such file can carry."""
    return f"""# {words.MARK}
[Desktop Entry]
Type=Application
Name=Routine
Comment={words.DESCRIPTION}
Exec={exec_line(page)}
Icon=alarm-symbolic
Terminal=false
Categories=Utility;
StartupNotify=false
X-GNOME-UsesNotifications=true
"""
