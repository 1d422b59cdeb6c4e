"""Knows when the microphone counts as in use, with a real sound server; must not know what follows."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from routine.adapters.presence.probe import USUAL, Probe
from routine.core.events import HoldReason
from tests.adapters.presence.looking import seen
from tests.desktop.private_bus import PrivateBus, until
from tests.needs import need

IN_USE = HoldReason.MICROPHONE
FREE = {"microphone": "the microphone is not in use"}
_SOUND = """load-module module-native-protocol-unix auth-anonymous=1
load-module module-null-sink sink_name=speakers
load-module module-null-source source_name=mic
set-default-source mic
"""


class Sound(PrivateBus):
    """A sound server with loudspeakers and a microphone that nobody hears."""

    def start_bus(self) -> None:
        for program in ("pulseaudio", "parec", "pactl"):
            need(program, "pulseaudio pulseaudio-utils")
        (self.home / "sound.pa").write_text(_SOUND)
        options = ["--exit-idle-time=-1", "--use-pid-file=no", "--daemonize=no", "--disable-shm=yes"]
        self.run(["pulseaudio", "-n", *options, "-F", str(self.home / "sound.pa")])
        until((self.home / "run/pulse/native").is_socket, "the sound server")
        until(lambda: "mic" in self.list("sources"), "the microphone")

    def record(self, source: str, *more: str) -> subprocess.Popen[bytes]:
        before = self.list("source-outputs").count("\n")
        recorder = self.run(["parec", "--device", source, *more])
        until(lambda: self.list("source-outputs").count("\n") > before, f"somebody to record {source}")
        return recorder

    def list(self, what: str) -> str:
        command = ["pactl", "list", "short", what]
        done = subprocess.run(
            command, env=self.env, capture_output=True, text=True, encoding="utf-8", timeout=5, check=False
        )
        return done.stdout


@pytest.fixture
def sound() -> Iterator[Sound]:
    with Sound() as sound:
        yield sound


@pytest.mark.desktop
def test_a_program_that_listens_is_named_and_holds_until_it_ends(sound: Sound) -> None:
    found = seen(sound.env, Probe.MICROPHONE)
    assert (found.hold, found.says) == (None, FREE)
    call = sound.record("mic", "--client-name=A call")
    found = seen(sound.env, Probe.MICROPHONE)
    assert (found.hold, found.says) == (IN_USE, {"microphone": "A call is using the microphone"})
    sound.end(call)
    until(lambda: not sound.list("source-outputs").strip(), "the call to end")
    assert seen(sound.env, Probe.MICROPHONE).hold is None


@pytest.mark.desktop
def test_whoever_records_what_plays_is_not_listening(sound: Sound) -> None:
    sound.record("speakers.monitor")
    assert seen(sound.env, Probe.MICROPHONE).says == FREE
    sound.record("mic")
    assert seen(sound.env, Probe.MICROPHONE).hold == IN_USE, "but another one beside it is"


@pytest.mark.desktop
def test_a_sound_server_named_outright_is_asked(sound: Sound, tmp_path: Path) -> None:
    sound.record("mic")
    elsewhere = sound.env | {"XDG_RUNTIME_DIR": str(tmp_path)}
    assert seen(elsewhere, Probe.MICROPHONE).says == {"microphone": "no sound server to ask"}
    named = elsewhere | {"PULSE_SERVER": f"unix:{sound.home}/run/pulse/native"}
    assert seen(named, Probe.MICROPHONE).hold == IN_USE
    folder = elsewhere | {"PULSE_RUNTIME_PATH": f"{sound.home}/run/pulse"}
    assert seen(folder, Probe.MICROPHONE).hold == IN_USE


@pytest.mark.desktop
def test_asking_starts_no_sound_server(sound: Sound) -> None:
    sound.end(sound._running[0])
    found = seen(sound.env, Probe.MICROPHONE)
    assert found.hold is None
    assert found.says["microphone"] in {"no sound server to ask", "the sound server did not answer"}
    time.sleep(0.3)
    assert "mic" not in sound.list("sources")


def test_nobody_looks_at_the_microphone_unless_asked_to() -> None:
    assert Probe.MICROPHONE not in USUAL


# what a real sound server does not do on demand is said by a pactl of our own

ROWS = '[{"index":7,"name":"speakers.monitor"},{"index":8,"name":"mic"}]'


@pytest.fixture
def pactl(nowhere: dict[str, str], tmp_path: Path) -> tuple[dict[str, str], Path]:
    script = tmp_path / "pactl"
    script.write_text(
        # in some languages the real one writes 0,00 where a number belongs
        '#!/bin/sh\n[ "$LC_ALL" = C ] || { echo \'[{"balance":0,00}]\'; exit; }\n'
        f"case \"$*\" in *short*) echo '{ROWS}';; *) /bin/cat {tmp_path}/streams;; esac\n"
    )
    script.chmod(0o755)
    environ = {"PULSE_SERVER": "unix:/made/up", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}
    return nowhere | environ, tmp_path / "streams"


@pytest.mark.parametrize(
    ("stream", "holds"),
    [
        ('{"source":8,"corked":false}', True),
        ('{"source":8,"corked":true}', False),
        ('{"source":7,"corked":false}', False),
        ('{"source":8,"corked":false,"resample_method":"peaks"}', False),
        ('{"source":8,"corked":false,"properties":{"resample.peaks":"true"}}', False),
        ('{"source":8,"corked":false,"properties":null}', True),
        ("7", False),
    ],
)
def test_a_stream_that_waits_or_only_moves_a_meter_is_not_listening(
    pactl: tuple[dict[str, str], Path], stream: str, holds: bool
) -> None:
    environ, streams = pactl
    streams.write_text(f"[{stream}]")
    assert seen(environ, Probe.MICROPHONE).hold == (IN_USE if holds else None)


@pytest.mark.parametrize("said", ["", "{", "7", '{"a": 1}', "null", "\x00"])
def test_an_answer_that_is_none_holds_nothing(pactl: tuple[dict[str, str], Path], said: str) -> None:
    environ, streams = pactl
    streams.write_text(said)
    found = seen(environ, Probe.MICROPHONE)
    assert (found.hold, found.says["microphone"]) == (None, "the sound server did not answer")


def test_without_the_program_to_ask_it_names_the_package(nowhere: dict[str, str]) -> None:
    found = seen(nowhere | {"PULSE_SERVER": "unix:/made/up"}, Probe.MICROPHONE)
    assert found.hold is None
    assert "pulseaudio-utils" in found.says["microphone"]
