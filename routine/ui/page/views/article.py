"""Knows how a card that is read becomes plain values: sections, lines, links. Must not know any card."""

from __future__ import annotations

from collections.abc import Iterable

from routine.library.loader import CitedWork
from routine.presentation.exercises import source_lines
from routine.ui.page.request import Json

TEXT, LISTED, STEPS = "text", "list", "steps"
_DOI = "https://doi.org/"
"""Only what somebody clicks goes there; the page itself asks nobody."""


def section(title: str, lines: Iterable[str | Json], kind: str = TEXT) -> list[Json]:
    """One section, or none when nobody has anything to say in it."""
    there = [{"text": line} if isinstance(line, str) else line for line in lines if line]
    return [{"title": title, "kind": kind, "lines": there}] if there else []


def link(text: str, to: str) -> Json:
    return {"text": text, "to": to}


def sources(works: Iterable[CitedWork]) -> list[Json]:
    """Each as it is cited, with where it can be read."""
    there = list(works)
    lines = zip(there, source_lines(there), strict=True)
    return [{"text": line, "outside": f"{_DOI}{work.doi}" if work.doi else ""} for work, line in lines]
