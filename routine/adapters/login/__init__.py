"""Knows which ways to start at login a computer has, and which of them is best; must not know how they work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from routine.adapters.login.base import Login, Program
from routine.adapters.login.executable import not_carried, this_program
from routine.presentation import login as words

if TYPE_CHECKING:
    from routine.adapters.login.desktop_entry import DesktopEntry
    from routine.adapters.login.link_start import LinkAutostart, LinkUnit
    from routine.adapters.login.mac_bundle import MacBundle
    from routine.adapters.login.start_menu import StartMenu

__all__ = [
    "Login",
    "Program",
    "choose",
    "list_program",
    "not_carried",
    "start_link",
    "stop_link",
    "this_program",
    "unlist_program",
    "ways",
]


def choose(environ: Mapping[str, str], platform: str) -> Login:
    """The way to start at login on this computer."""
    return ways(environ, platform)[0]


def ways(environ: Mapping[str, str], platform: str) -> list[Login]:
    """Every way this computer has, the best first. Only one of them is ever to be on."""
    home = Path(environ.get("HOME") or Path.home())
    if platform == "win32":
        from routine.adapters.login.windows import Scheduler  # noqa: PLC0415 - brings an XML reader

        return [Scheduler(environ, home)]
    if platform == "darwin":
        from routine.adapters.login.launchd import Launchd  # noqa: PLC0415 - brings plistlib

        return [Launchd(environ, home)]
    return _linux(environ, home)


def list_program(environ: Mapping[str, str], platform: str, program: Program) -> list[str]:
    """Have the desktop know us by name; says what was written. Raises SystemFault."""
    return _program_list(environ, platform).install(program)


def unlist_program(environ: Mapping[str, str], platform: str) -> list[str]:
    """The opposite; says what was removed. Raises SystemFault."""
    return _program_list(environ, platform).uninstall()


def _program_list(environ: Mapping[str, str], platform: str) -> DesktopEntry | StartMenu | MacBundle:
    if platform == "win32":
        from routine.adapters.login.start_menu import StartMenu  # noqa: PLC0415 - only where it is used

        return StartMenu(environ, Path(environ.get("HOME") or Path.home()))
    if platform == "darwin":
        from routine.adapters.login.mac_bundle import MacBundle  # noqa: PLC0415 - likewise

        return MacBundle(environ)
    from routine.adapters.login.desktop_entry import DesktopEntry  # noqa: PLC0415 - likewise

    return DesktopEntry(environ)


def start_link(environ: Mapping[str, str], platform: str, program: Program) -> list[str] | None:
    """What is linked over a network is kept up to date where the service starts at login; says what was done.

    None where the service does not. Raises SystemFault.
    """
    way = next((way for way in ways(environ, platform) if way.is_on()), None)
    if way is None:
        return None
    starters = link_starters(environ, platform)
    if not starters:
        return [words.LINK_BY_HAND]
    unit, autostart = starters
    return (autostart if way.file.suffix == ".desktop" else unit).turn_on(program)


def stop_link(environ: Mapping[str, str], platform: str) -> list[str]:
    """The opposite; says what was removed. Raises SystemFault."""
    return [line for starter in link_starters(environ, platform) for line in starter.turn_off()]


def link_starters(environ: Mapping[str, str], platform: str) -> list[LinkUnit | LinkAutostart]:
    if platform in {"win32", "darwin"}:
        return []
    from routine.adapters.login.link_start import LinkAutostart, LinkUnit  # noqa: PLC0415 - only where it is used

    systemd, autostart = sorted(ways(environ, platform), key=lambda way: way.file.suffix == ".desktop")
    return [LinkUnit(environ, systemd.file.parent), LinkAutostart(environ, autostart.file.parent)]


def _linux(environ: Mapping[str, str], home: Path) -> list[Login]:
    from routine.adapters.login.systemd import Systemd  # noqa: PLC0415 - likewise only where it is used
    from routine.adapters.login.xdg_autostart import Autostart  # noqa: PLC0415 - likewise

    given = environ.get("XDG_CONFIG_HOME", "")
    config = Path(given) if given.startswith("/") else home / ".config"
    systemd, autostart = Systemd(environ, config, home), Autostart(environ, config, home)
    # one that is on stays the way, even from a terminal that cannot reach it
    return [systemd, autostart] if systemd.usable or systemd.is_on() else [autostart, systemd]
