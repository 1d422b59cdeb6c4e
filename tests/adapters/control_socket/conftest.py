"""Knows how the tests here get a service to ask, and how they see what it keeps."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from routine.adapters.control_socket.client import ask

TOP = Path(__file__).parents[3]
LONG = timedelta(seconds=10)
"""For a machine that has much else to do."""


class Served:
    """A process that answers at `path`."""

    def __init__(self, folder: Path, environ: Mapping[str, str] | None = None) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / "control"
        self.lock_file = folder / "lock"
        self.environ = {**os.environ, **(environ or {})}
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.process = self.launch()
        assert self.process.stdout
        assert self.process.stdout.readline() == "listening\n"

    def launch(self) -> subprocess.Popen[str]:
        """Another one, whatever becomes of it."""
        module = "tests.adapters.control_socket.served"
        return subprocess.Popen(
            [sys.executable, "-m", module, str(self.path), str(self.lock_file)],
            env=self.environ,
            cwd=TOP,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )

    def ask(self, request: bytes, limit: timedelta = LONG) -> bytes:
        return ask(self.path, request, limit)

    def number(self, request: bytes) -> float:
        return float(self.ask(request))

    def end(self, *, kill: bool = False) -> str:
        """What it said."""
        process, self.process = self.process, None
        if process is None:
            return ""
        if kill:
            process.kill()
        else:
            process.terminate()
        return process.communicate(timeout=20)[0]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    service = Served(tmp_path / "run")
    service.start()
    yield service
    service.end()
