"""Knows what the answers of a process stand on; comparison.py knows in what two of them differ."""

# annotations are values here: as texts, each would be compiled when the first message is read
from collections.abc import Mapping

from msgspec import Struct

PREFIX = "ROUTINE_"
PLACES = ("ROUTINE_HOME",)
"""Where everything is: two processes that have it otherwise never meet, as the socket is there as well."""


class Setup(Struct, frozen=True):
    """What one process stands on. What it has not looked at is empty, or None, and differs from nothing."""

    version: str
    environment: dict[str, str]
    """The ROUTINE_* variables that it was started with."""
    zone: str = ""
    """The IANA name of the time zone that its local times are in."""
    plans_folder: str = ""
    plans: dict[str, str] | None = None
    """Of each plan in force, by its id, the digest of its text."""


def variables(environ: Mapping[str, str]) -> dict[str, str]:
    """Of an environment what is for `routine` to read, empty variables left out as its settings do."""
    return {
        name: value
        for name, value in sorted(environ.items())
        if name.startswith(PREFIX) and name not in PLACES and value
    }
