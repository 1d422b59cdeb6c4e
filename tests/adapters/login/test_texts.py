"""Knows what each system's own checker says of the text written for it; must not know how it is put to use."""

from __future__ import annotations

import os
import plistlib
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from routine.adapters.login import Program, launchd, systemd, windows
from routine.adapters.login import xdg_autostart as xdg
from routine.errors import SystemFault
from tests.desktop.private_bus import until
from tests.needs import missing, names_and_links_of_posix, need

PLAIN = Program(("/home/kim/.local/bin/routine", "run"))
ODD = '/opt/my $HOME %h 100% "é" \'n\\a` (x)/bin/routine'
CARRIED = Program((ODD, "run"), (("ROUTINE_HOME", '/srv/50% "a" $b\\c'),))
PROGRAMS = pytest.mark.parametrize("program", [PLAIN, CARRIED], ids=["plain", "odd"])
SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def exists(folder: Path, program: Program) -> Program:
    """The same program below a folder, where it really is."""
    place = Path(f"{folder}{program.command[0]}")
    place.parent.mkdir(parents=True)
    place.write_text("#!/bin/sh\n")
    place.chmod(0o755)
    return Program((str(place), "run"), program.variables)


@pytest.mark.desktop
@PROGRAMS
def test_systemd_finds_nothing_wrong_with_the_unit(program: Program, tmp_path: Path) -> None:
    need("systemd-analyze", "systemd")
    unit = tmp_path / "routine.service"
    unit.write_text(systemd.unit_text(exists(tmp_path, program)))
    checked = verified(unit, tmp_path)
    # it goes through the units of other packages too, and their faults are not ours
    ours = [line for line in checked.stderr.splitlines() if unit.name in line or "routine" in line]
    assert (checked.returncode, ours) == (0, [])


@pytest.mark.desktop
def test_a_mistake_in_the_unit_would_be_noticed(tmp_path: Path) -> None:
    need("systemd-analyze", "systemd")
    unit = tmp_path / "routine.service"
    text = systemd.unit_text(exists(tmp_path, PLAIN))
    unit.write_text(text.replace("NoNewPrivileges", "NoNewPriviledges"))
    assert "routine.service" in verified(unit, tmp_path).stderr


def verified(unit: Path, runtime: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["systemd-analyze", "--user", "verify", str(unit)],
        env=os.environ | {"XDG_RUNTIME_DIR": str(runtime), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=20,
        check=False,
    )


def test_a_unit_for_a_desktop_lives_and_ends_with_it() -> None:
    unit = systemd.unit_text(PLAIN).splitlines()
    target = "graphical-session.target"
    assert {f"After={target}", f"PartOf={target}", f"WantedBy={target}"} <= set(unit)


@PROGRAMS
def test_what_a_unit_starts_can_be_read_back(program: Program) -> None:
    assert systemd.command_in(systemd.unit_text(program)) == program.command


@PROGRAMS
def test_what_an_autostart_file_starts_can_be_read_back(program: Program) -> None:
    assert xdg.command_in(xdg.desktop_text(program)) == program.command


@PROGRAMS
def test_what_an_agent_starts_can_be_read_back(program: Program) -> None:
    assert launchd.command_in(launchd.agent_text(program, Path("/log"))) == program.command


def test_what_an_entry_of_windows_starts_can_be_read_back() -> None:
    program = Program((r"C:\Users\Zoë & co\pythonw.exe", "-m", "routine", "run"))
    assert windows.command_in(windows.entry_text(program, "PC\\Zoë")) == program.command


@pytest.mark.parametrize("text", ["", "[Service]", "Exec", "ExecStart=", '"'])
def test_a_damaged_file_starts_nothing(text: str) -> None:
    parts = [systemd.command_in(text), xdg.command_in(text)]
    parts += [launchd.command_in(text.encode()), windows.command_in(text.encode())]
    assert parts == [()] * 4


@pytest.mark.parametrize("path", ["/a\nExecStartPre=/bin/x", "/a\x00b", "/a\udcff"])
def test_a_path_that_would_write_lines_of_its_own_is_refused(path: str) -> None:
    for write in (systemd.unit_text, xdg.desktop_text):
        with pytest.raises(SystemFault, match="cannot carry"):
            write(Program((path, "run")))


def test_a_path_that_neither_systemd_nor_env_can_carry_is_refused() -> None:
    with pytest.raises(SystemFault, match="cannot carry"):
        systemd.unit_text(Program(("/o'brien/a=b/routine", "run")))


@pytest.mark.desktop
@PROGRAMS
def test_the_desktops_own_validator_takes_the_autostart_file(program: Program, tmp_path: Path) -> None:
    validate = need("desktop-file-validate", "desktop-file-utils")
    file = tmp_path / "routine.desktop"
    file.write_text(xdg.desktop_text(program), encoding="utf-8")
    checked = subprocess.run(
        [validate, str(file)], capture_output=True, text=True, encoding="utf-8", timeout=10, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, "")


@names_and_links_of_posix
@pytest.mark.desktop
@pytest.mark.parametrize("variables", [(), CARRIED.variables], ids=["bare", "carried"])
def test_a_desktop_starts_just_what_was_meant(variables: tuple[tuple[str, str], ...], tmp_path: Path) -> None:
    """By GLib, as most desktops do: every quote, dollar and percent sign comes out as it went in."""
    if not Path("/usr/lib/python3/dist-packages/gi").exists():
        missing("python3-gi")
    file, said = tmp_path / "routine.desktop", tmp_path / "said"
    program = exists(tmp_path, Program(CARRIED.command, variables))
    report = f'#!/bin/sh\nprintf "%s\\n" "$0" "$@" "$ROUTINE_HOME" > {said}.part && mv {said}.part {said}\n'
    Path(program.command[0]).write_text(report)
    file.write_text(xdg.desktop_text(program), encoding="utf-8")
    launch = """import sys
from gi.repository import Gio
Gio.DesktopAppInfo.new_from_filename(sys.argv[1]).launch()"""
    environ = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)}
    subprocess.run(["/usr/bin/python3", "-c", launch, str(file)], env=environ, timeout=20, check=True)
    until(said.exists, "the program")
    assert said.read_text("utf-8").splitlines() == [*program.command, dict(variables).get("ROUTINE_HOME", "")]


