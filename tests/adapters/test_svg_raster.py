"""Pictures as files, drawn by the real resvg."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from routine.adapters.svg_raster import Pictures, png
from routine.errors import WorldError
from routine.figures.render import still
from routine.library.catalogue import catalogue

DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#a44"/></svg>'


def _size(content: bytes) -> tuple[int, int]:
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@pytest.mark.parametrize("size", [64, 128, 480])
def test_a_still_becomes_a_png_of_the_size_asked_for(size: int, tmp_path: Path) -> None:
    path = Pictures(tmp_path / "pictures").file(still(catalogue().exercises["bridge"]), size)
    assert path.suffix == ".png"
    assert _size(path.read_bytes()) == (size, size)


def test_the_same_picture_is_drawn_once_and_another_gets_a_file_of_its_own(tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    first = pictures.file(DOT, 32)
    first.write_bytes(b"kept")
    assert pictures.file(DOT, 32) == first
    assert first.read_bytes() == b"kept"
    assert pictures.file(DOT, 64) != first
    assert pictures.file(DOT.replace("#a44", "#4a4"), 32) != first


def test_nothing_but_finished_pictures_is_left_in_the_folder(tmp_path: Path) -> None:
    path = Pictures(tmp_path).file(DOT, 32)
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_no_svg_is_told_in_a_sentence() -> None:
    with pytest.raises(WorldError, match="could not be drawn"):
        png("not a picture", 32)


def test_a_folder_that_cannot_be_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorldError, match="could not be kept"):
        Pictures(tmp_path / "file" / "pictures").file(DOT, 32)
