"""Knows what a PNG looks like in a terminal; must not know what is in our pictures."""

from __future__ import annotations

import struct
import zlib

import pytest

from routine.adapters.pictures import png
from routine.ui.cli.half_blocks import lines, pixels

RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)
FOUR = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2">
<rect x="0" y="0" width="1" height="1" fill="rgb(255,0,0)"/>
<rect x="1" y="0" width="1" height="1" fill="rgb(0,128,0)"/>
<rect x="0" y="1" width="1" height="1" fill="rgb(0,0,255)"/></svg>"""


def made(width: int, height: int, packed: bytes, *, depth: int = 8, kind: int = 2) -> bytes:
    """A PNG of these filtered rows."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    rest = chunk(b"IDAT", zlib.compress(packed)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + rest


def test_a_drawn_picture_comes_out_pixel_by_pixel() -> None:
    assert pixels(png(FOUR, 2)) == [[RED, GREEN], [BLUE, None]]


# the second row is (10, 20, 30) and (40, 60, 80), below (1, 2, 3) and (4, 5, 6), stored in each of the five ways
FILTERED = {
    "as it is": bytes([0, 10, 20, 30, 40, 60, 80]),
    "from the left": bytes([1, 10, 20, 30, 30, 40, 50]),
    "from above": bytes([2, 9, 18, 27, 36, 55, 74]),
    "from the mean": bytes([3, 10, 19, 29, 33, 48, 62]),
    "from the likeliest": bytes([4, 9, 18, 27, 30, 40, 50]),
}


@pytest.mark.parametrize("row", FILTERED.values(), ids=FILTERED.keys())
def test_every_way_of_storing_a_row_is_read(row: bytes) -> None:
    picture = made(2, 2, bytes([0, 1, 2, 3, 4, 5, 6]) + row)
    assert pixels(picture) == [[(1, 2, 3), (4, 5, 6)], [(10, 20, 30), (40, 60, 80)]]


def test_two_pixels_share_a_character_and_each_line_ends_without_colour() -> None:
    (line,) = lines(png(FOUR, 2))
    assert line == ("\x1b[0m\x1b[38;2;255;0;0m\x1b[48;2;0;0;255m▀\x1b[0m\x1b[38;2;0;128;0m▀\x1b[0m")


def test_only_the_lower_half_is_coloured_where_the_upper_is_see_through() -> None:
    picture = made(1, 3, bytes([0, *RED, 255, 0, *RED, 0, 0, 0, 0, 0, 0]), kind=6)
    assert lines(picture) == ["\x1b[0m\x1b[38;2;255;0;0m▀\x1b[0m", "\x1b[0m \x1b[0m"]
    upside_down = made(1, 2, bytes([0, *RED, 0, 0, *RED, 255]), kind=6)
    assert lines(upside_down) == ["\x1b[0m\x1b[38;2;255;0;0m▄\x1b[0m"]


@pytest.mark.parametrize("kind", [{"depth": 16}, {"kind": 3}])
def test_another_kind_of_png_is_refused(kind: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="not drawn here"):
        pixels(made(1, 1, bytes([0, 0, 0, 0]), **kind))
