"""Knows how a real browser is started for a file of tests; must not know any claim. It alone knows Playwright.

The browser is the one that the system has: Playwright brings none. Without it these tests are skipped, but not
where every test has to run (CI).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.browser.house import House
from tests.needs import leave_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Browser  # noqa: PLC0414 - handed on: tests name their page's kind by this file
    from playwright.sync_api import Page as Page  # noqa: PLC0414 - handed on to the tests

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_LONG = 30_000.0
"""Milliseconds to wait for what should come: the machine may be slow and busy."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's own, without a window. Raises OSError when it, or what drives it, is not here."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise OSError("Playwright is not installed: `make test` installs it.") from None
    program = shutil.which("chromium")
    if program is None:
        raise OSError("There is no Chromium here: `apt-get install chromium` brings it.")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS, timeout=2 * _LONG)
        yield started
        started.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, started once for a file of tests."""
    with ExitStack() as stack:
        try:
            started = stack.enter_context(chromium())
        except OSError as missing:
            _without(str(missing))
        yield started


@pytest.fixture
def cookieless(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A tab of a browser whose owner has it keep no cookies: the switch in its own settings."""
    preferences = tmp_path / "profile" / "Default" / "Preferences"
    preferences.parent.mkdir(parents=True)
    preferences.write_text('{"profile": {"default_content_setting_values": {"cookies": 2}}}')
    context = browser.browser_type.launch_persistent_context(
        preferences.parents[1], executable_path=shutil.which("chromium"), args=_ARGUMENTS, timeout=2 * _LONG
    )
    context.set_default_timeout(_LONG)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """One tab in a profile of its own."""
    context = browser.new_context(viewport={"width": 1000, "height": 800}, color_scheme="light")
    context.set_default_timeout(_LONG)
    yield context.new_page()
    context.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """The page, open for a person of its own."""
    with House(tmp_path) as house:
        yield house


@pytest.fixture
def quick_house(tmp_path: Path) -> Iterator[House]:
    """Where a minute takes little more than two seconds."""
    with House(tmp_path, rate=25.0) as house:
        yield house


def _without(why: str) -> NoReturn:
    leave_out(why)
