"""Knows what somebody had answered of the first questions who left in the middle; must not know the questions.

It lies beside the journal, is written after each answer, and goes when there is a plan. Losing it costs a minute
of typing: what keeps it from being written is nobody's trouble, and what cannot be read is not there.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct, field

from routine.adapters.atomic_write import write_atomically
from routine.adapters.paths import make_private
from routine.errors import SystemFault


class SetupAnswers(Struct, frozen=True):
    """The answers so far."""

    checked: bool = False
    """The safety check was gone through; what was answered there stands in the journal."""
    plan: str = ""
    days: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By the days that the plan has, with commas between them; empty where these stay."""
    times: dict[str, str] = field(default_factory=dict)
    """By the time of day that the plan has."""
    hours: str | None = None
    """Of the sessions between two times; empty where these stay."""

    def __bool__(self) -> bool:
        return self != SetupAnswers()


class SetupFile:
    """The one of a person."""

    def __init__(self, state_dir: Path) -> None:
        self._file = state_dir / "setup.json"

    def read(self) -> SetupAnswers:
        with suppress(OSError, ValueError):
            return msgspec.json.decode(self._file.read_bytes(), type=SetupAnswers)
        return SetupAnswers()

    def write(self, answers: SetupAnswers) -> None:
        with suppress(OSError, SystemFault):
            make_private(self._file.parent)
            write_atomically(self._file, msgspec.json.encode(answers))

    def remove(self) -> None:
        with suppress(OSError):
            self._file.unlink()
