"""Pictures drawn by the real process, found by name, and never a reason to fail."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

import routine
from routine.adapters.picture_cache import PictureCache, drawing_digest


def test_a_picture_is_there_once_it_has_been_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the code page says in which Windows reads what comes by a pipe."""
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    pictures = PictureCache(tmp_path / "Jörg" / "pictures", ())
    assert pictures.of("cat-cow") == ""
    asyncio.run(pictures.prepare(["cat-cow", "single-knee-to-chest", "no-such-exercise"]))
    assert Path(pictures.of("cat-cow")).read_bytes().startswith(b"\x89PNG")
    left, right = pictures.of("single-knee-to-chest@left"), pictures.of("single-knee-to-chest@right")
    assert Path(left).read_bytes() != Path(right).read_bytes()
    assert pictures.of("cat-cow@left") == pictures.of("cat-cow"), "one that looks the same from both sides"
    assert pictures.of("no-such-exercise") == ""
    assert [path.name for path in tmp_path.iterdir()] == ["Jörg"]


def test_a_picture_beside_the_plan_is_found(tmp_path: Path) -> None:
    (tmp_path / "physio-glide.png").write_bytes(b"\x89PNG")
    pictures = PictureCache(tmp_path / "pictures", (tmp_path,))
    assert pictures.of("physio-glide.png") == str(tmp_path / "physio-glide.png")
    assert pictures.of("../physio-glide.png") == ""


def test_a_folder_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file where the folder should be")
    pictures = PictureCache(tmp_path / "pictures", ())
    asyncio.run(pictures.prepare(["cat-cow"]))
    assert pictures.of("cat-cow") == ""


def test_a_drawing_that_was_edited_is_drawn_anew(tmp_path: Path) -> None:
    package = tmp_path / "routine"
    for part in ("figures", "library/figures", "library/exercises"):
        shutil.copytree(Path(routine.__file__).parent / part, package / part)
    before = drawing_digest(package)
    drawing_digest.cache_clear()
    assert drawing_digest(package) == before, "the same drawings, the same pictures"
    edited = package / "library/figures/yoga.toml"
    edited.write_text(edited.read_text("utf-8").replace("0.4", "0.5"), "utf-8")
    drawing_digest.cache_clear()
    assert drawing_digest(package) != before
