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
    problem.get_by_role("button", name=f"Line {line}").click()
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


def test_tab_moves_the_chosen_lines_and_wipes_none_of_them(page: Page, house: House, editor: Locator) -> None:
    before = on_disk(house)
    editor.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Tab")
    assert editor.input_value() == "".join(f"  {line}" for line in before.splitlines(keepends=True))
    page.keyboard.press("Shift+Tab")
    assert editor.input_value() == before
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert editor.input_value() == before, "it can be undone like anything typed"
    editor.evaluate("(area) => area.setSelectionRange(2, 4)")
    page.keyboard.press("Tab")
    assert editor.input_value() == "  " + before, "a line of which only some letters are chosen"


def test_shift_tab_takes_an_indent_back_wherever_the_caret_stands(page: Page, editor: Locator) -> None:
    editor.fill("    a\nb\n")
    editor.evaluate("(area) => area.setSelectionRange(5, 5)")
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    assert editor.input_value() == "a\nb\n"
    assert editor.evaluate("(area) => area.selectionStart") == 1


def test_the_keyboard_stays_in_the_text_after_a_press_on_save(page: Page, house: House, editor: Locator) -> None:
    editor.fill(renamed(on_disk(house), "Typed here"))
    save(page)
    assert editor.evaluate("(area) => area === document.activeElement")


def test_what_was_told_of_a_save_goes_when_the_text_is_mended(page: Page, house: House, editor: Locator) -> None:
    before = on_disk(house)
    said = page.get_by_text("there is something to mend first")
    editor.fill(before.replace('"cat-cow"', '"cat-caw"'))
    page.keyboard.press("Control+s")
    said.wait_for()
    editor.fill(renamed(before, "Mended"))
    said.wait_for(state="detached")
    save(page)
    assert said.count() == 0


def test_a_press_on_save_leads_to_the_choice_that_has_to_be_made_first(
    page: Page, house: House, editor: Locator
) -> None:
    before = on_disk(house)
    page.set_viewport_size({"width": 360, "height": 640})
    editor.fill(renamed(before, "Typed here"))
    mine(house).write_text(renamed(before, "By another hand"), encoding="utf-8")
    choice = page.get_by_role("heading", name="This file was changed elsewhere meanwhile")
    choice.wait_for()
    page.evaluate("() => scrollTo(0, document.querySelector('.bar').getBoundingClientRect().bottom)")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Not saved yet: the file was changed elsewhere.").wait_for()
    in_view = """() => { const { top, bottom } = document.activeElement.getBoundingClientRect();
        return document.activeElement.id === 'plan-overtaken' && top >= 0 && bottom <= innerHeight; }"""
    page.wait_for_function(in_view)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    save(page)
    assert on_disk(house) == renamed(before, "Typed here")


def test_a_text_whose_file_was_taken_away_can_be_written_anew(page: Page, house: House, editor: Locator) -> None:
    ours = renamed(on_disk(house), "Typed here")
    editor.fill(ours)
    mine(house).unlink()
    anew = page.get_by_role("button", name="Write it anew")
    anew.wait_for()
    page.get_by_text("Typed here: 2 sessions").wait_for()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Not saved yet: the file is not on disk any more.").wait_for()
    anew.click()
    page.get_by_text("Saved. The file is on disk again.").wait_for()
    assert on_disk(house) == ours
    assert anew.count() == 0


def test_that_a_file_is_gone_is_told_no_longer_than_it_is(page: Page, house: House, editor: Locator) -> None:
    before = on_disk(house)
    mine(house).unlink()
    gone = page.get_by_role("heading", name="The file is not on disk any more")
    gone.wait_for()
    mine(house).write_text(before, encoding="utf-8")
    gone.wait_for(state="detached")
    assert editor.input_value() == before


def test_save_is_in_view_when_a_plan_is_opened(page: Page, house: House, editor: Locator) -> None:
    for width, height in ((1280, 800), (360, 740), (1280, 600)):
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        page.get_by_text("My week: 2 sessions").wait_for()
        box = page.get_by_role("button", name="Save").bounding_box()
        assert box
        assert box["y"] + box["height"] <= height, (width, height)


def test_what_is_to_be_typed_stands_as_code_and_not_between_backticks(
    page: Page, house: House, editor: Locator
) -> None:
    editor.fill('title = "Nothing in it"\n')
    problem = page.locator(".problems li").first
    problem.wait_for()
    problem.locator("code").first.wait_for()
    assert "`" not in problem.inner_text()
    page.goto(f"{house.address}/plans/nobody")
    page.get_by_role("heading", name="You have no plan of that name.").wait_for()
    assert "`" not in page.locator("main").inner_text()


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
    page.wait_for_url("**/plans/evening-calm/form")
    page.get_by_role("heading", name="When it comes").wait_for()
    assert (house.paths.plans_dir / "evening-calm.toml").is_file()


def test_a_new_plan_begins_with_its_name(page: Page, house: House) -> None:
    page.goto(house.link("/plans"))
    page.get_by_text("Begin a new plan").click()
    page.get_by_label("What shall it be called?").fill("My mornings")
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/my-mornings/form")
    page.get_by_role("heading", name="My mornings").wait_for()
    page.get_by_text("it asks for nothing until you use it").wait_for()
    page.get_by_role("button", name="Use it", exact=True).click()
    page.get_by_role("button", name="Pause this plan").wait_for()
    assert page.get_by_text("it asks for nothing until you use it").count() == 0
