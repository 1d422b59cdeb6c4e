"""Knows what the page says of the therapies: the list, and one card. Must not know what is in a card."""

from __future__ import annotations

from routine.library import therapies as library
from routine.presentation import page as common
from routine.presentation import page_library, safety
from routine.presentation import therapies as words
from routine.presentation.therapies import Section, sections_of
from routine.ui.page.request import Answer, Json, NotThere, PageRequest
from routine.ui.page.views.article import LISTED, TEXT, section, sources


def listing(_: PageRequest) -> Answer:
    """All cards, in a line each."""
    return {
        "title": words.TITLE,
        "lead": f"{words.SMALL} {words.MEASURE} {words.NOT_REVIEWED}",
        "cards": [
            {
                "id": card.id,
                "title": card.title,
                "about": card.about,
                "grade": words.verdict(card.verdict),
            }
            for card in library.therapies()
        ],
        "footer": common.by_view(safety.FOOTER),
    }


def card(request: PageRequest) -> Answer:
    """One card, whole. Raises NotThere."""
    name = request.path["therapy"]
    found = next((each for each in library.therapies() if each.id == name), None)
    if found is None:
        sentence, _ = words.unknown(name, library.suggest(name), [each.title for each in library.therapies()])
        raise NotThere(sentence, page_library.ALL_THERAPIES)
    return {
        "title": found.title,
        "lead": found.about,
        "sections": [part for each in sections_of(found) for part in _section_to_json(each)]
        + _folded(section(words.SOURCES, sources(found.works), LISTED)),
        "reviewed": words.reviewed(found.reviewed) if found.reviewed else "",
        "footer": common.by_view(safety.FOOTER),
    }


def _section_to_json(each: Section) -> list[Json]:
    parts = section(each.title, map(common.by_view, each.lines), LISTED if each.listed else TEXT)
    return _folded(parts) if each.folded else parts


def _folded(parts: list[Json]) -> list[Json]:
    return [part | {"folded": True} for part in parts]
