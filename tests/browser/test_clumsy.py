"""The page under hands that click twice, keep every tab, and come back when its process has gone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from routine.core.events import EventKind
from tests.browser.house import House

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
MORE_THAN_A_BROWSER_HAS_LINES = 8


def test_every_tab_loads_however_many_are_open(browser: Browser, house: House) -> None:
    context = browser.new_context()
    context.set_default_timeout(30_000)
    tabs = [context.new_page() for _ in range(MORE_THAN_A_BROWSER_HAS_LINES)]
    for number, tab in enumerate(tabs):
        tab.goto(house.link(house.session("calm" if number % 2 else "morning")))
        tab.get_by_role("button", name="Start").wait_for()
    # the first has handed its line over; turned to, it hears again
    tabs[0].get_by_role("button", name="Start").click()
    tabs[0].get_by_role("button", name="Pause").wait_for()
    context.close()


def test_a_double_click_on_start_starts_and_pauses_nothing(browser: Browser, house: House) -> None:
    """On a phone the button to pause stands where Start stood."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(house.link(house.session()))
    page.get_by_role("button", name="Start").click()
    pause = page.get_by_role("button", name="Pause")
    pause.wait_for()
    pause.evaluate(
        "it => it.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, detail: 2 }))"
    )
    time.sleep(0.5)
    assert house.frame()["mode"] == "playing"
    assert len(house.entries(EventKind.STARTED)) == 1
    context.close()


def test_a_page_whose_process_has_gone_says_so_in_words(page: Page, tmp_path: Path) -> None:
    with House(tmp_path) as house:
        page.goto(house.link("/today"))
        page.locator("summary").first.click()
    page.locator(".messages").get_by_text("lost its page").wait_for()  # told by itself; put away:
    page.locator(".messages button").click()
    page.locator("details button").first.click()
    said = page.locator(".messages .note")
    said.wait_for()
    assert "lost its page" in said.inner_text()
