"""A guided session as somebody has it in their browser: keys, tabs, reloads, other places, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from routine.core.events import Actor, EventKind
from tests.browser.house import House
from tests.browser.performing import at_step, begin
from tests.service.process import wait_for
from tests.telling import told

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def progress(page: Page) -> str:
    return page.locator(".progress").first.inner_text()


def test_every_key_does_what_it_says(page: Page, house: House) -> None:
    page.goto(house.link(house.session()))
    page.get_by_role("button", name="Start").wait_for()
    page.keyboard.press("Space")
    at_step(page, 1)
    page.keyboard.press("Space")
    page.get_by_role("button", name="Go on").wait_for()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Pause").wait_for()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    at_step(page, 2)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("() => document.querySelector('.progress').textContent.startsWith('Step 1 ')")
    page.keyboard.press("m")
    page.get_by_text("Sound is off.").wait_for()
    assert page.get_by_role("button", name="Sound").get_attribute("aria-pressed") == "false"
    page.keyboard.press("Escape")
    page.locator(".lead", has_text="That is fine.").wait_for()
    kinds = [entry.kind for entry in house.entries() if entry.by is Actor.PAGE]
    assert kinds[0] is EventKind.STARTED
    assert kinds[-1] is EventKind.ABANDONED


def test_a_whole_session_runs_by_itself_and_ends_with_three_questions(page: Page, quick_house: House) -> None:
    begin(page, quick_house)
    page.get_by_role("heading", name="Well done.").wait_for(timeout=60_000)
    page.get_by_role("button", name="Too easy").click()
    sorer = page.get_by_text("Sorer than usual?")
    page.get_by_role("button", name="8", exact=True).click()
    sorer.wait_for()
    page.get_by_role("button", name="3", exact=True).click()
    sorer.wait_for(state="detached")
    page.get_by_label("A line for your diary").fill("  My <b>back</b>\tfelt good. ")
    page.keyboard.press("Enter")
    wait_for(lambda: len(quick_house.entries(EventKind.FELT)) == 4, "every answer")
    answer, first, score, note = quick_house.entries(EventKind.FELT)
    assert (told(answer).answer, told(first).score, told(score).score, told(note).note) == (
        "easier",
        8,
        3,
        "My <b>back</b> felt good.",
    )
    done = [told(entry).step for entry in quick_house.entries(EventKind.STEP_DONE)]
    assert done == [1, 2, 3, 4]
    assert len(quick_house.entries(EventKind.COMPLETED)) == 1
    assert {
        entry.by for entry in quick_house.entries(EventKind.STEP_DONE, EventKind.COMPLETED, EventKind.FELT)
    } == {Actor.PAGE}
    assert "it was easier" in quick_house.routine("today").stdout


def test_a_page_loaded_again_goes_on_where_it_was(page: Page, house: House) -> None:
    begin(page, house)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    at_step(page, 2)
    page.reload()
    at_step(page, 2)
    page.get_by_role("button", name="Pause").wait_for()
    assert len(house.entries(EventKind.STARTED)) == 1


def test_a_closed_tab_pauses_and_an_opened_one_goes_on(browser: Browser, house: House) -> None:
    context = browser.new_context()
    page = context.new_page()
    begin(page, house)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    at_step(page, 2)
    page.close()
    again = context.new_page()
    wait_for(lambda: house.frame()["mode"] == "paused", "a session that nobody watches to pause", 30)
    again.goto(house.link(house.session()))
    at_step(again, 2)
    again.get_by_role("button", name="Go on").click()
    again.get_by_role("button", name="Pause").wait_for()
    context.close()


def test_two_tabs_show_the_same_moment(browser: Browser, house: House) -> None:
    context = browser.new_context()
    one, other = context.new_page(), context.new_page()
    begin(one, house)
    other.goto(house.link(house.session()))
    at_step(other, 1)
    one.get_by_role("button", name="Pause").click()
    other.get_by_role("button", name="Go on").wait_for()
    other.get_by_role("button", name="Next").click()
    other.get_by_role("button", name="Next").click()
    at_step(one, 2)
    assert len(house.entries(EventKind.STARTED)) == 1
    assert not house.entries(EventKind.STEP_DONE), "who only went on has not done it"
    context.close()


def test_what_is_done_in_a_terminal_ends_it_here(page: Page, house: House) -> None:
    begin(page, house)
    assert house.routine("done").returncode == 0
    page.get_by_role("heading", name="Well done.").wait_for()


def test_a_session_led_elsewhere_can_be_taken_over_and_taken_back(page: Page, house: House) -> None:
    page.goto(house.link(house.session()))
    page.get_by_role("button", name="Start").wait_for()
    house.routine("start", house.key(), "--in", "terminal")
    page.locator(".lead", has_text="being guided in a terminal").wait_for()
    page.get_by_role("button", name="Go on here").click()
    at_step(page, 1)
    house.routine("start", house.key(), "--in", "terminal")
    page.locator(".lead", has_text="being guided in a terminal").wait_for()


def test_a_session_of_breathing_shows_its_pacer(page: Page, house: House) -> None:
    begin(page, house, "calm")
    page.keyboard.press("ArrowRight")
    pacer = page.locator(".pacer")
    pacer.wait_for()
    page.wait_for_function("() => document.querySelector('.pacer-word').textContent === 'Breathe in'")
    page.wait_for_function("() => document.querySelector('.pacer-word').textContent === 'Breathe out'")


def test_a_screen_reader_hears_steps_and_sayings_but_never_seconds(page: Page, quick_house: House) -> None:
    begin(page, quick_house)
    page.evaluate("""() => {
        window.heard = [];
        const live = document.querySelector('[aria-live][aria-atomic]');
        const watch = new MutationObserver(() => window.heard.push(live.textContent));
        watch.observe(live, {childList: true, characterData: true, subtree: true});
    }""")
    page.get_by_role("heading", name="Well done.").wait_for(timeout=60_000)
    heard = page.evaluate("window.heard")
    assert any(text.startswith("Step 2 of 3. Single Knee to Chest") for text in heard)
    assert any("right leg" in text for text in heard)
    assert any(text.startswith("Rest.") or ". Rest." in text for text in heard)
    assert not [text for text in heard if text.strip().replace(":", "").isdigit()]
    assert len(heard) < 40, "each saying once"


def test_the_figure_moves_and_nothing_around_it_does(page: Page, house: House) -> None:
    begin(page, house)
    page.keyboard.press("ArrowRight")
    page.locator("svg.figure").wait_for()
    page.wait_for_timeout(500)
    page.evaluate("""() => {
        window.shifts = 0;
        new PerformanceObserver((list) => { for (const each of list.getEntries()) window.shifts += each.value; })
            .observe({type: 'layout-shift', buffered: false});
    }""")
    drawn = "[...document.querySelectorAll('svg.figure path')].map(p => p.getAttribute('d')).join()"
    before, place = page.evaluate(drawn), page.locator("svg.figure").bounding_box()
    page.wait_for_function(f"before => ({drawn}) !== before", arg=before)
    page.wait_for_timeout(1500)
    assert page.locator("svg.figure").bounding_box() == place
    assert page.evaluate("window.shifts") == 0


def test_the_session_comes_from_this_computer_alone_and_is_light(page: Page, house: House) -> None:
    asked: list[str] = []
    sizes: list[int] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    begin(page, house)
    page.locator("svg.figure").wait_for()
    assert not [url for url in asked if not url.startswith(house.address)]
    assert 0 < sum(sizes) < 150_000


def test_nothing_from_a_plan_becomes_markup(browser: Browser, tmp_path: Path) -> None:
    evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
    plan = f"""title = {evil!r}
