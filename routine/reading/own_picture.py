"""Knows which file beside the plans is somebody's own picture of an exercise, and its type; not how it is shown.

A name is a file of that folder and nothing else: no other folder, no link to what is not the person's.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from routine.reading.safe_read import Unreadable, read

_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
_LARGEST = 20_000_000
"""Bytes."""


class OwnPicture(Struct, frozen=True):
    """A file as it is, and its media type."""

    content: bytes
    kind: str


def own_picture(plans_dir: Path, name: str) -> OwnPicture | None:
    """None for what is no picture, is not there, or cannot be read."""
    kind = _KINDS.get(Path(name).suffix.lower())
    if kind is None or name != Path(name).name:
        return None
    try:
        return OwnPicture(read(str(plans_dir / name), _LARGEST), kind)
    except Unreadable:
        return None
