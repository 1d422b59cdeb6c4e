"""What of a guided session stands still, at every size, and what stands beside its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.house import House
from tests.browser.performing import begin, through
from tests.browser.plans import mixed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PLACES = """() => [...document.querySelectorAll(".controls button, .words h1, .picture")]
    .map((each) => Math.round(each.getBoundingClientRect().y)).join()"""
IN_VIEW = """(one) => {
    const box = one.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    return box.y >= 0 && box.bottom <= innerHeight && document.elementFromPoint(x, y) === one;
}"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with mixed(tmp_path) as house:
        yield house


def opened(browser: Browser, width: int, height: int) -> Page:
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    return context.new_page()


@pytest.mark.parametrize("size", [(360, 740), (1280, 800), (740, 360)])
def test_what_is_pressed_and_read_stays_in_its_place_from_the_first_moment_to_the_last(
    browser: Browser, house: House, size: tuple[int, int]
) -> None:
    page = opened(browser, *size)
    begin(page, house)
    page.locator("svg.figure").wait_for()
    seen = {page.evaluate(PLACES) for _ in through(page)}
    assert len(seen) == 1
    page.context.close()


@pytest.mark.parametrize("size", [(740, 360), (667, 331), (360, 640)])
def test_on_a_phone_held_either_way_start_and_pause_are_in_view(
    browser: Browser, house: House, size: tuple[int, int]
) -> None:
    page = opened(browser, *size)
    page.goto(house.link(house.session()))
    start = page.get_by_role("button", name="Start")
    start.wait_for()
    page.locator("svg.figure").wait_for()
    assert start.evaluate(IN_VIEW)
    start.click()
    pause = page.get_by_role("button", name="Pause")
    pause.wait_for()
    assert pause.evaluate(IN_VIEW)
    # nothing of what is said at this moment lies below what is pressed
    covered = "() => document.querySelector('.controls').getBoundingClientRect().top"
    for read in (".words .where p:last-child", ".saying", ".ring"):
        box = page.locator(read).bounding_box()
        assert box
        assert box["y"] + box["height"] <= page.evaluate(covered) or size[0] > size[1]
    page.context.close()


def test_a_large_screen_is_filled(browser: Browser, house: House) -> None:
    page = opened(browser, 3840, 2160)
    begin(page, house)
    page.locator("svg.figure").wait_for()
    room = page.evaluate(
        """() => {
            const box = (name) => document.querySelector(name).getBoundingClientRect();
            const [stage, pressed] = [box(".stage"), box(".controls")];
            return [stage.width / innerWidth, pressed.bottom / innerHeight];
        }"""
    )
    assert room[0] > 0.7
    assert room[1] > 0.7
    page.context.close()


def test_somebody_s_own_picture_stands_beside_its_exercise(browser: Browser, house: House) -> None:
    page = opened(browser, 1000, 800)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(house.link(house.session("glide")))
    picture = page.get_by_role("img", name="Nerve glide")
    picture.wait_for()
    page.get_by_role("button", name="Start").click()
    page.get_by_role("button", name="Pause").wait_for()
    assert picture.is_visible()
    assert picture.evaluate("one => one.naturalWidth") == 4
    assert said == []
    page.context.close()


def test_a_session_of_words_alone_asks_for_no_figure_and_leaves_no_gap(browser: Browser, house: House) -> None:
    page = opened(browser, 1000, 800)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    begin(page, house, "words")
    for _ in through(page):
        assert page.locator(".picture").count() == 0
    assert said == []
    page.context.close()


def test_a_muscle_that_was_tensed_is_not_lit_after_a_stop(browser: Browser, house: House) -> None:
    page = opened(browser, 1000, 800)
    begin(page, house, "muscles")
    page.keyboard.press("ArrowRight")
    lit = page.locator("svg.figure path[fill='var(--figure-lit)']")
    lit.first.wait_for(state="attached")
    page.keyboard.press("Escape")
    page.locator(".lead", has_text="That is fine.").wait_for()
    lit.first.wait_for(state="detached")
    page.context.close()


def test_a_session_of_one_step_shows_how_far_it_has_come_part_by_part(browser: Browser, house: House) -> None:
    page = opened(browser, 1000, 800)
    begin(page, house, "muscles")
    assert page.locator(".steps li").count() == 8, "seven groups of muscles, and a quiet end"
    page.get_by_text("Next: The hand you write with, and its arm").wait_for()
    page.keyboard.press("ArrowRight")
    page.get_by_text("Next: Other hand and arm").wait_for()
    page.get_by_text("left", exact=False).first.wait_for()
    filled = "() => document.querySelector('.steps [aria-current]').style.getPropertyValue('--filled')"
    assert float(page.evaluate(filled).rstrip("%")) < 50
    assert page.locator(".steps li.done").count() == 0
    page.context.close()


def test_the_pacer_s_word_can_be_read_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    with House(tmp_path) as house:
        page = opened(browser, 360, 740)
        begin(page, house, "calm")
        page.keyboard.press("ArrowRight")
        page.locator(".pacer-word").wait_for()
        size = page.evaluate(
            """() => {
                const [pacer, word] = [".pacer", ".pacer-word"].map((each) => document.querySelector(each));
                return parseFloat(getComputedStyle(word).fontSize) * pacer.getBoundingClientRect().width / 200;
            }"""
        )
        assert size >= 14
        page.context.close()
