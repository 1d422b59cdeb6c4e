"""Knows that whatever we cite can be found: each author and year that is named anywhere, each work in full."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

import routine

TOP = Path(routine.__file__).parents[1]
SOURCES = tomllib.loads(files("routine.library").joinpath("sources.toml").read_text("utf-8"))
WORKS: dict[str, dict[str, Any]] = SOURCES["works"]
TEXTS = sorted(
    [
        *(TOP / "routine" / "library").rglob("*.toml"),
        *(TOP / "routine" / "presentation").glob("*.py"),
        *(TOP / "plans").glob("*.toml"),
        TOP / "README.md",
    ]
)
NAMED = re.compile(
    r"\b([A-ZÄÖÜ][\w’'-]+(?: (?:&|and) [A-Z][\w-]+)?)(?: et al\.?)?,? (?:Cochrane )?\(?((?:19|20)\d\d)\b"
)
NOT_AUTHORS = {
    # months, journals, bodies and a doctor in an example that stand before a year
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Trials", "In", "Since", "Until", "Copyright", "Lin", "Authority", "Administration", "Australia",
}  # fmt: skip
every_work = pytest.mark.parametrize("name", WORKS)


def known() -> set[tuple[str, int]]:
    return {
        (part, work["year"])
        for work in WORKS.values()
        for author in [work["author"]]
        for part in (author, *author.split(" & "), author.split()[-1], author.split(",")[0])
    } | {("ACP", 2017), ("FDA", 2021), ("WHO", 2023), ("NICE", 2020)}


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.name)
def test_every_author_and_year_anywhere_is_a_work_that_we_list(text: Path) -> None:
    named = {
        (author, int(year))
        for line in text.read_text("utf-8").splitlines()
        if not line.startswith("journal = ")
        for author, year in NAMED.findall(line)
        if author not in NOT_AUTHORS
    }
    assert named <= known()


@every_work
def test_a_work_has_its_journal_and_its_doi_or_says_why_it_has_none(name: str) -> None:
    work = WORKS[name]
    assert work["year"]
    assert work.get("journal"), "where it can be read"
    assert bool(work.get("doi")) != bool(work.get("no_doi")), "one of both"
    assert name.endswith(f"-{work['year']}")


@every_work
def test_a_doi_is_one_as_it_was_seen(name: str) -> None:
    """Its form is that of the DOI handbook, 2.2: a prefix that begins with 10, a slash, a suffix."""
    doi = WORKS[name].get("doi")
    if doi is not None:
        assert re.fullmatch(r"10\.\d{4,9}/\S+", doi)
        assert WORKS[name]["looked_up"], "nobody writes one down from memory"


def test_no_doi_stands_for_two_works() -> None:
    dois = [work["doi"] for work in WORKS.values() if "doi" in work]
    assert len(set(dois)) == len(dois)
