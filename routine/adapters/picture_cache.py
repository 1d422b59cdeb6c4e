"""Knows where drawn pictures lie and how to have missing ones drawn; must not know what is in them.

A process that ends does the drawing: its renderer is megabytes that the service would keep. Nothing waits for it;
a card that comes before its picture goes without one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import msgspec

from routine import __version__
from routine.adapters.workers.process import PAINTER, WorkerProcess
from routine.core.loaded_plans import FigureChoice

_LIMIT = timedelta(seconds=120)


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
        self._kept = folder / __version__
        self._own = own
        self._figure = figure

    @property
    def _folder(self) -> Path:
        return self._kept / self._figure()

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
