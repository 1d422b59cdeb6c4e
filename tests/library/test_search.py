"""Knows that people find what helps by the words they have for it; must not know who shows it."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from routine.library.catalogue import catalogue, closest, names_meant, search_library

FIRST = {
    "cat-cow": "cat-cow",
    "Cat–Cow": "cat-cow",
    "catcow": "cat-cow",
    "CATCOW": "cat-cow",
    "cat cow": "cat-cow",
    "Marjaryasana": "cat-cow",
    "brisk walk": "walk-brisk",
    "brisk walking": "walk-brisk",
    "sciatica": "sciatic-nerve-slider",
    "sciatca": "sciatic-nerve-slider",
    "hamstring": "hamstring-strap",
    "hamstrings": "hamstring-strap",
    "tight hamstrings": "hamstring-strap",
    "birddog": "bird-dog",
    "bird dogs": "bird-dog",
    "planks": "plank-forearm",
    "child's pose": "childs-pose",
    "legs up the wall": "legs-up-the-wall",
    "getting out of bed": "log-roll",
    "squats": "squat-with-bag",
    "hip flexors": "hip-flexor-standing",
    "body scan": "body-scan",
}
AMONG_THE_FIRST = {
    "lower back pain": "pelvic-tilt",
    "low back pain": "cat-cow",
    "my lower back hurts": "knees-to-chest",
    "back pain": "lower-trunk-rotation",
    "lumbar": "cat-cow",
    "stiff": "standing-extension",
    "stiff from sitting": "posture-shift",
    "stretchng": "hamstring-strap",
    "stretches": "hamstring-strap",
    "calf": "downward-dog-wall",
    "calves": "hamstring-strap",
    "core": "bird-dog",
    "buttocks": "figure-four-seated",
    "anxious": "breathing-4-6",
    "cannot sleep": "body-scan-10",
    "something for my neck": "chin-tuck",
    "hamst": "hamstring-strap",
    "flare-up": "flare-1",
    "stiff neck": "chin-tuck",
}


@pytest.mark.parametrize(("typed", "meant"), FIRST.items())
def test_what_is_called_so_comes_first(typed: str, meant: str) -> None:
    assert search_library(typed)[0].name == meant


@pytest.mark.parametrize(("typed", "meant"), AMONG_THE_FIRST.items())
def test_a_complaint_or_a_part_of_the_body_finds_what_is_for_it(typed: str, meant: str) -> None:
    assert meant in [one.name for one in search_library(typed)[:8]]


@pytest.mark.parametrize("typed", ["", " ", "—", "zzzzzz", "\x00", "9" * 10_000, "qq ww"])
def test_what_means_nothing_finds_nothing(typed: str) -> None:
    assert search_library(typed) == ()


def test_three_names_that_look_like_it_at_most_are_suggested() -> None:
    assert 0 < len(closest("bredge over water")) <= 3
    assert closest("bredge over water")[0].name


def test_every_exercise_and_sequence_is_found_first_by_its_own_title_and_id() -> None:
    library = catalogue()
    titles = {one.id: one.title for one in library.exercises.values()}
    titles |= {one.id: one.title for one in library.sequences.values()}
    for name, title in titles.items():
        assert name in [found.name for found in search_library(name)[:2]]
        assert title in [found.title for found in search_library(title)[:2]]


def test_a_phrase_means_more_than_its_words() -> None:
    found = [one.name for one in search_library("stiff neck")]
    assert found.index("scapular-squeeze") < found.index("chair-rotation")
    assert "walk-micro" not in found


def test_only_names_that_may_be_used_are_offered() -> None:
    assert names_meant("brisk walk", ["walk-easy", "walk-brisk"])[0] == "walk-brisk"
    assert names_meant("brisk walk", ["cat-cow"]) == []


def test_the_table_of_complaints_names_targets_there_are_and_mostly_names() -> None:
    table = tomllib.loads(files("routine.library").joinpath("search_words.toml").read_text(encoding="utf-8"))
    library = catalogue()
    targets = {target for one in library.exercises.values() for target in one.target}
    for complaint, one in table.items():
        assert set(one.get("targets", ())) <= targets, complaint
        assert one["names"][-1] in {*library.exercises, *library.sequences}, complaint
