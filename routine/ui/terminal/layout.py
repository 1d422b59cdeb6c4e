"""Knows how one moment of a guided session is laid out in a given width and height; must not know time or keys.

A figure stands beside the words where there is room; a terminal of few colours never loads what draws it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum
from itertools import zip_longest
from typing import TYPE_CHECKING

from routine.core.exercise import ZERO
from routine.core.loaded_plans import FigureChoice
from routine.core.player import Frame, Mode
from routine.presentation import terminal_session as words
from routine.presentation.moment import Moment, moment_of
from routine.presentation.text_layout import clean, cut, width_of, wrapped
from routine.ui.console.half_blocks import Colours, Size, colours_of
from routine.ui.console.output import Piece, Style, bold, dim, good, warn
from routine.ui.console.streams import coloured

if TYPE_CHECKING:
    from routine.ui.console.raster import Colour

_WIDEST = 76
_LEAST = 8
_MARGIN = 1
_GAP = 3
_FULL, _EMPTY = "━", "─"
_BESIDE = Size(70, 14)
"""From here on a figure stands beside the words; from the next one on, above them."""
_ABOVE = Size(34, 34)
_WORDS = (34, 56)
"""How narrow and how wide the words may be beside a figure."""
_LARGEST = 40
_WIDE = 2.6
"""Columns for a row of a figure: more than a square, as many a body lies."""
_ABOUT = 8
"""The rows round a figure: the session's name, the bar, what comes next, the keys, the rule."""
_ABOUT_ABOVE = 22
_STEADY = 16
"""The rows that words have in any case, where there is room."""


class Priority(IntEnum):
    """What a low screen does without first, and what last."""

    NEEDS = 0
    RULE = 1
    GAP = 2
    LINES = 3
    FIGURE = 4
    BREATH = 5
    ASIDE = 6
    UPCOMING = 7
    NAME = 8
    COUNT = 9
    TURN = 10
    CUE = 11
    TITLE = 12
    PROGRESS = 13
    BAR = 14
    ALL = 15


_WHOLE_OR_NOT = {
    Priority.NEEDS,
    Priority.RULE,
    Priority.GAP,
    Priority.LINES,
    Priority.FIGURE,
    Priority.BREATH,
    Priority.ASIDE,
}
"""Half of these is worse than none; of the others the last line goes first."""


@dataclass(frozen=True, slots=True)
class FigurePicture:
    """Lines that are painted already, all equally wide."""

    lines: Sequence[str]
    columns: int


@dataclass(frozen=True, slots=True)
class Painted:
    """A piece of a line with its colours in it."""

    text: str
    columns: int


