"""Knows which desktops start what is written down for a login, and what must be told those that do not.

Source: the Desktop Application Autostart Specification (the `autostart` folder); systemd.special(7)
(graphical-session.target); the manuals of i3, sway, Hyprland and Openbox for their own files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from routine.adapters.display_server import has_screen
from routine.adapters.login.base import OwnLine, text_of

_READ_AUTOSTART = frozenset(
    {
        *(
            "budgie",
            "cinnamon",
            "cosmic",
            "dde",
            "deepin",
            "enlightenment",
            "gnome",
            "gnome-classic",
            "gnome-flashback",
        ),
        *(
            "kde",
            "lxde",
            "lxqt",
            "mate",
            "pantheon",
            "plasma",
            "tde",
            "trinity",
            "ubuntu",
            "unity",
            "x-cinnamon",
            "xfce",
        ),
    }
)
"""By the names in XDG_CURRENT_DESKTOP and DESKTOP_SESSION, in small letters."""


@dataclass(frozen=True, slots=True)
class ConfigLine:
    """The files in which a window manager is told what to start, the first of which is named, and how."""

    files: tuple[str, ...]
    written: str


_OWN_FILES = {
    "i3": ConfigLine((".config/i3/config", ".i3/config"), "exec --no-startup-id {}"),
    "sway": ConfigLine((".config/sway/config", ".sway/config"), "exec {}"),
    "hyprland": ConfigLine((".config/hypr/hyprland.conf",), "exec-once = {}"),
    "openbox": ConfigLine((".config/openbox/autostart",), "{} &"),
    "labwc": ConfigLine((".config/labwc/autostart",), "{} &"),
    "bspwm": ConfigLine((".config/bspwm/bspwmrc",), "{} &"),
    "river": ConfigLine((".config/river/init",), "{} &"),
    "fluxbox": ConfigLine((".fluxbox/startup",), "{} &"),
    "herbstluftwm": ConfigLine((".config/herbstluftwm/autostart",), "{} &"),
    "qtile": ConfigLine((".config/qtile/autostart.sh",), "{} &"),
}
_SIGNS = {"SWAYSOCK": "sway", "I3SOCK": "i3", "HYPRLAND_INSTANCE_SIGNATURE": "hyprland"}
"""What they set for all they start, also where nobody names the desktop."""


def desktop_names(environ: Mapping[str, str]) -> list[str]:
    """What the desktop of this login calls itself, in small letters."""
    named = f"{environ.get('XDG_CURRENT_DESKTOP', '')}:{environ.get('DESKTOP_SESSION', '').rpartition('/')[2]}"
    signs = [name for variable, name in _SIGNS.items() if environ.get(variable)]
    return [name.strip().lower() for name in named.split(":") if name.strip()] + signs


def reads_autostart(environ: Mapping[str, str]) -> bool:
    """Whether this desktop starts what lies in the autostart folder."""
    return any(name in _READ_AUTOSTART for name in desktop_names(environ))


def own_line(environ: Mapping[str, str], home: Path, command: str) -> OwnLine | None:
    """The line that would make this desktop start us; None where it needs none, has it, or there is no desktop."""
    names = desktop_names(environ)
    if reads_autostart(environ) or not (names or has_screen(environ)):
        return None
    known = next((name for name in names if name in _OWN_FILES), "")
    if not known:
        return OwnLine("", command)
    config = _OWN_FILES[known]
    if any(_starts_us(text_of(home / file)) for file in config.files):
        return None
    there = next((file for file in config.files if (home / file).exists()), config.files[0])
    return OwnLine(str(home / there), config.written.format(command))


def _starts_us(text: str) -> bool:
    lines = (line.strip() for line in text.splitlines())
    return any("routine" in line for line in lines if not line.startswith(("#", "//")))
