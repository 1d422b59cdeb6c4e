"""Knows how soon the library is there and how it helps with names; must not know what its texts say."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import MutableMapping
from time import perf_counter

import pytest

from routine.library.catalogue import catalogue


def test_the_library_is_there_at_once() -> None:
    lengths = []
    for _ in range(3):
        start = perf_counter()
        catalogue.__wrapped__()
        lengths.append(perf_counter() - start)
    assert min(lengths) < 0.150


def test_the_library_is_read_when_asked_for_and_once() -> None:
    source = (
        "from routine.library.catalogue import catalogue;"
        "assert catalogue.cache_info().currsize == 0;"
        "assert catalogue() is catalogue();"
        "assert catalogue.cache_info().misses == 1"
    )
    subprocess.run([sys.executable, "-c", source], check=True, timeout=30)


def test_the_welcome_does_not_bring_the_library_with_it() -> None:
    source = "import sys, routine.library.welcome; assert 'routine.library.loader' not in sys.modules"
    subprocess.run([sys.executable, "-c", source], check=True, timeout=30)


def test_nobody_can_change_the_library_by_accident() -> None:
    one = catalogue()
    for part in (one.exercises, one.sequences, one.tags, one.sources):
        assert not isinstance(part, MutableMapping)


SUGGESTIONS = {
    "cat cow": "cat-cow",
    "CAT-COW": "cat-cow",
    "bridgge": "bridge",
    "sphynx": "sphinx",
    "bodyscan": "body-scan",
    "body-scan-5": "body-scan-10",
    "planks": "plank-incline",
    "Child’s pose": "childs-pose",
    "breathing-4-7": "breathing-4-6",
    "down dog": "downward-dog",
    "Easy Walk": "walk-easy",
}


@pytest.mark.parametrize(("typed", "meant"), SUGGESTIONS.items())
def test_a_mistyped_name_finds_the_one_that_was_meant(typed: str, meant: str) -> None:
    found = catalogue().suggest(typed)
    assert meant in found
    assert len(found) <= 3


@pytest.mark.parametrize("typed", ["", " ", "—", "zzzzzz", "\x00", "9" * 10_000])
def test_a_name_like_nothing_gets_no_suggestion(typed: str) -> None:
    assert catalogue().suggest(typed) == []
