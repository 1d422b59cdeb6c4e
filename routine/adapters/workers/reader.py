"""Knows how to start the short-lived reader process, on a loop or without one; must not know what it is asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

LIMIT = timedelta(seconds=30)

# our own folder goes last on the path, so that nothing beside it can stand in for the standard library
_BOOT = "import sys, runpy; sys.path.append(sys.argv[1]); runpy.run_module('routine.reading', run_name='__main__')"
READER = (sys.executable, "-P", "-c", _BOOT, str(Path(__file__).parents[2]))
_FLAGS = 0x08000000 if sys.platform == "win32" else 0
"""CREATE_NO_WINDOW: subprocess has the name only there, and is not imported until a file must be read."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Failed:
    """There is no answer. `alone`: each file asked for by itself might have had one."""

    why: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class ReaderProcess:
    """Asks a new process each time; it ends with its answer, or at the limit."""

    command: Sequence[str] = READER
    limit: timedelta = LIMIT

    def ask_now(self, request: Json) -> Json | Failed:
        import subprocess  # noqa: PLC0415 - most often nothing has changed, and nobody is asked

        try:
            ended = subprocess.run(
                self.command,
                input=json.dumps(request).encode(),
                capture_output=True,
                timeout=self.limit.total_seconds(),
                check=False,
                creationflags=_FLAGS,
            )
        except subprocess.TimeoutExpired:
            return self._too_slow()
        except OSError as wrong:
            return _not_started(wrong)
        return _answer(ended.returncode, ended.stdout)

    async def ask(self, request: Json) -> Json | Failed:
        import asyncio  # noqa: PLC0415 - here a loop runs already; a command has none, and would pay 20 ms for it

        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self.command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, creationflags=_FLAGS
            )
        except OSError as wrong:
            return _not_started(wrong)
        try:
            async with asyncio.timeout(self.limit.total_seconds()):
                out, _ = await process.communicate(json.dumps(request).encode())
        except TimeoutError:
            return self._too_slow()
        finally:
            # also when whoever asked is no longer there
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return _answer(process.returncode or 0, out)

    def _too_slow(self) -> Failed:
        return Failed(f"took longer than {self.limit.total_seconds():.0f} seconds", alone=True)


def _answer(code: int, out: bytes) -> Json | Failed:
    if code:
        # a signal ended it: one of the files may have been too much
        return Failed("broke off", alone=code < 0)
    try:
        answer = json.loads(out)
    except ValueError:
        return Failed("gave no answer")
    return answer if isinstance(answer, dict) else Failed("gave no answer")


def _not_started(wrong: OSError) -> Failed:
    return Failed(f"could not be started ({(wrong.strerror or 'unknown reason').lower()})")
