"""Knows what is said of the settings: config.toml, variables, flags and `config`; not how any of them is read."""

from __future__ import annotations

from routine.presentation.phrases import Said, lists_them_all, with_guess
from routine.presentation.problems import quoted

NOTIFIER_HELP = "how to notify: auto, desktop, text or terminal"
GUIDE_HELP = "where a session goes on after Start: notification, page or terminal"
EXAMPLE_HELP = "print an example configuration file with every key"
PATH_HELP = "print where the configuration file is"

HEAD = """\
# The configuration of routine; all of it is optional. Copy this file to config.toml, beside your plans folder,
# and take the “#” off what you change. A variable such as ROUTINE_GUIDE goes before it, and a flag before both;
# what stands below [remind] has two underscores there, such as ROUTINE_REMIND__AGAIN_AFTER.
"""


def unknown_setting(name: str) -> Said:
    """A key of config.toml, or what follows ROUTINE_ in a variable's name."""
    return f"{quoted(name)} is not a setting.", lists_them_all("routine config")


def whole_table(name: str) -> Said:
    """One variable was set for a table."""
    return f"`{name}` holds several settings.", f"Set one of them, such as {name}.snooze."


def no_such_key(typed: str, close: list[str]) -> Said:
    return with_guess(f"{quoted(typed)} is not a setting.", close), lists_them_all("routine config")


def by_hand(line: str) -> Said:
    return "config.toml cannot be changed like this.", f"Write this line into it: {line}"


def is_set(key: str, value: str) -> str:
    return f"{key} = {value}"


def was_so(key: str, value: str) -> Said:
    return f"{key} is {value} already.", lists_them_all("routine config")


def goes_before(key: str, origin: str) -> str:
    """A value from elsewhere that the file does not replace."""
    return f"{_BEFORE[origin]} sets {key} as well, and goes before the file."


_BEFORE = {"variable": "A variable of this shell", "flag": "The command line"}
SET_HELP = "change one setting in config.toml, checked: config set guide page"
KEY, VALUE = "KEY", "VALUE"
KEY_HELP = "as `routine config` lists them"
VALUE_HELP = "what it is to be; several with commas between them"
UNDO = "Take it back: routine undo"

# what `config` shows

FILE_IS = "File"
FILE_MISSING = "not there yet; nothing is changed"
SOURCES = {
    # where a value comes from, by the names that `config --json` has for it
    "default": "not changed",
    "file": "config.toml",
    "variable": "environment",
    "flag": "command line",
}
