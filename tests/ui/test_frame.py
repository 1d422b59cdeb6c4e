"""Knows how one moment of a session is laid out: it fits every room, and says the most in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.player import Press, begin, frame, play
from routine.core.steps import steps_of
from routine.ui.cli.output import clean, width_of
from routine.ui.terminal_frame import Room, clock, lay_out, wrapped
from tests.core.making import utc
from tests.service.living import SHORT

NOW = utc("2026-11-23 07:00")
SECOND = timedelta(seconds=1)


def drawn(columns: int, rows: int, *, presses: int = 0, title: str = "Morning mobility") -> list[str]:
    player = begin(steps_of(SHORT), NOW)
    for _ in range(presses):
        player, _ = play(player, Press.NEXT, NOW)
    lines = lay_out(title, frame(player, NOW), Room(columns, rows))
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
    player, _ = play(begin(steps_of(SHORT), NOW), Press.PAUSE, NOW)
    later = lay_out("T", frame(player, NOW + 60 * SECOND), Room(80, 24))
    assert later == lay_out("T", replace(frame(player, NOW)), Room(80, 24))
