"""Knows how a test gets a home of its own; must not know what it does there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)
