"""Knows what lies beside the program in the package: the unit, the menu's entry, its icon, the manual page.

The same texts that `routine login on` writes for one person; must not know how a package is built.
"""

from __future__ import annotations

import shutil
import sys
from importlib.resources import files
from pathlib import Path

from routine.adapters.login.base import Program
from routine.adapters.login.desktop_entry import entry_text
from routine.adapters.login.systemd import unit_text
from routine.presentation.login import MARK

_OURS = "From the package routine."


def lay_into(root: Path) -> None:
    program = Program(("/usr/bin/routine", "run"), ())
    texts = {
        "usr/lib/systemd/user/routine.service": unit_text(program),
        "usr/share/applications/routine.desktop": entry_text(program),
        "usr/share/icons/hicolor/scalable/apps/routine.svg": files("routine.adapters.login")
        .joinpath("icon.svg")
        .read_text("utf-8"),
    }
    for name, text in texts.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace(MARK, _OURS), "utf-8")
    (root / "usr/bin").mkdir(parents=True, exist_ok=True)
    (root / "usr/bin/routine").symlink_to("../lib/routine/bin/routine")
    manual = root / "usr/share/man/man1"
    manual.mkdir(parents=True, exist_ok=True)
    shutil.copy("docs/routine.1", manual / "routine.1")


if __name__ == "__main__":
    lay_into(Path(sys.argv[1]))
