"""A long answer is read page by page on a terminal, by the pager of whoever reads; nowhere else is there one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pager there", allow_module_level=True)

from tests.ui.terminal import Terminal


def said(folder: Path, *words: str, rows: int = 12, **environ: str) -> tuple[str, str]:
    """What stood on the terminal, and what a pager of ours was given."""
    pager, given = folder / "my pager", folder / "given"
    pager.write_text(f'#!/bin/sh\ncat > "{given}"\necho "paged with $LESS"\n')
    pager.chmod(0o755)
    home = {"PATH": os.environ["PATH"], "HOME": str(folder), "ROUTINE_HOME": str(folder / "routine")}
    home |= {"LANG": "C.UTF-8", "TERM": "xterm", "PAGER": f"'{pager}'", **environ}
    with Terminal([sys.executable, "-m", "routine", *words], home, 80, rows) as terminal:
        assert terminal.ended() == 0
        return terminal.text, given.read_text("utf-8") if given.exists() else ""


def test_what_is_longer_than_the_screen_goes_to_the_pager_with_its_colours(tmp_path: Path) -> None:
    text, given = said(tmp_path, "library", "breathing")
    assert "paged with FRX" in text
    assert "box-breathing" in given
    assert "\x1b[" in given


@pytest.mark.parametrize(
    ("words", "rows", "environ"),
    [
        (("library", "breathing", "--plain"), 12, {}),
        (("library", "breathing"), 500, {}),
        (("library", "breathing"), 12, {"PAGER": ""}),
        (("library", "breathing"), 12, {"PAGER": "/nowhere/at-all"}),
        (("library", "breathing"), 12, {"TERM": "dumb"}),
        (("library", "breathing", "--json"), 12, {}),
    ],
)
def test_nothing_is_paged_that_fits_or_should_not_be(
    tmp_path: Path, words: tuple[str, ...], rows: int, environ: dict[str, str]
) -> None:
    text, given = said(tmp_path, *words, rows=rows, **environ)
    assert not given
    assert "box-breathing" in text
