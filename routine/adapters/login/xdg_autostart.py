"""Knows the autostart file of the freedesktop desktops; must not know when it is wanted.

For a Linux without a systemd of the login: that would make a unit of this file, one that is never restarted.

Source: the Desktop Application Autostart Specification for where it lies and what Hidden means, the Desktop Entry
Specification for what is in it; X-GNOME-Autostart-enabled is GNOME's own.
"""

from __future__ import annotations

from pathlib import Path

from routine.adapters.login.base import (
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
from routine.presentation import login as words

_RESERVED = frozenset(" \t\n\"'\\><~|&;$*?#()`")
_TAKEN = '"`$\\'


class Autostart:
    """The file that the desktop reads when it starts."""

    name = words.AUTOSTART
    log_hint = words.AUTOSTART_LOG

    def __init__(self, config_home: Path) -> None:
        self.file = config_home / "autostart" / "routine.desktop"

    def is_on(self) -> bool:
        text = text_of(self.file)
        # how the settings of a desktop switch it off
        off = value_of(text, "Hidden") == "true" or value_of(text, "X-GNOME-Autostart-enabled") == "false"
        return words.MARK in text and not off

    def starts(self) -> tuple[str, ...]:
        return command_in(text_of(self.file))

    def turn_on(self, program: Program, running: int | None) -> list[str]:
        require_ours(self.file)
        new = write(self.file, desktop_text(program).encode("utf-8"))
        said = words.wrote(str(self.file)) if new else words.unchanged(str(self.file))
        return [said, words.NEXT_TIME if running else words.RUN_NOW]

    def turn_off(self) -> list[str]:
        return [words.removed(str(self.file))] if is_ours(self.file) and remove(self.file) else []


def desktop_text(program: Program) -> str:
    """The file. Raises WorldError for a path that no such file can carry."""
    command = program.command
    # GLib looks for the program before it undoes %%, and would not find it
    if program.variables or "%" in command[0]:
        command = by_env(command, program.variables)
    return f"""# {words.MARK}
[Desktop Entry]
Type=Application
Name=Routine
Comment={words.DESCRIPTION}
Exec={" ".join(_quoted(word) for word in command)}
Terminal=false
NoDisplay=true
X-GNOME-Autostart-enabled=true
"""


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
