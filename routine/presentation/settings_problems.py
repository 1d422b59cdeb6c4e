"""Knows what a person is told about config.toml, variables and flags; must not know how they are read."""

from __future__ import annotations

from routine.presentation.phrases import Said, lists_them_all
from routine.presentation.problems import quoted

HEAD = """\
# The configuration of routine; all of it is optional. Copy this file to config.toml, beside your plans folder,
# and take the “#” off what you change. A variable such as ROUTINE_GUIDE goes before it, and a flag before both;
# what stands below [remind] has two underscores there, such as ROUTINE_REMIND__AGAIN_AFTER.
"""


def unknown_setting(name: str) -> Said:
    return f"{quoted(name)} is not a setting.", lists_them_all("routine config")


def whole_table(name: str) -> Said:
    return f"`{name}` holds several settings.", f"Set one of them, such as {name}.snooze."
