"""Knows which file beside the plans is somebody's own picture of an exercise; not where it is laid out.

A name is a file of that folder and nothing else: no other folder, no link to what is not the person's.
"""

from __future__ import annotations

from base64 import b64encode
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

    def as_svg(self) -> str:
        """For paper: in its own proportions; what cannot be read leaves its place empty.

        Data URL: RFC 2397. Fitted by preserveAspectRatio, as where none is said (SVG 2, section 8.6).
        """
        address = f"data:{self.kind};base64,{b64encode(self.content).decode('ascii')}"
        image = f'<image width="400" height="300" href="{address}"/>'
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">{image}</svg>'


def own_picture(plans_dir: Path, name: str) -> OwnPicture | None:
    """None for what is no picture, is not there, or cannot be read."""
    kind = _KINDS.get(Path(name).suffix.lower())
    if kind is None or name != Path(name).name:
        return None
    try:
        return OwnPicture(read(str(plans_dir / name), _LARGEST), kind)
    except Unreadable:
        return None
