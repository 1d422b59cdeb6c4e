"""Every view, as somebody sees it who needs it large, dark, narrow, by keyboard or read aloud.

The pictures of each run are kept in `artefacts/`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.axe import violations
from tests.browser.house import TOP, House

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

VIEWS = {
    "today": "/today",
    "week": "/week",
    "library": "/library",
    "exercise": "/library/cat-cow",
    "therapies": "/therapies",
    "therapy": "/therapies/yoga",
    "progress": "/progress",
    "plans": "/plans",
    "plan": "/plans/mine",
    "help": "/help",
    "nowhere": "/nowhere",
}
SIZES = {"phone": (360, 740), "tablet": (768, 1024), "laptop": (1280, 800), "4k": (3840, 2160)}
SMALL = """() => [...document.querySelectorAll('button, .button, nav a, select, summary, input')]
    .filter((one) => !['checkbox', 'radio'].includes(one.type))
    .filter((one) => one.checkVisibility() && !one.closest('.unseen'))
    .map((one) => [one.textContent.trim() || one.name, one.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
    .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
"""What is smaller than a finger needs."""
ARTEFACTS = TOP / "artefacts"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("person")) as house:
        yield house


@dataclass(slots=True)
class Seen:
    """What was to be seen of every view in one scheme, by view, or by view and size."""

    breaks: dict[str, list[str]] = field(default_factory=dict)
    too_wide: list[str] = field(default_factory=list)
    too_small: dict[str, list[str]] = field(default_factory=dict)
    without_help: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=["light", "dark"])
def seen(browser: Browser, house: House, request: pytest.FixtureRequest) -> Seen:
    """Each view is opened once: in light on a phone that grows to the largest screen, in dark the other way."""
    scheme, seen = request.param, Seen()
    sizes = list(SIZES) if scheme == "light" else list(reversed(SIZES))
    # the rules are run by a script of their own, which the page itself would refuse
    page = opened(browser, house, SIZES[sizes[0]], scheme, bypass_csp=True)
    page.on("request", lambda asked: seen.asked.append(asked.url))
    page.on("pageerror", lambda error: seen.said.append(str(error)))
    # a browser itself complains of an address with nothing at it
    page.on("console", lambda said: None if page.url.endswith("/nowhere") else seen.said.append(said.text))
    for name, path in {**VIEWS, "session": house.session()}.items():
        at(page, house, path)
        for size in sizes:
            page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
            page.wait_for_timeout(300)
            _keep(page, f"{name}-{size}-{scheme}")
            if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                seen.too_wide.append(f"{name}, {size}")
            # colours are the same at every size
            asked = size == "laptop" or (size == "phone" and scheme == "light")
            if asked and (broken := violations(page)):
                seen.breaks[f"{name}, {size}"] = broken
            if size == "phone":
                _look_at_phone(page, name, seen)
    page.context.close()
    return seen


def opened(browser: Browser, house: House, size: tuple[int, int], scheme: str, **more: object) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type] # light or dark
        **more,  # type: ignore[arg-type] # as Playwright names them
    )
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(house.link("/today"))
    return page


def at(page: Page, house: House, path: str) -> None:
    page.goto(house.address + path)
    page.locator("main h1").first.wait_for()
    page.wait_for_load_state("load")


def _look_at_phone(page: Page, name: str, seen: Seen) -> None:
    if small := page.evaluate(SMALL):
        seen.too_small[name] = small
    link = page.get_by_role("link", name="When to get help").first
    box = link.bounding_box() if link.is_visible() else None
    if box is None or box["x"] >= SIZES["phone"][0]:
        seen.without_help.append(name)


def test_no_view_breaks_a_rule_of_accessibility(seen: Seen) -> None:
    assert seen.breaks == {}


def test_no_view_is_wider_than_its_window(seen: Seen) -> None:
    assert seen.too_wide == []


def test_whatever_can_be_pressed_is_large_enough_for_a_finger(seen: Seen) -> None:
    assert seen.too_small == {}


def test_help_is_one_press_away_on_every_view(seen: Seen) -> None:
    assert seen.without_help == []


def test_every_view_asks_this_computer_alone_and_complains_of_nothing(seen: Seen, house: House) -> None:
    assert seen.asked, "the views were asked for"
    assert [url for url in seen.asked if not url.startswith((house.address, "blob:", "data:"))] == []
    assert seen.said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_link_that_opens_nothing_any_more_says_so_as_every_view_does(
    browser: Browser, house: House, scheme: str
) -> None:
    page = opened(browser, house, SIZES["phone"], scheme, bypass_csp=True)
    looks = "() => [document.body, document.querySelector('h1')].map((it) => getComputedStyle(it).font).join()"
    page.locator("main h1").first.wait_for()
    usual = page.evaluate(looks)
    said: list[str] = []
    page.on("response", lambda answer: said.append(answer.url) if answer.status >= 400 else None)
    link = house.link("/today")
    stranger = browser.new_context(color_scheme=scheme).new_page()  # type: ignore[arg-type] # light or dark
    stranger.goto(link)
    page.context.clear_cookies()
    page.goto(link)
    page.get_by_role("heading", name="This link has been used already.").wait_for()
    page.wait_for_load_state("load")
    assert page.locator("code").all_inner_texts() == ["routine page"]
    assert page.evaluate(looks) == usual
    assert said == [link], "neither its looks nor its icon is asked for in vain"
    assert violations(page) == []
    _keep(page, f"used-{scheme}")
    page.goto(f"{house.address}/open?key=another")
    page.get_by_role("heading", name="This is not a link of this page.").wait_for()
    stranger.context.close()
    page.context.close()


def test_the_first_tab_leads_past_the_header(browser: Browser, house: House) -> None:
    page = opened(browser, house, SIZES["laptop"], "light")
    page.locator("main h1").first.wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    page.context.close()


def _keep(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=Path(ARTEFACTS, f"{name}.png"))
