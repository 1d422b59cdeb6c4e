"""Knows a session that is spoken as it is led in the terminal: which words are heard, and that none is missed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.ui.home import Home
from tests.ui.speech import Speech
from tests.ui.terminal import PATIENCE, Terminal


@pytest.fixture
def speech(tmp_path: Path) -> Speech:
    return Speech(tmp_path / "speech").install()


@pytest.fixture
def waiting(home: Home) -> Home:
    """“Morning mobility”, two sentences of two minutes, is waiting."""
    home.plan(home.session())
    home.has_put_off_the_check()
    home.shown(home.occurrence())
    return home


def aloud(home: Home, speech: Speech, *words: str, takes: str = "0") -> Terminal:
    home.environ |= speech.environ | {"SPEECH_TAKES": takes}
    return home.on_terminal("start", *words)


def wait_to_hear(speech: Speech, words: str, terminal: Terminal) -> None:
    until = time.monotonic() + PATIENCE
    while words not in speech.heard:
        assert time.monotonic() < until, f"heard {speech.heard}; on the screen:\n{terminal.text}"
        terminal.listen(0.1)


def test_words_are_spoken_as_they_come_and_once(waiting: Home, speech: Speech) -> None:
    with aloud(waiting, speech, "--in", "terminal", "--voice") as terminal:
        wait_to_hear(speech, "ends Stand tall.", terminal)
        terminal.wait_for("1:57")
        terminal.press("n")
        wait_to_hear(speech, "ends Sit down again.", terminal)
        terminal.stop()
        assert terminal.ended() == 0
        assert "silence" not in terminal.text
    assert len(speech.heard) == 4


def test_going_on_cuts_old_words_short_and_keys_never_wait(waiting: Home, speech: Speech) -> None:
    with aloud(waiting, speech, "--voice", takes="120") as terminal:
        wait_to_hear(speech, "begins Stand tall.", terminal)
        terminal.press("n")
        terminal.wait_for("Step 2 of 2")
        wait_to_hear(speech, "begins Sit down again.", terminal)
        terminal.stop()
        assert terminal.ended() == 0
    assert not [line for line in speech.heard if line.startswith("ends")]


def test_a_pause_is_silent(waiting: Home, speech: Speech) -> None:
    with aloud(waiting, speech, "--voice", takes="1.5") as terminal:
        wait_to_hear(speech, "begins Stand tall.", terminal)
        terminal.press(" ")
        terminal.wait_for("Paused")
        terminal.listen(2.5)
        assert speech.heard == ["begins Stand tall."]
        terminal.stop()
        assert terminal.ended() == 0


def test_without_the_extra_it_says_how_to_install_it_and_goes_on(waiting: Home) -> None:
    with waiting.on_terminal("start", "--voice", PATH="/nowhere") as terminal:
        terminal.wait_for_on_screen("Stand tall.", "goes on in silence.", "q stop")
        terminal.press("nn")
        terminal.wait_for("What was it?")
        assert "goes on in silence." in terminal.text.rpartition("That is fine.")[0]
        terminal.press("\n")
        assert terminal.ended() == 0


def test_without_voice_nothing_is_spoken(waiting: Home, speech: Speech) -> None:
    with aloud(waiting, speech) as terminal:
        terminal.wait_for("1:57")
        terminal.stop()
        assert terminal.ended() == 0
    assert speech.heard == []


def test_a_voice_is_for_the_terminal(waiting: Home) -> None:
    answer = waiting.run("start", "--in", "notification", "--voice")
    assert answer.code == 2
    assert "`--voice` speaks in the terminal." in answer.err
    assert waiting.kinds(waiting.occurrence())[-1] == "shown"
