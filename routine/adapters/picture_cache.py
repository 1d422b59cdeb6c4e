"""Knows where drawn pictures lie and how to have missing ones drawn; must not know what is in them.

A process that ends does the drawing: its renderer is megabytes that the service would keep. Nothing waits for it;
a card that comes before its picture goes without one.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from routine import __version__

LIMIT = timedelta(seconds=120)
_BOOT = (
    "import sys, runpy; sys.path.append(sys.argv[1]); "
    "runpy.run_module('routine.adapters.workers.pictures', run_name='__main__')"
)
DRAWER = (sys.executable, "-P", "-c", _BOOT, str(Path(__file__).parents[2]))


class PictureCache:
    """Keeps ports.Pictures in one folder; `own` are the folders where people put pictures beside their plans."""

    def __init__(self, folder: Path, own: Sequence[Path]) -> None:
        self._folder = folder / __version__
        self._own = own

    def of(self, name: str) -> str:
        plain = name.partition("@")[0]
        if "/" in name or "\\" in name:
            return ""
        places = [self._folder / f"{name}.png", self._folder / f"{plain}.png", *(own / name for own in self._own)]
        return next((str(place) for place in places if place.is_file()), "")

    async def prepare(self, names: Sequence[str]) -> None:
        missing = [name for name in names if not (self._folder / f"{name}.png").is_file()]
        if not missing:
            return
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        with suppress(OSError, TimeoutError):
            drawing = await asyncio.create_subprocess_exec(*DRAWER, stdin=pipe, stdout=nothing, stderr=nothing)
            request = json.dumps({"folder": str(self._folder), "names": missing}).encode()
            try:
                async with asyncio.timeout(LIMIT.total_seconds()):
                    await drawing.communicate(request)
            finally:
                if drawing.returncode is None:
                    drawing.kill()
                    await drawing.wait()
