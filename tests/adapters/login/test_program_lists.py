"""Windows and a Mac have us by name too: the files that `login on` writes there, read by what reads such files.

They were never seen by a Start menu, nor by a Launchpad.
"""

from __future__ import annotations

import plistlib
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from routine.adapters.login import list_program, unlist_program
from routine.adapters.login.base import Program
from routine.adapters.login.mac_bundle import MacBundle
from routine.adapters.login.start_menu import StartMenu

PYTHONW = r"C:\Users\Jörg Müller\routine\Scripts\pythonw.exe"
ON_WINDOWS = Program((PYTHONW, "-m", "routine", "run"))
PNG = b"\x89PNG\r\n"


def files(below: Path) -> list[Path]:
    return sorted(place for place in below.rglob("*") if place.is_file())


def strings_of(link: bytes) -> list[str]:
    """The description, the arguments and the icon of a shell link, read by the sizes that it names itself."""
    place = 0x4C + struct.unpack_from("<I", link, 0x4C)[0]
    found = []
    for _ in range(3):
        (letters,) = struct.unpack_from("<H", link, place)
        found.append(link[place + 2 : place + 2 + 2 * letters].decode("utf-16-le"))
        place += 2 + 2 * letters
    return found


def test_the_start_menu_opens_pauses_and_starts(tmp_path: Path) -> None:
    environ = {"APPDATA": str(tmp_path / "Roaming"), "LOCALAPPDATA": str(tmp_path / "Local")}
    menu = StartMenu(environ, tmp_path)
    assert list_program(environ, "win32", ON_WINDOWS) == [f"Wrote {menu.folder}."]
    assert list_program(environ, "win32", ON_WINDOWS) == [], "it is there already"
    assert menu.folder == tmp_path / "Roaming/Microsoft/Windows/Start Menu/Programs/Routine"
    links = {file.stem: file.read_bytes() for file in files(menu.folder)}
    assert {name: strings_of(link)[1:] for name, link in links.items()} == {
        "Routine": ["-m routine page", str(menu.icon)],
        "Pause for an hour": ["-m routine pause 1h", str(menu.icon)],
        "Start the next": ["-m routine start --early --in page", str(menu.icon)],
    }
    assert all(PYTHONW.encode("utf-16-le") in link for link in links.values())
    assert menu.icon.read_bytes()[22:].startswith(PNG)
    assert unlist_program(environ, "win32") == [f"Removed {menu.folder}."]
    assert files(tmp_path) == []
    assert unlist_program(environ, "win32") == []


def test_a_shortcut_that_somebody_else_made_stays(tmp_path: Path) -> None:
    menu = StartMenu({}, tmp_path)
    menu.folder.mkdir(parents=True)
    theirs = menu.folder / "Routine.lnk"
    theirs.write_bytes(b"theirs")
    menu.install(ON_WINDOWS)
    menu.uninstall()
    assert files(tmp_path) == [theirs]
    assert theirs.read_bytes() == b"theirs"


# it is run here, by sh, which Windows has not; what is written into it is tested on every system
@pytest.mark.skipif(sys.platform == "win32", reason="the application is a shell script")
def test_on_a_mac_an_application_opens_the_page_of_this_very_installation(tmp_path: Path) -> None:
    said = tmp_path / "said"
    program = tmp_path / "my tools" / "routine"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" "$ROUTINE_HOME" > "{said}"\n')
    program.chmod(0o755)
    environ = {"HOME": str(tmp_path)}
    bundle = MacBundle(environ)
    service = Program((str(program), "run"), (("ROUTINE_HOME", "/home/me/it's mine"),))
    assert list_program(environ, "darwin", service) == [f"Wrote {bundle.folder}."]
    assert list_program(environ, "darwin", service) == [], "it is there already"
    about = plistlib.loads(bundle.about.read_bytes())
    assert bundle.folder == tmp_path / "Applications/Routine.app"
    subprocess.run([bundle.folder / "Contents/MacOS" / about["CFBundleExecutable"]], check=True, timeout=10)
    assert said.read_text() == "page /home/me/it's mine\n"
    icon = (bundle.folder / "Contents/Resources" / f"{about['CFBundleIconFile']}.icns").read_bytes()
    assert (icon[:4], int.from_bytes(icon[4:8]), icon[16:].startswith(PNG)) == (b"icns", len(icon), True)
    assert unlist_program(environ, "darwin") == [f"Removed {bundle.folder}."]
    assert not bundle.folder.exists()


def test_on_a_mac_an_application_that_somebody_else_made_stays(tmp_path: Path) -> None:
    bundle = MacBundle({"HOME": str(tmp_path)})
    bundle.folder.mkdir(parents=True)
    assert bundle.install(ON_WINDOWS) == bundle.uninstall() == []
    assert files(tmp_path) == []
