"""The end of a session in the browser: once more, what is remembered, and where the keyboard is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routine.core.events import EventKind
from tests.browser.performing import begin, has_focus, to_the_end
from tests.service.process import wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.house import House

pytestmark = pytest.mark.browser


def test_a_session_done_on_the_page_can_be_done_again(page: Page, quick_house: House) -> None:
    begin(page, quick_house)
    to_the_end(page)
    page.get_by_role("button", name="Do it again").click()
    page.get_by_role("button", name="Pause").wait_for()
    started = quick_house.entries(EventKind.STARTED)
    assert len({entry.key for entry in started}) == 2
    to_the_end(page)
    page.get_by_role("button", name="Do it again").click()
    page.get_by_role("button", name="Pause").wait_for()
    assert len(quick_house.entries(EventKind.COMPLETED)) == 2
    assert len({entry.key for entry in quick_house.entries(EventKind.STARTED)}) == 3, "within one minute as well"


def test_a_session_done_in_a_terminal_can_be_done_again_here(page: Page, house: House) -> None:
    page.goto(house.link(house.session()))
    page.get_by_role("button", name="Start").wait_for()
    assert house.routine("done", "morning", "--early").returncode == 0
    page.get_by_role("button", name="Do it again").click()
    page.get_by_role("button", name="Pause").wait_for()
    (started,) = house.entries(EventKind.STARTED)
    (done,) = house.entries(EventKind.COMPLETED)
    assert started.key != done.key


def test_what_was_said_of_a_session_is_there_again_after_a_reload(page: Page, quick_house: House) -> None:
    begin(page, quick_house)
    to_the_end(page)
    page.get_by_role("button", name="Too hard").click()
    page.get_by_role("button", name="3", exact=True).click()
    page.get_by_label("A line for your diary").fill("Stiff at first.")
    page.keyboard.press("Enter")
    wait_for(lambda: len(quick_house.entries(EventKind.FELT)) == 3, "three answers")
    page.reload()
    page.locator("button[aria-pressed=true]", has_text="Too hard").wait_for()
    page.locator(".scale button[aria-pressed=true]", has_text="3").wait_for()
    assert page.get_by_label("A line for your diary").input_value() == "Stiff at first."


def test_the_first_time_is_compared_with_none_and_the_second_with_the_first(
    page: Page, quick_house: House
) -> None:
    begin(page, quick_house)
    to_the_end(page)
    page.get_by_role("group", name="How was it?", exact=True).wait_for()
    page.get_by_role("button", name="Do it again").click()
    page.get_by_role("button", name="Pause").wait_for()
    to_the_end(page)
    page.get_by_role("group", name="How was it, compared with last time?").wait_for()


def test_after_a_stop_the_keyboard_is_at_the_button_that_goes_on_and_a_screen_reader_hears_of_it(
    page: Page, house: House
) -> None:
    begin(page, house)
    page.keyboard.press("Escape")
    has_focus(page, "Start")
    page.locator("[aria-live][aria-atomic]", has_text="That is fine.").wait_for(state="attached")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Pause").wait_for()
    page.keyboard.press("Escape")
    has_focus(page, "Start")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Pause").wait_for()


def test_at_the_end_the_keyboard_is_at_its_heading(page: Page, quick_house: House) -> None:
    begin(page, quick_house)
    to_the_end(page)
    has_focus(page, "Well done.")
