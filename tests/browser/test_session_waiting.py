"""A session that is not performed: how it stands, whether and by which keys it starts; and a page left alone."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from routine.core.events import EventKind
from tests.browser.house import House
from tests.browser.performing import at_step, begin, has_focus

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_how_it_stands_follows_what_is_said_in_a_terminal(page: Page, house: House) -> None:
    page.goto(house.link(house.session()))
    page.locator(".lead", has_text="Due ").wait_for()
    page.get_by_role("button", name="Start").focus()
    house.routine("snooze", "10m", "morning", "--early")
    page.locator(".lead", has_text="Snoozed until").wait_for()
    has_focus(page, "Start")
    house.routine("skip", "morning")
    page.locator(".lead", has_text="Skipped").wait_for()


def test_the_safety_check_that_waits_is_a_link_and_no_command(page: Page, house: House) -> None:
    page.goto(house.link(house.session()))
    check = page.locator(".note", has_text="safety check")
    check.get_by_role("link", name="When to get help").wait_for()
    assert "help-signs" not in check.inner_text()


def test_what_the_safety_check_holds_back_says_why_and_leads_to_help(page: Page, house: House) -> None:
    page.goto(house.link(house.session()))
    page.get_by_role("button", name="Start").wait_for()
    said = house.ask("POST", "/api/help/answer", {"part": "B", "answer": "yes", "signs": [1]})
    assert said.status == 200
    page.get_by_text("can wait until a professional has said").wait_for()
    assert page.get_by_role("button", name="Start").count() == 0
    page.keyboard.press("Space")
    page.locator("main").get_by_role("link", name="When to get help").click()
    page.wait_for_url("**/help")
    assert house.entries(EventKind.STARTED) == []


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_a_key_that_is_held_down_means_what_it_said_once(page: Page, house: House, key: str) -> None:
    page.goto(house.link(house.session()))
    start = page.get_by_role("button", name="Start")
    start.wait_for()
    if key == "Enter":
        start.focus()
    for _ in range(8):
        page.keyboard.down(key)
    at_step(page, 1)
    for _ in range(8):
        page.keyboard.down(key)
    page.keyboard.up(key)
    time.sleep(0.5)
    assert house.frame()["mode"] == "playing"
    assert len(house.entries(EventKind.STARTED)) == 1


def test_a_second_start_while_it_plays_here_is_none(house: House) -> None:
    path = f"/api{house.session()}"
    assert [house.ask("POST", f"{path}/start").status for _ in range(3)] == [200, 200, 200]
    assert len(house.entries(EventKind.STARTED)) == 1


def test_what_was_opened_stays_open_when_the_session_begins(page: Page, house: House) -> None:
    page.goto(house.link(house.session()))
    page.get_by_role("button", name="Start").wait_for()
    page.locator("summary", has_text="The whole session").click()
    page.get_by_role("button", name="Start").click()
    at_step(page, 1)
    assert page.locator("details[open]", has_text="The whole session").count() == 1
    amounts = page.locator(".whole li .soft").all_inner_texts()
    assert [each for each in amounts if " s" in each or " min" in each] == [], "no number leaves its unit"


def test_a_session_whose_process_has_gone_stands_still_and_asks_no_more(page: Page, tmp_path: Path) -> None:
    asked: list[str] = []
    with House(tmp_path) as house:
        begin(page, house)
        page.on("request", lambda request: asked.append(request.url))
    page.locator(".messages").get_by_text("This tab has lost its page.").wait_for()
    stopped = page.get_by_role("button", name="Go on")
    stopped.wait_for()
    assert stopped.is_disabled()
    count = page.locator(".ring text")
    before, calls = count.text_content(), len(asked)
    page.wait_for_timeout(6000)
    assert count.text_content() == before
    assert len(asked) == calls
