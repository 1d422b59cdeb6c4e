"""Less time than the session takes: its shorter version begins on Today, and counts for what it was. Stop can be
taken back for a moment.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from routine.core.events import Completed, EventKind, Started
from tests.browser.house import House
from tests.browser.performing import at_step, begin, to_the_end
from tests.service.process import wait_for

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PLAN = """title = "My week"
[[session]]
id = "morning"
title = "Gentle movement"
practice = "strengthening"
days = "daily"
at = "18:00"
sequence = "gentle-a"
"""


def test_the_shorter_version_says_what_stays_and_counts_for_what_was_played(page: Page, tmp_path: Path) -> None:
    with House(tmp_path, rate=60, plan=PLAN) as house:
        page.goto(house.link())
        page.get_by_role("button", name="9-min version").click()
        panel = page.locator(".first .panel:visible")
        panel.get_by_text("You do Belly Breathing, Pelvic Tilt").wait_for()
        panel.get_by_text("Left out this time: Bird Dog: Leg Slide, Bridge and").wait_for()
        panel.get_by_role("button", name="Start it").click()
        page.wait_for_url("**/session/**")
        page.get_by_text("The whole session").click()
        assert "Bridge" not in page.locator(".whole").first.inner_text()
        to_the_end(page)
        (started,) = house.entries(EventKind.STARTED)
        (done,) = house.entries(EventKind.COMPLETED)
        assert isinstance(started, Started)
        assert started.most == timedelta(minutes=10)
        assert isinstance(done, Completed)
        assert done.played is not None
        assert timedelta(minutes=8) < done.played < timedelta(minutes=10)
        page.goto(f"{house.address}/today")
        page.get_by_text("9 of 18 min done").wait_for()


def test_stop_can_be_taken_back_for_a_moment_and_the_session_goes_on_where_it_was(
    page: Page, house: House
) -> None:
    begin(page, house)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    at_step(page, 2)
    page.keyboard.press("Escape")
    wait_for(lambda: house.entries(EventKind.ABANDONED), "the session to end")
    page.locator(".messages").get_by_role("button", name="Undo").click()
    at_step(page, 2)
    page.get_by_role("button", name="Pause").wait_for()
    assert len(house.entries(EventKind.STARTED)) == 1
    page.keyboard.press("Escape")
    undo = page.locator(".messages").get_by_role("button", name="Undo")
    undo.wait_for()
    undo.wait_for(state="detached", timeout=8_000)
    page.get_by_role("button", name="Go on").wait_for()
