"""`routine link` as somebody types it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.home import Home

WEEKS = """title = "Six weeks"
weeks = 6
[[session]]
title = "Easy"
practice = "mobility"
days = "daily"
at = "03:33"
steps = ["cat-cow"]
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_without_a_link_it_says_how(home: Home) -> None:
    assert "link folder" in home.run("link").out
    assert home.run("link", "status", "--json").json["devices"] == []
    assert "Nothing is linked" in home.run("link", "off").out


def test_it_asks_nothing_and_makes_the_folder(home: Home, tmp_path: Path) -> None:
    home.plan(home.session())
    done = home.run("link", "folder", str(tmp_path / "sync"))
    assert done.code == 0, done.err
    shown = home.run("link", "status", "--json").json
    assert shown["folder"] == str(tmp_path / "sync")
    assert [one["this"] for one in shown["devices"]] == [True]
    assert home.run("link", "off").code == 0
    assert home.run("link", "status", "--json").json["folder"] is None


def test_a_folder_below_none_is_not_made_out_of_nothing(home: Home, tmp_path: Path) -> None:
    done = home.run("link", "folder", str(tmp_path / "unplugged" / "sync"))
    assert done.code == 74
    assert not (tmp_path / "unplugged").exists()


@pytest.mark.parametrize("mark", [".stfolder", ".dropbox", "._sync_3f2a.db", ".sync_3f2a.db", ".owncloudsync.log"])
def test_a_journal_in_a_folder_that_is_mirrored_is_refused(mark: str, home: Home, tmp_path: Path) -> None:
    home.paths.state_dir.mkdir(parents=True)
    (home.paths.state_dir.parent / mark).touch()
    done = home.run("link", "folder", str(tmp_path / "sync"))
    assert done.code == 78
    assert "mirrors" in done.err
    checks = home.run("doctor", "--json").json["checks"]
    assert [one for one in checks if one["name"] == "journal" and one["state"] == "wrong" and one["fix"]]


def test_the_folder_of_the_journal_is_refused_whichever_lies_in_the_other(home: Home) -> None:
    for folder in (home.paths.state_dir, home.paths.state_dir.parent, home.paths.state_dir / "sync"):
        assert home.run("link", "folder", str(folder)).code == 78


def test_a_plan_that_counts_weeks_says_from_when_before_anything_is_linked(home: Home, tmp_path: Path) -> None:
    file = home.write("six.toml", WEEKS)
    refused = home.run("link", "folder", str(tmp_path / "sync"))
    assert refused.code == 78
    assert "starts = " in refused.err
    assert file.read_text() == WEEKS, "nothing is written that nobody asked for"
    assert not (tmp_path / "sync").exists()
    done = home.run("link", "folder", str(tmp_path / "sync"), "--yes")
    assert done.code == 0, done.err
    assert "starts = " in file.read_text()
    assert home.run("link", "folder", str(tmp_path / "sync")).code == 0
