"""The settings on the page: every key with what it does, checked as typed, written where a command writes it."""

from __future__ import annotations

import asyncio
from typing import Any

from routine.core.loaded_plans import Settings
from routine.presentation.page_settings import SETTINGS
from routine.reading.settings_table import table_of
from tests.ui.home import Home
from tests.ui.page.asking import AskedPage


def asked(home: Home, line: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    return asyncio.run(AskedPage(home).ask(line, body))


def test_every_setting_is_there_with_what_it_does(home: Home) -> None:
    answer = asked(home, "GET /api/settings")["answer"]
    assert {row["key"] for row in answer["settings"]} == {one.key for one in table_of(Settings())} == set(SETTINGS)
    assert all(row["title"] and row["hint"] for row in answer["settings"])
    guide = next(row for row in answer["settings"] if row["key"] == "guide")
    assert (guide["value"], [each["value"] for each in guide["choices"]]) == (
        "notification",
        ["notification", "terminal", "page"],
    )


def test_what_is_typed_is_checked_and_then_holds(home: Home) -> None:
    wrong = asked(home, "POST /api/settings/check", {"key": "remind.again_after", "value": "soon"})
    assert wrong["status"] == 400
    assert "again_after" in wrong["answer"]["problem"]
    assert asked(home, "POST /api/settings/check", {"key": "remind.again_after", "value": "20m"})["status"] == 200
    assert asked(home, "POST /api/settings", {"key": "guide", "value": "page"})["status"] == 200
    assert 'guide = "page"' in home.app().paths.config_file.read_text(encoding="utf-8")
    rows = asked(home, "GET /api/settings")["answer"]["settings"]
    assert next(row["value"] for row in rows if row["key"] == "guide") == "page"
