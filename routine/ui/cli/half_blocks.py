"""Knows how a PNG becomes lines of a terminal, two pixels in a character; must not know what is in the picture.

Only what our own drawing makes: eight bits a channel, with or without alpha, not interlaced.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}
_UPPER = "\N{UPPER HALF BLOCK}"
_LOWER = "\N{LOWER HALF BLOCK}"
_SOLID = 128
"""Less alpha than this is the terminal's own background."""

Pixel = tuple[int, int, int] | None


def lines(png: bytes) -> list[str]:
    """The picture in 24-bit colour. Raises ValueError for a kind of PNG we do not draw."""
    rows = pixels(png)
    if len(rows) % 2:
        rows.append([None] * len(rows[0]))
    return [_line(upper, lower) for upper, lower in zip(rows[::2], rows[1::2], strict=True)]


def pixels(png: bytes) -> list[list[Pixel]]:
    """Row by row; None where the picture is see-through."""
    width, height, depth, kind, *rest = struct.unpack(">IIBBBBB", png[16:29])
    if png[:8] != _SIGNATURE or depth != 8 or kind not in _CHANNELS or any(rest):
        raise ValueError("a kind of PNG that is not drawn here")
    channels = _CHANNELS[kind]
    packed = zlib.decompress(b"".join(_chunks(png, b"IDAT")))
    rows: list[list[Pixel]] = []
    above = bytearray(width * channels)
    size = width * channels + 1
    for number in range(height):
        line = packed[number * size : (number + 1) * size]
        above = _unfiltered(line[0], bytearray(line[1:]), above, channels)
        rows.append([_pixel(above[place : place + channels]) for place in range(0, len(above), channels)])
    return rows


def _chunks(png: bytes, wanted: bytes) -> Iterator[bytes]:
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == wanted:
            yield png[at + 8 : at + 8 + length]
        at += length + 12


def _unfiltered(kind: int, line: bytearray, above: bytearray, channels: int) -> bytearray:
    """PNG stores differences: to the left, above, their mean, or the likeliest of three."""
    for place, value in enumerate(line):
        left = line[place - channels] if place >= channels else 0
        corner = above[place - channels] if place >= channels else 0
        guess = (0, left, above[place], (left + above[place]) // 2, _likeliest(left, above[place], corner))[kind]
        line[place] = (value + guess) & 0xFF
    return line


def _likeliest(left: int, above: int, corner: int) -> int:
    straight = left + above - corner
    return min((left, above, corner), key=lambda near: abs(straight - near))


def _pixel(channels: bytearray) -> Pixel:
    if len(channels) == 4 and channels[3] < _SOLID:
        return None
    return channels[0], channels[1], channels[2]


def _line(upper: list[Pixel], lower: list[Pixel]) -> str:
    return "".join(_cell(above, below) for above, below in zip(upper, lower, strict=True)) + "\x1b[0m"


def _cell(above: Pixel, below: Pixel) -> str:
    if above is None and below is None:
        return "\x1b[0m "
    if above is None:
        return f"\x1b[0m{_colour(38, below)}{_LOWER}"
    return f"\x1b[0m{_colour(38, above)}{_colour(48, below)}{_UPPER}"


def _colour(ground: int, pixel: Pixel) -> str:
    return "" if pixel is None else f"\x1b[{ground};2;{';'.join(map(str, pixel))}m"
