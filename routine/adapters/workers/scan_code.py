"""Draws a code to scan (QR, ISO/IEC 18004), for a terminal or a sheet of paper."""

from __future__ import annotations

import io


def as_svg(text: str) -> str:
    """Raises ImportError where segno, an extra, is not there."""
    import segno  # noqa: PLC0415 - an extra

    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, svgns=True, scale=4, border=4)
    return drawn.getvalue().decode()


def as_lines(text: str) -> list[str]:
    """For a terminal, in half blocks: dark on light whatever its colours are. Raises ImportError likewise."""
    import segno  # noqa: PLC0415 - as above

    drawn = io.StringIO()
    segno.make(text, error="l", micro=False).terminal(drawn, border=2, compact=True)
    return drawn.getvalue().splitlines()
