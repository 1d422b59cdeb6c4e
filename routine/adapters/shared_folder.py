"""Knows the folder that somebody's sync engine mirrors; must not know what becomes of a row.

There is one file a device and year, and each device appends to its own alone. Whatever else lies there is read as
well, if its name ends as ours do: a conflict copy that an engine made holds rows that may be nowhere else, and a
row that is read twice counts once. What an engine has not finished writing has a dot or a tilde in front, and is
left alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from routine.adapters.atomic_write import write_atomically
from routine.adapters.paths import SHARED, is_shared_file
from routine.adapters.shared_rows import FORMAT, FileHead, SharedRow, as_head, as_line, as_shared_row
from routine.core.events import StoredEvent

LARGEST = 20_000_000
"""Bytes of one file: a year of answers is one million."""
_PRIVATE = 0o600
_BINARY = getattr(os, "O_BINARY", 0)
"""Windows would write another line ending otherwise."""


class FileMark(Struct, frozen=True):
    """What a file was when it was last looked at: one of these differs after every write."""

    size: int
    written: int
    """When, in nanoseconds (stat(2): st_mtime_ns)."""
    inode: int
    read: int = 0
    """How many of its bytes have been taken in."""
    digest: str = ""
    """Of those bytes: an engine puts a new file in the place of the old one, and only its end is new."""

    def is_same(self, other: FileMark) -> bool:
        return (self.size, self.written, self.inode) == (other.size, other.written, other.inode)


class FileNews(Struct, frozen=True):
    """What is new in one file."""

    name: str
    mark: FileMark
    """With which nothing of it is new any more."""
    rows: tuple[SharedRow, ...] = ()
    head: FileHead | None = None
    unread: int = 0
    """Whole lines that are no rows."""


class SharedFolder:
    """The folder itself. Everything asked of it raises OSError where it is away, or will not have it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def identity(self) -> tuple[int, int]:
        """Which folder stands behind the name (stat(2): device and inode)."""
        said = self.path.stat()
        return said.st_dev, said.st_ino

    def names(self) -> list[str]:
        """Every file that may hold rows."""
        return sorted(name for name in os.listdir(self.path) if is_shared_file(name))  # noqa: PTH208 - asked at each command: no Path for each

    def mark(self, name: str) -> FileMark | None:
        try:
            said = os.stat(self.path / name)  # noqa: PTH116 - as above
        except FileNotFoundError:
            return None
        return FileMark(said.st_size, said.st_mtime_ns, said.st_ino)

    def news(self, name: str, seen: FileMark | None) -> FileNews | None:
        """What has come since; None where nothing has. Only lines that end count: the rest is still on its way."""
        mark = self.mark(name)
        if mark is None or (seen is not None and seen.is_same(mark)):
            return None
        if mark.size > LARGEST:
            return FileNews(name, mark, unread=1)
        content = (self.path / name).read_bytes()
        end = content.rfind(b"\n") + 1
        known = seen.read if seen and seen.read <= end and _digest(content[: seen.read]) == seen.digest else 0
        rows, unread = list[SharedRow](), 0
        lines = content[known:end].split(b"\n")[:-1]
        head = as_head(content[: content.find(b"\n") + 1]) if end else None
        for place, line in enumerate(lines):
            if row := as_shared_row(line):
                rows.append(row)
            elif line.strip() and not (known == 0 and place == 0 and head):
                unread += 1
        read = FileMark(mark.size, mark.written, mark.inode, end, _digest(content[:end]))
        return FileNews(name, read, tuple(rows), head, unread)

    def all_rows(self) -> Iterator[FileNews]:
        """Everything that lies there."""
        for name in self.names():
            if found := self.news(name, None):
                yield found

    def rewrite(self, name: str, said: Callable[[SharedRow], bytes | None]) -> bool:
        """An own file with each row as `said` has it now, or as it lies there for None; whether any differed.

        All of it or nothing: whoever reads meanwhile has the file of before.
        """
        lines = (self.path / name).read_bytes().split(b"\n")
        now = [(said(row) if (row := as_shared_row(line)) else None) or line for line in lines]
        if now == lines:
            return False
        write_atomically(self.path / name, b"\n".join(now))
        return True

    def append(self, name: str, head: FileHead, lines: Sequence[bytes]) -> None:
        """At the end of an own file, on the disk when it returns; killed in between, half a line is none."""
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | _BINARY
        file = os.open(self.path / name, flags, _PRIVATE)
        try:
            size = os.fstat(file).st_size
            first = [] if size else [_as_json(head)]
            # what was cut off there stays a line of its own, and no row
            os.lseek(file, max(size - 1, 0), os.SEEK_SET)
            mend = b"" if not size or os.read(file, 1) == b"\n" else b"\n"
            left = memoryview(mend + b"".join(line + b"\n" for line in (*first, *lines)))
            while left:
                left = left[os.write(file, left) :]
            os.fsync(file)
        finally:
            os.close(file)


def file_name(row: StoredEvent, device: str) -> str:
    """One a device and year, so that none grows for ever."""
    return f"{device}.{row.entry.at.year}{SHARED}"


def head_of(device: str, name: str, writer: str) -> FileHead:
    return FileHead(FORMAT, device, name, writer)


def lines_of(rows: Sequence[StoredEvent], before: int) -> list[bytes]:
    """`before`: the number of the shared row before the first of them."""
    numbers = [before, *(row.number for row in rows)]
    return [as_line(row, last) for last, row in zip(numbers, rows, strict=False)]


def _as_json(head: FileHead) -> bytes:
    import msgspec  # noqa: PLC0415 - only the first line of a year needs it

    return msgspec.json.encode(head)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
