"""Knows how to answer one request for pictures and then end; must not know who wants them.

stdin: {"folder": …, "names": ["cat-cow", …], "figure": "slim-medium"}. Each becomes NAME.png,
and NAME@left.png and NAME@right.png where the sides look different. stdout: {}, once all that can be drawn
is there.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from routine.adapters.atomic_write import write_atomically
from routine.adapters.svg_raster import png
from routine.core.exercise import Exercise, Side
from routine.core.loaded_plans import FigureChoice
from routine.errors import SystemFault
from routine.figures.look import Look, look_of
from routine.figures.render import has_figure, still
from routine.library.catalogue import catalogue

SIZE = 160
"""Pixels: servers draw it at 48 to 96, some screens at twice that."""


def main() -> None:
    """Answer the one request, and end."""
    request = json.load(sys.stdin.buffer)
    folder = Path(request["folder"])
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # nobody waits for this: whatever else the computer does goes first
    if sys.platform != "win32":
        with suppress(OSError):
            os.nice(10)
    look = look_of(FigureChoice(request["figure"]))
    for name in request["names"]:
        exercise = catalogue().exercises.get(name)
        if exercise and has_figure(exercise):
            with suppress(SystemFault, OSError):
                _draw(exercise, folder, look)
    print("{}")  # noqa: T201 - the answer


def _draw(exercise: Exercise, folder: Path, look: Look) -> None:
    if exercise.dose.sides:
        for side in Side:
            write_atomically(
                folder / f"{exercise.id}@{side}.png", png(still(exercise, side, look=look), SIZE), durable=False
            )
    # last: that it is there says that all of them are
    write_atomically(folder / f"{exercise.id}.png", png(still(exercise, look=look), SIZE), durable=False)


if __name__ == "__main__":
    main()
