"""Knows how axe-core is asked what it finds on a page, in words; the one file that imports it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    """Each rule that is broken, and where: WCAG 2.2 AA and what axe calls best practice."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _LEVELS}}).response["violations"]
    return [
        f"{rule['id']}: {rule['help']} at {', '.join(str(node['target']) for node in rule['nodes'])}"
        for rule in found
    ]
