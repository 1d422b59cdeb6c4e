"""Knows the texts of a person's plans by name, and those that changes have replaced; not what they say.

A text that was replaced is kept under what it hashes to, so that a change can be taken back; the newest few stay.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from routine.adapters import plan_writer
from routine.adapters.paths import make_private
from routine.core.identifiers import SETTINGS_TEXT
from routine.core.loaded_plans import digest
from routine.errors import SystemFault
from routine.presentation import plan_check as words
from routine.reading.safe_read import plan_named

_KEPT = 60
"""How many replaced texts there are at most."""


class PlanFolderTexts:
    """Keeps ports.PlanTexts: a folder of plans, those that come with routine, what was replaced, config.toml."""

    def __init__(self, folder: Callable[[], Path], shipped: Path, kept: Path, config: Path) -> None:
        """`config`: where the text of the settings is."""
        self._folder = folder
        self._config = config
        self._shipped = shipped
        self._kept = kept

    def read(self, plan: str) -> bytes | None:
        """Raises SystemFault for one that cannot be read."""
        return plan_writer.read_or_none(self._path(plan))

    def shipped(self, plan: str) -> bytes | None:
        path = self._shipped / f"{plan}.toml"
        return path.read_bytes() if path.is_file() else None

    def file(self, plan: str) -> str:
        return str(self._path(plan))

    def put(self, plan: str, content: bytes) -> None:
        """Raises SystemFault."""
        path = self._path(plan)
        plan_writer.replace(path, plan_writer.read_or_none(path), content)

    def put_aside(self, plan: str) -> str:
        """The file goes by a name that is no plan's, which is the answer. Raises SystemFault."""
        path = self._path(plan)
        names = [f"_{path.name}", *(f"_{path.stem}-{number}.toml" for number in range(2, 1000))]
        aside = next(path.with_name(name) for name in names if not path.with_name(name).exists())
        try:
            path.rename(aside)
        except OSError as error:
            raise SystemFault(*words.not_written(str(aside), error.strerror or str(error))) from error
        return str(aside)

    def keep(self, content: bytes) -> str:
        """What it hashes to, by which `kept` finds it. Raises SystemFault."""
        name = digest(content)
        make_private(self._kept)
        path = self._kept / name
        if not path.exists():
            plan_writer.write(path, content)
        with suppress(OSError):
            path.touch()
            there = sorted(self._kept.iterdir(), key=lambda each: each.stat().st_mtime, reverse=True)
            for old in there[_KEPT:]:
                old.unlink()
        return name

    def kept(self, name: str) -> bytes | None:
        """Raises SystemFault for one that cannot be read."""
        return plan_writer.read_or_none(self._kept / name) if name else None

    def _path(self, plan: str) -> Path:
        if plan == SETTINGS_TEXT:
            return self._config
        folder = self._folder()
        return plan_named(plan, folder) or folder / f"{plan}.toml"
