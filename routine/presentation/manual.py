"""Knows the manual page in the words of man(7); must not know which commands there are.

Source: man-pages(7) for the order of the sections, groff_man(7) for what a line may say.
"""

from __future__ import annotations

from collections.abc import Iterable

from routine.presentation.command_line import DESCRIPTION

NAME_LINE = "quiet reminders and guided sessions for a sore back"
DATE = "2026-11-28"
"""On which what it says was last looked at."""
ABOUT = (
    "routine reads weekly plans, reminds of each session with a notification that can be started, snoozed and "
    "skipped there, and leads through it step by step. It is a self-care planner: it does not diagnose or treat."
)
EXIT_CODES = (
    ("0", "all is well"),
    ("1", "a fault of routine"),
    ("2", "the command line is not understood"),
    ("5", "there is nothing to act on"),
    ("69", "the service is not running"),
    ("73", "a file is there already and stays"),
    ("74", "a file, a disk or another program would not do its part"),
    ("75", "the service is running already"),
    ("78", "a plan or the configuration is wrong"),
)
FILES = (
    ("~/.config/routine/plans/*.toml", "the plans, one a file"),
    ("~/.config/routine/config.toml", "the settings; `routine config` lists them"),
    ("~/.local/state/routine/", "the journal and the log"),
)
ENVIRONMENT = (
    ("ROUTINE_HOME", "a folder for all of that, in place of those"),
    ("ROUTINE_GUIDE and the like", "a setting, before config.toml"),
    ("NO_COLOR", "no colours"),
    ("PAGER", "what long answers are read in, less where it is not set; empty for none"),
)


def head(version: str) -> list[str]:
    return [
        f'.TH ROUTINE 1 {DATE} "routine {version}" "User Commands"',
        ".SH NAME",
        rf"routine \- {NAME_LINE}",
        ".SH SYNOPSIS",
        ".B routine",
        r"[\fICOMMAND\fR] [\fIOPTION\fR]...",
        ".SH DESCRIPTION",
        line(ABOUT),
        ".PP",
        line(DESCRIPTION),
    ]


def section(title: str) -> str:
    return f".SH {title.upper()}"


def subsection(title: str) -> str:
    return f".SS {line(title)}"


def entry(names: str, text: str) -> list[str]:
    """A tagged paragraph; `names` in roff already."""
    return [".TP", names, line(text)] if text else [".TP", names, r"\&"]


def entries(rows: Iterable[tuple[str, str]]) -> list[str]:
    return [part for name, text in rows for part in entry(rf"\fB{line(name)}\fR", text)]


def line(text: str) -> str:
    """Text that means nothing to roff: a dash that can be copied, no command at its beginning."""
    plain = " ".join(text.split()).replace("\\", r"\e").replace("-", r"\-")
    for sign, said in (("“", r"\(lq"), ("”", r"\(rq"), ("’", r"\(cq"), ("–", r"\(en"), ("…", "...")):
        plain = plain.replace(sign, said)
    return rf"\&{plain}" if plain[:1] in {".", "'"} else plain
