"""The whole first day without a terminal: a week of one's own, a session, another time, a way back, relief, paper.

By mouse, by keyboard alone and on a phone; nothing breaks a rule of accessibility on the way.
"""

from __future__ import annotations

import re
import time
import tomllib
from typing import TYPE_CHECKING

import pytest

from routine.core.events import EventKind
from tests.browser.axe import violations
from tests.browser.house import House
from tests.service.process import wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
MOST_SECONDS, MOST_CLICKS = 90, 12
"""From the first look to a week of one's own."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Of somebody who has nothing yet."""
    house = House(tmp_path)
    (house.paths.plans_dir / "mine.toml").unlink()
    with house:
        yield house


class Person:
    """Somebody at the page, who presses by mouse or by keyboard, and counts how often."""

    def __init__(self, page: Page, *, by_keyboard: bool = False) -> None:
        self.page = page
        self.presses = 0
        self._by_keyboard = by_keyboard

    def press(self, what: Locator) -> None:
        what.wait_for()
        self.presses += 1
        if self._by_keyboard:
            self._tab_to(what)
            self.page.keyboard.press("Enter")
        else:
            what.click()

    def type(self, what: Locator, text: str) -> None:
        if self._by_keyboard:
            self._tab_to(what)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.type(text)
            self.page.keyboard.press("Tab")
        else:
            what.fill(text)
            what.blur()

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name).first

    def _tab_to(self, what: Locator) -> None:
        """Forwards by Tab alone, as far as the page goes."""
        for _ in range(150):
            if what.evaluate("(it) => it === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {what}")


def begin(person: Person, house: House) -> None:
    """The six steps."""
    page = person.page
    page.goto(house.link("/today"))
    person.press(page.get_by_role("link", name="Make it my week"))
    person.press(person.button("None of these"))
    page.get_by_text("Step 1 of 6").wait_for()
    person.press(person.button("None of these"))
    person.press(person.button(re.compile("A back that is sore or stiff")))
    page.get_by_role("heading", name="On which days, and when?").wait_for()
    person.press(person.button("Go on"))
    page.get_by_role("heading", name="Is there something to leave out?").wait_for()
    person.press(person.button("Go on"))
    page.get_by_role("listitem").filter(has_text="Gentle movement A").first.wait_for()
    person.press(person.button("Make it my week"))
    page.get_by_role("heading", name="Shall it start by itself?").wait_for()
    person.press(person.button("Not yet"))
    page.locator(".day h1").wait_for()


def plan(house: House) -> dict[str, object]:
    return tomllib.loads((house.paths.plans_dir / "gentle-start.toml").read_text(encoding="utf-8"))


def first_at(house: House) -> object:
    sessions = plan(house)["session"]
    assert isinstance(sessions, list)
    return sessions[0]["at"]


