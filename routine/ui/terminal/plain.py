"""Knows how a session is led in plain lines: each saying when it is said, and nothing ahead of it.

For a screen reader, a terminal that cannot move its cursor (TERM=dumb), or a pipe. Keys work where there are any.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from select import select
from typing import Self

from routine.core.player import Frame, Mode
from routine.core.rep_timing import RepSignal
from routine.core.steps import Step
from routine.presentation import terminal_session as words
from routine.presentation.moment import moment_of
from routine.presentation.narration import Cue, counted_aloud, signal_now
from routine.presentation.time_format import spell
from routine.ui.console.output import Piece, echo
from routine.ui.console.raster import Colour
from routine.ui.terminal.layout import Painted, Room
from routine.ui.terminal.screen import Screen, ScreenInput, ScreenSignal


def is_dumb() -> bool:
    """Whether the terminal says of itself that it can only print."""
    return os.environ.get("TERM") == "dumb"


@dataclass(slots=True)
class PlainLayout:
    """Prints what has just come, once; there is nothing to draw."""

    step: Step | None = None
    said: tuple[int, Cue] | None = None
    paused: bool = False
    aside: str = ""
    signal: RepSignal | None = None

    def lines(
        self, _title: str, frame: Frame, _room: Room, _ground: Colour | None, aside: str
    ) -> list[Sequence[Piece]]:
        moment = moment_of(frame)
        if aside and aside != self.aside:
            echo(aside)
        self.aside = aside
        if (paused := frame.mode is Mode.PAUSED) != self.paused:
            self.paused = paused
            if paused:
                echo(words.PAUSED)
        if frame.mode is Mode.PLAYING and (self.step, self.said) != (frame.step, (frame.place, moment.cue)):
            heading = "" if frame.step is self.step else f"{moment.progress}. "
            self.step, self.said = frame.step, (frame.place, moment.cue)
            if moment.cue.text:
                echo(f"{heading}{moment.cue.text}")
        self._tell_sign(frame)
        # in a pipe it would else come when the session is over
        sys.stdout.flush()
        return []

    def _tell_sign(self, frame: Frame) -> None:
        """Halfway, and the last one; every number would be a flood."""
        signal = signal_now(frame)
        if frame.mode is Mode.PLAYING and signal != self.signal:
            self.signal = signal
            if signal and (signal.halfway or signal.last):
                echo(counted_aloud(signal))

    def repeat(self) -> None:
        """What was said last is printed once more."""
        self.said = None

    def tell_time(self, frame: Frame) -> None:
        """Which repetition it is, and how long it takes still: nobody is told that unasked."""
        moment = moment_of(frame)
        told = (moment.progress, moment.turn, moment.count, words.time_left(spell(frame.left)), moment.in_all)
        echo(". ".join(part for part in told if part))

    def moves_on(self, _frame: Frame) -> timedelta | None:
        return None


class PlainScreen(Screen):
    """The keys of a terminal, and nothing of its screen."""

    def __init__(self) -> None:
        super().__init__(whole=False)

    def draw(self, lines: Iterable[Sequence[Piece | Painted]]) -> None:
        """What there is to say has been printed."""


class NoKeys(PlainScreen):
    """Where nobody can press anything: only time passes, until somebody ends it from outside."""

    def __enter__(self) -> Self:
        return self

    def wait(self, at_most: timedelta) -> list[ScreenInput]:
        try:
            select([], [], [], max(0.0, at_most.total_seconds()))
        except KeyboardInterrupt:
            return [ScreenSignal.INTERRUPTED]
        return []
