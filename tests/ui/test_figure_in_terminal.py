"""Knows the figure of a guided session as it is sent to a terminal: its colours, its ground, how little."""

from __future__ import annotations

from datetime import timedelta

import pytest

from routine.library.catalogue import catalogue
from routine.ui.console.figure import Background, ShownFigure, render
from routine.ui.console.half_blocks import Colours, Size
from tests.ui.home import Home
from tests.ui.terminal import Terminal

LIGHT_GROUND = "\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\"
OWN_GROUND = "48;2;31;36;38"


@pytest.fixture
def waiting(home: Home) -> Home:
    """Cat–cow is waiting, then a sentence."""
    session = home.session()
    home.plan(
        session[: session.index("steps = ")] + 'steps = ["cat-cow", { say = "Sit down again.", for = "2m" }]'
    )
    home.has_put_off_the_check()
    home.shown(home.occurrence())
    return home


def begin(home: Home, **environ: str) -> Terminal:
    home.environ |= {"COLORTERM": "truecolor"} | environ
    terminal = home.on_terminal("start")
    terminal.wait_for_on_screen("Step 1 of 2 · Get ready", "Cat–Cow", "q stop")
    return terminal


def has_figure(screen: list[str]) -> bool:
    return "▀" in "".join(screen)


def test_the_figure_is_there_and_goes_with_the_exercise(waiting: Home) -> None:
    with begin(waiting) as terminal:
        assert "\x1b[38;2;" in terminal.raw
        assert has_figure(terminal.screen)
        terminal.press("nn")
        terminal.wait_until(lambda screen: "Sit down again." in str(screen) and not has_figure(screen))


def test_256_colours_are_enough(waiting: Home) -> None:
    with begin(waiting, COLORTERM="") as terminal:
        assert has_figure(terminal.screen)
        assert "\x1b[38;5;" in terminal.raw
        assert "8;2;" not in terminal.raw


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "xterm", "COLORTERM": ""}])
def test_with_fewer_the_words_stand_alone(waiting: Home, environ: dict[str, str]) -> None:
    with begin(waiting, **environ) as terminal:
        assert not has_figure(terminal.screen)
        assert "8;5;" not in terminal.raw
        assert "8;2;" not in terminal.raw


def test_a_terminal_that_can_only_print_is_told_in_lines(waiting: Home) -> None:
    waiting.environ |= {"COLORTERM": "truecolor", "TERM": "dumb"}
    with waiting.on_terminal("start") as terminal:
        terminal.wait_for("Cat–Cow")
        assert "▀" not in terminal.raw
        assert "\x1b[" not in terminal.raw


def test_once_the_terminal_has_told_its_background_the_figure_stands_on_it(waiting: Home) -> None:
    with begin(waiting) as terminal:
        assert "\x1b]11;?" in terminal.raw
        assert OWN_GROUND in terminal.raw
        terminal.forget()
        terminal.press(LIGHT_GROUND[:9])
        terminal.press(LIGHT_GROUND[9:])
        terminal.wait_for("▀")
        terminal.forget()
        terminal.listen(3)
        assert "▀" in terminal.text
        assert OWN_GROUND not in terminal.raw
        # and no letter of it was taken for a key: there is a `b` in it
        assert "Paused" not in terminal.text
        assert "Sit down" not in terminal.text


def test_a_movement_sends_only_the_lines_it_moves(waiting: Home) -> None:
    with begin(waiting) as terminal:
        terminal.listen(1)
        terminal.forget()
        terminal.listen(4)
        assert "▀" in terminal.text
        assert "Next:" not in terminal.text
        # at most so many bytes a second, over a slow line as well
        assert len(terminal.raw) / 4 < 30_000


def test_on_a_light_ground_the_words_are_darker(waiting: Home) -> None:
    with begin(waiting) as terminal:
        terminal.wait_for("▀")
        terminal.forget()
        terminal.press(LIGHT_GROUND)
        terminal.wait_for("Step 1")
        assert "\x1b[38;5;94m" in terminal.raw
        assert "\x1b[33m" not in terminal.raw


def test_an_arrow_shows_the_way_there_the_first_time_and_not_on_the_way_back() -> None:
    hinge = catalogue().exercises["hip-hinge"]

    def shown(seconds: float) -> list[str]:
        return render(ShownFigure(hinge, at=timedelta(seconds=seconds)), Size(60, 24), Background(Colours.ALL))

    once = 5
    assert shown(0.2) != shown(once + 0.2), "the body is where it was, and the arrow is gone"
    assert shown(3.9) == shown(once + 3.9)
    assert shown(4.5) == shown(once + 4.5)
