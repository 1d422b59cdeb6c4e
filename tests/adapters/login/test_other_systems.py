"""Knows what is asked of launchctl, schtasks and a slow systemctl; must not know what they do with it.

They are stood in for by scripts that write down what they were asked, and answer as the test wishes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from routine.adapters.login import Login, Program, base, choose, this_program, ways
from routine.adapters.login.base import write
from routine.adapters.login.windows import entry_text
from routine.errors import SystemFault

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are shell scripts")
PROGRAM = Program(("/opt/routine/bin/routine", "run"))
CHECKOUT = Path(__file__).resolve().parents[3]
ELSEWHERE = Program(("/opt/newer/bin/routine", "run"))


class System:
    """A computer whose commands only write down what they were asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.home = folder / "home"
        self.home.mkdir()
        self.environ = {"HOME": str(self.home), "PATH": str(folder), "USERNAME": "kim", "USERDOMAIN": "PC"}

    def command(self, name: str, answer: str) -> None:
        self.script(name, f'#!/bin/sh\necho "$*" >> {self._folder}/asked\n{answer}\n')

    def script(self, name: str, text: str) -> None:
        script = self._folder / name
        script.write_text(text)
        script.chmod(0o755)

    def run(self, routine: Path, *arguments: str) -> str:
        """What `routine login …` says here."""
        command = [str(routine), "login", *arguments]
        done = subprocess.run(
            command, env=self.environ, capture_output=True, text=True, encoding="utf-8", timeout=20, check=True
        )
        return done.stdout

    def asked(self) -> list[str]:
        asked = self._folder / "asked"
        lines = asked.read_text().splitlines() if asked.exists() else []
        asked.unlink(missing_ok=True)
        return lines

    def files(self) -> list[Path]:
        return sorted(place for place in self.home.rglob("*") if place.is_file())


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


def mac(system: System, *, loaded: bool) -> Login:
    system.command("launchctl", f'[ "$1" != print ] || exit {0 if loaded else 113}')
    return choose(system.environ, "darwin")


def test_on_a_mac_it_is_loaded_once(system: System) -> None:
    login, domain = mac(system, loaded=False), f"gui/{os.getuid()}"
    said = login.turn_on(PROGRAM, running=None)
    assert f"bootstrap {domain} {login.file}" in system.asked()
    assert str(login.file) in said[0]
    assert (login.is_on(), login.starts()) == (True, PROGRAM.command)
    again = mac(system, loaded=True)
    again.turn_on(PROGRAM, running=7)
    assert system.asked() == [f"print {domain}/local.routine"]


def test_on_a_mac_a_moved_program_is_loaded_anew(system: System) -> None:
    mac(system, loaded=False).turn_on(PROGRAM, running=None)
    system.asked()
    login = mac(system, loaded=True)
    login.turn_on(ELSEWHERE, running=7)
    assert [line.split()[0] for line in system.asked()] == ["print", "bootout", "enable", "bootstrap"]
    assert login.starts() == ELSEWHERE.command


def test_on_a_mac_off_leaves_nothing(system: System) -> None:
    mac(system, loaded=False).turn_on(PROGRAM, running=None)
    login = mac(system, loaded=True)
    assert login.turn_off()
    assert f"bootout gui/{os.getuid()}/local.routine" in system.asked()
    assert (system.files(), login.is_on(), login.turn_off()) == ([], False, [])


def test_on_windows_it_is_registered_and_started(system: System) -> None:
    system.command("schtasks", "")
    login = choose(system.environ, "win32")
    login.turn_on(PROGRAM, running=None)
    asked = system.asked()
    assert asked == [f"/Create /F /TN routine-kim /XML {login.file}", "/Run /TN routine-kim"]
    assert login.file.read_bytes() == entry_text(PROGRAM, "PC\\kim")
    assert (login.is_on(), login.starts()) == (True, PROGRAM.command)
    system.asked()
    login.turn_off()
    assert system.asked() == ["/Query /TN routine-kim", "/Delete /F /TN routine-kim"]
    assert system.files() == []


@pytest.mark.parametrize(
    ("environ", "log"),
    [
        ({"LOCALAPPDATA": "/c/Jörg Müller/Local"}, "/c/Jörg Müller/Local/routine/routine.log"),
        ({}, "{home}/AppData/Local/routine/routine.log"),
        ({"ROUTINE_HOME": "/d/routine"}, "/d/routine/state/routine.log"),
    ],
)
def test_on_windows_it_is_told_where_the_service_says_what_it_says(
    system: System, environ: dict[str, str], log: str
) -> None:
    """The Task Scheduler keeps no word of what a program says, and pythonw has nowhere to say it."""
    login = choose(system.environ | environ, "win32")
    # as it can be typed in cmd and in PowerShell
    assert login.log_hint == f'notepad "{log.format(home=system.home)}"'


