"""Knows a guided session on a real terminal: what is drawn, what keys do, what stands in the journal after."""

from __future__ import annotations

import re
import signal
import time
from datetime import timedelta

import pytest

from routine.core.events import Abandoned, Actor, EventKind, Started, StepDone
from routine.core.identifiers import SessionPlace
from tests.telling import event_of, told
from tests.ui.home import Home
from tests.ui.terminal import PATIENCE, Terminal

MINUTES, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def waiting(home: Home) -> Home:
    """“Morning mobility”, two steps of two minutes, is waiting."""
    home.plan(home.session())
    home.has_put_off_the_check()
    home.shown(home.occurrence())
    return home


def begin(home: Home, columns: int = 80, rows: int = 24, **environ: str) -> Terminal:
    terminal = home.on_terminal("start", columns=columns, rows=rows, **environ)
    terminal.wait_for("Step 1 of 2")
    return terminal


def left_on(screen: list[str]) -> timedelta:
    """The time that the bar says is left."""
    found = re.search(r"(\d+):(\d\d)$", next(line for line in screen if "─" in line))
    assert found, screen
    return int(found[1]) * MINUTES + int(found[2]) * SECOND


def wait_until_written(home: Home, kind: str) -> None:
    """The window may be gone: only the journal tells."""
    until = time.monotonic() + PATIENCE
    while kind not in home.kinds(home.occurrence()):
        assert time.monotonic() < until, home.kinds(home.occurrence())
        time.sleep(0.1)


def test_it_shows_title_step_words_time_left_and_what_comes_next(waiting: Home) -> None:
    with begin(waiting) as terminal:
        screen = terminal.wait_for_on_screen("unwell.")
        for words in (
            "Morning mobility",
            "Step 1 of 2",
            "Stand tall.",
            "Next: Sit down again.",
            "→ next",
            "q stop",
        ):
            assert words in screen
        assert "2:00" in screen
        assert "Stop if pain is sharp" in screen
        assert told(waiting.journal(waiting.occurrence())[-1]).place == "terminal"


def test_only_lines_that_change_are_sent(waiting: Home) -> None:
    with begin(waiting) as terminal:
        terminal.wait_for_on_screen("1:58", "unwell.")
        terminal.forget()
        terminal.wait_for("1:56")
        assert "Morning mobility" not in terminal.text
        assert "q stop" not in terminal.text
        assert "\x1b[2J" not in terminal.raw
        assert "\x1b[J" not in terminal.raw


def test_the_time_left_runs(waiting: Home) -> None:
    with begin(waiting) as terminal:
        terminal.wait_for("1:58")


def test_it_goes_on_by_itself_from_step_to_step_to_the_end(home: Home) -> None:
    home.plan(home.session(length="2s"))
    home.has_put_off_the_check()
    home.shown(home.occurrence())
    with begin(home) as terminal:
        terminal.wait_for("Step 2 of 2")
        terminal.wait_for("done, 4 s. Well done.")
        terminal.wait_for("Enter leaves it open")
        terminal.press("q")
        assert terminal.ended() == 0
    assert home.kinds(home.occurrence())[2:] == ["started", "step_done", "step_done", "completed"]


def test_next_and_back_move_between_steps(waiting: Home) -> None:
    with begin(waiting) as terminal:
        terminal.press("n")
        terminal.wait_for("Step 2 of 2")
        terminal.forget()
        terminal.press("b")
        terminal.wait_for("Step 1 of 2")
        terminal.forget()
        terminal.press("\x1b[C")
        terminal.wait_for("Step 2 of 2")
        terminal.forget()
        terminal.press("\x1b[D")
        terminal.wait_for("Step 1 of 2")


def test_a_pause_stops_the_time_until_it_goes_on(waiting: Home) -> None:
    with begin(waiting) as terminal:
        terminal.press(" ")
        terminal.wait_for_on_screen("Paused · Step 1 of 2", "space go on")
        paused = terminal.screen
        terminal.listen(2.5)
        assert terminal.screen == paused
        terminal.press("p")
        terminal.wait_until(lambda screen: "Paused" not in str(screen) and screen != paused)
        # had time gone on meanwhile, more than two seconds would be missing
        assert left_on(paused) - left_on(terminal.screen) < 2 * SECOND
        terminal.wait_for("1:55")


@pytest.mark.parametrize("key", ["q", "\x1b"], ids=["q", "Esc"])
def test_q_and_esc_stop_and_say_how_far_it_came(waiting: Home, key: str) -> None:
    with begin(waiting) as terminal:
        terminal.press("n")
        terminal.wait_for("Step 2 of 2")
        terminal.press(key)
        terminal.wait_for("What was it?")
        assert "Stopped “Morning mobility”" in terminal.text
        terminal.press("\n")
        assert terminal.ended() == 0
        assert terminal.as_before
    last = waiting.journal(waiting.occurrence())[-1]
    assert (last.kind, told(last).steps_done) == (EventKind.ABANDONED, 1)


