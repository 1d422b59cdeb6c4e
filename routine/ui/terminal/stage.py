"""Knows what stands on the screen at a moment: words, and a figure where the terminal can show one.

Must not know keys, time or the journal. A terminal of few colours never loads what draws figures.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import timedelta

from routine.core.player import Frame, Mode
from routine.ui.console.half_blocks import Colours, colours_of
from routine.ui.console.streams import coloured
from routine.ui.terminal.layout import FigurePicture, Line, lay_out
from routine.ui.terminal.screen import Screen


def _colours() -> Colours:
    return colours_of() if coloured(sys.stdout) else Colours.FEW


@dataclass(slots=True)
class Stage:
    """Remembers whether the last moment had a figure: only then is it worth waking up for its movement."""

    colours: Colours = field(default_factory=_colours)
    drawn: bool = False

    def lines(self, title: str, frame: Frame, screen: Screen, aside: str) -> list[Line]:
        """All that stands on the screen at this moment, line by line."""
        picture = self._picture(frame, screen)
        self.drawn = picture is not None
        return lay_out(title, frame, screen.room, picture, aside)

    def moves_on(self, frame: Frame) -> timedelta | None:
        """How long until the figure moves; None when it does not."""
        if not self.drawn or frame.mode is not Mode.PLAYING:
            return None
        from routine.ui.console.figure import next_picture, shown_in  # noqa: PLC0415 - loaded by now

        return next_picture(shown_in(frame))

    def _picture(self, frame: Frame, screen: Screen) -> FigurePicture | None:
        size = screen.room.figure
        if self.colours is Colours.FEW or size is None:
            return None
        from routine.ui.console.figure import Paper, painted, shown_in  # noqa: PLC0415 - not for few colours

        shown = shown_in(frame)
        if shown is None:
            return None
        return FigurePicture(painted(shown, size, Paper(self.colours, screen.ground)), size.columns)
