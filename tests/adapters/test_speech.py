"""Knows how words are handed to a speaking process: nobody ever waits for it, and it can be silenced."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from routine.adapters.speech import Voice
from routine.presentation import terminal_session as words
from tests.needs import only_on_posix
from tests.ui.speech import Speech

LIMIT = 30.0


@pytest.fixture
def speech(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Speech]:
    speech = Speech(tmp_path / "speech").install()
    for name, value in speech.environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.syspath_prepend(speech.folder)
    yield speech
    sys.modules.pop("pyttsx3", None)


def until(there: Callable[[], bool]) -> None:
    ends = time.monotonic() + LIMIT
    while not there():
        assert time.monotonic() < ends
        time.sleep(0.02)


def all_said(voice: Voice) -> bool:
    voice.check()
    return not voice.speaking


def told(voice: Voice) -> str:
    voice.check()
    return voice.trouble


def test_what_is_to_be_said_is_said_in_order(speech: Speech) -> None:
    voice = Voice()
    voice.say("Cat–Cow.")
    until(lambda: all_said(voice))
    voice.say("Kneel on “hands” & knees.")
    until(lambda: all_said(voice))
    voice.close()
    kneel = "Kneel on “hands” & knees."
    assert speech.heard == ["begins Cat–Cow.", "ends Cat–Cow.", f"begins {kneel}", f"ends {kneel}"]
    assert voice.trouble == ""


def test_nobody_waits_while_it_speaks(speech: Speech, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECH_TAKES", "60")
    voice = Voice()
    voice.say("A very long sentence.")
    until(lambda: bool(speech.heard))
    voice.say("Another.")
    began = time.monotonic()
    voice.close()
    assert time.monotonic() - began < LIMIT
    assert speech.heard == ["begins A very long sentence."]


def test_it_is_silenced_in_the_middle_and_speaks_again_afterwards(
    speech: Speech, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECH_TAKES", "60")
    voice = Voice()
    voice.say("What is not true any more.")
    until(lambda: bool(speech.heard))
    voice.hush()
    monkeypatch.setenv("SPEECH_TAKES", "0")
    voice.say("Bird dog.")
    until(lambda: all_said(voice))
    voice.close()
    assert speech.heard == ["begins What is not true any more.", "begins Bird dog.", "ends Bird dog."]


def test_who_is_slow_leaves_words_out_and_never_lags_behind(
    speech: Speech, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECH_TAKES", "60")
    voice = Voice()
    voice.say("One.")
    until(lambda: bool(speech.heard))
    voice.say("Two.")
    voice.say("Three.")
    until(lambda: len(speech.heard) == 2)
    voice.close()
    assert speech.heard == ["begins One.", "begins Three."]


def test_silence_with_nothing_to_silence_keeps_the_process(speech: Speech) -> None:
    voice = Voice()
    voice.say("One.")
    until(lambda: all_said(voice))
    before = voice.process
    voice.hush()
    voice.say("Two.")
    assert voice.process == before
    voice.close()


def test_without_the_extra_a_sentence_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_spec("pyttsx3"):
        monkeypatch.setattr(sys, "path", [str(tmp_path)])
    voice = Voice()
    assert voice.trouble == words.VOICE_NOT_INSTALLED
    assert "pip install 'routine[voice]'" in voice.trouble
    voice.say("Nobody hears this.")
    assert voice.process is None
    voice.close()


# Linux alone needs a program for it, whose absence is told here
@pytest.mark.skipif(sys.platform != "linux", reason="other systems play sounds themselves")
def test_a_system_that_cannot_play_sounds_is_told_of_the_program(
    speech: Speech, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(speech.folder / "nowhere"))
    assert Voice().trouble == words.NO_PLAYER


def test_an_engine_that_does_not_start_is_told_once_and_not_tried_again(
    speech: Speech, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPEECH_BROKEN", "1")
    voice = Voice()
    voice.say("One.")
    until(lambda: told(voice) == words.NO_ENGINE)
    voice.say("Two.")
    assert voice.process is None
    voice.close()


@only_on_posix
def test_a_voice_that_dies_is_told_and_does_no_harm(speech: Speech, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECH_TAKES", "60")
    voice = Voice()
    voice.say("One.")
    until(lambda: bool(speech.heard))
    assert voice.process
    os.kill(voice.process, signal.SIGKILL)
    until(lambda: told(voice) == words.NO_ENGINE)
    voice.say("Two.")
    voice.close()


@only_on_posix
def test_nothing_is_left_behind(speech: Speech, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPEECH_TAKES", "60")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    voice = Voice()
    voice.say("One.")
    until(lambda: bool(speech.heard))
    process = voice.process
    assert process
    (folder,) = tmp_path.glob("routine-voice-*")
    (folder / "sound.wav").write_bytes(b"half a sound")
    voice.close()
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
