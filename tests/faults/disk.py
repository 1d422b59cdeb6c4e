"""Knows how to have a disk that is small, and how to fill and free it; must not know what is kept on it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.needs import need_root


class SmallDisk:
    """A disk of a megabyte."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """To the last byte."""
        ballast = os.open(self._ballast, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        try:
            while True:
                os.write(ballast, bytes(1024))
        except OSError:
            return
        finally:
            os.close(ballast)

    def free(self) -> None:
        self._ballast.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Mounted over the folder, for root; others are skipped."""
    need_root("only root may mount a disk")
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, timeout=10, check=False).returncode:
        # a container may keep even root from mounting, and nothing else is full at one megabyte
        pytest.skip("this system lets nobody mount a disk")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], timeout=10, check=True)
