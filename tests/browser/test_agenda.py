"""Today and the week as somebody has them open: answering, the keyboard, and what changes elsewhere meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routine.core.journal import By, Kind
from tests.browser.axe import violations
from tests.browser.house import PLAN, House
from tests.service.process import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
FULL = (
    PLAN
    + """
[[session]]
id = "desk"
title = "At the desk <b>now</b>"
practice = "mobility"
days = "daily"
every = "1h"
between = "13:30-20:00"
steps = [{{ say = "Stand tall.", for = "2m" }}]
[[supplement]]
name = "Vitamin D"
agreed_with = "Dr Lin"
days = "daily"
at = "{later}"
"""
)
FAST = 5.0
"""Slow enough for the page to have read the plan before its time comes."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, plan=FULL) as house:
        yield house


def opened(page: Page, house: House, view: str = "/today") -> None:
    page.goto(house.link(view))
    page.locator("main h1").wait_for()


def row(title: str) -> str:
    """Where the row of a session in a list of lines is."""
    return f'li.line:has(h3:text-is("{title}"))'


def focused(page: Page) -> str:
    return str(page.evaluate("() => document.activeElement.dataset.focus ?? document.activeElement.tagName"))


def test_a_session_is_answered_from_here_and_the_day_says_so_at_once(page: Page, house: House) -> None:
    opened(page, house)
    mine = page.locator(row("Morning mobility"))
    mine.get_by_role("button", name="More").click()
    mine.get_by_role("button", name="Skip: Morning mobility").click()
    page.get_by_text("Skipped “Morning mobility”.").wait_for()
    page.locator('section:has(h2:text("Earlier today"))').get_by_text("Skipped").wait_for()
    assert [entry.by for entry in house.entries(Kind.SKIPPED)] == [By.PAGE]


def test_start_leads_into_the_session(page: Page, house: House) -> None:
    house.routine("snooze", "morning", "1h")
    opened(page, house)
    page.get_by_role("button", name="Start: Morning mobility").first.click()
    page.wait_for_url("**/session/**")
    page.locator(".progress", has_text="Step 1 ").wait_for()
    assert len(house.entries(Kind.STARTED)) == 1


def test_any_session_can_be_begun_whenever_somebody_likes(page: Page, house: House) -> None:
    house.routine("done", "calm")
    opened(page, house)
    page.get_by_text("Something else now").click()
    page.locator(".plans").get_by_role("button", name="Start: A calm breath").click()
    page.wait_for_url("**/session/**")
    page.get_by_role("button", name="Pause").wait_for()
    assert len(house.entries(Kind.STARTED)) == 1


def test_what_a_command_changes_shows_and_the_keyboard_stays_where_it_is(page: Page, house: House) -> None:
    opened(page, house)
    calm = page.locator(row("A calm breath"))
    calm.get_by_role("button", name="More").focus()
    page.keyboard.press("Enter")
    why = calm.get_by_label("A reason, if you like")
    why.focus()
    page.keyboard.type("A busy ")
    before = focused(page)
    house.routine("skip", "morning")
    page.locator('section:has(h2:text("Earlier today"))').get_by_text("Skipped").wait_for()
    assert focused(page) == before
    page.keyboard.type("day")
    assert why.input_value() == "A busy day"


def test_the_keyboard_alone_answers_and_never_falls_out_of_the_view(page: Page, house: House) -> None:
    house.routine("snooze", "morning", "1h")
    opened(page, house)
    start = page.get_by_role("button", name="Start: Morning mobility").first
    start.focus()
    for _ in range(3):
        page.keyboard.press("Tab")
    assert focused(page).endswith("skip ")
    page.keyboard.press("Enter")
    page.locator('section:has(h2:text("Earlier today"))').get_by_text("Skipped").wait_for()
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")
    assert focused(page) != "MAIN"


def test_a_reason_goes_into_the_journal_with_the_excuse(page: Page, house: House) -> None:
    opened(page, house)
    mine = page.locator(row("A calm breath"))
    mine.get_by_role("button", name="More").click()
    mine.get_by_label("A reason, if you like").fill("Visitors")
    page.keyboard.press("Enter")
    page.get_by_text("Excused: Visitors").wait_for()
    assert [entry.why for entry in house.entries(Kind.EXCUSED)] == ["Visitors"]


def test_a_pause_begins_and_ends_here(page: Page, house: House) -> None:
    opened(page, house)
    page.get_by_text("Pause reminders").click()
    page.get_by_role("button", name="2 hours").click()
    page.get_by_role("button", name="Resume").click()
    page.get_by_text("Reminders go on.").wait_for()
    page.get_by_role("button", name="Resume").wait_for(state="detached")
    assert [entry.kind for entry in house.entries(Kind.PAUSED, Kind.RESUMED)] == [Kind.PAUSED, Kind.RESUMED]


def test_time_alone_brings_what_is_due_to_the_top(browser: Browser, tmp_path: Path) -> None:
    with House(tmp_path, rate=FAST) as house:
        context = browser.new_context()
        # the browser's timers run as fast as this person's clock
        context.add_init_script(
            f"const slow = setTimeout; window.setTimeout = (f, ms, ...a) => slow(f, ms / {FAST}, ...a);"
        )
        page = context.new_page()
        opened(page, house)
        page.locator(row("A calm breath")).wait_for()
        page.locator("li.now", has_text="A calm breath").get_by_text("Due now").wait_for(timeout=60_000)
        context.close()


def test_a_change_of_a_plan_file_shows_in_the_open_week(page: Page, house: House) -> None:
    opened(page, house, "/week")
    page.get_by_text("Morning mobility").first.wait_for()
    file = house.paths.plans_dir / "mine.toml"
    file.write_text(file.read_text().replace("Morning mobility", "Slow cats"))
    page.get_by_text("Slow cats").first.wait_for()
    assert page.get_by_text("Morning mobility").count() == 0


def test_the_week_leads_to_other_weeks_and_back(page: Page, house: House) -> None:
    opened(page, house, "/week")
    assert page.locator(".days > li").count() == 7
    assert page.locator('[aria-current="date"]').count() == 1
    page.get_by_role("link", name="Week after").click()
    page.get_by_role("link", name="This week").wait_for()
    assert page.locator('[aria-current="date"]').count() == 0
    assert "A calm breath" in page.locator(".days").inner_text()
    page.get_by_role("link", name="This week").click()
    page.locator('[aria-current="date"]').wait_for()


def test_what_somebody_wrote_into_a_plan_stays_text(page: Page, house: House) -> None:
    for view in ("/today", "/week"):
        opened(page, house, view)
        page.get_by_text("At the desk <b>now</b>").first.wait_for()
        assert page.locator("main b").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_full_day_with_all_of_it_open_breaks_no_rule_of_accessibility(
    browser: Browser, house: House, scheme: str, width: int
) -> None:
    for words in (("snooze", "morning", "1h"), ("snooze", "vitamin", "1h"), ("done", "calm"), ("pause", "2h")):
        house.routine(*words)
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type] # light or dark
        bypass_csp=True,
    )
    page = context.new_page()
    for view in ("/today", "/week"):
        opened(page, house, view)
        page.evaluate("() => document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        page.evaluate("() => document.querySelectorAll('main .opens').forEach((one) => one.click())")
        wait_for(lambda: page.locator("main h2").count() > 2, "the view to be drawn", 30)
        # colours fade in over an eighth of a second
        page.wait_for_timeout(400)
        assert violations(page) == [], view
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), view
    context.close()
