"""Knows how one moment of a guided session is laid out in a given width and height; must not know time or keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from routine.core.cards import step_card
from routine.core.exercise import ZERO
from routine.core.player import Frame, Mode
from routine.core.steps import Part
from routine.ui.cli.output import Piece, Style, bold, clean, dim, good, look, width_of
from routine.words import cli_player as words
from routine.words import reminders as common

_WIDEST = 76
_LEAST = 8
_MARGIN = 1
_FULL, _EMPTY = "━", "─"


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """What the screen offers."""

    columns: int
    rows: int

    @property
    def width(self) -> int:
        return max(_LEAST, min(_WIDEST, self.columns - 2 * _MARGIN))


def lay_out(title: str, frame: Frame, room: Room) -> list[Line]:
    """The lines of the screen, never more than there are rows, none wider than there are columns."""
    notice = step_card(frame)
    width = room.width
    paused = frame.mode is Mode.PAUSED
    name = [_line(good(_cut(clean(title), width)))]
    step = _wrapped(notice.title, width, Style.BOLD)
    body = [line for text in notice.body.split("\n") for line in _wrapped(text, width)]
    bar = [_bar(frame, width, paused=paused)]
    upcoming = [_line(dim(_cut(clean(said), width))) for said in _upcoming(frame)]
    keys = words.KEYS_PAUSED if paused else words.KEYS
    keys_line = [_line(dim(keys if width_of(keys) <= width else words.KEYS_SHORT))]
    rule = _wrapped(common.STOP_RULE, width, Style.DIM)
    gap: list[Line] = [()]
    whole = [*name, *gap, *step, *gap, *body, *gap, *bar, *upcoming, *gap, *keys_line]
    for fuller in ([*whole, *gap, *rule], whole, [line for line in whole if line]):
        if len(fuller) <= room.rows:
            return fuller
    # on a very low screen the words give way before the bar and the keys do
    foot = [*bar, *keys_line]
    return [*[*step, *body][: max(1, room.rows - len(foot))], *foot][: max(1, room.rows)]


def _upcoming(frame: Frame) -> list[str]:
    """What comes next, where the words of the moment do not say it already."""
    if frame.upcoming is None or frame.beat.part is Part.REST:
        return []
    return [words.up_next(frame.upcoming.title or frame.upcoming.text)]


def clock(length: timedelta) -> str:
    """`0:42`, rounded up: nought is when it is over."""
    seconds = -(-length // timedelta(seconds=1))
    return f"{seconds // 60}:{seconds % 60:02}"


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most so many columns; only a word wider than that is cut."""
    line = ""
    for word in clean(text).split():
        joined = f"{line} {word}" if line else word
        if width_of(joined) <= width:
            line = joined
            continue
        if line:
            yield line
        line = word
        while width_of(line) > width:
            first = _cut(line, width, mark="")
            yield first
            line = line[len(first) :]
    if line:
        yield line


def _bar(frame: Frame, width: int, *, paused: bool) -> Line:
    left = clock(frame.left)
    room = max(1, width - len(left) - 1)
    whole = frame.elapsed + frame.left
    done = int(room * (frame.elapsed / whole)) if whole > ZERO else room
    filled = look(_FULL * done) if paused else good(_FULL * done)
    return _line(filled, dim(_EMPTY * (room - done)), bold(f" {left}"))


def _wrapped(text: str, width: int, style: Style = Style.PLAIN) -> list[Line]:
    return [_line(Piece(line, style)) for line in wrapped(text, width)]


def _cut(text: str, width: int, mark: str = "…") -> str:
    """The beginning of `text` that fits, with a mark when something is missing."""
    if width_of(text) <= width:
        return text
    end = 0
    while end < len(text) and width_of(text[: end + 1]) <= width - len(mark):
        end += 1
    return text[: max(1, end)] + mark


def _line(*pieces: Piece) -> Line:
    return (Piece(" " * _MARGIN), *pieces) if pieces else ()
