"""Knows how SVG text becomes a PNG file; must not know what is in the picture. resvg is imported here alone.

A file is named by what is in it and never changes, so a notification server may read it whenever it likes, and
nothing is drawn twice. resvg is loaded when the first picture is wanted.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from routine.core.digest import digest
from routine.errors import WorldError
from routine.presentation import picture_problems as words


class Pictures:
    """Draws into one folder, which is made when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def file(self, svg: str, size: int) -> Path:
        """The PNG of a picture, `size` pixels wide. Raises WorldError."""
        name = digest(f"{size}\n{svg}".encode())[:24]
        path = self._folder / f"{name}.png"
        if not path.is_file():
            _write(path, png(svg, size))
        return path


def png(svg: str, size: int, *, fonts: bool = False) -> bytes:
    """`svg` as a PNG `size` pixels wide. Letters need `fonts`, which takes much longer. Raises WorldError."""
    try:
        import resvg_py  # noqa: PLC0415 - two milliseconds and a megabyte, for those who look at pictures

        return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, skip_system_fonts=not fonts))
    except (ImportError, ValueError) as why:
        raise WorldError(*words.not_drawn(str(why))) from why


def _write(path: Path, content: bytes) -> None:
    """All or nothing: another program may be looking for the file."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = mkstemp(dir=path.parent, prefix=".", suffix=".png")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(draft).replace(path)
        except OSError:
            with suppress(OSError):
                Path(draft).unlink()
            raise
    except OSError as why:
        raise WorldError(*words.not_kept(str(path.parent), why.strerror or str(why))) from why
