"""A browser that keeps no cookies is told that it is the cookies, and what to do, and is not sent in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.house import House

if TYPE_CHECKING:
    from tests.browser.conftest import Page

pytestmark = pytest.mark.browser


def test_a_browser_without_cookies_is_told_so_at_each_link(cookieless: Page, house: House) -> None:
    for _ in range(2):
        cookieless.goto(house.link("/today"))
        cookieless.get_by_role("heading", name="This browser did not keep the cookie").wait_for()
        said = cookieless.locator("main").inner_text()
        assert "Please allow cookies for 127.0.0.1" in said
        assert cookieless.context.cookies() == []