[[session]]
id = "morning"
title = {evil!r}
days = "daily"
at = "{{at}}"
practice = "mobility"
steps = [{{{{ say = {evil!r}, for = "5m" }}}}]
[[session]]
id = "calm"
title = "x"
practice = "breathing"
days = "daily"
at = "{{later}}"
steps = ["breathing-4-6"]
"""
    with House(tmp_path, plan=plan) as house:
        context = browser.new_context()
        page = context.new_page()
        begin(page, house)
        page.get_by_text("onerror").first.wait_for()
        for view in ("/today", "/week", "/plans", "/plans/mine"):
            page.goto(house.address + view)
            page.get_by_text("onerror").first.wait_for()
        assert page.evaluate("window.hacked") is None
        assert page.locator("main img").count() == 0
        context.close()


def test_an_easier_one_and_what_hurts_are_at_hand_and_no_button_moves(page: Page, house: House) -> None:
    page.goto(house.link("/library/lower-trunk-rotation"))
    page.get_by_role("button", name="Start", exact=True).click()
    pause = page.get_by_role("button", name="Pause")
    pause.wait_for()
    assert "left in all" in page.locator(".words .where").inner_text()
    places = {name: page.get_by_role("button", name=name, exact=True).bounding_box() for name in ("Stop", "Next")}
    page.keyboard.press("e")
    page.get_by_role("heading", level=1, name="Pelvic Tilt").wait_for()
    assert page.get_by_role("button", name="Easier one").is_disabled(), "there is none that is easier still"
    page.keyboard.press("t")
    page.wait_for_function(
        "() => /Step 1 of 1.*left/.test(document.querySelector('[aria-live=polite]').textContent)"
    )
    page.keyboard.press("r")
    page.wait_for_function("() => /Pelvic Tilt/.test(document.querySelector('[aria-live=polite]').textContent)")
    assert {name: page.get_by_role("button", name=name, exact=True).bounding_box() for name in places} == places


def test_what_hurts_is_left_the_rule_is_said_and_it_waits(page: Page, house: House) -> None:
    page.goto(house.link("/library/sequence/gentle-a"))
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="It hurts").wait_for()
    page.keyboard.press("h")
    told = page.get_by_role("status").filter(has_text="is left for today")
    told.wait_for()
    assert "Stop if pain is sharp" in told.inner_text()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Pause").wait_for()
    assert not told.is_visible()
    (left,) = house.entries(EventKind.STEP_SKIPPED)
    assert getattr(left, "hurt", "") == "diaphragmatic-breathing"


def test_an_easier_one_can_be_kept_from_now_on_and_taken_back(page: Page, house: House) -> None:
    file = house.paths.plans_dir / "mine.toml"
    before = file.read_text()
    page.goto(house.link(house.session()))
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="Pause").wait_for()
    page.keyboard.press("e")  # a second click so soon would be taken for the second of two
    page.get_by_role("button", name="From now on Small Cat–Cow instead of Cat–Cow").click()
    page.get_by_text("has Small Cat–Cow in the place of Cat–Cow").wait_for()
    assert "cat-cow-small" in file.read_text()
    assert page.get_by_role("button", name="From now on").count() == 0
    assert house.routine("undo").returncode == 0
    assert file.read_text() == before
