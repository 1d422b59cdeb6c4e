"""Knows which of the plans that come with routine are used unasked; must not know what they say, or when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

STARTERS = ("gentle-start", "desk-days", "evening-calm")
"""They go together in one week. The other plans are chosen by hand: all at once would be a full-time job."""


def starters(paths: Sequence[str]) -> list[str]:
    """Those of these plan files that are used without being asked for, in the order they came."""
    return [path for path in paths if Path(path).stem in STARTERS]
