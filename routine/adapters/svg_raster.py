"""Knows how SVG text becomes a PNG; must not know what is in the picture. resvg is imported here alone."""

from __future__ import annotations

from routine.errors import SystemFault
from routine.presentation import system_problems as words


def png(svg: str, size: int, *, fonts: bool = False) -> bytes:
    """`svg` as a PNG `size` pixels wide. Letters need `fonts`, which takes much longer. Raises SystemFault."""
    try:
        import resvg_py  # noqa: PLC0415 - two milliseconds and a megabyte, for those who look at pictures

        return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, skip_system_fonts=not fonts))
    except (ImportError, ValueError) as why:
        raise SystemFault(*words.not_drawn(str(why))) from why
