"""Knows how the page has plan texts read: in the short-lived process, away from the loop. Must not know views."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from routine.adapters.plan_source import understood
from routine.adapters.workers.process import READER, WorkerFailure, WorkerProcess
from routine.core.diagnostic import Diagnostic
from routine.core.loaded_plans import PlanFile
from routine.presentation import problems
from routine.reading.stored import ReadFile, ReadRequest, encode


class PlanReader:
    """What becomes of plan files, and of texts that are not in one yet."""

    def __init__(self, process: WorkerProcess | None = None) -> None:
        self._process = process or WorkerProcess(READER)
        self._shipped: dict[Path, PlanFile] = {}

    async def draft(self, path: Path, text: str) -> PlanFile:
        """What this file would be if it held `text`; nothing is written."""
        return (await asyncio.to_thread(self._read, [path], {str(path): text.encode()}))[0]

    async def shipped(self, paths: Sequence[Path]) -> list[PlanFile]:
        """Plans that never change while the page is there: read once."""
        wanted = [path for path in paths if path not in self._shipped]
        if wanted:
            found = await asyncio.to_thread(self._read, wanted, {})
            self._shipped |= {path: one for path, one in zip(wanted, found, strict=True) if one.plan}
            return [self._shipped.get(path) or found[wanted.index(path)] for path in paths]
        return [self._shipped[path] for path in paths]

    def _read(self, paths: Sequence[Path], drafts: Mapping[str, bytes]) -> list[PlanFile]:
        request = ReadRequest(tuple(str(path) for path in paths), drafts)
        answer = understood(self._process.ask_now(encode(request)))
        if isinstance(answer, WorkerFailure):
            return [_unread(path, answer.why) for path in paths]
        by_path = {one.path: one for one in answer.files}
        return [
            _checked(path, by_path[str(path)]) if str(path) in by_path else _unread(path, "gave no answer")
            for path in paths
        ]


def _checked(path: Path, one: ReadFile) -> PlanFile:
    return PlanFile(str(path), path.stem, one.digest, one.plan.restore() if one.plan else None, one.problems)


def _unread(path: Path, why: str) -> PlanFile:
    return PlanFile(str(path), path.stem, "", None, (Diagnostic(path.name, 0, 0, *problems.reader_failed(why)),))
