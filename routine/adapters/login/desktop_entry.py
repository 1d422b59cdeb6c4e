"""Knows the application entry by which a desktop knows us: its menu, and its list of who may notify.

Our cards name it (the hint `desktop-entry`), so GNOME, Plasma and Budgie list them under our name, and a person
can say there what they want of us. Must not know when it is wanted.

Source: the Desktop Entry Specification; the XDG Base Directory Specification for where it lies; the Desktop
Notifications Specification 1.2, "Hints". X-GNOME-UsesNotifications is GNOME's and Plasma's key for that list.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from routine.adapters.login.base import Program, is_ours, remove, write
from routine.adapters.login.xdg_autostart import exec_line
from routine.adapters.panel_icon.icon import theme_files
from routine.presentation import login as words

_OURS = files("routine.adapters.login")


def icon_png() -> bytes:
    """Our icon where a file has to hold it as pixels: 256 wide. Raises SystemFault where nothing can draw it."""
    from routine.adapters.svg_raster import png  # noqa: PLC0415 - only where it is used

    return png(_OURS.joinpath("icon.svg").read_text(encoding="utf-8"), 256)


class DesktopEntry:
    """The file of one person. One that somebody else wrote is left as it is."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        named = environ.get("XDG_DATA_HOME", "")
        home = Path(environ.get("HOME") or Path.home())
        shared = Path(named) if named.startswith("/") else home / ".local" / "share"
        self.file = shared / "applications" / "routine.desktop"
        self.icons = dict(zip(theme_files(environ), ("icon.svg", "icon_waiting.svg"), strict=True))
        """Each with the file of ours that is put there; the second is the panel's, while something waits."""

    def install(self, service: Program) -> list[str]:
        """Write it for the installation that `service` starts; says what was written. Raises SystemFault."""
        if self.file.exists() and not is_ours(self.file):
            return []
        for icon, ours in self.icons.items():
            if not icon.exists() or is_ours(icon):
                write(icon, _OURS.joinpath(ours).read_bytes())
        return [words.wrote(str(self.file))] if write(self.file, entry_text(service).encode("utf-8")) else []

    def uninstall(self) -> list[str]:
        """Take it away; says what was removed. Raises SystemFault."""
        for icon in filter(is_ours, self.icons):
            remove(icon)
        return [words.removed(str(self.file))] if is_ours(self.file) and remove(self.file) else []


ACTIONS = (
    ("open", words.ACTION_OPEN, ("page",)),
    ("pause", words.ACTION_PAUSE, ("pause", "1h")),
    ("start", words.ACTION_START, ("start", "--early", "--in", "page")),
)
"""What its menu offers: each with the command that does it."""


def entry_text(service: Program) -> str:
    """The file: what it opens is the page. Raises SystemFault for a path that no such file can carry."""

    def line(command: tuple[str, ...]) -> str:
        return exec_line(Program((*service.command[:-1], *command), service.variables))

    actions = "".join(
        f"\n[Desktop Action {name}]\nName={title}\nExec={line(command)}\n" for name, title, command in ACTIONS
    )
    return f"""# {words.MARK}
[Desktop Entry]
Type=Application
Name={words.NAME}
Comment={words.DESCRIPTION}
Exec={line(("page",))}
Icon=routine
Terminal=false
Categories=Utility;
StartupNotify=false
X-GNOME-UsesNotifications=true
Actions={"".join(f"{name};" for name, _, _ in ACTIONS)}
{actions}"""