def live(person: Person, house: House, *, checks: bool = False) -> None:
    """All of the day; `checks`: the rules of accessibility hold after each step."""
    page = person.page

    def look() -> None:
        if checks:
            page.wait_for_timeout(300)
            assert violations(page) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url

    began = time.monotonic()
    begin(person, house)
    assert time.monotonic() - began < MOST_SECONDS
    assert person.presses <= MOST_CLICKS
    look()
    # a first session, whatever the hour is
    person.press(page.locator("summary", has_text="Something else now"))
    person.press(person.button(re.compile("Start: Evening breathing")))
    page.wait_for_url("**/session/**")
    person.press(person.button("Stop"))
    wait_for(lambda: house.entries(EventKind.ABANDONED), "the session to end")
    look()
    # another time, by the form, and back
    page.goto(f"{house.address}/plans")
    person.press(page.get_by_role("link", name=re.compile("Change: Gentle start")))
    before = first_at(house)
    person.type(page.get_by_role("textbox", name="At: Gentle movement").first, "19:15")
    wait_for(lambda: first_at(house) == "19:15", "the new time in the text")
    look()
    person.press(person.button("Undo"))
    wait_for(lambda: first_at(house) == before, "the time as it was")
    # my back hurts now
    page.goto(f"{house.address}/today")
    person.press(person.button(re.compile("Stiff from sitting")))
    look()
    for _ in range(2):
        page.locator(".relief h3").wait_for()
        look()
        person.press(page.locator(".relief").get_by_role("button", name="None of these"))
    page.wait_for_url("**/session/**")
    wait_for(lambda: len(house.entries(EventKind.STARTED)) == 2, "what helps to begin")
    page.get_by_role("button", name="Pause").wait_for()
    look()
    page.keyboard.press("Escape")
    # it was not meant: what helps goes on
    person.press(page.locator(".messages").get_by_role("button", name="Undo"))
    page.get_by_role("button", name="Pause").wait_for()
    look()
    person.press(page.get_by_role("button", name="Stop", exact=True))
    wait_for(lambda: len(house.entries(EventKind.ABANDONED)) == 2, "what helps to end")
    look()
    # how it goes, on paper
    page.goto(f"{house.address}/progress")
    page.locator("main h1").wait_for()
    look()
    page.emulate_media(media="print")
    assert page.locator("main h1").is_visible()


def test_a_first_day_by_mouse(page: Page, house: House) -> None:
    live(Person(page), house)


def test_a_first_day_by_keyboard_alone(page: Page, house: House) -> None:
    live(Person(page, by_keyboard=True), house)


def test_a_first_day_on_a_phone_breaks_no_rule(browser: Browser, house: House) -> None:
    context = browser.new_context(bypass_csp=True, viewport={"width": 360, "height": 740})
    context.set_default_timeout(30_000)
    live(Person(context.new_page()), house, checks=True)
    context.close()


def test_nothing_is_lost_by_leaving_in_the_middle(page: Page, house: House) -> None:
    person = Person(page)
    page.goto(house.link("/welcome"))
    for _ in range(2):
        person.press(person.button("None of these"))
        page.wait_for_timeout(300)
    person.press(person.button(re.compile("Walking more")))
    person.press(person.button("Sunday"))
    person.type(page.get_by_label("At", exact=True), "08:05")
    person.press(person.button("Go on"))
    page.get_by_role("heading", name="Is there something to leave out?").wait_for()
    page.goto(f"{house.address}/library")
    page.locator("main h1").wait_for()
    page.goto(f"{house.address}/welcome")
    page.get_by_role("heading", name="Is there something to leave out?").wait_for()
    person.press(person.button("Go on"))
    person.press(person.button("Make it my week"))
    wait_for((house.paths.plans_dir / "walking-further.toml").exists, "the plan")
    said = tomllib.loads((house.paths.plans_dir / "walking-further.toml").read_text(encoding="utf-8"))
    walks = [each for each in said["session"] if each["practice"] == "walking"]
    assert {each["at"] for each in walks} == {"08:05"}
    for week in range(1, said["weeks"] + 1):
        # an easy walk and a brisk one take turns in some of them
        days = [day for each in walks if comes_in(week, each["weeks"]) for day in each["days"]]
        assert "sun" in days, week
        assert len(days) == len({*days}), week


def comes_in(week: int, weeks: str) -> bool:
    """`weeks`: as a plan has them, `3` or `1-2`."""
    first, _, last = weeks.partition("-")
    return int(first) <= week <= int(last or first)


def test_a_sign_that_is_named_leads_to_help_and_moves_nobody(page: Page, house: House) -> None:
    page.goto(house.link("/welcome"))
    page.get_by_role("button", name="One of these, or not sure").click()
    page.locator(".note.warm").get_by_role("link", name="When to get help").wait_for()
    page.goto(f"{house.address}/today")
    page.locator(".note.warm").filter(has_text=re.compile("help comes first|professional")).first.wait_for()
