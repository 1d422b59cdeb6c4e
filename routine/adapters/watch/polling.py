"""Knows when files have changed by looking at them now and then; must not know what is in them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from routine.adapters.paths import is_shared_file
from routine.adapters.watch.debounce import AT_LATEST, SETTLED
from routine.reading.safe_read import is_plan

EVERY = timedelta(seconds=5)

_Mark = tuple[int, int, int, int]
"""Which file, when written, how long, and who may read it: one of them differs after every save."""


class PollingWatcher:
    """Keeps ports.FileWatcher where the system cannot tell."""

    def __init__(
        self,
        plans_dirs: Sequence[Path],
        config_file: Path,
        poke_file: Path,
        linked: Sequence[Path] = (),
        every: timedelta = EVERY,
    ) -> None:
        self._plans_dirs = tuple(plans_dirs)
        self._linked = tuple(linked)
        self._config_file = config_file
        self._poke_file = poke_file
        self._every = every
        self._next: asyncio.TimerHandle | None = None
        self._seen: Mapping[Path, _Mark] = {}
        self._poked: Mapping[Path, _Mark] = {}
        self._restless = timedelta()
        self._on_plans: Callable[[], None] | None = None
        self._on_poke: Callable[[], None] | None = None

    def watch(self, on_plans: Callable[[], None], on_poke: Callable[[], None]) -> None:
        self.stop()
        self._on_plans, self._on_poke = on_plans, on_poke
        self._seen, self._poked = self._marks(), self._marks_of_pokes()
        self._wait(self._every)

    def stop(self) -> None:
        self._on_plans = self._on_poke = None
        self._restless = timedelta()
        if self._next:
            self._next.cancel()
            self._next = None

    def _wait(self, length: timedelta) -> None:
        self._next = asyncio.get_running_loop().call_later(length.total_seconds(), self._tick)

    def _tick(self) -> None:
        seen, poked = self._marks(), self._marks_of_pokes()
        changing, self._seen = seen != self._seen, seen
        is_poked = any(self._poked.get(file) != mark for file, mark in poked.items())
        self._poked = poked
        settled = bool(self._restless) and (not changing or self._restless >= AT_LATEST)
        if changing and not settled:
            self._restless += SETTLED
        elif settled:
            # still changing: it is told now, and once more at the end
            self._restless = SETTLED if changing else timedelta()
        self._wait(SETTLED if self._restless else self._every)
        if is_poked and self._on_poke:
            self._on_poke()
        if settled and self._on_plans:
            self._on_plans()

    def _marks_of_pokes(self) -> dict[Path, _Mark]:
        """What was touched to be noticed, and what other devices write."""
        files = [self._poke_file]
        for folder in self._linked:
            with suppress(OSError):  # not there yet, or gone
                files += [place for place in folder.iterdir() if is_shared_file(place.name)]
        return {file: mark for file in files if (mark := _mark(file))}

    def _marks(self) -> dict[Path, _Mark]:
        files = [self._config_file]
        for folder in self._plans_dirs:
            try:
                files += [place for place in folder.iterdir() if is_plan(place.name)]
            except OSError:
                continue  # not there yet, or gone
        return {file: mark for file in files if (mark := _mark(file))}


def _mark(file: Path) -> _Mark | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns, found.st_size, found.st_mode)
