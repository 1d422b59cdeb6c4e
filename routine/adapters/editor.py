"""Knows which program edits a text here, by what VISUAL and EDITOR say; must not know what is edited.

What stands in them is for a shell, and here is none: words, quotes and blanks in a path are taken as meant.
On Windows a name may lead to a .cmd, which only PATHEXT says (`code` is one).
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

VARIABLES = ("VISUAL", "EDITOR")
"""The first that says something counts."""
_WINDOWS_WORD = re.compile(r"""'[^']*'(?=\s|$)|(?:"[^"]*"?|[^\s"])+""")


class Editor(Struct, frozen=True):
    """The command, to be followed by a file's name."""

    command: tuple[str, ...]
    variable: str = ""
    """Which one named it; empty for one that was found."""


def find_editor(environ: Mapping[str, str], platform: str = sys.platform) -> Editor | None:
    """The person's editor, else a usual one of this system; None when there is none."""
    for variable in VARIABLES:
        if said := environ.get(variable, "").strip():
            return Editor(_command(said, environ, platform), variable)
    name = usual_editor(environ, platform)
    return Editor((_found(name, environ),)) if name else None


def usual_editor(environ: Mapping[str, str], platform: str = sys.platform, *, but: str = "") -> str:
    """One that is here, by its name; empty when there is none. `but`: not this one."""
    usual = ("notepad", "edit") if platform == "win32" else ("nano", "vi", "emacs", "micro")
    return next((name for name in usual if name != but and shutil.which(name, path=environ.get("PATH"))), "")


def shell_of(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """Which one was typed in, as far as that changes how a variable is set: sh, csh, cmd or powershell."""
    if platform != "win32" or environ.get("SHELL"):
        # Git brings a bash to Windows
        return "csh" if environ.get("SHELL", "").endswith("csh") else "sh"
    # cmd has its prompt in a variable, and PowerShell has none
    return "cmd" if environ.get("PROMPT") else "powershell"


def _command(said: str, environ: Mapping[str, str], platform: str) -> tuple[str, ...]:
    words = _words(said, platform)
    # C:\Program Files\… without quotes: as many words as make a file belong to its name
    plain = said.split(" ")
    for many in range(len(plain), 1, -1):
        path = os.path.expanduser(" ".join(plain[:many]))  # noqa: PTH111 - Path's own way raises for a missing home
        if not said.startswith(('"', "'")) and Path(path).is_file():
            words = (path, *_words(" ".join(plain[many:]), platform))
            break
    first, *others = words or (said,)
    return (_found(first, environ), *others)


def _words(said: str, platform: str) -> tuple[str, ...]:
    if platform == "win32":
        # a backslash stands for itself there
        return tuple(_unquoted(word) for word in _WINDOWS_WORD.findall(said))
    try:
        return tuple(shlex.split(said))
    except ValueError:
        return tuple(said.split())


def _unquoted(word: str) -> str:
    # the single quote is a letter like others to Windows, but not to people who come from elsewhere
    return word[1:-1] if word[:1] == "'" == word[-1:] and len(word) > 1 else word.replace('"', "")


def _found(name: str, environ: Mapping[str, str]) -> str:
    """Where it is; the name itself where nothing is found, which starting it then tells."""
    name = os.path.expanduser(name)  # noqa: PTH111 - as above
    return shutil.which(name, path=environ.get("PATH")) or name
