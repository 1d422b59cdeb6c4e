"""A file is there whole, or as it was before; nothing else is left in its folder."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from routine.adapters.atomic_write import create, write_atomically
from tests.needs import keeps_file_modes


def test_the_new_content_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    write_atomically(path, b"one")
    write_atomically(path, b"two\r\n")
    assert path.read_bytes() == b"two\r\n"
    assert list(tmp_path.iterdir()) == [path]


@keeps_file_modes
@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_it_is_for_whom_it_is_meant_whatever_the_umask_says(tmp_path: Path, mode: int) -> None:
    path, before = tmp_path / "mine.toml", os.umask(0o077)
    try:
        write_atomically(path, b"one", mode=mode)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_what_cannot_be_put_there_leaves_no_draft_behind(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").mkdir()
    with pytest.raises(OSError, match="mine"):
        write_atomically(tmp_path / "mine.toml", b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


def test_a_disk_that_is_full_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_there_already_is_not_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert create(path, b"one")
    assert not create(path, b"two")
    assert path.read_bytes() == b"one"
    assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o600
