"""Knows that what a command writes for others is UTF-8, whatever is said about encodings; must not know more."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.ui.home import LIMIT, TOP, Home

TITLE = "Rücken – 日本 🧘"
SOON = timedelta(minutes=-30)
ODD_LOCALES = {
    "C": {"LANG": "", "LC_ALL": "C"},
    "C, taken at its word": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "Latin-1": {"LC_ALL": "odd_latin", "PYTHONUTF8": "0"},
    "Japanese": {"LC_ALL": "odd_japanese", "PYTHONUTF8": "0"},
    "streams in ASCII": {"PYTHONIOENCODING": "ascii:strict"},
    "streams in a Windows code page": {"PYTHONIOENCODING": "cp1252:strict", "PYTHONUTF8": "0"},
    "streams in UTF-16": {"PYTHONIOENCODING": "utf-16"},
}


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with locales that this computer need not have."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef") is None:
        # glibc alone makes locales by it; musl and other systems have none of these encodings
        pytest.skip("localedef is not there to make the locales for this: apt install libc-bin locales")
    for name, language, letters in (("odd_latin", "de_DE", "ISO-8859-1"), ("odd_japanese", "ja_JP", "EUC-JP")):
        made = subprocess.run(
            ["localedef", "-c", "-i", language, "-f", letters, str(folder / name)],
            capture_output=True,
            check=False,
        )
        if not (folder / name).exists():
            pytest.skip(f"the locales for this cannot be made: {made.stderr.decode(errors='replace')[:200]}")
    return folder


@pytest.fixture(params=[*ODD_LOCALES.values()], ids=[*ODD_LOCALES])
def odd(request: pytest.FixtureRequest, locales: Path) -> dict[str, str]:
    said: dict[str, str] = request.param
    return {"LOCPATH": str(locales), "PYTHONWARNINGS": "ignore", **said}


@pytest.fixture
def planned(home: Home) -> Home:
    """Somebody whose plan, file and session have names in other letters than English has."""
    session = home.session(TITLE, SOON).replace(f'id = "{TITLE.lower().replace(" ", "-")}"', "")
    path = home.plan(session, name="mine", title=TITLE)
    path.rename(path.with_name("rücken.toml"))
    return home


def raw(
    home: Home, *words: str, typed: bytes = b"", environ: Mapping[str, str] = MappingProxyType({})
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "tests.ui.command", *words],
        input=typed,
        capture_output=True,
        env={**home.environ, **environ},
        cwd=TOP,
        timeout=LIMIT,
        check=False,
    )


@pytest.mark.parametrize("words", ["today", "week --json", "snooze 9x"])
def test_what_goes_into_a_pipe_is_utf_8(planned: Home, odd: dict[str, str], words: str) -> None:
    usual, found = raw(planned, *words.split()), raw(planned, *words.split(), environ=odd)
    assert found.stdout.decode("utf-8") == usual.stdout.decode("utf-8")
    assert found.stderr.decode("utf-8") == usual.stderr.decode("utf-8")
    assert found.returncode == usual.returncode


def test_an_id_that_a_program_reads_is_one_that_a_command_understands(planned: Home, odd: dict[str, str]) -> None:
    (about,) = json.loads(raw(planned, "today", "--json", environ=odd).stdout.decode("utf-8"))["occurrences"]
    assert about["title"] == TITLE
    assert "?" not in about["id"]
    done = raw(planned, "skip", about["id"], environ=odd)
    assert (done.returncode, done.stderr) == (0, b"")
    (now,) = json.loads(raw(planned, "today", "--json").stdout)["occurrences"]
    assert (now["id"], now["state"]) == (about["id"], "skipped")


def test_what_goes_into_a_file_is_utf_8(planned: Home, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    with kept.open("wb") as file:
        subprocess.run(
            [sys.executable, "-m", "tests.ui.command", "today", "--json"],
            stdout=file,
            stdin=subprocess.DEVNULL,
            env=planned.environ | {"PYTHONIOENCODING": "cp1252:strict"},
            cwd=TOP,
            timeout=LIMIT,
            check=True,
        )
    assert json.loads(kept.read_text("utf-8"))["occurrences"][0]["title"] == TITLE


def test_a_name_with_other_letters_can_be_given_to_a_command(planned: Home, odd: dict[str, str]) -> None:
    found = raw(planned, "check", "rücken", environ=odd)
    assert (found.returncode, found.stderr) == (0, b"")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with PowerShell's mark in front"])
def test_answers_from_a_pipe_are_utf_8(home: Home, odd: dict[str, str], mark: bytes) -> None:
    usual = raw(home, "init", typed="ü\n1\n".encode())
    found = raw(home, "init", typed=mark + "ü\n1\n".encode(), environ=odd)
    assert "ü" in usual.stdout.decode("utf-8")
    assert found.stdout.decode("utf-8") == usual.stdout.decode("utf-8")
    assert found.returncode == usual.returncode


def test_answers_in_no_encoding_are_not_understood_and_no_fault(home: Home) -> None:
    found = raw(home, "init", typed=b"\xff\xfe1\x00\n\x80\n")
    assert b"went wrong" not in found.stderr
    assert found.returncode == 2


def test_a_terminal_that_knows_few_letters_loses_no_id_in_json(planned: Home) -> None:
    with planned.on_terminal(
        "today", "--json", PYTHONIOENCODING="ascii", PYTHONWARNINGS="ignore", columns=300
    ) as terminal:
        assert terminal.ended() == 0
        assert json.loads(terminal.text)["occurrences"][0]["title"] == TITLE
