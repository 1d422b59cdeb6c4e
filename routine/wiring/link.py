"""Knows how the journal and the linked folder come to hold the same rows; must not know what a row leads to.

It is done at each look of the service, and by each command before it reads and after it has written: nothing else
has to run. Whatever is killed at whatever moment, the journal and the files alone say how far it came; a row that
is read or written twice counts once.

Imported only where something is linked.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from routine.adapters.journal.store import JournalDb
from routine.adapters.link_files import LinkFiles, LinkProgress, LinkSettings, computer_name, home_of
from routine.adapters.shared_folder import FileNews, SharedFolder, file_name, head_of
from routine.adapters.shared_rows import SharedRow, as_line
from routine.core.events import StoredEvent
from routine.core.merging import Exchanged, credible, is_shared
from routine.errors import JournalError
from routine.presentation import link as words

_AT_ONCE = 1_000
"""Rows, in whole files: a year of one device is some three thousand, a quarter of a second."""
_FULL = {errno.ENOSPC, errno.EDQUOT}
_REFUSED = {errno.EROFS, errno.EACCES, errno.EPERM}


class DeviceSeen(Struct, frozen=True):
    """What lies in the folder of one device."""

    id: str
    name: str
    heard: datetime | None
    rows: int
    gaps: int
    """Rows that others speak of, and that are not there yet."""
    this: bool


class FolderLink:
    """One journal and its folder."""

    def __init__(self, files: LinkFiles, settings: LinkSettings, journal: JournalDb, journal_file: Path) -> None:
        self.folder = SharedFolder(Path(settings.folder))
        self._files = files
        self._settings = settings
        self._journal = journal
        self._journal_file = journal_file
        self._renamed = False
        self._more = False

    def exchange(self, now: datetime, *, all_of_it: bool = True) -> Exchanged:
        """Take in what is new there, and bring there what is new here. Never raises: what cannot be done waits.

        Without `all_of_it` no more than a piece of years: the rest is there at the next look.
        """
        came = self._one_piece(now)
        while came.more and all_of_it:
            rest = self._one_piece(now)
            came = Exchanged(
                came.new + rest.new, rest.trouble, came.note or rest.note, is_new=rest.is_new, more=rest.more
            )
        return came

    def _one_piece(self, now: datetime) -> Exchanged:
        try:
            with self._files.alone():
                before = self._files.progress()
                progress, new, trouble = self._pass(before, now)
                told = trouble and trouble != before.trouble
                progress = replace(progress, trouble=trouble)
                if progress != before:
                    self._files.keep_progress(progress)
        except JournalError:
            return Exchanged()  # whoever reads or writes it next tells
        except OSError as error:
            return Exchanged(trouble=words.failed(str(self.folder.path), error.strerror or str(error)))
        note = words.new_name(computer_name()) if self._renamed else ""
        self._renamed = False
        return Exchanged(len(new), trouble, note, is_new=bool(told), more=self._more)

    def devices(self) -> list[DeviceSeen]:
        """Each device that shares, this one last. Raises OSError."""
        progress = self._files.progress()
        numbers, named, names = dict[str, set[int]](), dict[str, set[int]](), dict(progress.names)
        for news in self.folder.all_rows():
            if news.head:
                names[news.head.device] = news.head.name
                numbers.setdefault(news.head.device, set())
            for shared in news.rows:
                numbers.setdefault(shared.row.device, set()).add(shared.row.number)
                named.setdefault(shared.row.device, set()).add(shared.before)
        own = self._journal.names[-1]
        numbers.setdefault(own, set())
        names[own] = computer_name()
        found = [
            DeviceSeen(
                device,
                names.get(device, device),
                progress.heard.get(device),
                len(there),
                len(named.get(device, set()) - there - {0}),
                device == own,
            )
            for device, there in numbers.items()
        ]
        return sorted(found, key=lambda each: (each.this, each.name, each.id))

    def _pass(self, before: LinkProgress, now: datetime) -> tuple[LinkProgress, list[StoredEvent], str]:
        self._more = False
        path = str(self.folder.path)
        last = self._journal.rows(last=1)
        if self._is_elsewhere(new=not last) or (last[-1].id if last else 0) < before.sent:
            # another journal than the one of which it was kept how far it came: one from a backup, or a new one
            before = LinkProgress(
                folder=before.folder, heard=before.heard, names=before.names, trouble=before.trouble
            )
        try:
            identity, names = self.folder.identity(), self.folder.names()
        except OSError:
            return before, [], words.away(path)
        if before.folder not in {(0, 0), identity} and not names:
            # what it is mounted on, perhaps: nothing of it is written there
            return before, [], words.emptied(path)
        progress = replace(before, folder=identity)
        try:
            progress, new, whole = self._take_in(progress, names, now)
        except OSError as error:
            return before, [], self._in_words(error)
        try:
            if (forgotten := self._files.forgotten()) != progress.forgotten:
                progress = replace(self._follow_the_past(progress), forgotten=forgotten)
            return self._send(progress, all_of_it=not whole), new, ""
        except OSError as error:
            return progress, new, self._in_words(error)

    def _is_elsewhere(self, *, new: bool) -> bool:
        """Whether it is a copy, from a backup or of a whole computer: then it goes by a name of its own.

        So is one that is new, as the one before was damaged; it has such a name already.
        """
        self._journal.read_names()
        home = home_of(self._journal_file)
        if home == self._settings.home:
            return False
        if not new:
            self._take_new_name()
        self._settings = replace(self._settings, home=home)
        self._files.keep_settings(self._settings)
        return True

    def _take_new_name(self) -> None:
        self._journal.take_new_name()
        self._renamed = True

    def _take_in(
        self, progress: LinkProgress, names: Iterable[str], now: datetime
    ) -> tuple[LinkProgress, list[StoredEvent], bool]:
        """With whether the own files are as they were left. Raises OSError, JournalError."""
        files, heard, called = dict(progress.files), dict(progress.heard), dict(progress.names)
        new: list[StoredEvent] = []
        whole = True
        for name in names:
            mark = self.folder.mark(name)
            if mark and name in progress.own and progress.own[name].is_same(mark):
                continue
            news = self.folder.news(name, files.get(name))
            if news is None:
                continue
            rows, waits = self._credible(news, now)
            if len(new) >= _AT_ONCE:
                # files of years: the service has to look at its clock in between
                self._more = True
                break
            taken = self._journal.take_in(rows)
            new += taken
            heard |= {row.device: now for row in taken if row.device not in self._journal.names}
            if news.head:
                called[news.head.device] = news.head.name
            if self._is_own(news):
                whole = False
                self._look_for_a_copy(news, taken)
            if not waits:
                files[name] = news.mark
        gone = progress.own.keys() - set(names)
        own = {name: mark for name, mark in progress.own.items() if name not in gone}
        progress = replace(progress, files=files, heard=heard, names=called, own=own)
        return progress, new, whole and not gone

    def _credible(self, news: FileNews, now: datetime) -> tuple[list[StoredEvent], bool]:
        by_device: dict[str, list[StoredEvent]] = {}
        for shared in sorted(news.rows, key=lambda each: each.row.number):
            by_device.setdefault(shared.row.device, []).append(shared.row)
        found = [credible(rows, now) for rows in by_device.values()]
        return [row for rows, _ in found for row in rows], any(waits for _, waits in found)

    def _is_own(self, news: FileNews) -> bool:
        names = set(self._journal.names)
        return bool(news.head and news.head.device in names) or any(
            shared.row.device in names for shared in news.rows
        )

    def _look_for_a_copy(self, news: FileNews, taken: list[StoredEvent]) -> None:
        """Rows under this journal's name that it has never written: there is a copy of it, or it is one."""
        names = self._journal.names
        theirs = any(row.device.partition("+")[0] == names[-1] for row in taken)
        by_another = news.head and news.head.device == names[-1] and news.head.writer != self._settings.home
        if theirs or by_another:
            self._take_new_name()

    def _follow_the_past(self, progress: LinkProgress) -> LinkProgress:
        """What was taken out of the journal is taken out of this device's own files as well. Raises OSError."""
        names, own = set(self._journal.names), dict(progress.own)
        rows = {(row.device, row.number): row for row in self._journal.rows() if row.device in names}

        def said(shared: SharedRow) -> bytes | None:
            row = rows.get((shared.row.device, shared.row.number))
            return as_line(row, shared.before) if row else None

        for name in self.folder.names():
            if (
                name.partition(".")[0] in names
                and self.folder.rewrite(name, said)
                and (mark := self.folder.mark(name))
            ):
                own[name] = mark
        return replace(progress, own=own)

    def _send(self, progress: LinkProgress, *, all_of_it: bool) -> LinkProgress:
        """Append what the others do not have yet. Raises OSError, JournalError."""
        names, device = set(self._journal.names), self._journal.names[-1]
        rows = self._journal.rows(after=0 if all_of_it else progress.sent)
        there = self._lines_there() if all_of_it else set[tuple[str, bytes]]()
        last, own = ({} if all_of_it else dict(progress.last)), dict(progress.own)
        lines: dict[str, list[bytes]] = {}
        for row in rows:
            if row.device not in names or not is_shared(row.entry):
                continue
            if (row.device, as_line(row, 0)) not in there:
                lines.setdefault(file_name(row, device), []).append(as_line(row, last.get(row.device, 0)))
            last[row.device] = row.number
        head = head_of(device, computer_name(), self._settings.home)
        for name, new in lines.items():
            self.folder.append(name, head, new)
            if mark := self.folder.mark(name):
                own[name] = mark
        if all_of_it:
            # what was found in order is its own as well
            ours = [name for name in self.folder.names() if name.partition(".")[0] in names]
            own |= {name: mark for name in ours if (mark := self.folder.mark(name))}
        sent = rows[-1].id if rows else progress.sent
        return replace(progress, own=own, sent=sent, last=last)

    def _lines_there(self) -> set[tuple[str, bytes]]:
        """What lies there under this journal's names, wherever."""
        return {
            (shared.row.device, as_line(shared.row, 0))
            for news in self.folder.all_rows()
            for shared in news.rows
            if shared.row.device in self._journal.names
        }

    def _in_words(self, error: OSError) -> str:
        path = str(self.folder.path)
        if error.errno in _FULL:
            return words.full(path)
        if error.errno in _REFUSED:
            return words.refused(path)
        return words.failed(path, error.strerror or str(error))
