"""`routine rate` and `routine forget`: to which session a rating belongs, and that what is forgotten is gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from routine.adapters.journal.store import JournalDb
from routine.core.events import Actor, Completed, Felt, Showing
from tests.ui.home import NOON, Home

DOG = "the neighbour’s dog, Bello"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    there = Home(tmp_path)
    there.plan(there.session())
    return there


def felt(home: Home) -> list[Felt]:
    return [entry for entry in home.journal() if isinstance(entry, Felt)]


def test_within_the_hour_after_a_session_it_belongs_to_that(home: Home) -> None:
    done = home.occurrence()
    home.happened(
        Showing(done.due, Actor.SERVICE, done), Completed(home.now - timedelta(minutes=20), Actor.CLI, done)
    )
    answer = home.run("rate", "4", "--note", "a little stiff")
    assert answer.out == "Noted: 4 and your line, after “Morning mobility”.\n"
    (one,) = felt(home)
    assert (one.key, one.score, one.note) == (done.key, 4, "a little stiff")


def test_otherwise_it_stands_by_itself_and_in_progress(home: Home) -> None:
    assert home.run("rate", "3").out == "Noted: 3.\n"
    assert home.run("rate", "--note", "slept well").code == 0
    found = home.run("progress", "--json").json["ratings"]
    assert [(one["score"], one["note"]) for one in found] == [(3, ""), (None, "slept well")]
    assert all(one["at"].endswith("Z") for one in found)


def test_it_can_be_taken_back(home: Home) -> None:
    home.run("rate", "3")
    assert home.run("undo").code == 0
    assert home.run("progress", "--json").json["ratings"] == []


@pytest.mark.parametrize("typed", ["11", "-1", "four", "4.5", "٤", "999999999999999999"])
def test_what_is_no_rating_is_told_so(home: Home, typed: str) -> None:
    answer = home.run("rate", "--", typed)
    assert answer.code == 2
    assert answer.err.endswith("Give a whole number from 0 (no pain) to 10.\n")


def test_without_anything_to_note_it_says_how(home: Home) -> None:
    assert home.run("rate").code == 2


def everything_in(home: Home) -> bytes:
    folder = home.paths.state_dir
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_what_is_forgotten_is_in_no_file_any_more(home: Home) -> None:
    home.run("rate", "5", "--note", DOG)
    assert DOG.encode() in everything_in(home)
    ids = [row["id"] for row in home.run("log", "--json").json["entries"] if row.get("note")]
    answer = home.run("forget", "--note", str(ids[0]))
    assert answer.out.startswith("Removed from the journal's file: 1 line.\n")
    assert b"Bello" not in everything_in(home)
    (*_, last) = home.run("progress", "--json").json["ratings"]
    assert (last["score"], last["note"]) == (5, "")
    assert home.run("forget", str(ids[0])).code == 0
    assert home.run("forget", str(ids[0])).code == 5


def test_by_the_id_of_a_session_all_that_was_said_of_it_is_forgotten(home: Home) -> None:
    done = home.occurrence()
    home.happened(
        Completed(home.now, Actor.CLI, done),
        Felt(home.now, Actor.CLI, done, score=6),
        Felt(home.now, Actor.CLI, done, note=DOG),
    )
    assert home.run("forget", done.key).out.startswith("Removed from the journal's file: 1 line and 1 rating.\n")
    assert home.run("progress", "--json").json["ratings"] == []
    assert home.run("progress", "--json").json["weeks"][-1]["done"] == 1


def test_of_what_is_not_there_it_says_so(home: Home) -> None:
    answer = home.run("forget", "nonsense")
    assert (answer.code, answer.out) == (5, "")


def test_what_was_forgotten_does_not_come_back_from_a_copy(tmp_path: Path) -> None:
    """Neither from an export that still has it, nor from another device."""
    home = Home(tmp_path / "home")
    home.folder.mkdir(exist_ok=True)
    home.plan(home.session())
    home.run("rate", "7", "--note", "a secret line")
    copy = tmp_path / "all.json"
    assert home.run("export", "json", str(copy)).code == 0
    row = next(each.id for each in home.app().journal.rows() if each.entry.kind.value == "felt")
    assert home.run("forget", str(row)).code == 0
    assert "a secret line" not in home.run("progress").out
    assert home.run("import", str(copy)).out == "All of it was here already: nothing has changed.\n"
    assert "a secret line" not in home.run("export", "json").out
    assert home.run("progress", "--json").json["ratings"] == []


def test_a_linked_device_that_still_has_it_does_not_give_it_back(tmp_path: Path) -> None:
    here, there = (JournalDb(tmp_path / f"{name}.db") for name in ("here", "there"))
    here.append(lambda: [Felt(NOON, Actor.CLI, score=7, note="a secret line")])
    there.take_in(here.rows())
    (row,) = here.rows()
    here.forget([row.id], ["note", "score"])
    assert here.take_in(there.rows()) == []
    assert [each.entry for each in here.rows()] == [Felt(NOON, Actor.CLI)]
    here.close()
    there.close()


def test_it_is_gone_from_the_own_file_in_a_linked_folder_as_well(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.folder.mkdir(exist_ok=True)
    shared = tmp_path / "shared"
    shared.mkdir()
    assert home.run("link", "folder", str(shared)).code == 0
    home.run("rate", "3")
    home.run("rate", "5", "--note", DOG)
    home.run("rate", "2")
    (file,) = shared.glob("*.jsonl")
    before = file.read_bytes().splitlines()
    assert DOG.encode() in file.read_bytes()
    (number,) = (row["id"] for row in home.run("log", "--json").json["entries"] if row.get("note"))
    assert home.run("forget", "--note", str(number)).code == 0
    after = file.read_bytes().splitlines()
    assert b"Bello" not in file.read_bytes()
    assert len(after) == len(before)
    assert sum(line != earlier for line, earlier in zip(after, before, strict=True)) == 1
    assert home.run("rate", "1").code == 0
    assert len(file.read_bytes().splitlines()) == len(before) + 1
    assert [one["score"] for one in home.run("progress", "--json").json["ratings"]] == [3, 5, 2, 1]
    assert not [each for each in shared.iterdir() if each != file], "no draft is left there"
