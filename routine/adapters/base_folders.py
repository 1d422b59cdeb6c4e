"""Knows where one person's folders are, as text: for paths.py, and for a command that only asks the service.

It imports nothing that a command would notice: `pathlib` alone costs as much as asking the service.

Source: the XDG Base Directory Specification 0.8 (its defaults, and that a relative path is ignored); on Windows
what platformdirs asks the system for.
"""
# ruff: noqa: PTH111, PTH100, PTH118, PTH115 - as said above

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from routine.errors import SystemFault
from routine.presentation import system_problems as words

NAME = "routine"


def own_home(named: str) -> str:
    """The folder that ROUTINE_HOME names. Raises SystemFault."""
    home = os.path.expanduser(named)
    if home.startswith("~"):
        raise SystemFault(*words.nobodys_home(named))
    return os.path.abspath(home)


def control_socket(environ: Mapping[str, str]) -> str:
    """Where the running service answers. Raises SystemFault."""
    return os.path.join(_run(environ), "control")


def lock_file(environ: Mapping[str, str]) -> str:
    """What the running service holds. Raises SystemFault."""
    return os.path.join(_run(environ), "lock")


def plans_folder(environ: Mapping[str, str]) -> str:
    """Where plans are, where nothing says otherwise. Raises SystemFault."""
    own = environ.get("ROUTINE_HOME", "")
    return os.path.join(own_home(own), "config", "plans") if own else os.path.join(config_folder(environ), "plans")


def zone_name(environ: Mapping[str, str]) -> str:
    """What this computer's zone is called, as far as that is told at a glance; else nothing."""
    if said := environ.get("TZ", ""):
        return said.removeprefix(":")
    try:
        return os.readlink("/etc/localtime").partition("/zoneinfo/")[2]
    except (OSError, AttributeError):
        return ""


def _run(environ: Mapping[str, str]) -> str:
    own = environ.get("ROUTINE_HOME", "")
    return os.path.join(own_home(own) if own else state_folder(environ), "run")


if sys.platform == "win32":
    # the system names its folders, not the environment

    def config_folder(environ: Mapping[str, str]) -> str:  # noqa: ARG001 - as said above
        import platformdirs  # noqa: PLC0415 - only here: elsewhere the environment says it all, 6 ms sooner

        return str(platformdirs.user_config_path(NAME, appauthor=False, roaming=True))

    def state_folder(environ: Mapping[str, str]) -> str:  # noqa: ARG001 - likewise
        import platformdirs  # noqa: PLC0415 - likewise

        return str(platformdirs.user_state_path(NAME, appauthor=False))

    def cache_folder(environ: Mapping[str, str]) -> str:  # noqa: ARG001 - likewise
        import platformdirs  # noqa: PLC0415 - likewise

        return str(platformdirs.user_cache_path(NAME, appauthor=False))

else:
    # by the XDG Base Directory Specification; on macOS as well, as people share their dotfiles between the two

    def config_folder(environ: Mapping[str, str]) -> str:
        return _base(environ, "XDG_CONFIG_HOME", ".config")

    def state_folder(environ: Mapping[str, str]) -> str:
        return _base(environ, "XDG_STATE_HOME", ".local/state")

    def cache_folder(environ: Mapping[str, str]) -> str:
        return _base(environ, "XDG_CACHE_HOME", ".cache")

    def _base(environ: Mapping[str, str], variable: str, usual: str) -> str:
        given = environ.get(variable, "")
        # the specification: a relative path is to be ignored
        return os.path.join(given if given.startswith("/") else os.path.join(_home(environ), usual), NAME)

    def _home(environ: Mapping[str, str]) -> str:
        given = environ.get("HOME", "")
        if given.startswith("/"):
            return given
        import pwd  # noqa: PLC0415 - wanted almost never

        try:
            return pwd.getpwuid(os.getuid()).pw_dir
        except KeyError:  # a user without an account, as in some containers
            raise SystemFault(*words.no_home()) from None
