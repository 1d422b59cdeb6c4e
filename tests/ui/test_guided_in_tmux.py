"""Knows a guided session in a real terminal program: what a person sees there, also of the figure."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.needs import need
from tests.telling import told
from tests.ui.home import TOP, Home

PATIENCE = 30.0
BLOCKS = re.compile("[▀▄]")
STEPS = 'steps = [{ say = "Stand tall.", for = "2m" }, "cat-cow", "box-breathing"]'


class Tmux:
    """A terminal of its own, that nobody's settings change."""

    def __init__(self, folder: Path) -> None:
        self._server = [need("tmux", "tmux"), "-S", str(folder / "tmux"), "-f", "/dev/null"]

    def open(self, home: Home, words: str, columns: int, rows: int, **environ: str) -> None:
        told = {**home.environ, "COLORTERM": "truecolor", **environ}
        told = {name: value for name, value in told.items() if name not in {"TERM", "PATH"}}
        named = " ".join(f"{name}={shlex.quote(value)}" for name, value in told.items())
        # the shell outlives Ctrl-C, as one that somebody types into does
        led = f"cd {shlex.quote(str(TOP))}; {named} {sys.executable} -m tests.ui.command {words}"
        command = f"trap : INT; {led}; echo ended $?; sleep 600"
        self._do("new-session", "-d", "-x", str(columns), "-y", str(rows), f"sh -c {shlex.quote(command)}")

    def press(self, *keys: str) -> None:
        self._do("send-keys", *keys)

    def screen(self, *, colours: bool = False) -> str:
        return self._do("capture-pane", "-p", *(["-e"] if colours else []))

    def wait(self, stands: Callable[[str], bool]) -> str:
        until = time.monotonic() + PATIENCE
        while not stands(screen := self.screen()):
            assert time.monotonic() < until, f"never stood so:\n{screen}"
            time.sleep(0.1)
        return screen

    def wait_for(self, *words: str) -> str:
        return self.wait(lambda screen: all(word in screen for word in words))

    def resize(self, columns: int, rows: int) -> None:
        self._do("resize-window", "-x", str(columns), "-y", str(rows))

    def kill_pane(self) -> None:
        self._do("kill-pane")

    def close(self) -> None:
        subprocess.run([*self._server, "kill-server"], capture_output=True, timeout=PATIENCE, check=False)

    def _do(self, *words: str) -> str:
        # the settings of whoever runs the tests stay outside
        environ = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        command = [*self._server, *words]
        done = subprocess.run(command, env=environ, capture_output=True, timeout=PATIENCE, check=True)
        return done.stdout.decode()


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    tmux = Tmux(tmp_path)
    yield tmux
    tmux.close()


@pytest.fixture
def waiting(home: Home) -> Home:
    """“Morning mobility” is waiting: a sentence, cat–cow, box breathing."""
    session = home.session()
    home.plan(session[: session.index("steps = ")] + STEPS)
    home.shown(home.occurrence())
    home.has_put_off_the_check()
    return home


def blocks(screen: str) -> int:
    return len(BLOCKS.findall(screen))


def wait_until_written(home: Home, kind: str) -> None:
    until = time.monotonic() + PATIENCE
    while kind not in home.kinds(home.occurrence()):
        assert time.monotonic() < until, home.kinds(home.occurrence())
        time.sleep(0.1)


def test_at_80_by_24_the_figure_moves_beside_the_words(waiting: Home, tmux: Tmux) -> None:
    tmux.open(waiting, "start --in terminal", 80, 24)
    tmux.wait_for("Step 1 of 3", "Stand tall.")
    assert blocks(tmux.screen()) == 0
    tmux.press("n")
    screen = tmux.wait_for("Step 2 of 3 · Get ready", "Cat–Cow", "8×", "Next: Box Breathing", "q stop", "unwell.")
    assert blocks(screen) > 30
    assert "\x1b[38;2;" in tmux.screen(colours=True)
    picture = tmux.screen(colours=True).split("Cat–Cow")[0]
    tmux.wait(lambda _: tmux.screen(colours=True).split("Cat–Cow")[0] != picture)
    assert all("Traceback" not in line for line in screen.splitlines())


def test_in_a_pause_the_figure_stands_still(waiting: Home, tmux: Tmux) -> None:
    tmux.open(waiting, "start", 80, 24)
    tmux.wait_for("Step 1 of 3")
    tmux.press("n")
    tmux.wait_for("Cat–Cow")
    tmux.press("Space")
    tmux.wait_for("Paused · Step 2 of 3", "space go on")
    paused = tmux.screen(colours=True)
    time.sleep(2)
    assert tmux.screen(colours=True) == paused


