"""Knows that README and changelog count what ships as it is; must not know what any of it says."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

import routine
from routine.library.catalogue import catalogue
from routine.library.therapies import therapies
from tests.library.test_shipped_plans import FILES

TOP = Path(routine.__file__).parents[1]
README = (TOP / "README.md").read_text("utf-8")
WORKS = tomllib.loads(files("routine.library").joinpath("sources.toml").read_text("utf-8"))["works"]
READINGS = tomllib.loads(files("routine.library").joinpath("sequences/education.toml").read_text("utf-8"))
COUNTS = {
    "exercises": len(catalogue().exercises),
    "sequences": len(catalogue().sequences),
    "readings": len(READINGS),
    "plans": len(FILES),
    "cards": len(therapies()),
    "works": len(WORKS),
}


@pytest.mark.parametrize("what", COUNTS)
def test_the_readme_counts_what_ships(what: str) -> None:
    counted = [int(number) for number in re.findall(rf"\b(\d+) (?:short )?{what}\b", README)]
    assert counted, f"README does not say how many {what} there are"
    assert set(counted) == {COUNTS[what]}
