"""Knows the HTML that stands around every view, and what it brings along; must not know what any view says.

The page's words come with the shell, and so does the list of the scripts that the view will ask for: nothing is
drawn a round trip later than it could be. What leads to the other views is there before any script has run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from string import Template

_IMPORTED = re.compile(r'^import .* from "\./([\w-]+\.js)";$', re.MULTILINE)
_STYLED = re.compile(r'"/static/([\w-]+\.css)"')
_ENTRY = "app.js"
_FIRST = "today"
"""The view of the bare address."""
_LINKS = {_FIRST: "", "week": "", "progress": "", "library": "", "therapies": ' class="wide-only"', "plans": ""}
"""The views that are led to by their names, and attributes of the link."""
_SHORT = {"settings": ("", ' aria-hidden="true"'), "help": (' class="help"', "")}
"""Those for whose names a phone has no room: attributes of the link, and of the short name that it has there."""


class Shell:
    """Makes the page of a view. `texts` are the static files by name, `labels` the page's words by name."""

    def __init__(self, template: str, texts: Mapping[str, str], labels: Mapping[str, str]) -> None:
        self._template = Template(template)
        self._words = labels
        self._texts = texts
        # "<" could end the element that holds them; nothing else in JSON can
        self._labels = json.dumps(labels, ensure_ascii=False).replace("<", "\\u003c")

    def page(self, view: str, *, token: str, noscript: str) -> str:
        """`view` is the first part of the address; `token` has no character that HTML knows."""
        here = view or _FIRST
        return self._template.substitute(
            token=token,
            noscript=noscript,
            labels=self._labels,
            preloads="\n  ".join(self._preloads(here)),
            skip=self._said("skip"),
            views=self._said("views"),
            links="\n        ".join(self._links(here)),
        )

    def _said(self, label: str) -> str:
        return escape(self._words[label])

    def _links(self, here: str) -> list[str]:
        """To each view, with a mark at the one that is here."""
        current = {here: ' aria-current="page"'}
        named = [
            f'<a href="/{view}"{current.get(view, "")}{kind}>{self._said(view)}</a>'
            for view, kind in _LINKS.items()
        ]
        short = [
            f'<a href="/{view}" aria-label="{self._said(view)}"{current.get(view, "")}{kind}>'
            f'<span class="wide-only">{self._said(view)}</span>'
            f'<span class="narrow-only"{hidden}>{self._said(f"{view}Short")}</span></a>'
            for view, (kind, hidden) in _SHORT.items()
        ]
        return [*named, *short]

    def _preloads(self, view: str) -> list[str]:
        """One element for each script and style sheet that the view will import, however deep."""
        wanted = [_ENTRY, f"{view}.js"]
        found: list[str] = []
        while wanted:
            name = wanted.pop(0)
            if name in self._texts and name not in found:
                found.append(name)
                wanted += _IMPORTED.findall(self._texts[name])
        styles = sorted({style for name in found for style in _STYLED.findall(self._texts[name])})
        return [
            *(f'<link rel="modulepreload" href="/static/{name}">' for name in found),
            *(f'<link rel="preload" as="style" href="/static/{style}">' for style in styles),
        ]
