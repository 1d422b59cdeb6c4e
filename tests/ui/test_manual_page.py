"""Knows that the manual page tells every command, is what the command line takes now, and is clean to man(1)."""

from __future__ import annotations

import subprocess
from pathlib import Path

from routine.ui.cli.command_table import table_of
from routine.ui.cli.main import COMMANDS
from routine.ui.cli.manual_page import manual_page
from tests.needs import need
from tests.ui.home import TOP

PAGE = Path(TOP) / "docs/routine.1"


def reader(name: str, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [need(name, name), *command, str(PAGE)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )


def test_it_is_what_the_command_line_takes_now() -> None:
    """`scripts/man-page` writes it anew."""
    assert PAGE.read_text(encoding="utf-8") == manual_page()


def test_every_command_option_and_verb_stands_in_it() -> None:
    said = PAGE.read_text(encoding="utf-8").replace("\\-", "-")
    for name in COMMANDS:
        table = table_of(name)
        assert f".SS {name}\n" in said
        for one in (table, *table.verbs.values()):
            assert [option.names for option in one.options if f"{option.names[-1]}\\fR" not in said] == [
                ("-h", "--help")
            ]
        for verb in table.verbs:
            assert f"routine {name} {verb}" in said


def test_mandoc_has_nothing_to_complain_of() -> None:
    checked = reader("mandoc", "-T", "lint", "-W", "warning")
    assert (checked.stdout, checked.returncode) == ("", 0)


def test_groff_has_nothing_to_complain_of() -> None:
    shown = reader("groff", "-man", "-ww", "-Tascii", "-P-cbu")
    assert shown.stderr == ""
    assert "routine status" in shown.stdout
