"""Knows that whatever file a document names is there; must not know what the document says about it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
DOCUMENTS = [
    *sorted((TOP / "docs").rglob("*.md")),
    *(TOP / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY")),
]
NAMED = re.compile(r"(?<![\w./~-])(?:routine|tests|docs|plans|scripts)/[\w./*-]*")
"""A path from the top of the tree; `~/.config/routine/` is somebody's own."""


def paths_in(text: str) -> list[str]:
    """Those that stand between backticks, in a link or in a block of code."""
    marked = re.findall(r"```.*?```|`[^`\n]+`|\]\([^)\n]+\)", text, re.DOTALL)
    return [path.rstrip(".") for span in marked for path in NAMED.findall(span)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(TOP)))
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    named = paths_in(document.read_text(encoding="utf-8"))
    assert [path for path in named if not list(TOP.glob(path))] == []


def test_a_path_is_found_between_backticks_in_a_link_and_in_a_block_of_code() -> None:
    text = "`docs/a.md` and [b](plans/b.toml)\n```sh\npython scripts/c.py tests/d\n```\n"
    assert paths_in(text) == ["docs/a.md", "plans/b.toml", "scripts/c.py", "tests/d"]


def test_a_place_at_home_and_plain_words_are_no_path_of_ours() -> None:
    assert paths_in("`~/.config/routine/plans/mine.toml`, routine/day, `make test`, `routine check`") == []
