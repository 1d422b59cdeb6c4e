"""The view of progress and the dots on Today: as wide as there is room, in any colours, the same as a table."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from routine.adapters.journal.store import JournalDb
from routine.core.events import (
    Abandoned,
    Actor,
    Completed,
    Event,
    Excused,
    Felt,
    FeltAnswer,
    Measured,
    Missed,
    MissReason,
    Showing,
    Skipped,
    Started,
    StepDone,
    StepDose,
)
from routine.core.exercise import Practice
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence
from tests.browser.axe import violations
from tests.browser.house import TOP, House

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NASTY = "<img src=x onerror=alert(1)> “stiff”"
COLOURS = [("light", None), ("dark", None), ("light", "active")]


def lived(now: datetime, house: House) -> list[Event]:
    """Eight weeks in which all of it happened."""
    rows: list[Event] = []
    zone = house.clock.zone()
    for back in range(56, 0, -1):
        planned = (now - back * DAY).astimezone(zone).replace(hour=7, minute=30, second=0, microsecond=0)
        key = OccurrenceKey.of("mine", "morning", planned.replace(tzinfo=None))
        due = planned.astimezone(now.tzinfo)
        one = Occurrence(key, due, "Morning mobility", Practice.MOBILITY, 12 * MINUTE)
        if not 20 < back < 28:
            rows += [Showing(due, Actor.SERVICE, one), *fates(one, due)[back % 8]]
    return rows


def fates(one: Occurrence, due: datetime) -> list[list[Event]]:
    me, service = Actor.PAGE, Actor.SERVICE
    dose = (StepDose("cat-cow"),) * 2
    guided: list[Event] = [
        Started(due, me, one, dose=dose),
        StepDone(due + 6 * MINUTE, me, one, step=1),
        StepDone(due + 12 * MINUTE, me, one, step=2),
        Completed(due + 12 * MINUTE, me, one),
        Felt(due + 13 * MINUTE, me, one, score=due.day % 5 + 2, note=NASTY),
    ]
    stopped = Abandoned(due + 2 * MINUTE, me, one, steps_done=0, of=2)
    return [
        guided,
        guided,
        [Completed(due + 5 * MINUTE, me, one)],
        [Started(due, me, one, dose=dose), stopped],
        [Skipped(due, me, one)],
        [Missed(due + 120 * MINUTE, service, one, reason=MissReason.OFF)],
        [Excused(due, me, one, note="fever")],
        guided,
    ]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home: Path = tmp_path_factory.mktemp("person")
    with House(home) as there:
        journal = JournalDb(there.paths.journal_file)
        rows = lived(there.clock.now(), there)
        journal.append(lambda: rows)
        journal.close()
        yield there


def opened(browser: Browser, house: House, width: int, scheme: str = "light", forced: str | None = None) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type] # light or dark
        forced_colors=forced,  # type: ignore[arg-type] # as Playwright names it
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(house.link("/today"))
    page.goto(f"{house.address}/progress/12")
    page.locator(".chart svg").first.wait_for()
    return page


@pytest.mark.parametrize(("scheme", "forced"), COLOURS)
@pytest.mark.parametrize("width", [320, 1280])
def test_it_breaks_no_rule_in_any_colours_at_any_width(
    browser: Browser, house: House, width: int, scheme: str, forced: str | None
) -> None:
    page = opened(browser, house, width, scheme, forced)
    page.wait_for_timeout(300)
    assert violations(page) == []
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    letters = page.evaluate(
        "[...document.querySelectorAll('.chart svg text')].map((each) => each.getBoundingClientRect().height)"
    )
    assert min(letters) >= 11
    (TOP / "artefacts").mkdir(exist_ok=True)
    page.screenshot(path=TOP / "artefacts" / f"progress-{width}-{scheme}-{forced or 'own'}.png", full_page=True)
    page.context.close()


def test_the_bars_and_the_table_say_the_same(browser: Browser, house: House) -> None:
    page = opened(browser, house, 1280)
    excused = page.locator(".weeks tbody tr td:nth-of-type(7)").all_text_contents()
    hatched = page.locator(".weeks .plot rect.excused").count()
    assert hatched == sum(text not in {"", "0"} for text in excused)
    assert page.locator(".ratings .plot circle").count() == page.locator(".ratings tbody tr").count()
    assert page.locator(".progress-view img").count() == 0
    assert NASTY in page.get_by_role("region", name="Diary").locator(".diary").inner_text()
    page.context.close()


def test_the_table_is_reached_and_opened_by_keys(browser: Browser, house: House) -> None:
    page = opened(browser, house, 1280)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.localName") == "summary":
            break
    page.keyboard.press("Enter")
    assert page.locator(".weeks table").is_visible()
    page.context.close()


def test_today_has_the_week_in_dots_and_says_it_in_words(browser: Browser, house: House) -> None:
    page = opened(browser, house, 1280)
    page.goto(f"{house.address}/today")
    page.locator("main h1").first.wait_for()
    if page.locator(".dots").count():
        assert page.locator(".dots .dot").count() == 7
        assert page.locator(".dots .unseen").inner_text().startswith("Done this week: ")
    assert violations(page) == []
    page.screenshot(path=TOP / "artefacts" / "today-dots.png")
    page.context.close()


@pytest.mark.parametrize(("path", "most"), [("report", 1), ("session/mine/morning", 2), ("session/gentle-a", 4)])
def test_what_is_printed_has_all_its_pictures_and_few_sheets(
    browser: Browser, house: House, path: str, most: int, tmp_path: Path
) -> None:
    page = opened(browser, house, 1000, "dark")
    page.goto(f"{house.address}/print/{path}")
    page.locator("article button:not([disabled])").wait_for()
    assert violations(page) == []
    wanted, drawn = (page.locator(f".sheet .picture{each}").count() for each in ("", " svg"))
    assert wanted == drawn > 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True)
    assert len(PdfReader(tmp_path / "sheet.pdf").pages) <= most
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav.top").is_visible()
    page.context.close()


def test_an_offer_is_taken_by_one_press_shown_as_it_changed_the_plan_and_taken_back_by_one(
    browser: Browser, tmp_path: Path
) -> None:
    with House(tmp_path) as house:
        plan = house.paths.plans_dir / "mine.toml"
        before = plan.read_bytes()
        journal = JournalDb(house.paths.journal_file)
        journal.append(lambda: twice_easier(house))
        journal.close()
        context = browser.new_context(viewport={"width": 390, "height": 844}, bypass_csp=True)
        page = context.new_page()
        page.goto(house.link("/today"))
        page.goto(f"{house.address}/progress/4")
        page.get_by_role("button", name="Change it").click()
        page.locator(".difference").wait_for()
        assert "+" in page.locator(".difference").inner_text()
        assert plan.read_bytes() != before
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.screenshot(path=TOP / "artefacts" / "offer-taken.png", full_page=True)
        page.get_by_role("button", name="Take it back").click()
        page.get_by_text("Your plan says again what it did.").wait_for()
        assert plan.read_bytes() == before
        page.get_by_role("button", name="Not now").click()
        page.get_by_text("It is not offered again for two weeks.").wait_for()
        assert page.get_by_role("button", name="Change it").count() == 0
        context.close()


def twice_easier(house: House) -> list[Event]:
    """Two of the mornings before today were done, and were easier."""
    rows: list[Event] = []
    for back in (2, 1):
        planned = (house.clock.now() - back * DAY).astimezone(house.clock.zone()).replace(second=0, microsecond=0)
        key = OccurrenceKey.of("mine", "morning", planned.replace(tzinfo=None))
        one = Occurrence(key, planned, "Morning mobility", Practice.MOBILITY, 12 * MINUTE)
        rows += [Completed(planned, Actor.CLI, one), Felt(planned, Actor.CLI, one, answer=FeltAnswer.EASIER)]
    return rows


def test_what_is_measured_once_a_week_is_told_and_a_line_is_changed_and_forgotten(
    browser: Browser, house: House
) -> None:
    page = opened(browser, house, 320)
    page.locator(".measure summary").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    week, activity = page.locator(".measure form").first, page.locator(".measure form").nth(1)
    week.locator("input").fill("4")
    week.get_by_role("button").click()
    page.get_by_text("On average, seven days").first.wait_for()
    activity.locator("input[name=note]").fill("carry shopping")
    activity.locator("input[type=number]").fill("3")
    activity.get_by_role("button").click()
    page.get_by_text("“carry shopping”").first.wait_for()
    measured = [
        (entry.measure, entry.value, entry.note) for entry in house.entries() if isinstance(entry, Measured)
    ]
    assert measured == [("week", 4, ""), ("activity", 3, "carry shopping")]
    page.locator(".change summary").first.click()
    line = page.locator(".change").first
    line.locator("input").fill("a line about Bello")
    line.get_by_role("button", name="Keep").click()
    page.locator(".diary p", has_text="a line about Bello").wait_for()
    page.locator(".change summary").first.click()
    page.locator(".change").first.get_by_role("button", name="Forget").click()
    page.locator(".diary p", has_text="a line about Bello").wait_for(state="detached")
    assert b"Bello" not in house.paths.journal_file.read_bytes()
    page.context.close()


@pytest.mark.parametrize("path", ["/library/cat-cow", "/library/bird-dog", "/print/session/mine/morning"])
def test_an_exercise_and_a_session_are_one_sheet_each(
    browser: Browser, house: House, tmp_path: Path, path: str
) -> None:
    page = opened(browser, house, 1000)
    page.goto(f"{house.address}{path}")
    page.locator(".figure path, .picture path, .picture img").first.wait_for(state="attached")
    page.pdf(path=tmp_path / "sheet.pdf", format="A4", prefer_css_page_size=True)
    assert len(PdfReader(tmp_path / "sheet.pdf").pages) == 1
    page.context.close()
