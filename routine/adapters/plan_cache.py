"""Knows the folder where what was read is kept, one JSON file a digest; must not know what is in them.

All of it can be read again: whatever is wrong with the folder only costs time, and is never told.
"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from routine.adapters.atomic_write import write_atomically

SPARE = 64
"""How many that nobody uses now are kept, the newest: an undone edit is then at hand."""


class PlanCache:
    """Answers by their digests, on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, digest: str) -> bytes | None:
        """What was kept under the digest; None for nothing, or nothing that can be read."""
        try:
            return self._path(digest).read_bytes()
        except OSError:
            return None

    def put(self, digest: str, answer: bytes) -> None:
        """Whole or not at all, and for this person alone."""
        # what is not kept is read again
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self._path(digest), answer, durable=False)

    def prune(self, used: Collection[str]) -> None:
        """Forget what nobody uses, but for the newest few."""
        try:
            unused = [path for path in self._folder.glob("*.json") if path.stem not in used]
            unused.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        except OSError:
            return
        for path in unused[SPARE:]:
            _remove(path)

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest}.json"


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return
