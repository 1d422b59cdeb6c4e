"""Knows the small application by which a Mac has us in its Launchpad; must not know when it is wanted.

What it does is a shell script that opens the page. It was made on this computer, so nothing has to be signed.

Source: Apple's Bundle Programming Guide, "The Structure of an Application Bundle", and its Information Property
List Key Reference. An icon file (icns) is a header, and pictures named by their kind: ic08 is a PNG of 256.
"""

from __future__ import annotations

import plistlib
import shlex
import struct
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from routine.adapters.login.base import AGENT, Program, is_ours, remove, require_printable, write
from routine.adapters.login.desktop_entry import icon_png
from routine.errors import SystemFault
from routine.presentation import login as words

_RUNNABLE = 0o755


class MacBundle:
    """The application of one person. One of that name that somebody else made is left as it is."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        home = Path(environ.get("HOME") or Path.home())
        self.folder = home / "Applications" / f"{words.NAME}.app"
        inside = self.folder / "Contents"
        self.about, self.script = inside / "Info.plist", inside / "MacOS" / "routine"
        self.icon = inside / "Resources" / "routine.icns"

    def install(self, service: Program) -> list[str]:
        """Write it for the installation that `service` starts; says what was written. Raises SystemFault."""
        if self.folder.exists() and not is_ours(self.about):
            return []
        with suppress(SystemFault):
            # without what draws it, it has the icon of any application
            write(self.icon, icon_file(icon_png()))
        new = write(self.script, script_text(service).encode(), mode=_RUNNABLE)
        new |= write(self.about, about_text())
        return [words.wrote(str(self.folder))] if new else []

    def uninstall(self) -> list[str]:
        """Take it away; says what was removed. Raises SystemFault."""
        if not is_ours(self.about):
            return []
        for file in (self.script, self.icon, self.about):
            remove(file)
        for folder in (self.script.parent, self.icon.parent, self.about.parent, self.folder):
            with suppress(OSError):
                folder.rmdir()
        return [words.removed(str(self.folder))]


def script_text(service: Program) -> str:
    """What it does. Raises SystemFault for a path that no such file can carry."""
    command = shlex.join(require_printable(word) for word in (*service.command[:-1], "page"))
    variables = "".join(
        f"export {name}={shlex.quote(require_printable(value))}\n" for name, value in service.variables
    )
    return f"#!/bin/sh\n# {words.MARK}\n{variables}exec {command}\n"


def about_text() -> bytes:
    """It is an agent (LSUIElement): the browser has a place in the Dock, and this has none."""
    return plistlib.dumps(
        {
            "CFBundleName": words.NAME,
            "CFBundleDisplayName": words.NAME,
            "CFBundleIdentifier": f"{AGENT}.page",
            "CFBundleExecutable": "routine",
            "CFBundleIconFile": "routine",
            "CFBundlePackageType": "APPL",
            "CFBundleInfoDictionaryVersion": "6.0",
            "CFBundleGetInfoString": words.MARK,
            "LSUIElement": True,
        }
    )


def icon_file(png: bytes) -> bytes:
    """An icon with that one picture, 256 pixels wide."""
    return struct.pack(">4sI4sI", b"icns", len(png) + 16, b"ic08", len(png) + 8) + png
