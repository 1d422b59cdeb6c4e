"""Knows where drawn pictures lie and how to have missing ones drawn; must not know what is in them.

A process that ends does the drawing: its renderer is megabytes that the service would keep. Nothing waits for it;
a card that comes before its picture goes without one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path

import msgspec

import routine
from routine.adapters.workers.process import PAINTER, WorkerProcess
from routine.core.loaded_plans import FigureChoice, digest

_LIMIT = timedelta(seconds=120)
_PACKAGE = Path(routine.__file__).parent
_DRAWN_FROM = (
    "figures/*.py",
    "library/figures/*.toml",
    "library/exercises/*.toml",
    "adapters/workers/pictures.py",
)
"""What a picture depends on: who draws, what is drawn, on which sides."""


@cache
def drawing_digest(package: Path = _PACKAGE) -> str:
    """A name for all that pictures are drawn from: where any of it was edited, they are drawn anew."""
    files = (file for pattern in _DRAWN_FROM for file in sorted(package.glob(pattern)))
    return digest(b"\0".join((routine.__version__.encode(), *(file.read_bytes() for file in files))))


class PictureCache:
    """Keeps ports.Pictures in one folder; `own` are the folders where people put pictures beside their plans.

    `figure` says whom the figures look like; those of another choice lie in another folder.
    """

    def __init__(
        self,
        folder: Path,
        own: Sequence[Path],
        figure: Callable[[], FigureChoice] = lambda: FigureChoice.SLIM_MEDIUM,
    ) -> None:
        self._kept = folder
        self._own = own
        self._figure = figure

    @property
    def _folder(self) -> Path:
        return self._kept / drawing_digest() / self._figure()

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
        request = {"folder": str(self._folder), "names": missing, "figure": self._figure()}
        # no answer means no pictures, and a card goes without
        await WorkerProcess(PAINTER, _LIMIT).ask(msgspec.json.encode(request))
