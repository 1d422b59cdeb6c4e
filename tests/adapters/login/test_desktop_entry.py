"""Desktops list us by name: `login on` installs an entry for the menu and the list of who may notify."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from routine.adapters.login.base import Program
from routine.adapters.login.desktop_entry import DesktopEntry, entry_text
from routine.adapters.notify.freedesktop import APP_NAME

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


def test_one_that_somebody_else_wrote_is_left_alone(tmp_path: Path) -> None:
    entry = DesktopEntry({"HOME": str(tmp_path)})
    entry.file.parent.mkdir(parents=True)
    entry.file.write_text("[Desktop Entry]\nName=Theirs\n")
    assert entry.install(PROGRAM) == []
    assert entry.uninstall() == []
    assert "Theirs" in entry.file.read_text()


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is not installed")
def test_the_desktops_own_validator_takes_it(tmp_path: Path) -> None:
    file = tmp_path / "routine.desktop"
    file.write_text(entry_text(PROGRAM))
    said = subprocess.run(["desktop-file-validate", file], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stdout) == (0, "")