def test_keys_lead_through_the_session_to_its_end(waiting: Home, tmux: Tmux) -> None:
    tmux.open(waiting, "start", 80, 24)
    tmux.wait_for("Step 1 of 3")
    tmux.press("Right")
    tmux.wait_for("Step 2 of 3 · Get ready")
    tmux.press("n")
    tmux.wait_for("Cat–Cow", "1 of 8")
    tmux.press("Left")
    tmux.wait_for("Step 2 of 3 · Get ready")
    tmux.press("b")
    tmux.wait_for("Step 1 of 3")
    tmux.press("n", "n", "n", "n")
    tmux.wait_for("Step 3 of 3", "Breathe in")
    tmux.press("n")
    # who only went on has not done it, and is not told so
    tmux.wait_for("What was it?")
    tmux.press("Enter")
    tmux.wait_for("ended 0")
    assert "completed" not in waiting.kinds(waiting.occurrence())


def test_who_has_done_it_is_asked_how_it_was(home: Home, tmux: Tmux) -> None:
    session = home.session()
    home.plan(session[: session.index("steps = ")] + 'steps = [{ say = "Stand tall.", for = "5s" }]')
    home.shown(home.occurrence())
    home.has_put_off_the_check()
    tmux.open(home, "start", 80, 24)
    tmux.wait_for("Well done.", "e too easy · m just right · h too hard")
    tmux.press("e")
    tmux.wait_for("How does your back feel")
    tmux.press("2", "Enter")
    tmux.wait_for("A line for your diary?")
    tmux.press("Enter")
    tmux.wait_for("Thank you, noted.", "ended 0")
    felt = home.journal(home.occurrence())[-2:]
    assert [(told(entry).answer, told(entry).score) for entry in felt] == [("easier", None), (None, 2)]


@pytest.mark.parametrize(("columns", "rows"), [(40, 16), (30, 10)])
def test_a_narrow_window_has_the_words_without_a_figure(
    waiting: Home, tmux: Tmux, columns: int, rows: int
) -> None:
    tmux.open(waiting, "start", columns, rows)
    tmux.wait_for("Step 1 of 3")
    tmux.press("n")
    screen = tmux.wait_for("Step 2 of 3", "Cat–Cow", "─")
    assert blocks(screen) == 0
    assert "→ next · s skip · q stop" in screen or "space ← → s q" in screen


def test_a_window_that_changes_its_size_is_laid_out_anew(waiting: Home, tmux: Tmux) -> None:
    tmux.open(waiting, "start", 80, 24)
    tmux.wait_for("Step 1 of 3")
    tmux.press("n")
    small = tmux.wait(lambda screen: "Cat–Cow" in screen and blocks(screen) > 0)
    tmux.resize(200, 60)
    large = tmux.wait(lambda screen: "Cat–Cow" in screen and blocks(screen) > 1.5 * blocks(small))
    assert "q stop" in large
    tmux.resize(40, 16)
    tmux.wait(lambda screen: "Cat–Cow" in screen and "← → s q" in screen and blocks(screen) == 0)


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"COLORTERM": ""}])
def test_without_enough_colours_there_is_no_figure(waiting: Home, tmux: Tmux, environ: dict[str, str]) -> None:
    # tmux calls itself `screen` where nobody has set it up, which promises few colours
    tmux.open(waiting, "start", 80, 24, **environ)
    tmux.wait_for("Step 1 of 3")
    tmux.press("n")
    assert blocks(tmux.wait_for("Cat–Cow", "q stop")) == 0


def test_ctrl_c_gives_the_window_back_as_it_was(waiting: Home, tmux: Tmux) -> None:
    tmux.open(waiting, "start", 80, 24)
    tmux.wait_for("Step 1 of 3")
    tmux.press("n")
    tmux.wait_for("Cat–Cow")
    tmux.press("C-c")
    screen = tmux.wait_for("Stopped “Morning mobility” after step 1 of 3.", "ended 130")
    assert blocks(screen) == 0
    assert waiting.kinds(waiting.occurrence())[-1] == "abandoned"


def test_a_window_that_is_closed_leaves_the_session_resumable(waiting: Home, tmux: Tmux, tmp_path: Path) -> None:
    tmux.open(waiting, "start", 80, 24)
    tmux.wait_for("Step 1 of 3")
    tmux.press("n")
    tmux.wait_for("Step 2 of 3")
    tmux.kill_pane()
    wait_until_written(waiting, "abandoned")
    assert told(waiting.journal(waiting.occurrence())[-1]).steps_done == 1
    (tmp_path / "again").mkdir()
    again = Tmux(tmp_path / "again")
    try:
        again.open(waiting, "start", 80, 24)
        again.wait_for("Step 2 of 3", "Cat–Cow")
    finally:
        again.close()


def test_into_a_pipe_the_steps_are_printed_once(waiting: Home, tmux: Tmux) -> None:
    tmux.open(waiting, "start --in terminal | cat", 80, 60)
    screen = tmux.wait_for("2. Cat–Cow · 8×", "3. Box Breathing", "ended 0")
    assert screen.count("Cat–Cow") == 1
    assert blocks(screen) == 0
