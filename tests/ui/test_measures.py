"""What is measured apart from a session: in published words, with one number in every form, forgotten whole."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from routine.core.measures import Measure, value_of
from routine.presentation import measures as words
from tests.ui.home import Home

WEEK, PEG = ("rate", "--week", "6"), ("rate", "--peg", "4", "5", "4")
SHOPPING = ("rate", "--activity", "carry shopping", "3")
ROLAND_MORRIS = ("rate", "--roland-morris", "3,6", "11")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    there = Home(tmp_path_factory.mktemp("measured"))
    there.plan(there.session())
    for command in (WEEK, PEG, SHOPPING, ROLAND_MORRIS, ("rate", "4")):
        assert there.run(*command).code == 0, command
    return there


def test_each_has_one_number_wherever_it_is_shown(home: Home) -> None:
    told = {(one["measure"], one["note"]): one["value"] for one in home.run("progress", "--json").json["measured"]}
    assert told == {("week", ""): 6, ("activity", "carry shopping"): 3, ("peg", ""): 4.3, ("roland_morris", ""): 3}
    shown = home.run("progress").out
    for said in ("6 on", "“carry shopping”", "3 on", "4.3 on", "3 of 24 on"):
        assert said in shown
    rows = [*csv.DictReader(io.StringIO(home.run("export", "csv").out.lstrip("\ufeff")))]
    measured = {one["reason"]: one["rating_0_10"] or one["answer"] for one in rows if one["outcome"] == "measured"}
    assert measured == {"week": "6", "activity": "3", "peg": "4.3", "roland_morris": "3 of 24"}


def test_no_number_of_a_week_is_among_those_of_a_moment(home: Home) -> None:
    assert [one["score"] for one in home.run("progress", "--json").json["ratings"]] == [4]


@pytest.mark.parametrize("part", ["ratings", "notes"])
def test_what_is_left_out_is_left_out_of_the_file(home: Home, part: str) -> None:
    out = home.run("export", "csv", "--without", part).out
    assert ("measured" in out, "carry shopping" in out) == (part == "notes", False)


def test_without_numbers_the_published_words_and_their_credit_are_shown(home: Home) -> None:
    peg, sentences = home.run("rate", "--peg").out, home.run("rate", "--roland-morris").out
    assert all(each in peg for each in words.PEG)
    assert "Krebs and others 2009" in peg
    assert all(each in sentences for each in words.ROLAND_MORRIS)
    assert sentences.count("because of my back") + sentences.count("Because of my back") >= 20
    assert "Roland and Morris 1983" in sentences
    assert "Stratford" in home.run("rate", "--activity", "x").out


@pytest.mark.parametrize(
    "typed",
    [
        ("--week", "11"),
        ("--week", "4", "5"),
        ("--peg", "4", "5"),
        ("--roland-morris", "25"),
        ("--roland-morris", "3", "3"),
        ("--week", "--peg", "4"),
        ("--peg", "four", "5", "6"),
    ],
)
def test_what_is_no_answer_is_told_so(home: Home, typed: tuple[str, ...]) -> None:
    answer = home.run("rate", *typed)
    assert (answer.code, answer.out) == (2, "")
    assert "routine rate" in answer.err


def test_a_fourth_activity_waits_for_one_to_go_and_what_goes_is_in_no_file(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for name in ("carry shopping", "put on socks", "hold my dog Bello"):
        assert home.run("rate", "--activity", name, "4").code == 0
    assert home.run("rate", "--activity", "sit in a car", "4").code == 2
    assert home.run("forget", "hold my dog Bello").out.startswith(
        "Removed from the journal's file: 1 line and 1 rating"
    )
    folder = home.paths.state_dir
    assert b"Bello" not in b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert home.run("rate", "--activity", "sit in a car", "4").code == 0
    assert home.run("undo").out.startswith("Taken back: what you measured.")
    assert len(home.run("progress", "--json").json["measured"]) == 2


def test_a_line_is_corrected_by_its_writer_and_forgotten_with_what_it_said_before(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.run("rate", "5", "--note", "stiff since Bello pulld")
    (number,) = (one["id"] for one in home.run("log", "--json").json["entries"] if one.get("note"))
    assert home.run("rate", "--correct", str(number), "--note", "stiff since Bello pulled").code == 0
    (told,) = home.run("progress", "--json").json["ratings"]
    assert (told["score"], told["note"]) == (5, "stiff since Bello pulled")
    assert home.run("rate", "--correct", "999", "4").code == 5
    assert home.run("forget", "--note", str(number)).out.startswith("Removed from the journal's file: 2 lines.")
    folder = home.paths.state_dir
    assert b"Bello" not in b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    (told,) = home.run("progress", "--json").json["ratings"]
    assert (told["score"], told["note"]) == (5, "")


def test_values_are_those_of_the_papers() -> None:
    assert value_of(Measure.PEG, (10, 9, 10)) == 9.7
    assert value_of(Measure.ROLAND_MORRIS, range(1, 25)) == 24
    assert value_of(Measure.ROLAND_MORRIS, ()) == 0
    assert value_of(Measure.ACTIVITY, ()) is None


def test_taking_back_an_offer_takes_back_nothing_else(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.run("rate", "--week", "4").code == 0
    assert home.run("offer", "undo").code != 0
    assert "taken back" not in home.run("log", "--all").out
