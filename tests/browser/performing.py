"""Knows how a test begins a session in a browser and waits for a moment of it; must not know any claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.house import House


def at_step(page: Page, number: int) -> None:
    page.wait_for_function(
        "n => document.querySelector('.progress')?.textContent.startsWith(`Step ${n} `)", arg=number
    )


def begin(page: Page, house: House, session: str = "morning") -> None:
    page.goto(house.link(house.session(session)))
    page.get_by_role("button", name="Start").click()
    at_step(page, 1)


def to_the_end(page: Page) -> None:
    """Next, until the session is over."""
    ended = page.get_by_role("heading", name="Well done.")
    before = ""
    while not ended.is_visible():
        page.keyboard.press("ArrowRight")
        page.wait_for_function(f"before => ({_MOMENT}) !== before", arg=before)
        before = str(page.evaluate(_MOMENT))


def has_focus(page: Page, name: str) -> None:
    """Wait until the keyboard is at what is called so."""
    page.wait_for_function("name => document.activeElement.textContent === name", arg=name)


_MOMENT = (
    "['.progress', '.words h1', '.words .lead', 'main h1'].map(s => document.querySelector(s)?.textContent).join()"
)
