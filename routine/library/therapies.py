"""Knows the cards on what is offered for backs, and reads them from their files; must not know who shows them.

A card is a file of its own: what it is, what guidelines say and when they said so, what studies found, our grade,
and what to ask. Nothing is read before somebody asks, and then only once.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from routine.library.loader import CitedWork

NAMES = (
    "exercise",
    "yoga",
    "pilates",
    "meditation",
    "progressive-relaxation",
    "guided-imagery",
    "biofeedback",
    "cognitive-behavioural-care",
    "heat",
    "acupuncture",
    "chiropractic",
    "massage",
    "supplements",
    "regenerative-cell-therapy",
)
"""In this order they are listed: what one can do, what somebody else does, what is taken or tried out."""

_CLOSE = 0.6
_TEXTS = ("title", "about", "what", "grade", "grade_note", "routine", "note", "reviewed")
_LISTS = ("aliases", "expect", "cautions", "questions")


@dataclass(frozen=True, slots=True)
class Guideline:
    """What a body of experts says, and in which year it said so, where we know that."""

    by: str
    year: int | None
    says: str
    works: tuple[CitedWork, ...]


class Verdict(StrEnum):
    """What a grade comes to, in plain words."""

    HELPS_A_LITTLE = "helps a little"
    UNSURE = "unsure"
    DOES_NOT_HELP = "does not help"


WORTHWHILE_PAIN = 15
"""Points of 100 less pain that reviewers take for worthwhile (Hayden 2021)."""
WORTHWHILE_LIMITS = 5
"""Points of 24 fewer daily limits, likewise (Wieland 2022)."""
_MEASURED_BY = ("hayden-2021", "wieland-2022")


@dataclass(frozen=True, slots=True)
class Study:
    """What one study, or many together, found, in plain words, and how much, where it was in points."""

    says: str
    works: tuple[CitedWork, ...]
    pain: float | None = None
    """How many points of 100 less pain; the largest that it names."""
    limits: float | None = None
    """How many points of 24 fewer daily limits; the largest that it names."""


@dataclass(frozen=True, slots=True)
class Therapy:
    """One card. Texts that a card has no use for are empty."""

    id: str
    title: str
    about: str
    what: str
    grade: str
    """B, C or D, with + or −; or `research`, for what is only being tried out. B is moderate certainty of a small
    benefit, C low certainty, D little or none; D+ is hardly tested."""
    routine: str
    """What this program does for it."""
    guidelines: tuple[Guideline, ...]
    studies: tuple[Study, ...]
    works: tuple[CitedWork, ...]
    """Every work that the card names, each once, in the order of the card."""
    aliases: tuple[str, ...] = ()
    expect: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    note: str = ""
    grade_note: str = ""
    reviewed: str = ""
    """YYYY-MM, where the facts change so fast that the month matters."""

    @property
    def verdict(self) -> Verdict:
        return {"B": Verdict.HELPS_A_LITTLE, "D": Verdict.DOES_NOT_HELP}.get(
            self.grade.removesuffix("−") if self.grade != "D+" else "", Verdict.UNSURE
        )


@cache
def therapies() -> tuple[Therapy, ...]:
    """All cards, in the order of NAMES."""
    works = {name: CitedWork(name, **table) for name, table in _load("sources")["works"].items()}
    return tuple(_card(name, _load(f"therapies/{name}"), works) for name in NAMES)


def find(name: str) -> Therapy | None:
    """The card called so, by its id, its title or another name it has."""
    wanted = _plain(name)
    return next((card for card in therapies() if wanted in _called(card)), None)


def suggest(name: str) -> list[str]:
    """Ids of cards that may have been meant, the likeliest first, three at most."""
    wanted = _plain(name[:80])
    called = {one: card.id for card in therapies() for one in _called(card)}
    alike = get_close_matches(wanted, called, n=3, cutoff=_CLOSE)
    holding = [one for one in called if len(wanted) > 2 and wanted in one]
    return list(dict.fromkeys(called[one] for one in (*alike, *holding)))[:3]


def _called(card: Therapy) -> list[str]:
    """Every name of a card, and the parts of a title that names several things."""
    parts = card.title.replace(":", ",").replace(" and ", ",").split(",")
    return [_plain(one) for one in (card.id, card.title, *parts, *card.aliases)]


def _plain(name: str) -> str:
    letters = (letter if letter.isalnum() else " " for letter in name.casefold())
    return " ".join("".join(letters).split())


def _card(name: str, table: dict[str, Any], works: dict[str, CitedWork]) -> Therapy:
    guidelines = tuple(
        Guideline(one["by"], one.get("year"), one["says"], tuple(works[work] for work in one["works"]))
        for one in table["guideline"]
    )
    studies = tuple(
        Study(one["says"], tuple(works[work] for work in one["works"]), one.get("pain"), one.get("limits"))
        for one in table["study"]
    )
    said: list[Guideline | Study] = [*guidelines, *studies]
    cited = [work for one in said for work in one.works]
    texts: dict[str, Any] = {key: table[key] for key in _TEXTS if key in table}
    texts |= {key: tuple(table[key]) for key in _LISTS}
    return Therapy(
        id=name,
        guidelines=guidelines,
        studies=studies,
        works=tuple(dict.fromkeys([*cited, *(works[work] for work in (*table["works"], *_MEASURED_BY))])),
        **texts,
    )


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("routine.library").joinpath(f"{name}.toml").read_text("utf-8"))
