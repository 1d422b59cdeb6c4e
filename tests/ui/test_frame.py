"""Knows how one moment of a session is laid out: it fits every room, and says the most in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.player import PlayerCommand, begin, frame, play
from routine.core.steps import steps_of
from routine.presentation.reminders import STOP_RULE
from routine.presentation.text_layout import clean, width_of, wrapped
from routine.ui.terminal.layout import FigurePicture, Room, clock, lay_out
from tests.core.making import utc
from tests.replacing import replace
from tests.service.living import SHORT

NOW = utc("2026-11-23 07:00")
SECOND = timedelta(seconds=1)


def drawn(
    columns: int,
    rows: int,
    *,
    presses: int = 0,
    title: str = "Morning mobility",
    aside: str = "",
    figures: bool = False,
) -> list[str]:
    player = begin(steps_of(SHORT), NOW)
    for _ in range(presses):
        player, _ = play(player, PlayerCommand.NEXT, NOW)
    room = Room(columns, rows)
    lines = lay_out(title, frame(player, NOW), room, figure(room) if figures else None, aside, rules=(STOP_RULE,))
    return ["".join(piece.text for piece in line) for line in lines]


@given(
    columns=st.integers(14, 220),
    rows=st.integers(1, 80),
    presses=st.integers(0, 8),
    title=st.text(max_size=60),
)
def test_it_never_leaves_the_screen(columns: int, rows: int, presses: int, title: str) -> None:
    lines = drawn(columns, rows, presses=presses, title=title)
    assert len(lines) <= rows
    assert max(map(width_of, lines)) <= columns


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (20, 6)])
def test_the_step_the_time_left_and_the_keys_are_there_in_every_room(columns: int, rows: int) -> None:
    text = " ".join(drawn(columns, rows, presses=1))
    assert "Step 1 of" in text
    assert "0:48" in text
    assert "q" in drawn(columns, rows)[-1] or "unwell." in text


def test_with_room_enough_the_stop_rule_is_there() -> None:
    assert "unwell." in " ".join(drawn(80, 24))
    assert "unwell." not in " ".join(drawn(80, 12))


def figure(room: Room) -> FigurePicture | None:
    size = room.figure
    return FigurePicture(["#" * size.columns] * size.rows, size.columns) if size else None


@given(
    columns=st.integers(14, 220), rows=st.integers(1, 80), presses=st.integers(0, 8), aside=st.text(max_size=120)
)
def test_with_a_figure_it_never_leaves_the_screen_either(
    columns: int, rows: int, presses: int, aside: str
) -> None:
    lines = drawn(columns, rows, presses=presses, aside=aside, figures=True)
    assert len(lines) <= rows
    assert max(map(width_of, lines)) <= columns


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (200, 60), (70, 14)])
def test_a_figure_stands_beside_the_words_where_there_is_room(columns: int, rows: int) -> None:
    lines = drawn(columns, rows, presses=1, figures=True)
    step = next(line for line in lines if "Step 1 of" in line)
    assert "#" in step
    text = "\n".join(lines)
    assert all(words in text for words in ("Morning mobility", "0:48", "Next:", "q stop"))


def test_at_80_by_24_everything_is_there_at_once() -> None:
    lines = drawn(80, 24, presses=1, figures=True)
    assert sum("#" in line for line in lines) == 16
    assert "unwell." in lines[-1]


def test_on_a_high_narrow_screen_the_figure_stands_above_the_words() -> None:
    lines = drawn(50, 40, presses=1, figures=True)
    last = max(number for number, line in enumerate(lines) if "#" in line)
    first = next(number for number, line in enumerate(lines) if "Step 1 of" in line)
    assert last < first
    assert "q stop" in "\n".join(lines)


@pytest.mark.parametrize(("columns", "rows"), [(40, 16), (69, 30), (80, 13), (20, 60)])
def test_where_the_words_need_everything_there_is_no_figure(columns: int, rows: int) -> None:
    assert Room(columns, rows).figure is None


def test_a_large_screen_has_a_larger_figure_but_not_without_end() -> None:
    small, large, huge = (Room(*size).figure for size in ((80, 24), (200, 60), (400, 120)))
    assert small
    assert large
    assert huge
    assert small.columns < large.columns
    assert small.rows < large.rows
    assert huge == large


def test_the_bar_stays_where_it_is_while_the_words_change() -> None:
    places = set()
    for presses in range(5):
        for figures in (True, False):
            lines = drawn(80, 24, presses=presses, figures=figures)
            places.add(next(number for number, line in enumerate(lines) if "─" in line or "━" in line))
    assert len(places) == 1


def test_what_is_said_beside_the_session_stands_below_the_keys() -> None:
    lines = drawn(80, 24, presses=1, aside="There is no voice here yet.")
    keys = next(number for number, line in enumerate(lines) if "q stop" in line)
    assert "no voice" in lines[keys + 1]


def test_a_rest_says_what_follows_once() -> None:
    texts = [" ".join(drawn(80, 24, presses=number)) for number in range(4)]
    resting = next(text for text in texts if "Rest ·" in text)
    assert resting.count("Next:") == 1


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (0 * SECOND, "0:00"),
        (0.2 * SECOND, "0:01"),
        (59 * SECOND, "0:59"),
        (60 * SECOND, "1:00"),
        (725 * SECOND, "12:05"),
    ],
)
def test_the_clock_is_nought_only_at_the_end(length: timedelta, shown: str) -> None:
    assert clock(length) == shown


@given(st.text(max_size=200), st.integers(2, 60))
def test_wrapping_loses_no_word_and_leaves_no_margin(text: str, width: int) -> None:
    lines = list(wrapped(text, width))
    assert all(width_of(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


def test_wide_letters_count_twice() -> None:
    assert width_of("背中") == 4
    assert list(wrapped("背中 背中", 5)) == ["背中", "背中"]


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    left = clean(text)
    assert all(character.isprintable() or character == "\u200d" for character in left)
    assert clean(left) == left


def test_ordinary_text_is_left_alone() -> None:
    for text in ("Cat–Cow 🧘‍♀️", "Übung <b>50%</b>", "תרגיל"):
        assert clean(text) == text


def test_a_paused_session_keeps_its_time() -> None:
    player, _ = play(begin(steps_of(SHORT), NOW), PlayerCommand.PAUSE, NOW)
    later = lay_out("T", frame(player, NOW + 60 * SECOND), Room(80, 24))
    assert later == lay_out("T", replace(frame(player, NOW)), Room(80, 24))
