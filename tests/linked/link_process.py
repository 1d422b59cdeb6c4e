"""Knows how the process of `link` runs beside somebody's service, and ends; must not know what is linked."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from routine.errors import JournalError
from routine.presentation import system_problems as words
from routine.service.requests.messages import ChangeRequest, RequestBody
from routine.wiring.asking import AnsweringService, AnswerT, Asker
from tests.service.process import TOP, RealService


class FullDisk(Asker):
    """Whose journal cannot take anything."""

    def ask(self, request: RequestBody[AnswerT]) -> tuple[AnswerT, AnsweringService | None]:
        if isinstance(request, ChangeRequest):
            raise JournalError(*words.journal_full("journal.db"))
        return super().ask(request)


@contextmanager
def link_run(person: RealService) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "routine", "link", "run"],
        env=person.environ,
        cwd=TOP,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout
        assert "running" in process.stdout.readline()
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=15)
        assert process.returncode == 0