def test_what_runs_already_is_not_started_a_second_time(system: System) -> None:
    system.command("schtasks", "")
    said = choose(system.environ, "win32").turn_on(PROGRAM, running=7)
    assert not any("/Run" in line for line in system.asked())
    assert "next time you log in" in said[-1]


def test_what_windows_complains_of_reaches_the_person(system: System) -> None:
    system.command("schtasks", "echo ERROR: Access is denied. >&2; exit 1")
    with pytest.raises(SystemFault, match="Access is denied"):
        choose(system.environ, "win32").turn_on(PROGRAM, running=None)


def test_without_its_command_a_system_is_refused_in_a_sentence(system: System) -> None:
    with pytest.raises(SystemFault, match="launchctl is not installed"):
        choose(system.environ, "darwin").turn_on(PROGRAM, running=None)


def test_a_command_that_hangs_is_not_waited_for(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "LIMIT", timedelta(milliseconds=200))
    system.command("schtasks", "exec /bin/sleep 20")
    with pytest.raises(SystemFault, match="did not answer"):
        choose(system.environ, "win32").is_on()


def test_a_linux_without_systemd_has_its_desktop_start_it(system: System) -> None:
    login = choose(system.environ, "linux")
    assert login.file == system.home / ".config/autostart/routine.desktop"
    said = login.turn_on(PROGRAM, running=None)
    assert "routine run" in " ".join(said)
    assert system.files() == [login.file]
    assert (login.is_on(), login.starts()) == (True, PROGRAM.command)
    assert login.turn_off()
    assert (system.files(), login.turn_off()) == ([], [])


@pytest.mark.parametrize("switch", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_switched_off_in_the_settings_of_the_desktop_is_off(system: System, switch: str) -> None:
    login = choose(system.environ, "linux")
    login.turn_on(PROGRAM, running=None)
    login.file.write_text(f"{login.file.read_text()}{switch}\n")
    assert not login.is_on()
    login.turn_on(PROGRAM, running=None)
    assert login.is_on()


def test_a_systemd_that_answers_offline_is_none(system: System) -> None:
    system.command("systemctl", "echo offline; exit 1")
    assert choose(system.environ, "linux").name == "desktop autostart"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_asking_writes_nothing(system: System, platform: str) -> None:
    for command in ("systemctl", "launchctl", "schtasks"):
        system.command(command, "exit 1")
    found = ways(system.environ, platform)
    assert {(way.is_on(), way.starts()) for way in found} == {(False, ())}
    assert system.files() == []


def test_a_folder_that_cannot_be_written_is_refused_in_a_sentence(system: System) -> None:
    (system.home / ".config").write_text("a file is in the way")
    with pytest.raises(SystemFault, match="could not be written"):
        choose(system.environ, "linux").turn_on(PROGRAM, running=None)


def test_the_command_says_what_it_did_and_how_it_is(system: System) -> None:
    routine = system.home.parent / "routine"
    start = f"import sys\nsys.path[:0] = [{str(CHECKOUT)!r}]\nfrom tests.adapters.login import stand_in\n"
    system.script("routine", f"#!{sys.executable}\n{start}stand_in.main()\n")
    file = str(system.home / ".config/autostart/routine.desktop")
    assert "Off" in system.run(routine, "status")
    assert file in system.run(routine, "on")
    assert "as it should be" in system.run(routine, "on")
    said = system.run(routine, "status")
    assert "On: routine starts at login, by desktop autostart." in said
    assert file in said
    shape = json.loads(system.run(routine, "status", "--json"))
    assert shape == {
        "on": True,
        "by": "desktop autostart",
        "file": file,
        "command": [str(routine), "run"],
        "program_exists": True,
        "program_is_this": True,
        "starts_in_this_login": True,
        "running": False,
        "pid": None,
    }
    assert file in system.run(routine, "off")
    assert "nothing to remove" in system.run(routine, "off")
    assert system.files() == []


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "file"
    assert write(file, b"one")
    assert not write(file, b"one")
    assert write(file, b"two")
    assert [place.name for place in file.parent.iterdir()] == ["file"]


def test_the_link_that_was_called_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pipx moves what is behind the link, and leaves the link."""
    script, link = tmp_path / "venv" / "routine", tmp_path / "bin" / "routine"
    for place in (script, link):
        place.parent.mkdir()
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    link.symlink_to(script)
    monkeypatch.setattr(sys, "argv", [str(link), "login", "on"])
    assert this_program({}).command == (str(link), "run")


def test_a_relative_call_becomes_a_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "bin" / "routine"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["bin/../bin/routine", "login", "on"])
    assert this_program({}).command == (str(script), "run")


def test_the_folders_that_a_terminal_names_are_carried_to_the_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "routine"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "argv", [str(script)])
    monkeypatch.chdir(tmp_path)
    assert this_program({"ROUTINE_HOME": "here"}).variables == (("ROUTINE_HOME", str(tmp_path / "here")),)
    given = {"XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "relative", "XDG_CACHE_HOME": ""}
    assert this_program(given).variables == (("XDG_CONFIG_HOME", "/c"),)
