"""Knows what the short readings are like: short, sourced, without a promise; not their single sentences."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from routine.core.plan import Say, Sequence
from routine.library.catalogue import catalogue, readings
from routine.presentation import exercises as words
from routine.ui.page.request import PageRequest
from routine.ui.page.views import library
from tests.library.test_shipped_plans import FILES, is_read, plan_of, weeks_of

WRITTEN = tomllib.loads(files("routine.library").joinpath("sequences/education.toml").read_text("utf-8"))
SOURCES = tomllib.loads(files("routine.library").joinpath("sources.toml").read_text("utf-8"))["works"]
every_reading = pytest.mark.parametrize("name", WRITTEN)


def sentences(name: str) -> list[Say]:
    sequence: Sequence = catalogue().sequences[name]
    said = [entry for entry in sequence.entries if isinstance(entry, Say)]
    assert len(said) == len(sequence.entries)
    return said


def test_there_are_ten_readings() -> None:
    assert len(WRITTEN) == 10


@every_reading
def test_a_reading_has_about_a_hundred_and_twenty_words(name: str) -> None:
    assert 95 <= sum(len(said.text.split()) for said in sentences(name)) <= 135


@every_reading
def test_each_sentence_has_the_time_to_be_heard(name: str) -> None:
    # 150 words a minute
    assert all(said.length.total_seconds() >= len(said.text.split()) * 0.4 for said in sentences(name))


@every_reading
def test_each_study_that_is_named_stands_among_the_sources(name: str) -> None:
    text = " ".join(said.text for said in sentences(name))
    named = {(author, int(year)) for author, year in re.findall(r"\((\w+) (\d{4})\)", text)}
    works = [SOURCES[work] for work in WRITTEN[name].get("works", ())]
    assert named == {(work["author"], work["year"]) for work in works}


@every_reading
def test_the_works_that_a_reading_names_are_shown_with_it(name: str) -> None:
    assert [work.id for work in readings()[name]] == WRITTEN[name].get("works", [])
    shown = library.sequence(PageRequest(path={"sequence": name}))
    assert bool(shown["sections"]) == bool(readings()[name])


def test_readings_stand_together_in_the_library() -> None:
    groups = {group["title"]: group["rows"] for group in library.listing(PageRequest())["groups"]}
    assert [row["to"] for row in groups[words.READINGS]] == [f"/library/sequence/{name}" for name in WRITTEN]


@every_reading
def test_each_reading_comes_in_a_plan(name: str) -> None:
    assert any(name in session.rotation for plan in FILES for session in plan_of(plan).sessions)


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_plan_has_one_reading_a_week_in_its_first_weeks(name: str) -> None:
    plan = plan_of(name)
    weeks = weeks_of(plan, min(plan.period.weeks or 8, 8))
    assert [sum(is_read(plan, one) for one in week) for week in weeks] == [1] * len(weeks)


@every_reading
def test_a_reading_stands_in_full_where_the_library_shows_it(name: str) -> None:
    shown = library.sequence(PageRequest(path={"sequence": name}))
    assert [step["title"] for step in shown["steps"]] == [said.text for said in sentences(name)]
    assert shown["name"] == f"library/{name}", "and can be begun there"
    assert not shown["stop"], "nobody moves in it"
