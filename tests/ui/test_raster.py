"""Knows how patches come out as pixels, and which figure a moment shows; must not know a terminal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routine.core.exercise import ZERO, Side
from routine.core.plan import PerformStep, Rest, Say, Sequence
from routine.core.player import Frame, Player, PlayerCommand, begin, frame, play
from routine.core.steps import BeatKind, steps_of
from routine.figures.drawing import DARK, LIGHT, ViewBox
from routine.library.catalogue import catalogue
from routine.presentation.text_layout import width_of
from routine.ui.console.figure import Background, ShownFigure, figure_for, next_picture, render
from routine.ui.console.half_blocks import Colours, Size
from routine.ui.console.raster import Patch, fitted, raster
from tests.core.making import utc
from tests.ui.terminal import ESCAPES

NOW = utc("2026-11-24 07:00")
SECOND = timedelta(seconds=1)
GROUND, RED, BLUE = (0, 0, 0), (250, 0, 0), (0, 0, 250)
WHOLE = ViewBox(0.0, 0.0, 1.0, 1.0)
SIZE, BACKGROUND = Size(34, 17), Background(Colours.ALL, (30, 30, 46))


def exercise(name: str) -> PerformStep:
    found = catalogue().exercises[name]
    return PerformStep(found, found.dose)


def at(part: BeatKind, *entries: PerformStep | Rest | Say, elapsed: timedelta = ZERO) -> Frame:
    """The first moment of that part, so long after its beginning."""
    player: Player = begin(steps_of(Sequence("s", "S", entries)), NOW)
    while player.now_playing.part is not part:
        player, changes = play(player, PlayerCommand.TICK, player.began + player.now_playing.length)
        assert changes
    return frame(player, player.began + elapsed)


def test_a_circle_is_round_and_its_edge_is_soft() -> None:
    rows = raster([Patch(((0.5, 0.5, 0.4),), RED)], WHOLE, 20, 20, GROUND)
    assert rows[10][10] == RED
    assert rows[0][0] == rows[19][19] == GROUND
    edges = {pixel for row in rows for pixel in row} - {RED, GROUND}
    assert edges
    assert all(0 < red < 250 and (green, blue) == (0, 0) for red, green, blue in edges)
    area = sum(red for row in rows for red, _, _ in row) / 250 / 400
    assert area == pytest.approx(0.5027, abs=0.02)


def test_what_comes_later_is_in_front_with_a_rim_of_background_round_it() -> None:
    behind = Patch(((0.5, 0.5, 0.6),), RED)
    plain = raster([behind, Patch(((0.5, 0.5, 0.2),), BLUE)], WHOLE, 20, 20, GROUND)
    rimmed = raster([behind, Patch(((0.5, 0.5, 0.2),), BLUE, rim=True)], WHOLE, 20, 20, GROUND)
    assert plain[10][10] == rimmed[10][10] == BLUE
    assert sum(map(sum, rimmed[10])) < sum(map(sum, plain[10]))


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(0.001, 3), st.integers(1, 40), st.integers(1, 40))
def test_nothing_is_painted_beside_the_paper(x: float, y: float, r: float, width: int, height: int) -> None:
    rows = raster([Patch(((x, y, r), (y, x, r / 2)), RED, rim=True)], WHOLE, width, height, GROUND)
    assert [len(row) for row in rows] == [width] * height


@given(st.floats(0.1, 3), st.floats(0.1, 3), st.integers(1, 90), st.integers(1, 90))
def test_the_whole_is_seen_in_its_own_proportions(across: float, down: float, width: int, height: int) -> None:
    view_box = fitted(ViewBox(1.0, 2.0, across, down), width, height)
    assert view_box.width / width == pytest.approx(view_box.height / height)
    assert view_box.left <= 1.0 + 1e-9
    assert view_box.top <= 2.0 + 1e-9
    assert view_box.left + view_box.width >= 1.0 + across - 1e-9
    assert view_box.top + view_box.height >= 2.0 + down - 1e-9


@pytest.mark.parametrize(
    "name", ["cat-cow", "box-breathing", "chin-tuck", "hamstring-strap", "pmr-7", "walk-easy"]
)
def test_every_kind_of_figure_fills_its_room_and_moves(name: str) -> None:
    found = catalogue().exercises[name]
    seen = set()
    for tenth in range(0, 100, 5):
        drawn = render(ShownFigure(found, at=tenth * SECOND / 10), SIZE, BACKGROUND)
        assert [width_of(ESCAPES.sub("", line)) for line in drawn] == [SIZE.columns] * SIZE.rows
        seen.add("".join(drawn))
    assert len(seen) > 3


def test_a_movement_comes_round_again() -> None:
    found = catalogue().exercises["cat-cow"]
    once = render(ShownFigure(found, at=SECOND), SIZE, BACKGROUND)
    assert render(ShownFigure(found, at=7 * SECOND), SIZE, BACKGROUND) == once  # its cycle is six seconds
    assert render(ShownFigure(found, at=3 * SECOND), SIZE, BACKGROUND) != once


def test_it_waits_until_there_is_another_picture_to_see() -> None:
    found = catalogue().exercises["bird-dog"]
    holding = ShownFigure(found, at=3 * SECOND)
    waits = next_picture(holding)
    assert waits is not None
    assert waits > SECOND  # eight seconds are held
    assert render(ShownFigure(found, at=3 * SECOND + waits / 2), SIZE, BACKGROUND) == render(
        holding, SIZE, BACKGROUND
    )
    later = ShownFigure(found, at=3 * SECOND + 4 * 11 * SECOND)  # its cycle is eleven seconds
    assert next_picture(later) == waits
    assert next_picture(ShownFigure(found)) is None
    assert next_picture(None) is None


def test_the_picture_takes_the_terminals_own_ground_and_fitting_colours() -> None:
    assert Background(Colours.ALL, (30, 30, 46)).palette.cloths == DARK.cloths
    assert Background(Colours.ALL, (253, 246, 227)).palette.cloths == LIGHT.cloths
    assert Background(Colours.ALL, (253, 246, 227)).palette.ground == "#fdf6e3"
    shown = ShownFigure(catalogue().exercises["bridge"])
    assert "48;2;30;30;46" not in render(shown, SIZE, BACKGROUND)[0]
    assert "48;2;31;36;38" in render(shown, SIZE, Background(Colours.ALL))[0]


def test_while_getting_ready_the_first_side_is_shown() -> None:
    first = at(BeatKind.READY, exercise("bird-dog"))
    ready = figure_for(first)
    assert ready is not None
    assert first.step.dose is not None
    assert ready.side is first.step.dose.sides[0]


def test_each_side_is_shown_as_it_is_done() -> None:
    shown = figure_for(at(BeatKind.WORK, exercise("bird-dog"), elapsed=SECOND))
    assert shown is not None
    assert (shown.side, shown.at) == (Side.LEFT, SECOND)
    other = ShownFigure(shown.exercise, Side.RIGHT, at=SECOND)
    assert render(shown, SIZE, BACKGROUND) != render(other, SIZE, BACKGROUND)


def test_a_rest_shows_what_comes_next_and_it_waits() -> None:
    shown = figure_for(
        at(BeatKind.REST, exercise("cat-cow"), Rest(20 * SECOND), exercise("bridge"), elapsed=5 * SECOND)
    )
    assert shown is not None
    assert (shown.exercise.id, shown.at) == ("bridge", None)


def test_a_sentence_has_no_figure() -> None:
    assert figure_for(at(BeatKind.SAY, Say("Stand tall.", 8 * SECOND), exercise("bridge"))) is None


def test_the_muscles_that_are_tensed_light_up_and_go_out_again() -> None:
    tensed = figure_for(at(BeatKind.TENSE, exercise("pmr-7")))
    loose = figure_for(at(BeatKind.RELEASE, exercise("pmr-7")))
    assert tensed is not None
    assert loose is not None
    assert (tensed.light, loose.light) == (0, None)
    assert render(tensed, SIZE, BACKGROUND) != render(loose, SIZE, BACKGROUND)
