"""A plan is changed by its form, and its text keeps every comment; each change can be taken back."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from routine.reading.form_edit import comments_in
from tests.browser.axe import violations
from tests.browser.house import House
from tests.service.process import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
PLAN = """# What I agreed with myself.
title = "My week" # mine
weeks = 6

[[session]]
title = "Gentle movement A"
practice = "strengthening"
days = ["mon", "wed"] # not on Fridays
at = "{at}" # after work
weeks = "1-2"
sequence = "gentle-a"

[[session]]
title = "Gentle movement B"
practice = "strengthening"
days = ["mon", "wed"]
at = "{at}"
weeks = "3-"
sequence = "gentle-b"

# At night.
[[session]]
title = "A calm breath"
practice = "breathing"
days = "daily"
at = "{later}"
steps = ["breathing-4-6"]
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path, plan=PLAN) as house:
        yield house


def text(house: House) -> str:
    return (house.paths.plans_dir / "mine.toml").read_text(encoding="utf-8")


def said(house: House) -> dict[str, Any]:
    return tomllib.loads(text(house))


def opened(page: Page, house: House) -> None:
    page.goto(house.link("/plans/mine/form"))
    page.get_by_role("heading", name="My week").wait_for()


def told(page: Page, words: str) -> None:
    page.locator(".messages").get_by_text(words).wait_for()


def test_days_and_times_are_pressed_and_typed_and_undone(page: Page, house: House) -> None:
    before = text(house)
    opened(page, house)
    group = page.get_by_role("group", name="Days: Gentle movement")
    assert group.get_by_role("button", name="Friday").get_attribute("aria-pressed") == "false"
    group.get_by_role("button", name="Friday").click()
    told(page, "Saved.")
    assert [each["days"] for each in said(house)["session"][:2]] == [["mon", "wed", "fri"]] * 2, (
        "both of its weeks"
    )
    at = page.get_by_role("textbox", name="At: Gentle movement")
    at.fill("6:30 pm")
    at.press("Enter")
    at.blur()
    wait_for(lambda: said(house)["session"][0]["at"] == "18:30", "the new time")
    assert comments_in(text(house)) == comments_in(before)
    page.get_by_role("button", name="Undo").click()
    told(page, "Taken back")
    assert said(house)["session"][0]["at"] == tomllib.loads(before)["session"][0]["at"]
    page.wait_for_function("(at) => document.querySelector('input.time').value === at", arg=shown_at(before))
    assert said(house)["session"][0]["days"] == ["mon", "wed", "fri"], "one answer is taken back, not all"


def shown_at(text: str) -> str:
    return str(tomllib.loads(text)["session"][0]["at"])


def test_the_last_day_cannot_be_taken_away_and_a_wrong_time_says_what_is_right(page: Page, house: House) -> None:
    before = text(house)
    opened(page, house)
    group = page.get_by_role("group", name="Days: Gentle movement")
    group.get_by_role("button", name="Monday").click()
    told(page, "Saved.")
    group.get_by_role("button", name="Wednesday").click()
    told(page, "Choose at least one day.")
    at = page.get_by_role("textbox", name="At: A calm breath")
    at.fill("25 o'clock")
    at.blur()
    told(page, "not a time of day")
    assert said(house)["session"][2] == tomllib.loads(before)["session"][2]


def test_a_session_of_the_library_comes_and_goes(page: Page, house: House) -> None:
    opened(page, house)
    page.get_by_text("Add a session").click()
    page.get_by_role("combobox").select_option("cat-cow")
    page.get_by_label("At what time").fill("07:15")
    page.get_by_role("button", name="Add it").click()
    told(page, "is in the plan now")
    added = said(house)["session"][-1]
    assert (added["steps"], added["at"], added["days"]) == (
        ["cat-cow"],
        "07:15",
        ["mon", "tue", "wed", "thu", "fri"],
    )
    page.get_by_role("button", name="Take this session out: A calm breath").click()
    told(page, "Saved.")
    assert len(said(house)["session"]) == 3
    assert "# At night." in text(house)
    # what is an exercise and a sequence by one name stands there once, and is added for as long as was typed
    what = page.get_by_role("combobox")
    assert what.evaluate("(it) => new Set([...it.options].map((one) => one.value)).size === it.options.length")
    what.select_option("breathing-4-6")
    page.get_by_label("At what time").fill("21:15")
    page.get_by_label("For how long", exact=True).fill("9 min")
    page.get_by_role("button", name="Add it").click()
    told(page, "is in the plan now")
    assert said(house)["session"][-1]["steps"] == [{"exercise": "breathing-4-6", "for": "9m"}]