@PROGRAMS
def test_the_agent_starts_at_login_and_again_after_a_crash_only(program: Program) -> None:
    agent = plistlib.loads(launchd.agent_text(program, Path("/Users/kim/Library/Logs/routine.log")))
    assert agent["RunAtLoad"] is True
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert agent["ProgramArguments"] == list(program.command)
    assert agent.get("EnvironmentVariables", {}) == dict(program.variables)
    # what calls itself a background process is slowed down, and its reminders with it
    assert agent["ProcessType"] == "Interactive"


@pytest.mark.desktop
def test_apples_format_survives_a_second_implementation(tmp_path: Path) -> None:
    plistutil = need("plistutil", "libplist-utils")
    file, binary, back = tmp_path / "a.plist", tmp_path / "b.plist", tmp_path / "c.plist"
    file.write_bytes(launchd.agent_text(CARRIED, Path("/log")))
    for source, target, form in ((file, binary, "bin"), (binary, back, "xml")):
        command = [plistutil, "-i", str(source), "-o", str(target), "-f", form]
        subprocess.run(command, timeout=10, check=True)
    assert plistlib.loads(back.read_bytes()) == plistlib.loads(file.read_bytes())


@pytest.mark.desktop
def test_the_entry_for_windows_is_well_formed(tmp_path: Path) -> None:
    xmllint = need("xmllint", "libxml2-utils")
    file = tmp_path / "entry.xml"
    file.write_bytes(windows.entry_text(Program((r"C:\A & <B>\pythonw.exe", "-m", "routine", "run")), "PC\\Ä & Ö"))
    checked = subprocess.run(
        [xmllint, "--noout", str(file)], capture_output=True, text=True, encoding="utf-8", timeout=10, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_windows_would_start_it_on_battery_and_never_ends_it() -> None:
    text = windows.entry_text(Program((r"C:\py\pythonw.exe", "-m", "routine", "run")), "PC\\kim")
    assert text.startswith(b"\xff\xfe")
    settings = ET.fromstring(text).find(f"{SPACE}Settings")
    assert settings is not None
    said = {setting.tag.removeprefix(SPACE): setting.text for setting in settings}
    assert said["DisallowStartIfOnBatteries"] == said["StopIfGoingOnBatteries"] == "false"
    assert said["ExecutionTimeLimit"] == "PT0S"
    assert said["MultipleInstancesPolicy"] == "IgnoreNew"
    assert said["Priority"] == "5"


def test_windows_asks_for_no_rights_and_for_this_person_only() -> None:
    entry = ET.fromstring(windows.entry_text(Program(("pythonw.exe", "run")), "PC\\kim"))
    users = [user.text for user in entry.iter(f"{SPACE}UserId")]
    assert users == ["PC\\kim", "PC\\kim"]
    assert entry.findtext(f".//{SPACE}RunLevel") == "LeastPrivilege"
