"""The library, the therapies and when to get help, as somebody looks things up in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from routine.core.events import EventKind, Outcome
from routine.library.catalogue import catalogue
from tests.browser.axe import violations
from tests.browser.house import House
from tests.telling import reason_of, told

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
EXERCISES, SEQUENCES = len(catalogue().exercises), len(catalogue().sequences)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """For those who only read."""
    with House(tmp_path_factory.mktemp("reader")) as house:
        yield house


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[House]:
    with House(tmp_path) as house:
        yield house


def found(page: Page, text: str) -> None:
    page.wait_for_function("text => document.querySelector('.found')?.textContent === text", arg=text)


def shown(page: Page) -> list[str]:
    return page.locator(".entry h3").all_inner_texts()


def test_a_list_that_was_narrowed_is_the_same_after_a_card_and_back_and_after_a_reload(
    page: Page, house: House
) -> None:
    page.goto(house.link("/library"))
    found(page, f"{EXERCISES} exercises and {SEQUENCES} ready-made sessions")
    page.get_by_label("Show").select_option("Exercises")
    page.get_by_label("Practice").select_option("Pilates")
    found(page, "9 exercises")
    page.get_by_label("Search").fill("swim")
    found(page, "1 exercise")
    page.get_by_role("link", name="Swimming").click()
    page.get_by_role("heading", level=1, name="Swimming").wait_for()
    page.go_back()
    found(page, "1 exercise")
    page.reload()
    found(page, "1 exercise")
    assert page.get_by_label("Search").input_value() == "swim"
    page.get_by_role("button", name="Clear the filters").click()
    found(page, f"{EXERCISES} exercises and {SEQUENCES} ready-made sessions")
    assert page.url.endswith("/library")


def test_what_is_left_out_can_be_ticked_by_keyboard_alone(page: Page, house: House) -> None:
    page.goto(house.link("/library?kind=exercises"))
    found(page, f"{EXERCISES} exercises")
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("lying on the front").focus()
    page.keyboard.press("Space")
    page.wait_for_function("() => location.search.includes('avoid=avoid-prone')")
    page.wait_for_function(f"() => document.querySelector('.found').textContent !== '{EXERCISES} exercises'")
    assert "Locust" not in shown(page)
    assert page.evaluate("() => document.activeElement.value") == "avoid-prone"


LEAVES_OUT = """title = "Kind to knees"
avoid = ["avoid-kneeling"]
[[session]]
title = "A calm breath"
practice = "breathing"
days = "daily"
at = "{at}"
steps = ["breathing-4-6"]
"""


def test_what_the_plan_leaves_out_is_left_out_of_the_list_until_somebody_takes_the_tick_away(
    page: Page, tmp_path: Path
) -> None:
    with House(tmp_path, plan=LEAVES_OUT) as house:
        page.goto(house.link("/library"))
        said = page.get_by_text("Left out here, as in your plans: kneeling.")
        said.wait_for()
        assert page.get_by_role("group").first.is_visible()
        before = page.locator(".found").inner_text()
        page.get_by_text("Leave out, and what you have (1)").click()
        page.get_by_role("checkbox", name="kneeling").uncheck()
        found(page, f"{EXERCISES} exercises and {SEQUENCES} ready-made sessions")
        assert before != page.locator(".found").inner_text()
        said.wait_for(state="hidden")
        page.reload()
        found(page, f"{EXERCISES} exercises and {SEQUENCES} ready-made sessions")


def test_only_the_figures_in_view_are_drawn_and_the_others_when_they_come(page: Page, house: House) -> None:
    page.goto(house.link("/library?kind=exercises"))
    page.locator(".thumb svg").first.wait_for()
    assert settled(page, ".thumb svg") < 40
    last = page.locator(".thumb").last
    last.scroll_into_view_if_needed()
    last.locator("svg").wait_for()


def test_the_list_is_left_where_it_was_when_somebody_comes_back(page: Page, house: House) -> None:
    page.goto(house.link("/library"))
    page.locator("summary", has_text="Meditation").click()
    link = page.get_by_role("link", name="Body Scan", exact=True)
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 0
    link.click()
    page.get_by_role("heading", level=1, name="Body Scan").wait_for()
    page.go_back()
    page.wait_for_function("before => Math.abs(scrollY - before) < 300", arg=before)


def settled(page: Page, what: str) -> int:
    """How many there are when no more come."""
    count = -1
    while count != (count := page.locator(what).count()):
        page.wait_for_timeout(2000)
    return count


def _moves(page: Page) -> bool:
    picture = page.locator(".picture svg")
    before = picture.evaluate("one => one.innerHTML")
    page.wait_for_timeout(1500)
    return bool(picture.evaluate("one => one.innerHTML") != before)


def test_a_figure_moves_until_it_is_asked_to_hold_still_and_can_be_turned_to_the_other_side(
    page: Page, house: House
) -> None:
    page.goto(house.link("/library/cat-cow"))
    page.locator(".picture svg").wait_for()
    page.wait_for_function(
        """() => { const now = document.querySelector('.picture svg').innerHTML;
            const moved = window.before && window.before !== now; window.before = now; return moved; }"""
    )
    page.get_by_role("button", name="Hold still").click()
    assert not _moves(page)
    page.goto(house.address + "/library/single-knee-to-chest")
    page.get_by_role("button", name="Hold still").click()
    left = page.locator(".picture svg").evaluate("one => one.innerHTML")
    page.get_by_role("button", name="Right").click()
    page.wait_for_function("left => document.querySelector('.picture svg').innerHTML !== left", arg=left)
    assert page.get_by_role("button", name="Right").get_attribute("aria-pressed") == "true"


def test_who_wants_no_motion_gets_a_still_and_may_still_ask_for_the_movement(
    browser: Browser, house: House
) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(house.link("/library/cat-cow"))
    page.locator(".picture svg").wait_for()
    assert not _moves(page)
    page.get_by_role("button", name="Show the movement").click()
    page.get_by_role("button", name="Hold still").wait_for()
    context.close()


def test_a_therapy_is_read_from_the_list_and_its_source_opens_nothing_by_itself(page: Page, house: House) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(house.link("/therapies"))
    page.get_by_role("link", name="Yoga").click()
    page.get_by_role("heading", level=1, name="Yoga").wait_for()
    source = page.locator('a[href="https://doi.org/10.7326/M16-2367"]')
    assert source.get_attribute("rel") == "noreferrer noopener"
    assert not [url for url in asked if not url.startswith(house.address)]


def test_a_card_that_there_is_not_says_so_and_leads_on(page: Page, house: House) -> None:
    page.goto(house.link("/library/handstand"))
    page.get_by_role("heading", level=1, name="There is nothing called “handstand” in the library.").wait_for()


@pytest.mark.parametrize("view", ["/library", "/library/cat-cow", "/library/sequence/gentle-a", "/therapies"])
def test_where_to_look_when_worried_is_a_link_and_no_command(page: Page, house: House, view: str) -> None:
    page.goto(house.link(view))
    footer = page.locator(".footer")
    footer.wait_for()
    assert "help-signs" not in page.locator("main").inner_text()
    footer.get_by_role("link", name="When to get help").click()
    page.get_by_role("heading", level=1, name="When to get help").wait_for()
    page.locator(".footer").wait_for()
    assert page.locator("main a", has_text="When to get help").count() == 0, "it leads to no other view"


def test_a_therapy_names_the_safety_check_by_its_view(page: Page, house: House) -> None:
    page.goto(house.link("/therapies/yoga"))
    first = page.get_by_role("listitem").filter(has_text="With any sign of the safety check")
    first.get_by_role("link", name="When to get help").wait_for()
    assert "help-signs" not in page.locator("main").inner_text()


def test_an_urgent_sign_is_answered_with_what_to_do_and_holds_from_then_on(page: Page, own_house: House) -> None:
    page.goto(own_house.link("/help"))
    page.get_by_role("button", name="Answer the check").click()
    page.get_by_label("Back pain with fever, shivers or feeling very ill").check()
    assert page.get_by_role("button", name="None of these").is_disabled()
    page.get_by_role("button", name="These are true for me").click()
    page.locator(".note.warm").get_by_text("Call your emergency number").wait_for()
    assert "Please stop here" in str(page.evaluate("() => document.activeElement.textContent"))
    entry = own_house.entries(EventKind.CHECKIN)[-1]
    assert (told(entry).outcome, reason_of(entry)) == (Outcome.STOP, "A6")
    page.reload()
    page.get_by_text("By your last answers every session waits").wait_for()


def test_the_whole_check_by_keyboard_ends_with_a_line_for_the_plan(browser: Browser, own_house: House) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(own_house.link("/help"))
    page.get_by_role("button", name="Answer the check").press("Enter")
    assert violations(page) == []
    page.get_by_role("button", name="None of these").press("Enter")
    page.get_by_label("Weight loss without trying").wait_for()
    page.get_by_role("button", name="None of these").press("Space")
    page.get_by_text("Nothing on this list today.").wait_for()
    page.get_by_label("twists").press("Space")
    page.get_by_text('avoid = ["avoid-rotation"]').wait_for()
    assert violations(page) == []
    assert told(own_house.entries(EventKind.CHECKIN)[-1]).outcome is Outcome.CLEAR
    context.close()


def test_a_professionals_word_lets_movement_go_on(page: Page, own_house: House) -> None:
    page.goto(own_house.link("/help"))
    page.get_by_role("button", name="Answer the check").click()
    page.get_by_role("button", name="None of these").click()
    page.get_by_label("Weight loss without trying").check()
    page.get_by_role("button", name="These are true for me").click()
    page.get_by_text("By your last answers the movement sessions wait").wait_for()
    day = page.get_by_label("The day on which a professional said that movement is fine")
    day.fill(str(day.get_attribute("max")))
    page.get_by_role("button", name="Keep this day").click()
    page.get_by_text("a professional said that movement is fine. Your sessions go on").first.wait_for()
    assert page.get_by_role("button", name="Keep this day").count() == 0


def test_an_exercise_and_a_sequence_are_started_where_they_are_shown(page: Page, own_house: House) -> None:
    for address, title in [("/library/cat-cow", "Cat–Cow"), ("/library/sequence/gentle-a", "Gentle movement A")]:
        page.goto(own_house.link(address))
        page.get_by_role("heading", level=1, name=title).wait_for()
        page.get_by_role("button", name="Start", exact=True).click()
        page.get_by_role("button", name="Pause").wait_for()
    begun = [entry.key.session_ref for entry in own_house.entries(EventKind.STARTED)]
    assert begun == ["library/cat-cow", "library/gentle-a"]


def test_the_first_start_opens_the_check_which_can_be_answered_or_put_off(page: Page, tmp_path: Path) -> None:
    with House(tmp_path, asks_first=True) as house:
        page.goto(house.link("/library/cat-cow"))
        page.get_by_role("button", name="Start", exact=True).click()
        page.get_by_role("heading", level=1, name="Before you start: a two-minute safety check").wait_for()
        assert page.evaluate("() => document.activeElement.tagName") == "H1"
        assert violations(page) == []
        assert page.get_by_role("link", name="Answer the check").get_attribute("href") == "/help"
        assert house.entries(EventKind.STARTED) == []
        page.get_by_role("button", name="Another time").click()
        page.get_by_role("button", name="Pause").wait_for()
        assert len(house.entries(EventKind.STARTED)) == 1
        page.goto(house.link("/library/bridge"))
        page.get_by_role("button", name="Start", exact=True).click()
        page.get_by_role("button", name="Pause").wait_for()


def test_nothing_has_to_be_scrolled_for_thousands_of_pixels_and_what_was_opened_stays_so(
    page: Page, house: House
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(house.link("/library"))
    page.locator(".folded").first.wait_for()
    assert page.evaluate("document.documentElement.scrollHeight") < 3000
    assert page.locator(".entry").count() == 0
    page.locator("summary", has_text="Breathing").first.click()
    page.get_by_role("link", name="Box Breathing", exact=True).click()
    page.get_by_role("heading", level=1, name="Box Breathing").wait_for()
    page.go_back()
    page.get_by_role("link", name="Box Breathing", exact=True).wait_for()


def test_a_favourite_stands_first_and_an_exercise_is_added_to_a_plan(page: Page, own_house: House) -> None:
    page.goto(own_house.link("/library/cat-cow"))
    page.get_by_role("button", name="Favourite").click()
    page.goto(f"{own_house.address}/library")
    first = page.locator(".group").first
    first.get_by_role("heading", name="Favourites").wait_for()
    first.get_by_role("link", name="Cat–Cow").click()
    page.get_by_role("button", name="Add to a plan").click()
    page.get_by_label("At what time").fill("07:10")
    page.get_by_role("button", name="Add it").click()
    page.locator(".messages").get_by_text("is in the plan now").wait_for()
    text = (own_house.paths.plans_dir / "mine.toml").read_text(encoding="utf-8")
    assert text.count('"cat-cow"') == 2
