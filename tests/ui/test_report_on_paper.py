"""The page for a physiotherapist: one sheet of A4 whatever was lived, the same numbers, every tag in its place."""

from __future__ import annotations

import os
import re
import subprocess
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from routine.core.events import Actor, Completed, Event, Felt, FeltAnswer, Measured, Started, StepDose
from routine.core.measures import Measure
from tests.ui.home import TOP, Home
from tests.ui.lived_homes import lived_home
from tests.ui.test_print import HOSTILE, tags_of, text_of

DAY = timedelta(days=1)
LONG = "Rückenübung mit sehr vielen Wörtern, und noch mehr davon, so dass keine Zeile reicht " * 2
NAME = LONG[:110]
EXERCISES = '"cat-cow", "bird-dog", "bridge", "pelvic-tilt", "dead-bug", "childs-pose"'


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return lived_home("week", tmp_path_factory.mktemp("week"))


def worst(folder: Path) -> Home:
    """Twelve sessions a day with long names, for eight weeks, each rated, with a line, at doses that change."""
    home = Home(folder)
    events: list[Event] = []
    sessions = []
    for number in range(12):
        session, one = home.session(f"Morning {number}"), home.occurrence(f"Morning {number}")
        steps = session.replace('{ say = "Stand tall.", for = "2m" }', EXERCISES)
        sessions.append(steps.replace(f'title = "Morning {number}"', f'title = "{number} {NAME}"'))
        for day in range(56):
            at = one.due - DAY * day
            about = replace(
                one, key=one.key.session_ref.at(one.planned - DAY * day), due=at, title=f"{number} {NAME}"
            )
            dose = (StepDose("cat-cow", (8 + day % 3,)), StepDose("bird-dog", (6 + day // 7,)))
            done, said = at + timedelta(minutes=5), at + timedelta(minutes=6)
            felt = Felt(said, Actor.CLI, about, answer=FeltAnswer.HARDER, score=7, note=LONG * 3)
            events += [Started(at, Actor.CLI, about, dose=dose), Completed(done, Actor.CLI, about), felt]
            events.append(Felt(said + DAY / 24, Actor.CLI, score=day % 11, note=f"{HOSTILE} {LONG}?"))
    for week in range(8):
        at = home.now - DAY * 7 * week
        asked = [(Measure.WEEK, ""), (Measure.PEG, ""), (Measure.ROLAND_MORRIS, "")]
        asked += [(Measure.ACTIVITY, f"{number} {NAME}") for number in range(3)]
        events += [Measured(at, Actor.CLI, measure=one, value=week, note=note) for one, note in asked]
    home.plan(*sessions)
    home.happened(*sorted(events, key=lambda each: each.at))
    return home


def test_it_has_the_numbers_of_progress(week: Home, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    assert week.run("export", "pdf", str(file)).out == f"Written: {file}.\n"
    weeks = week.run("progress", "--json").json["weeks"]
    done, planned, guided, ticked, minutes = (
        sum(one[name] for one in weeks) for name in ("done", "planned", "guided", "ticked", "minutes")
    )
    said = text_of(file)
    assert f"{done} of {planned} planned in 4 weeks: {guided} guided, {ticked} ticked" in said
    assert f"{minutes} min" in said
    assert "slept well" in said


def test_under_the_worst_input_it_is_one_page_and_says_what_does_not_fit(tmp_path: Path) -> None:
    home = worst(tmp_path)
    file = tmp_path / "report.pdf"
    answer = home.run("export", "pdf", str(file), "--from", "2026-01-07")
    assert (answer.code, answer.err) == (0, "")
    assert len(PdfReader(file).pages) == 1
    said = text_of(file)
    assert "Left out: 4 more sessions." in said
    assert re.search("and [0-9]+ more", said)
    assert '#read("/etc/passwd") $x$ @ref' in said


def test_notes_and_ratings_can_be_left_out_of_it(week: Home, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    assert week.run("export", "pdf", str(file), "--without", "notes,ratings").code == 0
    said = text_of(file)
    assert "slept well" not in said
    assert "after Morning" not in said
    assert "Left out by choice: notes, ratings." in said
    assert week.run("export", "pdf", str(file), "--without", "names").code == 2


def test_every_tag_is_there_and_every_picture_says_what_it_shows(week: Home, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    week.run("export", "pdf", str(file))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/Figure", "/L"} <= tags_of(file.read_bytes())
    if which("pdfinfo"):
        told = subprocess.run(
            ["pdfinfo", "-struct-text", file], capture_output=True, text=True, encoding="utf-8", check=True
        ).stdout
        assert told.index("Progress, for a visit") < told.index("Week by week") < told.index("To ask")
    assert b"pdfuaid:part" in file.read_bytes()


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    home = lived_home("week", tmp_path)
    written = []
    for number in range(2):
        file = tmp_path / f"{number}.pdf"
        home.run("export", "pdf", str(file))
        written.append(file.read_bytes())
    assert written[0] == written[1]


def test_an_empty_journal_has_a_page_as_well(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    assert home.run("export", "pdf", str(file)).code == 0
    assert "0 of 0" not in text_of(file)


def test_a_file_that_is_there_stays_and_a_pipe_gets_the_bytes(week: Home, tmp_path: Path) -> None:
    file = tmp_path / "mine.pdf"
    file.write_text("mine", encoding="utf-8")
    assert (week.run("export", "pdf", str(file)).code, file.read_text(encoding="utf-8")) == (73, "mine")
    command = week._command(("export", "pdf"))
    piped = subprocess.run(command, capture_output=True, env=week.environ, cwd=TOP, check=True).stdout
    assert piped.startswith(b"%PDF")


def test_without_the_extra_it_points_to_the_page_that_prints_the_same(week: Home, tmp_path: Path) -> None:
    """As where it is not installed: a module of that name that cannot be found."""
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'typst' else find(name, *more)\n",
        encoding="utf-8",
    )
    hidden = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(TOP)]), "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    for words, to in ((("export", "pdf"), "/print/report"), (("print", "cat-cow"), "/print/session/cat-cow")):
        answer = week.run(*words, **hidden)
        assert answer.code == 69
        assert "pip install 'routine[paper]'" in answer.err
        assert to in answer.out
