"""Knows where the page was last, and by which cookie it let browsers in: a tab or a bookmark finds it again.

Must not know who asks for it. It is for its owner's eyes only. Where the port is another one the cookie is new as
well: browsers sent the old one to whoever listened at that port.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from routine.adapters.atomic_write import write_atomically
from routine.adapters.paths import Paths

_PORTS = range(1024, 1 << 16)
_SHORTEST = 32
"""Characters: a cookie that is shorter is not one of ours, and could be guessed."""


@dataclass(frozen=True, slots=True)
class KeptAddress:
    """Of the last start."""

    port: int
    cookie: str


def kept_file(paths: Paths) -> Path:
    """Outlives the login, unlike what says that the page runs now."""
    return paths.state_dir / "page-address.json"


def load(paths: Paths) -> KeptAddress | None:
    """None where there was no start before, or the file is not as we wrote it."""
    try:
        found = KeptAddress(**json.loads(kept_file(paths).read_text("utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    right = type(found.port) is int and found.port in _PORTS and type(found.cookie) is str
    return found if right and len(found.cookie) >= _SHORTEST and found.cookie.isascii() else None


def keep(paths: Paths, port: int, cookie: str) -> None:
    """In one go. A disk that will not write costs a bookmark, nothing more."""
    content = json.dumps({"port": port, "cookie": cookie})
    try:
        write_atomically(kept_file(paths), content.encode(), durable=False)
    except OSError:
        return
