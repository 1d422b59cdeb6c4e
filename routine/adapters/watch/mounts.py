"""Knows which file system a folder is on, and when that changes; must not know what is in it.

The kernel tells of files that change on this computer. It does not hear of what changes on the other side of a
share, and a file system that is mounted over a watched folder makes no event in it. Source: inotify(7);
proc_pid_mountinfo(5); for POLLPRI proc_pid_mounts(5).
"""

from __future__ import annotations

import asyncio
import os
import re
import select
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

MOUNTS = Path("/proc/self/mountinfo")
_SHARED = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "vboxsf", "vmhgfs", "prl_fs", "afs", "coda"),
        *("ceph", "gfs2", "ocfs2", "lustre", "glusterfs", "beegfs", "orangefs", "gpfs", "davfs", "ncpfs"),
    }
)
"""On another computer, or in another one's hands; every file system in user space (fuse) counts as such too."""
_WITHOUT_MODES = frozenset(
    {"vfat", "msdos", "exfat", "ntfs", "ntfs3", "hfs", "fuseblk", "cifs", "smb3", "9p", "vboxsf"}
)
"""They show one and the same mode for every file, and chmod(2) changes nothing (mount(8), uid and umask)."""
_OCTAL = re.compile(r"\\(\d{3})")


class Mount(Struct, frozen=True):
    """One line of mountinfo: a file system, and where it is seen. Two that are equal are the same one."""

    number: str
    device: str
    point: str
    kind: str


def mount_of(folder: Path, mounts: str) -> Mount | None:
    """The one that the folder lies on, whether the folder is there or not; `mounts` as in mountinfo.

    None where the system does not say.
    """
    real, found, nearest = Path(os.path.realpath(folder)), None, -1
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4]))
        if real.is_relative_to(point) and len(point.parts) >= nearest:
            # of two on one point the later one covers the other
            found, nearest = Mount(fields[0], fields[2], str(point), after.split()[0]), len(point.parts)
    return found


def keeps_no_modes(mount: Mount | None) -> bool:
    """Whether who may read a file is decided for the whole file system, where it is mounted."""
    return mount is not None and mount.kind in _WITHOUT_MODES


def changes_unheard(mount: Mount | None) -> bool:
    """Whether its files may change without the kernel saying so."""
    kind = mount.kind if mount else ""
    return kind in _SHARED or kind == "fuse" or kind.startswith("fuse.")


def mounted() -> str:
    """What is mounted; nothing where this system does not say."""
    try:
        return MOUNTS.read_text(errors="surrogateescape")
    except OSError:
        return ""


class MountWatcher:
    """Calls when something is mounted or unmounted; nothing wakes up in between."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """Raises OSError where the system does not tell. Needs a running loop."""
        self._changed = changed
        self._file = os.open(MOUNTS, os.O_RDONLY)
        # the loop waits for what can be read, and mounts can always be: this waits for what is new
        self._news = _news_of(self._file)
        asyncio.get_running_loop().add_reader(self._news.fileno(), self._ready)

    def stop(self) -> None:
        asyncio.get_running_loop().remove_reader(self._news.fileno())
        self._news.close()
        os.close(self._file)

    def _ready(self) -> None:
        self._news.poll(0)
        self._changed()


def _news_of(file: int) -> Any:
    """A `select.epoll`, which Linux alone has, as it alone has the file."""
    if sys.platform != "linux":
        return None
    news = select.epoll()
    news.register(file, select.EPOLLPRI)
    return news
