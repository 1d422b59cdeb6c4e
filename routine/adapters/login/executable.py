"""Knows by which command this very installation is started again; must not know who starts it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from routine.adapters.base_folders import own_home
from routine.adapters.login.base import Program, require_printable
from routine.errors import SystemFault
from routine.presentation import login as words

_HOME = "ROUTINE_HOME"
_FOLDERS = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")


def this_program(environ: Mapping[str, str]) -> Program:
    """`routine run` of this installation, for the folders it uses now. Raises SystemFault when there is none."""
    if sys.platform == "win32":
        # pythonw opens no console window
        windowless = Path(sys.executable).with_name("pythonw.exe")
        command = _module(str(windowless) if windowless.is_file() else sys.executable)
    else:
        command = _script() or _module(sys.executable)
    return Program((*command, "run"), _variables(environ))


def _script() -> tuple[str, ...]:
    """The script on the disk. A link to it is kept: pipx and uv leave that in place when they move the rest."""
    begun = shutil.which(sys.argv[0]) if Path(sys.argv[0]).name == "routine" else None
    for script in (Path(begun or "/nowhere"), Path(sys.prefix, "bin", "routine")):
        # only the last part may be a link that matters; `..` and a relative path would not survive
        whole = Path(os.path.abspath(script))  # noqa: PTH100 - Path.resolve follows the link
        if whole.is_file() and os.access(whole, os.X_OK):
            return (str(whole),)
    return ()


def _module(python: str) -> tuple[str, ...]:
    from importlib import metadata  # noqa: PLC0415 - brings email, zip and more: 2.6 MiB

    try:
        metadata.version("routine")
    except metadata.PackageNotFoundError as error:
        raise SystemFault(*words.not_installed()) from error
    return (python, "-m", "routine")


def _variables(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What says where plans are, and every setting: a login starts with fewer variables than a terminal has."""
    ours = [
        (name, value)
        for name, value in sorted(environ.items())
        if name.startswith("ROUTINE_") and value and name != _HOME and not _cannot_be_carried(value)
    ]
    if own := environ.get(_HOME, ""):
        return ((_HOME, own_home(own)), *ours)
    return (*((name, environ[name]) for name in _FOLDERS if environ.get(name, "").startswith("/")), *ours)


def not_carried(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Of our variables those that no login file can hold; and TZ, as people travel."""
    ours = (name for name in sorted(environ) if name.startswith("ROUTINE_"))
    return (
        *(name for name in ours if name != _HOME and _cannot_be_carried(environ[name])),
        *(["TZ"] if environ.get("TZ") else []),
    )


def _cannot_be_carried(value: str) -> bool:
    try:
        require_printable(value)
    except SystemFault:
        return True
    return False
