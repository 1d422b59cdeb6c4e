"""A plan's text in a real browser: read while it is typed, saved when it is right, lost never."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.house import House

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Dialog, Locator, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(page: Page, house: House) -> Locator:
    """The text of the only plan, read."""
    page.goto(house.link("/plans/mine"))
    page.get_by_text("My week: 2 sessions").wait_for()
    return page.get_by_role("textbox", name="Text of the plan")


def mine(house: House) -> Path:
    return house.paths.plans_dir / "mine.toml"


def on_disk(house: House) -> str:
    return mine(house).read_text(encoding="utf-8")


def renamed(text: str, title: str) -> str:
    return text.replace("My week", title)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()


def test_what_is_typed_is_read_at_once_and_written_only_when_asked(
    page: Page, house: House, editor: Locator
) -> None:
    before = on_disk(house)
    editor.fill(renamed(before, "My calm week"))
    page.get_by_text("My calm week: 2 sessions").wait_for()
    page.get_by_text("Not saved yet").wait_for()
    assert on_disk(house) == before
    save(page)
    assert on_disk(house) == renamed(before, "My calm week")
    assert mine(house).with_name(".mine.toml.bak").read_text(encoding="utf-8") == before
    assert page.get_by_role("button", name="Save").is_disabled()


def test_a_problem_is_marked_on_its_line_and_leads_there(page: Page, house: House, editor: Locator) -> None:
    before = on_disk(house)
    editor.fill(before.replace('"cat-cow"', '"cat-caw"'))
    problem = page.get_by_role("listitem").filter(has_text="cat-caw")
    problem.wait_for()
    line = before[: before.index("cat-cow")].count("\n") + 1
    assert page.locator(".gutter .mark").inner_text().split() == ["!", str(line)]
    numbers, mark = page.evaluate(
        """() => [".numbers", ".gutter .mark"]
            .map((each) => document.querySelector(each).getBoundingClientRect())"""
    )
    row = (numbers["height"] - 2 * 9.6) / (before.count("\n") + 1)
    assert mark["y"] - numbers["y"] == pytest.approx((line - 1) * row, abs=row), "the mark stands at its line"
    problem.get_by_role("button").click()
    assert editor.evaluate("(area) => area === document.activeElement")
    assert editor.evaluate("(area) => area.value.slice(area.selectionStart)").startswith('"cat-caw"')
    assert editor.get_attribute("aria-invalid") == "true"
    assert page.get_by_text("What it meant before the last change:").is_visible()


def test_a_plan_with_problems_stays_typed_and_is_not_saved(page: Page, house: House, editor: Locator) -> None:
    before = on_disk(house)
    wrong = before.replace('"cat-cow"', '"cat-caw"')
    editor.fill(wrong)
    page.keyboard.press("Control+s")
    page.get_by_text("Not saved yet: there is something to mend first.").wait_for()
    assert editor.input_value() == wrong
    assert on_disk(house) == before


def test_an_untouched_text_follows_the_file(page: Page, house: House, editor: Locator) -> None:
    after = renamed(on_disk(house), "By another hand")
    mine(house).write_text(after, encoding="utf-8")
    page.get_by_text("By another hand: 2 sessions").wait_for()
    assert editor.input_value() == after


def test_two_hands_at_one_plan_lose_nothing(page: Page, house: House, editor: Locator) -> None:
    before = on_disk(house)
    ours, theirs = renamed(before, "Typed here"), renamed(before, "By another hand")
    editor.fill(ours)
    mine(house).write_text(theirs, encoding="utf-8")
    page.get_by_role("heading", name="This file was changed elsewhere meanwhile").wait_for()
    assert editor.input_value() == ours
    page.get_by_text("What is on disk now").first.click()
    assert page.get_by_role("region", name="What is on disk now").text_content() == theirs

    page.get_by_role("button", name="Take what is on disk").click()
    assert editor.input_value() == theirs
    page.get_by_role("button", name="Back to my text").click()
    assert editor.input_value() == ours
    save(page)
    assert on_disk(house) == ours
    assert mine(house).with_name(".mine.toml.bak").read_text(encoding="utf-8") == theirs


def test_a_save_that_comes_too_late_asks_which_text_goes_on(page: Page, house: House, editor: Locator) -> None:
    """The news of the change has not come yet: saving itself finds out."""
    before = on_disk(house)
    page.route(re.compile(r"/api/changes"), lambda route: route.abort())
    page.reload()
    page.get_by_text("My week: 2 sessions").wait_for()
    editor.fill(renamed(before, "Typed here"))
    theirs = renamed(before, "By another hand")
    mine(house).write_text(theirs, encoding="utf-8")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="This file was changed elsewhere meanwhile").wait_for()
    assert on_disk(house) == theirs
    page.get_by_role("button", name="Go on with mine").click()
    save(page)
    assert on_disk(house) == renamed(before, "Typed here")


def test_leaving_with_a_text_that_is_not_saved_asks_first(page: Page, house: House, editor: Locator) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    editor.click()
    page.keyboard.type("# ")
    page.get_by_role("link", name="All plans").click()
    page.wait_for_url("**/plans")
    assert asked == ["beforeunload"]
    page.goto(f"{house.address}/plans/mine")
    page.get_by_text("My week: 2 sessions").wait_for()
    page.get_by_role("link", name="All plans").click()
    page.wait_for_url("**/plans")
    assert asked == ["beforeunload"], "a text that nobody touched may be left"


def test_tab_moves_the_text_in_and_esc_lets_it_leave(page: Page, house: House, editor: Locator) -> None:
    before = on_disk(house)
    editor.focus()
    editor.evaluate("(area) => area.setSelectionRange(0, 0)")
    page.keyboard.press("Tab")
    assert editor.input_value() == "  " + before
    page.keyboard.press("Control+z")
    assert editor.input_value() == before, "it can be undone like anything typed"
    page.keyboard.type("#")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.textContent") == "Save"


def test_numbers_go_along_with_a_long_text(page: Page, editor: Locator) -> None:
    editor.fill(editor.input_value() + "# more\n" * 400)
    editor.evaluate("(area) => { area.scrollTop = 3000; }")
    page.wait_for_function("() => document.querySelector('.gutter').scrollTop === 3000")


def test_a_plan_that_comes_with_routine_becomes_one_s_own(page: Page, house: House) -> None:
    page.goto(house.link("/plans"))
    card = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Evening calm"))
    card.locator("summary").click()
    card.get_by_text("Before you move").wait_for()
    card.get_by_role("button", name="Make it mine").click()
    page.wait_for_url("**/plans/evening-calm")
    page.get_by_role("heading", name="What it means").wait_for()
    assert (house.paths.plans_dir / "evening-calm.toml").is_file()


def test_a_new_plan_begins_with_its_name(page: Page, house: House) -> None:
    page.goto(house.link("/plans"))
    page.get_by_text("Begin a new plan").click()
    page.get_by_label("What shall it be called?").fill("My mornings")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/my-mornings")
    page.get_by_text("My mornings: 1 session").wait_for()
