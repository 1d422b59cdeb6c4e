"""Today and the week as somebody has them open: answering, the keyboard, and what changes elsewhere meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routine.core.events import Actor, EventKind
from tests.browser.axe import violations
from tests.browser.house import PLAN, House
from tests.service.process import wait_for
from tests.telling import reason_of

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
    page.get_by_text("Skipped “Morning mobility”").wait_for()
    page.locator('section:has(h2:text("Earlier today"))').get_by_text("Skipped").wait_for()
    assert [entry.by for entry in house.entries(EventKind.SKIPPED)] == [Actor.PAGE]


def test_start_leads_into_the_session(page: Page, house: House) -> None:
    house.routine("snooze", "morning", "1h", "--early")
    opened(page, house)
    page.get_by_role("button", name="Start: Morning mobility").first.click()
    page.wait_for_url("**/session/**")
    page.locator(".progress", has_text="Step 1 ").wait_for()
    assert len(house.entries(EventKind.STARTED)) == 1


def test_any_session_can_be_begun_whenever_somebody_likes(page: Page, house: House) -> None:
    house.routine("done", "calm", "--early")
    opened(page, house)
    page.get_by_text("Something else now").click()
    page.locator(".plans").get_by_role("button", name="Start: A calm breath").click()
    page.wait_for_url("**/session/**")
    page.get_by_role("button", name="Pause").wait_for()
    assert len(house.entries(EventKind.STARTED)) == 1


def test_what_a_command_changes_shows_and_the_keyboard_stays_where_it_is(page: Page, house: House) -> None:
    opened(page, house)
    calm = page.locator(row("A calm breath"))
    calm.get_by_role("button", name="More").focus()
    page.keyboard.press("Enter")
    why = calm.get_by_label("A reason, if you like")
    why.focus()
    page.keyboard.type("A busy ")
    before = focused(page)
    house.routine("skip", "morning", "--early")
    page.locator('section:has(h2:text("Earlier today"))').get_by_text("Skipped").wait_for()
    assert focused(page) == before
    page.keyboard.type("day")
    assert why.input_value() == "A busy day"


def test_the_keyboard_alone_answers_and_never_falls_out_of_the_view(page: Page, house: House) -> None:
    house.routine("snooze", "morning", "1h", "--early")
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


def test_a_second_press_of_enter_answers_for_no_other_session(page: Page, house: House) -> None:
    house.routine("snooze", "morning", "1h", "--early")
    house.routine("snooze", "calm", "1h", "--early")
    opened(page, house)
    page.locator("li.now").nth(1).wait_for()
    page.get_by_role("button", name="Skip: ").first.focus()
    page.keyboard.press("Enter")
    page.locator('section:has(h2:text("Earlier today"))').get_by_text("Skipped").wait_for()
    page.wait_for_function("() => document.activeElement.matches('main h3')")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Start"
    assert len(house.entries(EventKind.SKIPPED)) == 1


def test_the_second_of_a_double_click_meets_no_other_session(page: Page, house: House) -> None:
    house.routine("snooze", "morning", "1h", "--early")
    opened(page, house)
    skip = page.get_by_role("button", name="Skip: Morning mobility")
    skip.evaluate("it => it.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }))")
    page.get_by_role("button", name="Snooze 10 min: Morning mobility").click()
    page.locator(".messages").get_by_text("Snoozed").wait_for()
    assert house.entries(EventKind.SKIPPED) == []


MANY = """
[[session]]
id = "s{n}"
title = "Session {n}"
practice = "mobility"
days = "daily"
at = "{at}"
steps = [{{ say = "Stand tall.", for = "2m" }}]
"""


def test_a_plan_of_thousands_shows_its_beginning_and_the_rest_when_asked(page: Page, tmp_path: Path) -> None:
    sessions = "".join(MANY.format(n=n, at=f"{14 + n // 60}:{n % 60:02}") for n in range(300))
    plan = PLAN + sessions.replace("{", "{{").replace("}", "}}")
    with House(tmp_path, plan=plan) as house:
        opened(page, house)
        more = page.get_by_role("button", name="and 262 more")
        more.wait_for()
        assert page.locator("li.line").count() == 40
        more.click()
        page.get_by_role("heading", name="Session 299").wait_for()
        assert page.locator("li.line").count() == 302
        assert page.evaluate("() => document.activeElement.closest('main') !== null")
        opened(page, house, "/week")
        assert page.locator(".is-today li").count() == 40
        page.locator(".is-today").get_by_role("button", name="and 262 more").click()
        page.locator(".is-today").get_by_text("Session 299").wait_for()


def test_every_view_begins_at_one_edge(page: Page, house: House) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    edges = set()
    for view in ("/today", "/week", "/plans", "/help"):
        opened(page, house, view)
        edges.add(page.locator("main h1").evaluate("it => Math.round(it.getBoundingClientRect().left)"))
    edges.add(page.locator("nav.top a").first.evaluate("it => Math.round(it.getBoundingClientRect().left + 11.2)"))
    assert len(edges) == 1, edges


def test_what_opens_stands_under_the_title_it_belongs_to(page: Page, house: House) -> None:
    house.routine("snooze", "morning", "1h", "--early")
    opened(page, house)
    card = page.locator("li.now").first
    for each in (card, page.locator(row("A calm breath"))):
        each.get_by_role("button", name="More").click()
        lefts = each.locator("h3, .panel").evaluate_all(
            "them => them.map((one) => Math.round(one.getBoundingClientRect().left))"
        )
        assert len(set(lefts)) == 1
    start = card.get_by_role("button", name="Start").bounding_box()
    more = card.get_by_role("button", name="More").bounding_box()
    assert start
    assert more
    assert abs(start["y"] + start["height"] / 2 - more["y"] - more["height"] / 2) < 2, "one row of answers"


def test_on_a_phone_the_weeks_stand_in_one_row_and_news_covers_little(browser: Browser, house: House) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    opened(page, house, "/week")
    nav = page.get_by_role("navigation", name="Other weeks")
    tops = nav.evaluate("it => [...it.children].map((one) => one.getBoundingClientRect().top)")
    assert len(tops) == 3
    assert len(set(tops)) == 1
    opened(page, house)
    calm = page.locator(row("A calm breath"))
    calm.scroll_into_view_if_needed()
    calm.get_by_role("button", name="More").click()
    skip = calm.get_by_role("button", name="Skip")
    skip.evaluate("it => document.body.style.setProperty('padding-block-start', '100vh')")
    skip.evaluate("it => it.scrollIntoView({ block: 'end' })")
    skip.click()
    note = page.locator(".messages .note")
    note.wait_for()
    box, close = note.bounding_box(), note.get_by_role("button", name="Close").bounding_box()
    assert box
    assert close
    assert box["height"] < 100
    assert close["y"] - box["y"] < box["height"] / 2, "beside the words, not below them"
    assert box["y"] < 370, "what was pressed at the bottom is told at the top"
    context.close()


def test_a_number_and_its_unit_stay_on_one_line(page: Page, house: House) -> None:
    opened(page, house)
    page.locator(row("A calm breath")).wait_for()
    said = page.locator(row("A calm breath")).locator(".small").first.evaluate("it => it.textContent")
    assert "\u00a0min" in said


def test_in_colours_of_somebody_s_own_the_view_one_is_in_can_be_told(browser: Browser, house: House) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    opened(page, house, "/library/single-knee-to-chest")
    colours = "it => [getComputedStyle(it).borderBottomColor, getComputedStyle(it).borderBottomWidth].join()"
    links = page.locator("nav.top")
    library, week = links.get_by_role("link", name="Library"), links.get_by_role("link", name="Week")
    assert library.evaluate(colours) != week.evaluate(colours)
    pressed = page.locator('button[aria-pressed="true"]')
    pressed.wait_for()
    look = "it => getComputedStyle(it).backgroundColor"
    assert pressed.evaluate(look) != page.get_by_role("button", name="Right").evaluate(look)
    opened(page, house, house.session())
    page.get_by_role("button", name="Start").click()
    steps = page.locator(".steps li")
    steps.first.wait_for(state="attached")
    assert steps.first.evaluate("it => getComputedStyle(it).borderTopStyle") == "solid"
    context.close()


def test_a_reason_goes_into_the_journal_with_the_excuse(page: Page, house: House) -> None:
    opened(page, house)
    mine = page.locator(row("A calm breath"))
    mine.get_by_role("button", name="More").click()
    mine.get_by_label("A reason, if you like").fill("Visitors")
    page.keyboard.press("Enter")
    page.get_by_text("Does not count: Visitors").wait_for()
    assert [reason_of(entry) for entry in house.entries(EventKind.EXCUSED)] == ["Visitors"]


def test_a_pause_begins_and_ends_here(page: Page, house: House) -> None:
    opened(page, house)
    page.get_by_text("Pause reminders").click()
    page.get_by_role("button", name="2 hours").click()
    page.get_by_role("button", name="Resume").click()
    page.get_by_text("Reminders go on.").wait_for()
    page.get_by_role("button", name="Resume").wait_for(state="detached")
    assert [entry.kind for entry in house.entries(EventKind.PAUSED, EventKind.RESUMED)] == [
        EventKind.PAUSED,
        EventKind.RESUMED,
    ]


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
    for words in (
        ("snooze", "morning", "1h", "--early"),
        ("snooze", "vitamin", "1h", "--early"),
        ("done", "calm", "--early"),
        ("pause", "2h"),
    ):
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
