"""Knows where the socket is: at its path, or, where that is too long, at a short one that is noted beside it.

`struct sockaddr_un` holds 108 bytes of a path on Linux and 104 elsewhere (unix(7), sys/un.h), the closing zero
among them; a home folder with a long name is longer. Then the socket is in a folder of its own, below the one that
XDG_RUNTIME_DIR names or among the temporary files, and a small file beside the path says where. The client checks
who listens there before it says anything.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from routine.errors import SystemFault
from routine.presentation import control_socket as words

if TYPE_CHECKING:
    # a command imports this file, and answers at once
    from collections.abc import Mapping
    from pathlib import Path

LONGEST = (108 if sys.platform == "linux" else 104) - 1
NOTE_SUFFIX = ".path"
_PRIVATE = 0o700


def fits(address: str | Path) -> bool:
    """Whether a socket can have that path."""
    return len(os.fsencode(address)) <= LONGEST


def address_to_ask(path: str | Path) -> str | None:
    """Where to connect for the socket of that path; None where nobody can listen. Raises nothing."""
    if fits(path):
        return str(path)
    try:
        with open(f"{path}{NOTE_SUFFIX}", encoding="utf-8", errors="surrogateescape") as note:  # noqa: PTH123 - lean
            noted = note.read(LONGEST + 2).rstrip("\n")
    except OSError:
        return None
    return noted if os.path.isabs(noted) and "\0" not in noted and fits(noted) else None  # noqa: PTH117 - lean


def address_to_serve(path: Path, environ: Mapping[str, str]) -> str:
    """Where to listen for the socket of that path, in a folder for this user alone, noted if it is elsewhere.

    What was noted by a service that was killed is used again. Raises SystemFault.
    """
    make_ours_alone(str(path.parent))
    if fits(path):
        return str(path)
    noted = address_to_ask(path)
    if noted and _is_ours_alone(os.path.dirname(noted)):  # noqa: PTH120 - the client's kind of path
        return noted
    address = _short(path, environ)
    try:
        note = os.open(f"{path}{NOTE_SUFFIX}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(note, os.fsencode(address) + b"\n")
        finally:
            os.close(note)
    except OSError as error:
        raise SystemFault(*words.not_listening(str(path), error.strerror or str(error))) from error
    return address


def forget(path: Path, address: str) -> None:
    """Remove what `address_to_serve` made beside the path and around the address. Raises OSError."""
    if address != str(path):
        os.unlink(f"{path}{NOTE_SUFFIX}")  # noqa: PTH108 - the client's kind of path
        os.rmdir(os.path.dirname(address))  # noqa: PTH106, PTH120 - likewise


def make_ours_alone(folder: str) -> None:
    """Close the folder to everybody else. Raises SystemFault where it is somebody else's, or stays open."""
    try:
        os.chmod(folder, _PRIVATE)  # noqa: PTH101 - the client's kind of path
    except OSError as error:
        raise SystemFault(*words.not_listening(folder, error.strerror or str(error))) from error
    if not _is_ours_alone(folder):
        raise SystemFault(*words.folder_is_open(folder))


def _is_ours_alone(folder: str) -> bool:
    try:
        found = os.lstat(folder)
    except OSError:
        return False
    return sys.platform != "win32" and found.st_uid == os.geteuid() and found.st_mode & 0o170777 == 0o040700


def _short(path: Path, environ: Mapping[str, str]) -> str:
    """A path in a new folder of our own, where a socket's path may end. Raises SystemFault."""
    from tempfile import gettempdir, mkdtemp  # noqa: PLC0415 - a command never comes here

    why = words.PATH_TOO_LONG
    for above in (environ.get("XDG_RUNTIME_DIR", ""), gettempdir(), "/tmp"):  # noqa: S108 - a folder of ours in it
        if not above.startswith("/") or not fits(f"{above}/routine-12345678/{path.name}"):
            continue
        try:
            return f"{mkdtemp(prefix='routine-', dir=above)}/{path.name}"
        except OSError as error:
            why = error.strerror or str(error)
    raise SystemFault(*words.not_listening(str(path), why))
