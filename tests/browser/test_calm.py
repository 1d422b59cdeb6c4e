"""Figures and breath for whoever asked their computer for less motion: pictures change, and nothing glides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.figure_stage import stage
from tests.browser.performing import begin

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.house import House

pytestmark = pytest.mark.browser


def quiet(browser: Browser) -> Page:
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(30_000)
    return context.new_page()


def test_the_figure_of_a_session_changes_from_still_to_still(browser: Browser, house: House) -> None:
    page = quiet(browser)
    begin(page, house)
    page.keyboard.press("ArrowRight")
    page.locator("svg.figure").wait_for()
    page.evaluate(
        """() => {
            window.seen = new Set();
            const paths = document.querySelectorAll("svg.figure path");
            const drawn = () => [...paths].map((one) => one.getAttribute("d"));
            const watch = new MutationObserver(() => window.seen.add(drawn().join()));
            watch.observe(document.querySelector("svg.figure"), { attributes: true, subtree: true });
        }"""
    )
    page.wait_for_function("() => window.seen.size === 2")
    page.wait_for_timeout(7000)
    assert page.evaluate("() => window.seen.size") == 2, "the back rounded, the back hollow, and nothing between"
    page.context.close()


def test_every_picture_that_takes_a_turn_is_one_of_the_movement_and_stays_a_while(page: Page) -> None:
    with stage() as address:
        page.goto(address)
        page.wait_for_function("() => window.ready")
        for name in ("sit-to-stand", "mindful-walking", "bridge"):
            changes = page.evaluate(
                """async (name) => {
                    clear();
                    const one = shown[await show(name, { turns: true })];
                    const drawn = (seconds) => { one.draw(seconds); return paths(0).join(); };
                    const moments = Array.from({ length: 201 }, (_, place) => place / 200 * one.moving.length);
                    const seen = moments.map(drawn);
                    const turns = moments.filter((_, place) => place && seen[place] !== seen[place - 1]);
                    return { turns, pictures: new Set(seen).size };
                }""",
                name,
            )
            assert changes["pictures"] > 1, name
            assert len(changes["turns"]) <= 4, name
            assert all(
                other - one >= 0.9 for one, other in zip(changes["turns"], changes["turns"][1:], strict=False)
            ), name


def test_the_breath_grows_in_steps(browser: Browser, house: House) -> None:
    page = quiet(browser)
    begin(page, house, "calm")
    page.keyboard.press("ArrowRight")
    page.locator(".pacer").wait_for()
    page.evaluate(
        """() => {
            window.seen = new Set();
            const breath = document.querySelector(".pacer-breath");
            const watch = new MutationObserver(() => window.seen.add(breath.getAttribute("r")));
            watch.observe(breath, { attributes: true });
        }"""
    )
    page.wait_for_function("() => document.querySelector('.pacer-word').textContent === 'Breathe out'")
    page.wait_for_function("() => document.querySelector('.pacer-word').textContent === 'Breathe in'")
    assert 1 < page.evaluate("() => window.seen.size") <= 5
    page.context.close()
