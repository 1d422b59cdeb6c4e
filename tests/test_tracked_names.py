"""Knows what Windows and macOS need of the repository to check it out; must not know what is in its files.

Sources: Microsoft, "Naming Files, Paths, and Namespaces"; git's `is_valid_win32_path` (compat/mingw.c), which
refuses the whole work tree for one such name.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import pytest

TOP = Path(__file__).parent.parent
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)[ ]*(?:[.:].*)?", re.IGNORECASE)
FORBIDDEN_CHARACTERS = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')
LONGEST = 140
"""Of the 260 that Windows usually allows, with room for the folder of the clone."""
LONGEST_NAME = 143
"""UTF-8 bytes: what an encrypted home on Linux leaves; Windows and macOS allow 255."""


def git(*words: str) -> bytes:
    """What git says of this repository. Skips where there is none, as in an archive of the sources."""
    if not (TOP / ".git").exists():
        # in an archive of the sources there are no tracked names to be wrong
        pytest.skip("this is no clone: git is not there to be asked which names it tracks")
    return subprocess.run(["git", *words], cwd=TOP, capture_output=True, timeout=60, check=True).stdout


def tracked() -> list[str]:
    return [name for name in git("ls-files", "-z").decode("utf-8").split("\0") if name]


def fault_of(path: str) -> str:
    """Why a path cannot be checked out everywhere; empty for one that can."""
    for part in PurePosixPath(path).parts:
        if DEVICE.fullmatch(part):
            return "a device"
        if FORBIDDEN_CHARACTERS.search(part):
            return "a forbidden character"
        if part.endswith((".", " ")) or part.startswith(" "):
            return "a dot or blank at its end"
        if not unicodedata.is_normalized("NFC", part):
            return "not in NFC"
        if len(part.encode("utf-8")) > LONGEST_NAME:
            return "a long name"
    return "a long path" if len(path) > LONGEST else ""


def alike(paths: Iterable[str]) -> set[str]:
    """Files and folders that are one where a name's case, or how its accents are composed, makes no difference."""
    every = {str(place) for path in paths for place in (PurePosixPath(path), *PurePosixPath(path).parents)}
    folded = Counter(_folded(path) for path in every)
    return {path for path in every if folded[_folded(path)] > 1}


def _folded(path: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def test_every_tracked_name_can_be_checked_out_on_windows_and_macos() -> None:
    assert {path: fault for path in tracked() if (fault := fault_of(path))} == {}


def test_no_two_tracked_names_are_one_where_case_and_accents_make_no_difference() -> None:
    assert alike(tracked()) == set()


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        *(
            (f"tests/{name}", "a device")
            for name in ("nul.toml", "nul", "NUL.tar.gz", "con.py", "Prn.md", "aux.txt")
        ),
        *(
            (f"tests/{name}", "a device")
            for name in ("com1.py", "com9", "COM0.x", "lpt1.txt", "lpt9.json", "com¹.a")
        ),
        *((f"tests/{name}", "a device") for name in ("conin$", "CONOUT$.txt", "aux .txt", "con ")),
        ("aux/readme.md", "a device"),
        *((f"docs/a{sign}b.md", "a forbidden character") for sign in '<>:"|?*\\\x01\x1f\x7f'),
        ("docs/ends.", "a dot or blank at its end"),
        ("docs/ends ", "a dot or blank at its end"),
        ("docs /a.md", "a dot or blank at its end"),
        (unicodedata.normalize("NFD", "docs/Rücken.md"), "not in NFC"),
        ("docs/" + "ü" * 80, "a long name"),
        ("docs/" + "folder/" * 20 + "a.md", "a long path"),
    ],
)
def test_a_name_that_some_system_refuses_is_noticed(path: str, fault: str) -> None:
    assert fault_of(path) == fault


@pytest.mark.parametrize(
    "path",
    ["null.toml", "nul_byte.toml", "console.py", "com.py", "com10.txt", "a.nul", "lpt.txt", ".con", "Rücken.md"],
)
def test_a_name_that_only_looks_so_is_not(path: str) -> None:
    assert fault_of(path) == ""


@pytest.mark.parametrize(
    "paths",
    [
        ("a/Read.md", "a/read.md"),
        ("Docs/a.md", "docs/b.md"),
        ("straße", "STRASSE"),
        (unicodedata.normalize("NFC", "ü"), unicodedata.normalize("NFD", "ü")),
        (unicodedata.normalize("NFC", "Ü"), unicodedata.normalize("NFD", "ü")),
        ("ﬁle", "file"),
    ],
)
def test_two_names_that_are_one_elsewhere_are_noticed(paths: tuple[str, str]) -> None:
    assert alike(paths) >= {*paths} or alike(paths) == {"Docs", "docs"}
    assert alike([paths[0], "another"]) == set()


def test_a_clone_has_the_very_bytes_whatever_git_is_told_about_line_ends(tmp_path: Path) -> None:
    """core.autocrlf=true is what Git for Windows sets unless it is told otherwise."""
    windows = ("-c", "core.autocrlf=true", "-c", "core.eol=crlf")
    git(*windows, "checkout-index", "--all", f"--prefix={tmp_path}/")
    changed = []
    for line in git("ls-files", "-s", "-z").decode("utf-8").split("\0"):
        if not line:
            continue
        described, _, name = line.partition("\t")
        content = (tmp_path / name).read_bytes()
        if hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest() != described.split()[1]:
            changed.append(name)
    assert changed == []


def test_no_text_is_committed_with_windows_line_ends_but_where_they_are_what_is_tested() -> None:
    told = git("ls-files", "--eol", "-z").decode("utf-8").split("\0")
    crlf = [line.partition("\t") for line in told if line.startswith(("i/crlf", "i/mixed"))]
    assert [name for _, _, name in crlf if not name.startswith("tests/plans/")] == []
    assert crlf, "the plans with CRLF have lost it"
