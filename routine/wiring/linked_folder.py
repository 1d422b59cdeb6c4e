"""Knows whether this journal is linked, and costs a glance while it is not; must not know how rows are exchanged.

The resident service and every command ask here. What exchanging needs is imported where something is linked. So is
what says that a plan which somebody follows has changed: `link run` finds that out, and has nowhere to say it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from routine.adapters.paths import FOLLOWED, LINK
from routine.core.merging import Exchanged

if TYPE_CHECKING:
    from routine.adapters.journal.store import JournalDb
    from routine.wiring.link import FolderLink


class LinkedFolder:
    """The link as it is now: it may be made, changed and taken away while a program runs."""

    def __init__(self, journal_file: Path) -> None:
        self._journal_file = journal_file
        self._settings_file = journal_file.with_name(LINK)
        self._known = (0, 0)
        self._link: FolderLink | None = None
        self._followed_file = journal_file.with_name(FOLLOWED)
        self._followed_at = 0
        self._waiting: frozenset[str] = frozenset()
        """Which changed plans have been spoken of."""
        self.folders: list[Path] = []
        """Which one, or none: whoever was given this list sees it change."""

    def exchange(self, journal: JournalDb, now: datetime, *, all_of_it: bool = True) -> Exchanged:
        """Bring journal and folder to hold the same rows. Never raises; what cannot be done waits.

        `all_of_it`: as of FolderLink.
        """
        before = tuple(self.folders)
        link = self._look(journal)
        self.folders[:] = [link.folder.path] if link else []
        moved = before != tuple(self.folders)
        if link is None:
            return Exchanged(moved=moved, note=self._changed_plans())
        came = link.exchange(now, all_of_it=all_of_it)
        note = came.note or self._changed_plans()
        return Exchanged(came.new, came.trouble, note, came.is_new, moved, came.more)

    def _changed_plans(self) -> str:
        """A sentence on those that are followed and wait for a yes to their change; once for each, or empty."""
        try:
            at = self._followed_file.stat().st_mtime_ns
        except OSError:
            return ""
        if at == self._followed_at:
            return ""
        from routine.adapters.followed_plans import FollowedFile  # noqa: PLC0415 - only where one is followed
        from routine.presentation import following as words  # noqa: PLC0415 - likewise

        self._followed_at = at
        plans = FollowedFile(self._followed_file.parent).read().plans
        before, self._waiting = self._waiting, frozenset(name for name, one in plans.items() if one.waits)
        new = sorted(self._waiting - before)
        return words.changes_wait(new) if new else ""

    def _look(self, journal: JournalDb) -> FolderLink | None:
        try:
            said = self._settings_file.stat()
        except OSError:
            self._known, self._link = (0, 0), None
            return None
        known = (said.st_ino, said.st_mtime_ns)
        if known != self._known:
            from routine.adapters.link_files import LinkFiles  # noqa: PLC0415 - only where something is linked
            from routine.wiring.link import FolderLink  # noqa: PLC0415 - likewise

            files = LinkFiles(self._journal_file.parent)
            settings = files.settings()
            self._known = known
            self._link = FolderLink(files, settings, journal, self._journal_file) if settings else None
        return self._link
