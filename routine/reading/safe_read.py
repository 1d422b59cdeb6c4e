"""Knows how to read a file that may be anything: a link, a pipe, a folder, far too large; must not know TOML.

Both the service and the reader process use it, so that they agree on what a file holds and what it is called.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import unicodedata
from contextlib import suppress
from pathlib import Path

from routine import __version__
from routine.core.ids import LIBRARY
from routine.core.loaded_plans import digest
from routine.presentation import problems
from routine.presentation.phrases import Said
from routine.reading.stored import SCHEMA

LARGEST = 1_000_000
_UNFIT_FOR_A_KEY = "/@"
_NUMBERED_DEVICE = re.compile("(?:com|lpt)[0-9]", re.IGNORECASE)


class Unreadable(Exception):
    """Raised with what to tell the person about a file that was not read."""

    def __init__(self, said: Said) -> None:
        super().__init__(said[0])
        self.said = said


def read(path: str, largest: int = LARGEST) -> bytes:
    """What the file holds. Never blocks and never takes more than `largest` bytes. Raises Unreadable."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as wrong:
        raise Unreadable(_why(path, wrong)) from None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise Unreadable(problems.not_a_file())
        if Path(path).is_symlink() and hasattr(os, "getuid") and found.st_uid not in {0, os.getuid()}:
            raise Unreadable(problems.not_yours())
        if found.st_size > largest:
            raise Unreadable(_too_large(largest))
        return _all(handle, largest)
    except OSError as wrong:
        raise Unreadable(_why(path, wrong)) from None
    finally:
        with suppress(OSError):
            os.close(handle)


def _all(handle: int, largest: int) -> bytes:
    """A file may grow while it is read: one byte too many is enough to know."""
    parts, left = [], largest + 1
    while left and (part := os.read(handle, left)):
        parts.append(part)
        left -= len(part)
    if not left:
        raise Unreadable(_too_large(largest))
    return b"".join(parts)


def _too_large(largest: int) -> Said:
    return problems.too_large(f"{largest // 1_000_000} MB")


def _why(path: str, wrong: OSError) -> Said:
    if Path(path).is_dir():
        return problems.not_a_file()
    if Path(path).is_symlink() and wrong.errno in {errno.ENOENT, errno.ELOOP}:
        return problems.leads_nowhere()
    return problems.unreadable((wrong.strerror or "unknown reason").lower())


def is_plan(name: str) -> bool:
    """Whether a file in the plans folder is meant as a plan."""
    return name.endswith(".toml") and not name.startswith((".", "_"))


def is_device(name: str) -> bool:
    """Whether Windows has this name for a device, whatever its ending: no file can be called so there.

    Source: Microsoft, "Naming Files, Paths, and Namespaces".
    """
    return name.lower() in {"con", "prn", "aux", "nul"} or bool(_NUMBERED_DEVICE.fullmatch(name))


def is_reserved(name: str) -> bool:
    """Whether no new plan may be called so: somewhere it is a device, or what the library starts goes by it."""
    return is_device(name) or name.lower() == LIBRARY


def plan_id_of(file: str) -> str:
    """What a plan is called: its file's name without the ending; empty when that cannot stand in a key."""
    name = file.removesuffix(".toml")
    fits = name.strip() == name and name.isprintable() and not any(sign in name for sign in _UNFIT_FOR_A_KEY)
    return name if fits and name != LIBRARY else ""


def digest_of(file: str, content: bytes, avoid: tuple[str, ...] = ()) -> str:
    """A name for what this version of us makes of this file; `avoid` is left out of every plan."""
    left_out = f"{' '.join(sorted(avoid))}\0" if avoid else ""
    return digest(f"{SCHEMA} {__version__} {file}\0{left_out}".encode() + content)


def not_read(folder: Path) -> list[Path]:
    """What somebody may well take for a plan there and is none: another ending, or a folder inside."""
    alike = [path for path in folder.glob("*") if path.suffix != ".toml" and path.suffix.lower() == ".toml"]
    inside = [path for depth in ("*/*.toml", "*/*/*.toml") for path in folder.glob(depth)]
    found = [(path, path.relative_to(folder).parts) for path in (*alike, *inside)]
    return sorted(path for path, parts in found if not any(part.startswith((".", "_")) for part in parts))


def plan_files(folder: Path) -> list[Path]:
    """The files in a folder that count as plans, by name."""
    return sorted(path for path in folder.glob("*.toml") if is_plan(path.name))


def plan_named(name: str, folder: Path) -> Path | None:
    """The plan there that goes by that name, however a keyboard or another system writes its letters.

    A Mac writes a letter and its mark apart, and small and capital letters are alike on two systems of three; the
    very name goes first.
    """
    wanted, files = name.removesuffix(".toml"), plan_files(folder)
    for fold in (str, same_letters, lambda text: same_letters(text).casefold()):
        if found := [path for path in files if fold(path.stem) == fold(wanted)]:
            return found[0]
    return None


def same_letters(name: str) -> str:
    """Each letter in one piece with its mark (NFC, https://unicode.org/reports/tr15/)."""
    return unicodedata.normalize("NFC", name)
