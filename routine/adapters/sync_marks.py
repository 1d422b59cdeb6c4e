"""Knows by what sync programs leave in a folder that they mirror it; must not know what lies there.

A database that is mirrored while it is written loses rows, silently. Sources: the manuals of
Syncthing (`.stfolder`), Dropbox (`.dropbox`, `.dropbox.cache`), Nextcloud and ownCloud (`.sync_*.db`), Resilio
(`.sync/ID`), OneDrive, iCloud Drive and what macOS keeps together (the names of their folders).
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_MARKS = (
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".sync/ID", "Resilio Sync"),
    (".tmp.driveupload", "Google Drive"),
    (".seafile-data", "Seafile"),
)
_DATABASE = re.compile(r"\.?_?\.?sync_\w+\.db|\._sync_\w+\.db")
"""Of Nextcloud and ownCloud, one an account."""
_NAMES = (
    (re.compile(r"OneDrive( - .+)?"), "OneDrive"),
    (re.compile(r"Dropbox( \(.+\))?"), "Dropbox"),
    (re.compile(r"Mobile Documents"), "iCloud Drive"),
    (re.compile(r"CloudStorage"), "a cloud drive"),
    (re.compile(r"Google ?Drive|My Drive"), "Google Drive"),
)


def mirrored_by(place: Path) -> str:
    """The program that mirrors the folder it lies in, or one above; empty where none is known to."""
    real = Path(os.path.realpath(place))
    for folder in (real, *real.parents):
        for pattern, program in _NAMES:
            if pattern.fullmatch(folder.name):
                return program
        for mark, program in _MARKS:
            if (folder / mark).exists():
                return program
        if any(_DATABASE.fullmatch(name) for name in _names_in(folder)):
            return "Nextcloud"
    return ""


def _names_in(folder: Path) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.startswith((".", "_"))]  # noqa: PTH208 - no Path for each
    except OSError:
        return []
