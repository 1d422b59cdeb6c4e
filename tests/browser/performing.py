"""Knows how a test begins a session in a browser and waits for a moment of it; must not know any claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def through(page: Page) -> Iterator[str]:
    """Each moment of the session, from the present one on; Next leads from one to the other, to a stop."""
    # however much of it was played
    ended = page.get_by_role("button", name="No time")
    while not ended.is_visible():
        before = str(page.evaluate(_MOMENT))
        yield before
        page.keyboard.press("ArrowRight")
        # it may end between the two looks
        page.wait_for_function(f"before => ({_MOMENT}) !== before || {_STOPPED}", arg=before)


def to_the_end(page: Page) -> None:
    """Wait until it has been played: who only goes on has not done it."""
    page.get_by_role("heading", name="Well done.").wait_for(timeout=60_000)


def has_focus(page: Page, name: str) -> None:
    """Wait until the keyboard is at what is called so."""
    page.wait_for_function("name => document.activeElement.textContent === name", arg=name)


_STOPPED = "[...document.querySelectorAll('button')].some(one => one.textContent === 'No time')"
_MOMENT = (
    "['.progress', '.words h1', '.words .lead', 'main h1'].map(s => document.querySelector(s)?.textContent).join()"
)
