"""Knows how an exercise or a sequence is begun by its name; must not know how a session is led."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from routine.core.events import Actor, CheckedIn, Outcome
from tests.ui.home import Home

NAMES = [
    ("cat-cow", "cat-cow", "Cat–Cow"),
    ("Cat–Cow", "cat-cow", "Cat–Cow"),
    ("gentle-a", "gentle-a", "Gentle movement A"),
]


def begun_in(home: Home) -> list[str]:
    """What today shows of the library."""
    ids = [each["id"].partition("@")[0] for each in home.run("today", "--json").json["occurrences"]]
    return [each for each in ids if each.startswith("library/")]


def leaves_out(home: Home, *tags: str) -> None:
    home.paths.config_file.parent.mkdir(parents=True, exist_ok=True)
    home.paths.config_file.write_text(f"avoid = {json.dumps(tags)}", encoding="utf-8")


@pytest.mark.parametrize(("typed", "name", "title"), NAMES)
def test_what_is_in_the_library_can_be_begun_and_stands_in_today_and_in_the_log(
    home: Home, typed: str, name: str, title: str
) -> None:
    answer = home.run("start", typed, "--in", "terminal")
    assert (answer.code, title in answer.out) == (0, True), answer.err
    assert begun_in(home) == [f"library/{name}"]
    (begun,) = [row for row in home.run("log", "--json").json["entries"] if row["kind"] == "started"]
    assert begun["occurrence"].startswith(f"library/{name}@2026-03-04T12:0")
    assert begun["title"] == title
    assert home.run("done", title).code == 0
    (week,) = home.run("progress", "--json", "--weeks", "1").json["weeks"]
    assert (week["planned"], week["done"]) == (0, 0), "what no plan asked for is extra"


def test_it_goes_on_when_it_is_named_again_and_begins_anew_once_it_is_done(home: Home) -> None:
    home.run("start", "cat-cow", "--in", "terminal")
    home.run("start", "cat-cow", "--in", "terminal")
    assert begun_in(home) == ["library/cat-cow"]
    home.run("done")
    home.run("start", "cat-cow", "--in", "terminal")
    assert begun_in(home) == ["library/cat-cow", "library/cat-cow"]


def test_a_session_of_a_plan_that_is_called_so_goes_first(home: Home) -> None:
    home.plan(home.session("Bridge"))
    assert home.run("start", "bridge", "--in", "terminal").code == 0
    assert begun_in(home) == []
    assert home.run("start", "library/bridge", "--in", "terminal").code == 0
    assert begun_in(home) == ["library/bridge"]


def test_what_was_left_out_is_left_out_here_too_and_said(home: Home) -> None:
    leaves_out(home, "avoid-kneeling")
    swapped = home.run("start", "cat-cow", "--in", "terminal")
    assert "takes the place of Cat–Cow" in swapped.out
    assert "Kneel" not in swapped.out
    leaves_out(home, "avoid-prone", "avoid-extension")
    refused = home.run("start", "locust", "--in", "terminal")
    assert refused.code == 5
    assert "so Locust is left out" in refused.err
    assert begun_in(home) == ["library/cat-cow"]


def test_what_a_plan_leaves_out_is_left_out_here_too(home: Home) -> None:
    home.write("mine", 'title = "Mine"\navoid = ["avoid-kneeling"]\n' + home.session())
    assert "takes the place of Cat–Cow" in home.run("start", "cat-cow", "--in", "terminal").out


def test_what_moves_is_held_back_by_the_safety_check_and_what_is_calm_is_not(home: Home) -> None:
    home.happened(CheckedIn(home.now - timedelta(hours=1), Actor.CLI, outcome=Outcome.SEE_DOCTOR, signs=("B6",)))
    refused = home.run("start", "cat-cow", "--in", "terminal")
    assert refused.code != 0
    assert begun_in(home) == []
    assert home.run("start", "breathing-space", "--in", "terminal").code == 0


def test_a_name_that_nobody_has_brings_what_is_close(home: Home) -> None:
    answer = home.run("start", "catcow")
    assert answer.code == 2
    assert "cat-cow" in answer.err
