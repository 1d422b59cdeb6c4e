"""What keeps the page silent is said beside the switch: no voice, nobody who pressed anything, nothing kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.performing import at_step, begin

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.house import House

pytestmark = pytest.mark.browser


def beside_the_switch(page: Page, text: str) -> None:
    page.locator(".words .trouble", has_text=text).wait_for()


def test_a_browser_without_a_voice_says_so_and_how_to_get_one(page: Page, house: House) -> None:
    begin(page, house)
    beside_the_switch(page, "No voice here")
    page.get_by_text("Voice and tones").click()
    page.get_by_text("speech-dispatcher brings one").wait_for()
    page.get_by_label("Voice", exact=True).uncheck()
    page.wait_for_function("() => !document.querySelector('.words .trouble').textContent")


def test_a_session_begun_elsewhere_is_silent_until_somebody_presses(page: Page, house: House) -> None:
    assert house.routine("start", "morning", "--in", "page").returncode == 0
    page.goto(house.link(house.session()))
    at_step(page, 1)
    beside_the_switch(page, "Press anything to hear it")
    page.locator(".words h1").click()
    page.wait_for_function("() => !document.querySelector('.words .trouble').textContent.startsWith('Press')")


def test_a_browser_that_keeps_nothing_says_that_choices_do_not_last(page: Page, house: House) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })"
    )
    begin(page, house)
    page.get_by_text("Voice and tones").click()
    page.get_by_text("holds until you leave").wait_for()
