"""The sheet of a session: what is to be done, with pictures; nothing on it is obeyed, nothing is written over."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.browser.plans import PICTURE
from tests.ui.home import Home

HOSTILE = '#read("/etc/passwd") $x$ @ref <b> \\\\ `code` *bold* _it_ // no'


def text_of(file: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def tags_of(content: bytes) -> set[str]:
    """Every kind of tag in the tree of a PDF."""
    found: set[str] = set()
    left: list[Any] = [PdfReader(io.BytesIO(content)).root_object["/StructTreeRoot"]]
    while left:
        node = left.pop().get_object()
        if isinstance(node, list):
            left += node
        elif isinstance(node, dict):
            found.add(str(node.get("/S", "")))
            left += [node["/K"]] if "/K" in node else []
    return found


def test_a_session_is_printed_with_its_exercises_their_doses_and_when_to_stop(home: Home, tmp_path: Path) -> None:
    both = '{ exercise = "bird-dog", reps = 6, sides = "both" }'
    home.plan(home.session().replace('{ say = "Stand tall.", for = "2m" }', f'"cat-cow", {both}'))
    file = tmp_path / "sheet.pdf"
    answer = home.run("print", "morning", str(file))
    assert (answer.code, answer.out, answer.err) == (0, f"Written: {file}.\n", "")
    said = text_of(file)
    for each in ("Morning mobility", "Cat–Cow", "8 times", "6 times, ", "on each side", "Stop if pain is sharp"):
        assert each in said
    assert {"/H1", "/H2", "/Figure", "/L", "/P"} <= tags_of(file.read_bytes())


def test_two_runs_and_two_homes_give_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("one", "other"):
        home = Home(tmp_path / name, still=True)
        home.folder.mkdir(exist_ok=True)
        for number in range(2):
            file = tmp_path / f"{name}{number}.pdf"
            assert home.run("print", "gentle-a", str(file)).code == 0
            written.append(file.read_bytes())
    assert len(set(written)) == 1


def test_what_somebody_typed_is_printed_as_it_is(home: Home, tmp_path: Path) -> None:
    home.plan(home.session().replace("Stand tall.", HOSTILE.replace("\\", "\\\\").replace('"', '\\"')))
    file = tmp_path / "sheet.pdf"
    assert home.run("print", "morning", str(file)).code == 0
    assert HOSTILE in text_of(file)


@pytest.mark.parametrize(("content", "pictures"), [(PICTURE, 1), (b"no picture", 0)])
def test_an_exercise_of_ones_own_has_its_own_picture(
    home: Home, tmp_path: Path, content: bytes, pictures: int
) -> None:
    own = '[exercise.glide]\ntitle = "Glide"\ncues = ["Sit tall."]\nreps = 10\npicture = "glide.png"\n'
    home.plan(home.session().replace('{ say = "Stand tall.", for = "2m" }', '"glide"'), own)
    (home.paths.plans_dir / "glide.png").write_bytes(content)
    file = tmp_path / "sheet.pdf"
    assert home.run("print", "morning", str(file)).code == 0
    assert "Sit tall." in text_of(file)
    assert sum(len(page.images) for page in PdfReader(file).pages) == pictures


def test_a_letter_that_no_font_has_is_told_and_the_rest_is_printed(home: Home, tmp_path: Path) -> None:
    home.plan(home.session().replace("Stand tall.", "Stand tall, \U00012000 and smile."))
    file = tmp_path / "sheet.pdf"
    answer = home.run("print", "morning", str(file))
    assert answer.code == 0
    assert re.search("No font of this computer has “\U00012000”", answer.err)
    assert "and smile." in text_of(file)


def test_a_file_that_is_there_stays(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "mine.pdf"
    file.write_text("mine", encoding="utf-8")
    assert (home.run("print", "cat-cow", str(file)).code, file.read_text(encoding="utf-8")) == (73, "mine")
    assert home.run("print", "cat-cow", str(file), "--force").code == 0
    assert file.read_bytes().startswith(b"%PDF")
    assert home.run("print", "cat-cow", str(tmp_path / "nowhere" / "x.pdf")).code == 74


def test_without_a_name_it_says_where_and_writes_over_nothing(home: Home, tmp_path: Path) -> None:
    def printed() -> str:
        command = [sys.executable, "-m", "routine", "print", "cat-cow"]
        environ = home.environ | {"PYTHONWARNINGS": ""}
        return subprocess.run(
            command, cwd=tmp_path, env=environ, capture_output=True, text=True, encoding="utf-8", check=True
        ).stdout

    assert printed() == "Written: cat-cow.pdf.\n"
    (tmp_path / "cat-cow.pdf").write_text("mine", encoding="utf-8")
    assert printed() == "Written: cat-cow-2.pdf.\n"
    assert printed() == "Written: cat-cow-2.pdf.\n"
    assert (tmp_path / "cat-cow.pdf").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("name", "code"), [("nothing like it", 2), ("cat-co", 2), ("", 2)])
def test_a_name_that_nobody_has_is_told(home: Home, name: str, code: int) -> None:
    answer = home.run("print", name)
    assert answer.code == code
    assert answer.err