def shows(page: Page, field: str, value: str) -> None:
    """Wait until the form has been drawn from the text again."""
    page.wait_for_function(
        "([field, value]) => document.querySelector(`[aria-label='${field}']`).value === value", arg=[field, value]
    )


OFTEN = """title = "At work" # and at home
[[session]]
title = "Up from the chair"
practice = "walking"
days = ["mon", "tue"]
every = "1h" # by the clock
between = "09:00-17:00"
steps = ["walk-easy"] # round the house
"""


def test_what_comes_every_so_often_and_how_long_it_is_done_are_typed(page: Page, tmp_path: Path) -> None:
    with House(tmp_path, plan=OFTEN) as house:
        page.goto(house.link("/plans/mine/form"))
        fields = (
            ("Every", "45 min", "45m"),
            ("Between", "now and then", "10:00-16:00"),
            ("For how long", "3", "3m"),
        )
        for label, typed, written in fields:
            field = page.get_by_role("textbox", name=f"{label}: Up from the chair")
            field.fill(typed)
            field.blur()
            if label == "Between":
                told(page, "window")
                shows(page, f"{label}: Up from the chair", "09:00-17:00")
                field.fill("10 to 4 pm")
                field.blur()
            shows(page, f"{label}: Up from the chair", written)
        session = said(house)["session"][0]
        assert (session["every"], session["between"], session["steps"]) == (
            "45m",
            "10:00-16:00",
            [{"exercise": "walk-easy", "for": "3m"}],
        )
        assert comments_in(text(house)) == comments_in(OFTEN)
        page.get_by_text("Add a session").click()
        page.get_by_role("combobox").select_option("box-breathing")
        page.get_by_label("For how long", exact=True).fill("2 min")
        page.get_by_label("Every so often, all through the day").check()
        page.locator("#form-every").fill("2h")
        page.locator("#form-between").fill("8:00 - 20:00")
        page.get_by_role("button", name="Add it").click()
        told(page, "is in the plan now")
        added = said(house)["session"][-1]
        assert (added["every"], added["between"], added["steps"]) == (
            "2h",
            "08:00-20:00",
            [{"exercise": "box-breathing", "for": "2m"}],
        )


def test_what_is_left_out_reminders_and_weeks_go_into_the_text(page: Page, house: House) -> None:
    opened(page, house)
    page.get_by_role("heading", name="Leave out").click()
    page.get_by_role("button", name="kneeling").first.click()
    told(page, "Saved.")
    page.get_by_role("heading", name="Reminders").click()
    page.get_by_label("Quiet hours").fill("22:00-07:00")
    page.get_by_label("Quiet hours").blur()
    wait_for(lambda: said(house).get("remind", {}).get("quiet") == ["22:00-07:00"], "the hours")
    assert len(said(house)["avoid"]) == 1
    assert fits(page)


def test_a_plan_is_paused_goes_on_ends_and_is_removed_by_buttons(page: Page, house: House) -> None:
    opened(page, house)
    page.get_by_role("button", name="Pause this plan").click()
    told(page, "is paused")
    page.get_by_role("button", name="Go on with it").click()
    told(page, "goes on")
    page.get_by_role("button", name="Remove it").click()
    page.get_by_role("button", name="Really remove it?").click()
    page.wait_for_url("**/plans")
    assert not (house.paths.plans_dir / "mine.toml").exists()
    assert (house.paths.plans_dir / "_mine.toml").exists()


def fits(page: Page) -> bool:
    found = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    return bool(found)


def test_the_form_breaks_no_rule_of_accessibility(page: Page, house: House) -> None:
    context = page.context.browser.new_context(bypass_csp=True, viewport={"width": 360, "height": 740})  # type: ignore[union-attr] # launched here
    opened_page = context.new_page()
    opened(opened_page, house)
    for each in ("Leave out", "Reminders", "Name of the plan"):
        opened_page.get_by_role("heading", name=each).click()
    opened_page.get_by_text("Add a session").click()
    opened_page.get_by_label("At what time").wait_for()
    assert violations(opened_page) == []
    assert fits(opened_page)
    context.close()
