"""Knows what Linux says about changed files, by asyncinotify; must not know what is in them.

Folders are watched, not files: most editors put a new file in the place of the old one. Where a link decides which
file is meant, the folders of the link and of what it leads to are both watched; where something is missing, the
nearest folder above it. Reading is never reported, our own included.

Source: inotify(7); for the number of links path_resolution(7).
"""

from __future__ import annotations

import asyncio
import errno
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from asyncinotify import Inotify, Mask, Watch
from msgspec import Struct, field

from routine.adapters.paths import is_shared_file
from routine.adapters.watch.debounce import Debounce
from routine.reading.safe_read import is_plan

_GONE = Mask.DELETE_SELF | Mask.MOVE_SELF | Mask.IGNORED | Mask.UNMOUNT
_NAMED = Mask.CREATE | Mask.DELETE | Mask.MOVED_FROM | Mask.MOVED_TO
_SAVED = Mask.CLOSE_WRITE | Mask.MOVED_TO
_ASKED = _NAMED | _SAVED | Mask.ATTRIB | Mask.DELETE_SELF | Mask.MOVE_SELF | Mask.ONLYDIR
_LINKS = 40
"""As many as Linux follows."""
_ROUNDS = 5
"""Somebody may make folders while we look for them; what is made later is told anyway."""

_log = logging.getLogger(__name__)


class _Place(Struct):
    """What matters in one folder."""

    plans: bool = False
    names: set[str] = field(default_factory=set)
    pokes: set[str] = field(default_factory=set)
    rows: bool = False
    """Other devices write here."""


class InotifyWatcher:
    """Keeps ports.FileWatcher. `watch` raises OSError when the system has no watch left to give."""

    def __init__(
        self, plans_dirs: Sequence[Path], config_file: Path, poke_file: Path, linked: Sequence[Path] = ()
    ) -> None:
        self._plans_dirs = tuple(plans_dirs)
        self._linked = tuple(linked)
        self._config_file = config_file
        self._poke_file = poke_file
        self._inotify: Inotify | None = None
        self._watches: dict[Path, Watch] = {}
        self._places: dict[Path, _Place] = {}

    def watch(self, on_plans: Callable[[], None], on_poke: Callable[[], None]) -> None:
        self.stop()
        self._on_plans, self._on_poke = on_plans, on_poke
        self._settling = Debounce(self._settled)
        self._inotify = Inotify(sync_timeout=0)  # it gives what is there and never waits
        self._look_round(self._inotify)
        asyncio.get_running_loop().add_reader(self._inotify.fd, self._ready)

    def stop(self) -> None:
        if self._inotify:
            self._settling.stop()
            asyncio.get_running_loop().remove_reader(self._inotify.fd)
            self._inotify.close()
            self._inotify = None
            self._watches.clear()

    def _settled(self) -> None:
        if self._inotify:
            self._look_again(self._inotify)
            self._on_plans()

    def _ready(self) -> None:
        if self._inotify is None:
            return
        poked = changed = astray = False
        while (said := self._inotify.sync_get()) is not None:
            if Mask.Q_OVERFLOW in said.mask:  # something was not said: take it as everything
                poked = changed = astray = True
                continue
            watch = said.watch
            if watch is None or self._watches.get(watch.path) is not watch:
                continue  # the last words of a watch that was given up
            if said.mask & _GONE:
                changed = astray = True
                continue
            place, name = self._places.get(watch.path), str(said.name)
            if place is None:
                continue  # no longer looked at, but no watch was left to look elsewhere
            changed |= name in place.names or (place.plans and is_plan(name))
            poked |= (name in place.pokes or (place.rows and is_shared_file(name))) and bool(said.mask & _SAVED)
            astray |= name in place.pokes and bool(said.mask & _NAMED)
        if astray:
            fresh = self._look_again(self._inotify)
            poked |= any(
                self._places[folder].pokes or self._places[folder].rows for folder in fresh & self._places.keys()
            )
        if changed:
            self._settling.changed()
        if poked:
            self._on_poke()

    def _look_again(self, inotify: Inotify) -> set[Path]:
        try:
            return self._look_round(inotify)
        except OSError as error:
            _log.warning("Some folders cannot be watched: %s", error)
            return set()

    def _look_round(self, inotify: Inotify) -> set[Path]:
        """Watch what is to be watched now; which folders are new among them."""
        fresh: set[Path] = set()
        for _ in range(_ROUNDS):
            self._places = self._wanted()
            found = {folder for folder in self._places if self._watch_folder(inotify, folder)}
            for folder in self._watches.keys() - self._places.keys():
                self._forget(inotify, folder)
            if not found:
                break
            fresh |= found
        return fresh

    def _watch_folder(self, inotify: Inotify, folder: Path) -> bool:
        """Whether the watch is a new one: another folder may have taken the name."""
        try:
            watch = inotify.add_watch(folder, _ASKED)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.ENOMEM}:
                raise
            return False  # gone again, or not ours to look at
        if self._watches.get(folder) is watch:
            return False
        self._forget(inotify, folder)
        self._watches[folder] = watch
        return True

    def _forget(self, inotify: Inotify, folder: Path) -> None:
        if watch := self._watches.pop(folder, None):
            with suppress(OSError):  # the system has forgotten it already
                inotify.rm_watch(watch)

    def _wanted(self) -> dict[Path, _Place]:
        places: defaultdict[Path, _Place] = defaultdict(_Place)
        for plans_dir in self._plans_dirs:
            end = self._follow(plans_dir, places)
            if end is None or not end.is_dir():
                continue
            places[end].plans = True
            with suppress(OSError):
                links = [entry for entry in end.iterdir() if is_plan(entry.name) and entry.is_symlink()]
                for link in links:
                    self._follow(link, places)
        self._follow(self._config_file, places)
        for path in (self._poke_file, *self._linked):
            for folder, name in trail(path):
                places[folder].pokes.add(name)
        for linked in self._linked:
            if linked.is_dir():
                places[linked.resolve()].rows = True
        return dict(places)

    def _follow(self, path: Path, places: defaultdict[Path, _Place]) -> Path | None:
        end = None
        for folder, name in trail(path):
            places[folder].names.add(name)
            end = folder / name
        return end


def trail(path: Path) -> Iterator[tuple[Path, str]]:
    """Each name, and the folder it is in, that decides where `path` leads: every link on the way, and at last
    either the file itself or the first part that is missing. The folders are real ones."""
    anchor, *parts = path.absolute().parts
    folder, rest, links = Path(anchor), deque(parts), 0
    while rest and links <= _LINKS:
        name = rest.popleft()
        if name == "..":
            folder = folder.parent
            continue
        here = folder / name
        try:
            target = here.readlink()
        except OSError:  # not a link, or not there
            if rest and here.is_dir():
                folder = here
                continue
            yield folder, name
            return
        yield folder, name
        links += 1
        if target.is_absolute():
            folder = Path(target.anchor)
        rest.extendleft(reversed(target.parts[1:] if target.is_absolute() else target.parts))


class MadeWatch:
    """Tells by its descriptor when something is made where one of these paths leads, or would lead."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Raises OSError where a folder cannot be watched."""
        self._inotify = Inotify(sync_timeout=0)
        self.descriptor = self._inotify.fd
        made = Mask.CREATE | Mask.MOVED_TO | Mask.DELETE_SELF | Mask.MOVE_SELF | Mask.ONLYDIR
        try:
            for path in paths:
                for folder, _ in trail(path):
                    self._inotify.add_watch(folder, made)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        self._inotify.close()
