"""Pictures drawn by the real resvg."""

from __future__ import annotations

import struct

import pytest

from routine.adapters.svg_raster import png
from routine.errors import SystemFault
from routine.figures.render import still
from routine.library.catalogue import catalogue

DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#a44"/></svg>'


def _size(content: bytes) -> tuple[int, int]:
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@pytest.mark.parametrize("size", [64, 128, 480])
def test_a_still_becomes_a_png_of_the_size_asked_for(size: int) -> None:
    assert _size(png(still(catalogue().exercises["bridge"]), size)) == (size, size)


def test_the_same_picture_is_the_same_to_the_byte() -> None:
    assert png(DOT, 32) == png(DOT, 32)
    assert png(DOT, 32) != png(DOT.replace("#a44", "#4a4"), 32)


def test_what_is_no_svg_is_told_in_a_sentence() -> None:
    with pytest.raises(SystemFault, match="could not be drawn"):
        png("not a picture", 32)
