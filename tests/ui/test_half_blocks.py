"""Knows what pixels look like in a terminal; must not know what is in our pictures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.presentation.text_layout import width_of
from routine.ui.console.half_blocks import Colours, colours_of, lines
from tests.ui.terminal import ESCAPES

RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)
PIXELS = st.none() | st.tuples(*[st.integers(0, 255)] * 3)


def test_two_pixels_share_a_character_and_each_line_ends_without_colour() -> None:
    assert lines([[RED], [BLUE]]) == ["\x1b[48;2;0;0;255m\x1b[38;2;255;0;0m▀\x1b[0m"]


def test_a_colour_is_named_only_where_it_changes() -> None:
    (line,) = lines([[RED, RED, RED], [RED, RED, BLUE]])
    assert line == "\x1b[48;2;255;0;0m  \x1b[48;2;0;0;255m\x1b[38;2;255;0;0m▀\x1b[0m"


def test_the_terminals_own_background_shows_where_nothing_is_painted() -> None:
    assert lines([[None, RED], [None, None]]) == [" \x1b[38;2;255;0;0m▀\x1b[0m"]
    assert lines([[None], [RED]]) == ["\x1b[38;2;255;0;0m▄\x1b[0m"]
    assert lines([[RED, None], [RED, None]]) == ["\x1b[48;2;255;0;0m \x1b[49m \x1b[0m"]


def test_an_odd_last_row_is_half_a_line() -> None:
    assert lines([[RED], [RED], [BLUE]])[1] == "\x1b[38;2;0;0;255m▀\x1b[0m"


@pytest.mark.parametrize(
    ("pixel", "number"),
    [
        (RED, 196),
        (BLUE, 21),
        ((255, 255, 255), 231),
        ((38, 38, 38), 235),
        ((90, 163, 163), 73),  # trousers stay green-blue
        ((91, 64, 52), 95),  # brown hair does not turn grey
    ],
)
def test_of_256_colours_the_likest_is_taken(pixel: tuple[int, int, int], number: int) -> None:
    assert lines([[pixel], [pixel]], Colours.MANY) == [f"\x1b[48;5;{number}m \x1b[0m"]


@given(
    st.integers(1, 12).flatmap(lambda wide: st.lists(st.lists(PIXELS, min_size=wide, max_size=wide), min_size=1))
)
def test_a_line_is_as_wide_as_its_pixels_whatever_they_are(rows: list[list[tuple[int, int, int] | None]]) -> None:
    for colours in (Colours.ALL, Colours.MANY):
        drawn = lines(rows, colours)
        assert len(drawn) == (len(rows) + 1) // 2
        assert {width_of(ESCAPES.sub("", line)) for line in drawn} == {len(rows[0])}
        assert all(line.endswith("\x1b[0m") for line in drawn)


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color"}, Colours.MANY),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, Colours.ALL),
        ({"TERM": "xterm", "COLORTERM": "24bit"}, Colours.ALL),
        ({"TERM": "tmux-256color"}, Colours.MANY),
        ({"TERM": "foot-direct"}, Colours.ALL),
        ({"TERM": "xterm"}, Colours.FEW),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, Colours.FEW),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, Colours.FEW),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, Colours.FEW),
        ({}, Colours.FEW),
    ],
)
def test_a_terminal_is_believed_what_it_says_of_its_colours(environ: dict[str, str], colours: Colours) -> None:
    assert colours_of(environ) is colours
