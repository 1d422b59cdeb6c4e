"""Every view, as somebody sees it who needs it large, dark, narrow, by keyboard or read aloud.

The pictures of each run are kept in `artefacts/`.
"""

from __future__ import annotations

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
ARTEFACTS = TOP / "artefacts"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("person")) as house:
        yield house


@pytest.fixture
def views(house: House) -> dict[str, str]:
    return {**VIEWS, "session": house.session()}


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_breaks_a_rule_of_accessibility(
    browser: Browser, house: House, views: dict[str, str], scheme: str
) -> None:
    # the rules are run by a script of their own, which the page itself would refuse
    page = opened(browser, house, SIZES["laptop"], scheme, bypass_csp=True)
    for name, path in views.items():
        at(page, house, path)
        page.wait_for_timeout(400)
        assert violations(page) == [], name
    page.context.close()


def test_a_phone_breaks_no_rule_either(browser: Browser, house: House, views: dict[str, str]) -> None:
    page = opened(browser, house, SIZES["phone"], "light", bypass_csp=True)
    for name, path in views.items():
        at(page, house, path)
        page.wait_for_timeout(400)
        assert violations(page) == [], name
    page.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_no_view_is_wider_than_its_window(
    browser: Browser, house: House, views: dict[str, str], size: str
) -> None:
    for scheme in ("light", "dark"):
        page = opened(browser, house, SIZES[size], scheme)
        for name, path in views.items():
            at(page, house, path)
            page.wait_for_timeout(400)
            _keep(page, f"{name}-{size}-{scheme}")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, size)
        page.context.close()


def test_whatever_can_be_pressed_is_large_enough_for_a_finger(
    browser: Browser, house: House, views: dict[str, str]
) -> None:
    page = opened(browser, house, SIZES["phone"], "light")
    for name, path in views.items():
        at(page, house, path)
        page.wait_for_timeout(400)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, .button, nav a, select, summary, input')]
                .filter((one) => !['checkbox', 'radio'].includes(one.type))
                .filter((one) => one.checkVisibility() && !one.closest('.unseen'))
                .map((one) => [one.textContent.trim() || one.name, one.getBoundingClientRect()])
                .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
                .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
        )
        assert small == [], name
    page.context.close()


def test_every_view_asks_this_computer_alone_and_complains_of_nothing(
    browser: Browser, house: House, views: dict[str, str]
) -> None:
    page = opened(browser, house, SIZES["laptop"], "light")
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    del views["nowhere"]  # a browser itself complains of an address with nothing at it
    for path in views.values():
        at(page, house, path)
        page.wait_for_timeout(300)
    assert not [url for url in asked if not url.startswith(house.address)]
    assert said == []
    page.context.close()


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


def test_help_is_one_press_away_on_every_view(browser: Browser, house: House, views: dict[str, str]) -> None:
    page = opened(browser, house, SIZES["phone"], "light")
    for path in views.values():
        at(page, house, path)
        link = page.get_by_role("link", name="When to get help").first
        assert link.is_visible()
        assert link.bounding_box()["x"] < SIZES["phone"][0]  # type: ignore[index] # it is visible
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
