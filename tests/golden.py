"""Knows how something is held against what it was when somebody last read it; must not know what it is.

What the program says is kept under tests/golden, a file a case. Where it has changed on purpose, run the test with
UPDATE_GOLDEN=1 and read the change in `git diff` as a reviewer would.
"""

from __future__ import annotations

import difflib
import json
import os
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).with_name("golden")
UPDATE = "UPDATE_GOLDEN"


def expect_golden(name: str, found: str) -> None:
    """Fails, with the lines that differ, unless `found` is what the file `name` says."""
    file = FOLDER / name
    if os.environ.get(UPDATE) == "1":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(found, "utf-8")
        return
    if not file.exists():
        pytest.fail(f"tests/golden/{name} is not there. Write it with {UPDATE}=1.", pytrace=False)
    kept = file.read_text("utf-8")
    if found != kept:
        lines = difflib.unified_diff(kept.splitlines(), found.splitlines(), "as it was", "as it is", lineterm="")
        told = "\n".join(lines) or "(only the end of a line differs)"
        pytest.fail(f"tests/golden/{name} differs. If that is meant: {UPDATE}=1.\n{told}", pytrace=False)


def expect_golden_json(name: str, found: Any) -> None:
    """The same for something that is written as JSON."""
    expect_golden(name, json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
