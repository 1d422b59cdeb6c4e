"""Knows the autostart file of the freedesktop desktops; must not know when it is wanted.

It starts the program itself where there is no systemd of the login, else the unit, which is restarted and never
runs twice: starting one that is active does nothing (systemctl(1)).

Source: the Desktop Application Autostart Specification for where it lies and what Hidden means, the Desktop Entry
Specification for what is in it; X-GNOME-Autostart-enabled is GNOME's own.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path

from routine.adapters.login.base import (
    OwnLine,
    Program,
    by_env,
    is_ours,
    remove,
    require_ours,
    require_printable,
    split,
    text_of,
    value_of,
    without_env,
    write,
)
from routine.adapters.login.desktop_startup import own_line
from routine.presentation import login as words

START_UNIT = ("systemctl", "--user", "--no-block", "start", "routine.service")
"""What every desktop that knows no target of systemd has to run. It says nothing where the unit runs already."""
_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")
_TAKEN = '"`$\\'


class Autostart:
    """The file that the desktop reads when it starts."""

    name = words.AUTOSTART
    log_hint = words.AUTOSTART_LOG

    def __init__(self, environ: Mapping[str, str], config_home: Path, home: Path) -> None:
        self._environ, self._home = environ, home
        self.file = config_home / "autostart" / "routine.desktop"

    def is_on(self) -> bool:
        text = text_of(self.file)
        return words.MARK in text and not is_switched_off(text) and not self.only_starts_unit()

    def only_starts_unit(self) -> bool:
        """Whether the file is a part of the other way, and no way of its own."""
        return self.starts() == START_UNIT

    def starts(self) -> tuple[str, ...]:
        return command_in(text_of(self.file))

    def turn_on(self, program: Program, running: int | None) -> list[str]:
        require_ours(self.file)
        new = write(self.file, desktop_text(program).encode("utf-8"))
        said = words.wrote(str(self.file)) if new else words.unchanged(str(self.file))
        return [said, words.NEXT_TIME if running else words.RUN_NOW]

    def not_in_this_login(self) -> OwnLine | None:
        return own_line(self._environ, self._home, shlex.join(self.starts()))

    def turn_off(self) -> list[str]:
        ours = is_ours(self.file) and not self.only_starts_unit()
        return [words.removed(str(self.file))] if ours and remove(self.file) else []


class UnitStarter:
    """The same file where there is a unit: it starts that, on desktops that have no target of systemd."""

    def __init__(self, config_home: Path) -> None:
        self.file = config_home / "autostart" / "routine.desktop"

    def is_on(self) -> bool:
        """Whether desktops that read it start the unit."""
        text = text_of(self.file)
        return command_in(text) == START_UNIT and not is_switched_off(text)

    def turn_on(self) -> list[str]:
        """Says what was written, where it was not there. Raises SystemFault."""
        require_ours(self.file)
        new = write(self.file, desktop_text(Program(START_UNIT)).encode("utf-8"))
        return [words.wrote(str(self.file))] if new else []

    def turn_off(self) -> list[str]:
        ours = is_ours(self.file) and command_in(text_of(self.file)) == START_UNIT
        return [words.removed(str(self.file))] if ours and remove(self.file) else []


def is_switched_off(text: str) -> bool:
    """Whether the settings of a desktop have switched it off."""
    return value_of(text, "Hidden") == "true" or value_of(text, "X-GNOME-Autostart-enabled") == "false"


def desktop_text(program: Program) -> str:
    """The file. Raises SystemFault for a path that no such file can carry."""
    return f"""# {words.MARK}
[Desktop Entry]
Type=Application
Name=Routine
Comment={words.DESCRIPTION}
Exec={exec_line(program)}
Terminal=false
NoDisplay=true
X-GNOME-Autostart-enabled=true
"""


def exec_line(program: Program) -> str:
    """What "Exec" says. Raises SystemFault for a path that no such file can carry."""
    command = program.command
    # GLib looks for the program before it undoes %%, and would not find it
    if program.variables or "%" in command[0]:
        command = by_env(command, program.variables)
    return " ".join(_quoted(word) for word in command)


def command_in(text: str) -> tuple[str, ...]:
    """What an autostart file starts: the opposite of `desktop_text`."""
    line = value_of(text, "Exec").replace("\\\\", "\\")
    command = tuple(word.replace("%%", "%") for word in split(line))
    return without_env(command)


def _quoted(word: str) -> str:
    """One word by the rules of "The Exec key", then once more by those for any string of the file."""
    word = require_printable(word).replace("%", "%%")
    if word and not _RESERVED.intersection(word):
        return word
    inside = "".join(f"\\{character}" if character in _TAKEN else character for character in word)
    return f'"{inside}"'.replace("\\", "\\\\")