Line = tuple[Piece | Painted, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """What the screen offers."""

    columns: int
    rows: int

    @property
    def width(self) -> int:
        """How many columns the words may take: a line that is too long is hard to read."""
        return max(_LEAST, min(_WIDEST, self.columns - 2 * _MARGIN))

    @property
    def beside(self) -> bool:
        """Whether there is room for a figure beside the words."""
        return self.columns >= _BESIDE.columns and self.rows >= _BESIDE.rows

    @property
    def figure(self) -> Size | None:
        """How large a figure may be; none where the words need everything."""
        if self.beside:
            rows = min(_LARGEST, self.rows - _ABOUT)
            columns = min(round(_WIDE * rows), self.columns - 2 * _MARGIN - _GAP - _WORDS[0])
            return Size(columns, rows)
        if self.columns >= _ABOVE.columns and self.rows >= _ABOVE.rows:
            return Size(self.width, min(_LARGEST // 2, self.rows - _ABOUT_ABOVE))
        return None


def lay_out(
    title: str,
    frame: Frame,
    room: Room,
    picture: FigurePicture | None = None,
    aside: str = "",
    *,
    needs: str = "",
    rules: Sequence[str] = (),
) -> list[Line]:
    """The lines of the screen, never more than there are rows, none wider than there are columns.

    `needs`: what to have at hand; `rules`: when to stop.
    """
    beside = picture if picture and room.beside else None
    width = room.width
    if beside:
        width = min(_WORDS[1], room.columns - 2 * _MARGIN - _GAP - beside.columns) + _GAP + beside.columns
    head = [(Priority.NAME, _line(good(cut(clean(title), width)))), (Priority.GAP, ())]
    foot = [*_foot(frame, width, aside), *_below(width, needs, rules)]
    spare = room.rows - len(foot) - len(head)
    if beside:
        text_lines = _fitting(_moment_lines(moment_of(frame), width - _GAP - beside.columns), len(beside.lines))
        middle = [(Priority.ALL, line) for line in _joined(beside, text_lines)]
    else:
        painted = [_line(Painted(line, picture.columns)) for line in picture.lines] if picture else []
        middle = [(Priority.FIGURE, line) for line in painted] if len(painted) < spare else []
        middle += (
            [(Priority.GAP, ()), *_moment_lines(moment_of(frame), width)]
            if middle
            else _moment_lines(moment_of(frame), width)
        )
        # the bar stays where it is, however long the words are
        middle += [(Priority.GAP, ())] * (min(spare, _STEADY) - len(middle))
    lines = _fitting([*head, *middle, *foot], room.rows)
    margin = max(_MARGIN, (room.columns - width) // 2) if beside else _MARGIN
    return [(Piece(" " * margin), *line) if line else () for line in lines]


def _foot(frame: Frame, width: int, aside: str) -> list[tuple[Priority, Line]]:
    """The bar, what comes next, the keys, and what there is to say aside."""
    paused = frame.mode is Mode.PAUSED
    keys = words.KEYS_PAUSED if paused else words.KEYS
    keys_line = dim(next((each for each in keys if width_of(each) <= width), keys[-1]))
    found = [(Priority.GAP, ()), (Priority.BAR, _bar(frame, width, paused=paused))]
    moment = moment_of(frame)
    if moment.next_up and not moment.resting:
        found.append((Priority.UPCOMING, _line(dim(cut(clean(moment.next_up), width)))))
    found += [(Priority.BAR, _line(keys_line))]
    return [*found, *((Priority.ASIDE, _line(warn(line))) for line in wrapped(aside, width))]


def _below(width: int, needs: str, rules: Sequence[str]) -> list[tuple[Priority, Line]]:
    """What is said to everybody: where there is no room for all of it, when to stop goes before what to have."""
    said = [(Priority.NEEDS, needs), *((Priority.RULE, rule) for rule in rules)]
    return [(priority, _line(dim(line))) for priority, text in said for line in wrapped(text, width)]


def _moment_lines(moment: Moment, width: int) -> list[tuple[Priority, Line]]:
    """The words of the moment, each line with its priority."""
    progress = " · ".join(part for part in (words.PAUSED if moment.paused else "", moment.progress) if part)
    if moment.doing and not moment.paused:
        progress = f"{progress} · {moment.doing}"
    progress = " · ".join(part for part in (progress, moment.in_all) if part)
    turn = " · ".join(part for part in (moment.amount, moment.turn) if part)
    found = [(Priority.PROGRESS, _line(warn(line))) for line in wrapped(progress, width)]
    found += [(Priority.TITLE, _line(bold(line))) for line in wrapped(moment.title, width)]
    found += [(Priority.TURN, _line(dim(line))) for line in wrapped(turn, width)]
    for priority, text, style in (
        (Priority.CUE, moment.saying, Style.PLAIN),
        (Priority.BREATH, "" if moment.breath in moment.cue.text else moment.breath, Style.DIM),
        (Priority.COUNT, moment.count, Style.BOLD),
    ):
        lines = list(wrapped(text, width))
        found += [(Priority.GAP, ())] if lines else []
        found += [(priority, _line(Piece(line, style))) for line in lines]
    others = [line.words for line in moment.lines if line.text != moment.saying]
    found += [(Priority.LINES, ())] if others else []
    return found + [(Priority.LINES, _line(dim(line))) for text in others for line in wrapped(f"· {text}", width)]


def _fitting(lines: Sequence[tuple[Priority, Line]], rows: int) -> list[Line]:
    """As many as there are rows: what matters least goes first."""
    kept = list(lines)
    while len(kept) > max(1, rows):
        least = min(priority for priority, _ in kept)
        if least in _WHOLE_OR_NOT:
            kept = [line for line in kept if line[0] is not least]
        else:
            del kept[max(place for place, (priority, _) in enumerate(kept) if priority is least)]
    return [line for _, line in kept]


def _joined(picture: FigurePicture, text_lines: Sequence[Line]) -> list[Line]:
    """The figure at the left, the words at its side, in the middle of its height."""
    above = max(0, (len(picture.lines) - len(text_lines)) // 3)
    pairs = zip_longest(picture.lines, [*[()] * above, *text_lines])
    return [
        (Painted(line or "", picture.columns), Piece(" " * _GAP), *beside)
        if beside
        else (Painted(line or "", picture.columns),)
        for line, beside in pairs
    ]


def clock(length: timedelta) -> str:
    """`0:42`, rounded up: nought is when it is over."""
    seconds = -(-length // timedelta(seconds=1))
    return f"{seconds // 60}:{seconds % 60:02}"


def _bar(frame: Frame, width: int, *, paused: bool) -> Line:
    left = clock(frame.left)
    room = max(1, width - len(left) - 1)
    whole = frame.elapsed + frame.left
    done = int(room * (frame.elapsed / whole)) if whole > ZERO else room
    filled = warn(_FULL * done) if paused else good(_FULL * done)
    return _line(filled, dim(_EMPTY * (room - done)), bold(f" {left}"))


def _line(*pieces: Piece | Painted) -> Line:
    return pieces


def _colours() -> Colours:
    return colours_of() if coloured(sys.stdout) else Colours.FEW


@dataclass(slots=True)
class SessionLayout:
    """Remembers whether the last moment had a figure: only then is it worth waking up for its movement."""

    colours: Colours = field(default_factory=_colours)
    needs: str = ""
    """What to have at hand."""
    rules: Sequence[str] = ()
    """When to stop."""
    drawn: bool = False
    figure: FigureChoice = FigureChoice.SLIM_MEDIUM
    """Whom the figures look like."""

    def lines(self, title: str, frame: Frame, room: Room, ground: Colour | None, aside: str) -> list[Line]:
        """All that stands on the screen at this moment, line by line."""
        picture = self._picture(frame, room, ground)
        self.drawn = picture is not None
        return lay_out(title, frame, room, picture, aside, needs=self.needs, rules=self.rules)

    def repeat(self) -> None:
        """The words are on the screen still."""

    def tell_time(self, _frame: Frame) -> None:
        """So is the time."""

    def moves_on(self, frame: Frame) -> timedelta | None:
        """How long until the figure moves; None when it does not."""
        if not self.drawn or frame.mode is not Mode.PLAYING:
            return None
        from routine.ui.console.figure import figure_for, next_picture  # noqa: PLC0415 - loaded by now

        return next_picture(figure_for(frame))

    def _picture(self, frame: Frame, room: Room, ground: Colour | None) -> FigurePicture | None:
        size = room.figure
        if self.colours is Colours.FEW or size is None:
            return None
        from routine.ui.console.figure import Background, figure_for, render  # noqa: PLC0415 - not for few colours

        shown = figure_for(frame)
        if shown is None:
            return None
        return FigurePicture(render(shown, size, Background(self.colours, ground, self.figure)), size.columns)
