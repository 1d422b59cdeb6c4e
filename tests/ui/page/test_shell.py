"""What a browser is given before any script has run: the way to every view, and which one is here."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from routine.presentation import page_labels
from routine.ui.page.routes import VIEWS
from routine.ui.page.shell import Shell

TEXTS = {file.name: file.read_text("utf-8") for file in (files("routine.ui.page") / "static").iterdir()}
LABELS = page_labels.all_labels()
LED_TO = ["/today", "/week", "/progress", "/library", "/therapies", "/plans", "/settings", "/help"]


class Links(HTMLParser):
    """The links of a page: where to, whether that is here, and the words, each link's in one piece."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self.here: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            said = dict(attrs)
            self.found.append([said["href"] or "", said.get("aria-label") or ""])
            if said.get("aria-current") == "page":
                self.here.append(said["href"] or "")

    def handle_data(self, data: str) -> None:
        if data.strip() and self.found and not self.found[-1][1]:
            self.found[-1][1] = data


def links(view: str, labels: Mapping[str, str] = LABELS) -> Links:
    return Links(Shell(TEXTS["index.html"], TEXTS, labels).page(view, token="t", noscript="n"))


@pytest.mark.parametrize("view", ["", *sorted(VIEWS)])
def test_every_view_leads_to_the_others_and_says_which_it_is(view: str) -> None:
    found = links(view)
    there = [where for where, _ in found.found]
    assert there == ["#main", *LED_TO]
    here = f"/{view or 'today'}"
    assert found.here == ([here] if here in LED_TO else [])


def test_each_link_has_its_word_and_no_word_becomes_markup() -> None:
    told = links("week", {**LABELS, "week": "<b>W & eek"})
    assert dict(told.found)["/week"] == "<b>W & eek"
    assert dict(told.found)["/help"] == LABELS["help"]
    assert all(words for _, words in told.found)