@pytest.mark.parametrize("name", [[], ["morning"]], ids=["without a name", "by name"])
def test_what_was_stopped_goes_on_where_it_was(waiting: Home, name: list[str]) -> None:
    with begin(waiting) as terminal:
        terminal.stop("n")
        assert terminal.ended() == 0
    with waiting.on_terminal("start", *name) as terminal:
        terminal.wait_for("Step 2 of 2")


def test_after_an_hour_what_was_stopped_rests(home: Home) -> None:
    about = home.occurrence(ago=90 * MINUTES)
    home.plan(home.session(ago=90 * MINUTES))
    home.shown(about)
    at = home.now - 61 * MINUTES
    home.happened(
        Started(at - MINUTES, Actor.CLI, about, place=SessionPlace.TERMINAL),
        Abandoned(at, Actor.CLI, about, steps_done=1),
    )
    answer = home.run("start", "--in", "terminal")
    assert "Nothing is waiting." in answer.err
    assert home.kinds(about)[-1] == "abandoned"


def test_what_has_come_due_since_is_started_before_what_was_left(waiting: Home) -> None:
    about = waiting.occurrence()
    long_ago = [
        Started(about.due, Actor.CLI, about, place=SessionPlace.TERMINAL),
        StepDone(about.due + MINUTES, Actor.CLI, about, step=1),
        Abandoned(about.due + 2 * MINUTES, Actor.CLI, about, steps_done=1),
    ]
    waiting.happened(*long_ago)
    waiting.plan(waiting.session(), waiting.session("Noon walk", ago=MINUTES))
    waiting.shown(waiting.occurrence("Noon walk", ago=MINUTES))
    with waiting.on_terminal("start") as terminal:
        terminal.wait_for("Noon walk")
        terminal.wait_for("Step 1 of 2")


def test_the_real_size_of_the_window_counts_whatever_a_shell_has_exported(waiting: Home) -> None:
    with begin(waiting, columns=60, rows=20, COLUMNS="200", LINES="50") as terminal:
        screen = terminal.wait_for_on_screen("Step 1 of 2", "q stop")
        assert max(map(len, screen.splitlines())) <= 60


def test_ctrl_c_is_written_down_and_gives_the_terminal_back(waiting: Home) -> None:
    with begin(waiting) as terminal:
        terminal.press("\x03")
        terminal.wait_for("Stopped “Morning mobility”.")
        assert terminal.ended() == 130
        assert terminal.as_before
        assert terminal.raw.count("\x1b[?1049h") == terminal.raw.count("\x1b[?1049l") == 1
        assert terminal.raw.rindex("\x1b[?25h") > terminal.raw.rindex("\x1b[?25l")
    assert waiting.kinds(waiting.occurrence())[-1] == "abandoned"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_session_that_is_ended_from_outside_is_written_down(waiting: Home, number: signal.Signals) -> None:
    with begin(waiting) as terminal:
        terminal.send(number)
        assert terminal.ended() == 129
    assert waiting.kinds(waiting.occurrence())[-1] == "abandoned"


def test_a_closed_window_is_written_down(waiting: Home) -> None:
    with begin(waiting) as terminal:
        terminal.hang_up()
        wait_until_written(waiting, "abandoned")


@pytest.mark.parametrize("kind", [EventKind.COMPLETED, EventKind.STARTED])
def test_it_stops_quietly_when_the_session_ended_or_goes_on_elsewhere(waiting: Home, kind: EventKind) -> None:
    with begin(waiting) as terminal:
        elsewhere = event_of(kind, waiting.present(), Actor.NOTIFICATION, waiting.occurrence())
        waiting.happened(elsewhere)
        terminal.wait_for("has ended, or goes on elsewhere.")
        assert terminal.ended() == 0
    assert waiting.kinds(waiting.occurrence())[-1] == kind.value


@pytest.mark.parametrize(("columns", "rows"), [(40, 12), (20, 6), (200, 60)])
def test_it_fits_whatever_window_it_gets(waiting: Home, columns: int, rows: int) -> None:
    with begin(waiting) as terminal:
        terminal.forget()
        terminal.resize(columns, rows)
        screen = terminal.wait_until(lambda lines: "Step 1 of" in str(lines) and "1:5" in str(lines))
        assert len(screen) <= rows
        assert max(len(line) for line in screen) <= columns


def test_without_colours_it_is_plain(waiting: Home) -> None:
    with begin(waiting, NO_COLOR="1") as terminal:
        assert "\x1b[32m" not in terminal.raw
        assert "\x1b[2m" not in terminal.raw


def test_ctrl_z_pauses_and_gives_the_terminal_to_the_shell(waiting: Home) -> None:
    with begin(waiting) as terminal:
        terminal.forget()
        terminal.press("\x1a")
        terminal.wait_until_stopped()
        assert terminal.as_before
        terminal.send(signal.SIGCONT)
        terminal.wait_for("Paused · Step 1 of 2")
        terminal.stop()
        assert terminal.ended() == 0
