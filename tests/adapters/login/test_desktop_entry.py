"""Desktops list us by name: `login on` installs an entry for the menu and the list of who may notify."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

from routine.adapters.login.base import Program
from routine.adapters.login.desktop_entry import DesktopEntry, entry_text
from routine.adapters.notify.freedesktop import APP_NAME
from tests.needs import need
from tests.ui.home import Home

PROGRAM = Program(("/opt/my tools/routine", "run"), (("ROUTINE_HOME", "/home/me/my plans"),))


def test_it_lies_where_desktops_look_under_the_name_that_our_cards_give(tmp_path: Path) -> None:
    entry = DesktopEntry({"HOME": str(tmp_path)})
    assert entry.install(PROGRAM) == [f"Wrote {entry.file}."]
    assert entry.file == tmp_path / ".local/share/applications" / f"{APP_NAME}.desktop"
    assert entry.install(PROGRAM) == [], "it is there already"
    assert entry.uninstall() == [f"Removed {entry.file}."]
    assert entry.uninstall() == []
    assert DesktopEntry({"XDG_DATA_HOME": str(tmp_path / "d")}).file.parent == tmp_path / "d/applications"


def test_it_opens_the_page_of_this_very_installation() -> None:
    text = entry_text(Program((*PROGRAM.command[:-1], "page"), PROGRAM.variables))
    assert 'Exec=/usr/bin/env "ROUTINE_HOME=/home/me/my plans" "/opt/my tools/routine" page' in text
    assert "X-GNOME-UsesNotifications=true" in text


def test_its_menu_opens_pauses_and_starts_with_commands_there_are(tmp_path: Path) -> None:
    found = re.findall(r"\[Desktop Action (\w+)\]\nName=(.*)\nExec=(.*)\n", entry_text(PROGRAM))
    assert [name for _, name, _ in found] == ["Open", "Pause for an hour", "Start the next"]
    assert f"Actions={''.join(f'{action};' for action, _, _ in found)}" in entry_text(PROGRAM)
    home = Home(tmp_path)
    for _, _, line in found:
        command = shlex.split(line)
        asked = command[command.index("/opt/my tools/routine") + 1 :]
        assert home.run(*asked, "--help").code == 0
        if asked[0] == "pause":
            assert home.run(*asked).code == 0


def test_its_icon_comes_and_goes_with_it_and_somebody_elses_stays(tmp_path: Path) -> None:
    entry = DesktopEntry({"HOME": str(tmp_path)})
    entry.install(PROGRAM)
    icon, waiting = entry.icons
    assert all(one.read_text(encoding="utf-8").startswith("<svg") for one in (icon, waiting))
    entry.uninstall()
    assert not any(one.exists() for one in (icon, waiting))
    icon.write_text("<svg>theirs</svg>")
    entry.install(PROGRAM)
    entry.uninstall()
    assert icon.read_text(encoding="utf-8") == "<svg>theirs</svg>"


def test_one_that_somebody_else_wrote_is_left_alone(tmp_path: Path) -> None:
    entry = DesktopEntry({"HOME": str(tmp_path)})
    entry.file.parent.mkdir(parents=True)
    entry.file.write_text("[Desktop Entry]\nName=Theirs\n")
    assert entry.install(PROGRAM) == []
    assert entry.uninstall() == []
    assert "Theirs" in entry.file.read_text()


def test_the_desktops_own_validator_takes_it(tmp_path: Path) -> None:
    file = tmp_path / "routine.desktop"
    file.write_text(entry_text(PROGRAM))
    validator = need("desktop-file-validate", "desktop-file-utils")
    said = subprocess.run([validator, file], capture_output=True, text=True, encoding="utf-8", check=False)
    assert (said.returncode, said.stdout) == (0, "")
