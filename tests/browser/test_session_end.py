"""The end of a session in the browser: once more, what is remembered, and where the keyboard is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routine.core.journal import Kind
from tests.browser.performing import begin, to_the_end

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.house import House

pytestmark = pytest.mark.browser


def test_a_session_done_on_the_page_can_be_done_again(page: Page, house: House) -> None:
    begin(page, house)
    to_the_end(page)
    page.get_by_role("button", name="Do it again").click()
    page.get_by_role("button", name="Pause").wait_for()
    started = house.entries(Kind.STARTED)
    assert len({entry.key for entry in started}) == 2
    to_the_end(page)
    page.get_by_role("button", name="Do it again").click()
    page.get_by_role("button", name="Pause").wait_for()
    assert len(house.entries(Kind.COMPLETED)) == 2
    assert len({entry.key for entry in house.entries(Kind.STARTED)}) == 3, "within one minute as well"


def test_a_session_done_in_a_terminal_can_be_done_again_here(page: Page, house: House) -> None:
    page.goto(house.link(house.session()))
    page.get_by_role("button", name="Start").wait_for()
    assert house.routine("done", "morning").returncode == 0
    page.get_by_role("button", name="Do it again").click()
    page.get_by_role("button", name="Pause").wait_for()
    (started,) = house.entries(Kind.STARTED)
    (done,) = house.entries(Kind.COMPLETED)
    assert started.key != done.key
