"""Knows a file system that renames no file that somebody has open, as that of Windows; not the journal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

SHARING_VIOLATION = 32


@dataclass
class OpenElsewhere:
    """Which names another program has open, and for how many tries more; None: for as long as it likes."""

    names: set[str]
    tries: int | None = None
    refused: list[str] = field(default_factory=list)

    def close(self) -> None:
        self.names.clear()


@contextmanager
def open_elsewhere(*names: str, tries: int | None = None) -> Iterator[OpenElsewhere]:
    by, rename = OpenElsewhere({*names}, tries), Path.rename

    def as_windows_does(path: Path, target: Path) -> Path:
        if path.name in by.names and by.tries != 0:
            by.refused.append(path.name)
            by.tries = by.tries - 1 if by.tries else by.tries
            error = PermissionError(13, "The process cannot access the file because it is being used", str(path))
            error.winerror = SHARING_VIOLATION  # type: ignore[attr-defined] # Windows has it
            raise error
        return rename(path, target)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "rename", as_windows_does)
        yield by
