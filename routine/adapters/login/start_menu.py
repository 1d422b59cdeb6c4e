"""Knows the shortcuts by which the Start menu of Windows has us; must not know when they are wanted.

A folder of its own, with what opens the page and what pauses and starts. They start the Python without a console.

Source: [MS-SHLLINK], Shell Link (.LNK) Binary File Format, sections 2.1 (header), 2.3 (LinkInfo), 2.4 (StringData)
and 2.5.4 (EnvironmentVariableDataBlock); icons since Windows Vista may hold a PNG.
"""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from routine.adapters.login.base import Program, remove, require_printable, write
from routine.adapters.login.desktop_entry import ACTIONS, icon_png
from routine.errors import SystemFault
from routine.presentation import login as words

_OURS = "-m routine "
"""Stands in each shortcut of ours, and in none that somebody made for another program."""
_CLASS = bytes.fromhex("0114020000000000c000000000000046")
_HAS_LOCATION, _HAS_NAME, _HAS_ARGUMENTS, _HAS_ICON, _UNICODE, _HAS_TARGET = 0x2, 0x4, 0x20, 0x40, 0x80, 0x200
_SHOWN_NORMALLY = 1
_FIXED_DRIVE = 3
_TARGET_BLOCK, _TARGET_SIZE = 0xA0000001, 0x314
_TARGET_LETTERS = 260
"""As many as the block of the target holds, with the zero at its end."""


class StartMenu:
    """The folder of one person. A shortcut in it that is not ours is left as it is."""

    def __init__(self, environ: Mapping[str, str], home: Path) -> None:
        roaming, local = environ.get("APPDATA", ""), environ.get("LOCALAPPDATA", "")
        programs = Path(roaming) if roaming else home / "AppData" / "Roaming"
        self.folder = programs / "Microsoft" / "Windows" / "Start Menu" / "Programs" / words.NAME
        self.icon = (Path(local) if local else home / "AppData" / "Local") / "routine" / "routine.ico"

    def install(self, service: Program) -> list[str]:
        """Write them for the installation that `service` starts; says what was written. Raises SystemFault."""
        icon = ""
        with suppress(SystemFault):
            # without what draws it they have Python's
            write(self.icon, icon_file(icon_png()))
            icon = str(self.icon)
        new = False
        for name, command in _entries():
            file = self.folder / f"{name}.lnk"
            if not file.exists() or _is_ours(file):
                new |= write(file, shortcut(Program((*service.command[:-1], *command)), icon))
        return [words.wrote(str(self.folder))] if new else []

    def uninstall(self) -> list[str]:
        """Take them away; says what was removed. Raises SystemFault."""
        files = [self.folder / f"{name}.lnk" for name, _ in _entries()]
        gone = [remove(file) for file in files if _is_ours(file)]
        remove(self.icon)
        with suppress(OSError):
            self.folder.rmdir()
        return [words.removed(str(self.folder))] if any(gone) else []


def _entries() -> list[tuple[str, tuple[str, ...]]]:
    """The first opens the page, and has our name."""
    (_, _, command), *others = ACTIONS
    return [(words.NAME, command), *((title, words_of) for _, title, words_of in others)]


def _is_ours(file: Path) -> bool:
    with suppress(OSError):
        return _OURS.encode("utf-16-le") in file.read_bytes()
    return False


def shortcut(program: Program, icon: str) -> bytes:
    """A shell link. Raises SystemFault for a path that none can carry."""
    target, *arguments = (require_printable(word) for word in program.command)
    flags = _HAS_LOCATION | _HAS_NAME | _HAS_ARGUMENTS | _UNICODE
    flags |= _HAS_ICON if icon else 0
    flags |= _HAS_TARGET if len(target) < _TARGET_LETTERS else 0
    header = struct.pack("<I16sII24xIIIH10x", 0x4C, _CLASS, flags, 0, 0, 0, _SHOWN_NORMALLY, 0)
    said = [words.DESCRIPTION, subprocess.list2cmdline(arguments), *([icon] if icon else [])]
    strings = b"".join(struct.pack("<H", len(_wide(text)) // 2) + _wide(text) for text in said)
    end = bytes(4)
    return header + _location(target) + strings + (_target_block(target) if flags & _HAS_TARGET else b"") + end


def _location(target: str) -> bytes:
    """Where the program lies: on a drive of its own, its path once in ASCII and once in full."""
    volume = struct.pack("<IIII", 0x11, _FIXED_DRIVE, 0, 0x10) + b"\0"
    short, whole = _narrow(target) + b"\0", _wide(target) + b"\0\0"
    head = 0x24
    places = [head, head + len(volume), head + len(volume) + len(short)]
    full = places[2] + 1
    size = full + len(whole) + 2
    start = struct.pack("<9I", size, head, 1, places[0], places[1], 0, places[2], full, full + len(whole))
    return start + volume + short + b"\0" + whole + b"\0\0"


def _target_block(target: str) -> bytes:
    return (
        struct.pack("<II", _TARGET_SIZE, _TARGET_BLOCK)
        + _narrow(target).ljust(_TARGET_LETTERS, b"\0")
        + _wide(target).ljust(2 * _TARGET_LETTERS, b"\0")
    )


def _narrow(text: str) -> bytes:
    return text.encode("ascii", "replace")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def icon_file(png: bytes) -> bytes:
    """An icon with that one picture, 256 pixels wide, which its directory writes as 0."""
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 0, 0, 0, 0, 1, 32, len(png), 22) + png
