"""Knows which files are looked at, and how another process is told to look; must not know what is in them.

On Linux the kernel says what changed (inotify.py) and what is mounted (mounts.py); nothing wakes up in between.
Elsewhere, on a share, and where the kernel has no watch left to give, sizes and times are looked at every five
seconds (polling.py).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # every command imports this file, and a promise costs a millisecond of its answer
    from routine.adapters.watch.mounts import Mount, MountWatcher
    from routine.ports import FileWatcher


# Commands that must answer at once poke and never watch: what only watching needs is imported where it is used.


class SystemFileWatcher:
    """Keeps ports.FileWatcher. None of the files or folders needs to be there yet."""

    def __init__(
        self, plans_dirs: Sequence[Path], config_file: Path, poke_file: Path, linked: Sequence[Path] = ()
    ) -> None:
        """`linked`: folders in which other devices write; a new row there is a poke."""
        # the folders as they are when it is asked to watch: they may be others by then
        self._files = (plans_dirs, config_file, poke_file, linked)
        self._watchers: list[FileWatcher] = []
        self._mounts: MountWatcher | None = None

    def watch(self, on_plans: Callable[[], None], on_poke: Callable[[], None]) -> None:
        self.stop()
        self._on_plans, self._on_poke = on_plans, on_poke
        by_kernel = self._by_kernel(on_plans, on_poke)
        self._watchers = [by_kernel or self._by_looking(on_plans, on_poke)]
        if by_kernel:
            self._watch_mounts(on_plans, on_poke)

    def stop(self) -> None:
        for watcher in self._watchers:
            watcher.stop()
        self._watchers = []
        if self._mounts:
            self._mounts.stop()
            self._mounts = None

    def _watch_mounts(self, on_plans: Callable[[], None], on_poke: Callable[[], None]) -> None:
        """What it hears of no folder: that another was mounted over it, and what a share's other side wrote."""
        from routine.adapters.watch.mounts import MountWatcher, changes_unheard  # noqa: PLC0415 - see above

        self._behind = self._mounts_behind()
        if any(changes_unheard(mount) for mount in self._behind.values()):
            self._watchers.append(self._by_looking(on_plans, on_poke if self._files[3] else lambda: None))
        with suppress(OSError):
            self._mounts = MountWatcher(self._mounts_changed)

    def _mounts_changed(self) -> None:
        """Where another file system stands behind a folder. A folder that was made again is inotify's to tell."""
        now = self._mounts_behind()
        if any(now.get(place, mount) != mount for place, mount in self._behind.items()):
            self.watch(self._on_plans, self._on_poke)
            self._on_plans()

    def _mounts_behind(self) -> dict[Path, Mount | None]:
        from routine.adapters.watch.mounts import mount_of, mounted  # noqa: PLC0415 - see above

        there = mounted()
        return {place: mount_of(place, there) for place in self._places()}

    def _places(self) -> list[Path]:
        """Where plans and configuration are, also behind links, and where other devices write."""
        folders, found = self._files[0], list(self._files[3])
        found.append(Path(os.path.realpath(self._files[1])).parent)
        for folder in folders:
            found.append(folder)
            with suppress(OSError):
                found += [Path(os.path.realpath(each)).parent for each in folder.iterdir() if each.is_symlink()]
        return found

    def _by_kernel(self, on_plans: Callable[[], None], on_poke: Callable[[], None]) -> FileWatcher | None:
        if sys.platform == "linux":
            import logging  # noqa: PLC0415 - see above

            from routine.adapters.watch.inotify import InotifyWatcher  # noqa: PLC0415 - see above

            watcher = InotifyWatcher(*self._files)
            try:
                watcher.watch(on_plans, on_poke)
            except OSError as error:
                watcher.stop()
                logging.getLogger(__name__).warning("No inotify (%s): looking now and then instead", error)
            else:
                return watcher
        return None

    def _by_looking(self, on_plans: Callable[[], None], on_poke: Callable[[], None]) -> FileWatcher:
        from routine.adapters.watch.polling import PollingWatcher  # noqa: PLC0415 - see above

        watcher = PollingWatcher(*self._files)
        watcher.watch(on_plans, on_poke)
        return watcher


def poke(poke_file: Path) -> None:
    """Touch the file, and make it when it is missing. Never raises: nobody may be there to look."""
    with suppress(OSError):
        poke_file.parent.mkdir(mode=0o700, exist_ok=True)
        fd = os.open(poke_file, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.utime(poke_file)
        finally:
            os.close(fd)  # what a listener on Linux hears: a file that was open for writing is closed
