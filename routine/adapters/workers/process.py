"""Knows how a short-lived process of ours is started and asked, on a loop or without one; not what it is asked.

It gets what it is asked on its standard input, answers on its standard output, and ends. What it has
imported goes with it: megabytes that the resident service would keep.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

LIMIT = timedelta(seconds=30)

# our own folder goes last on the path, so that nothing beside it can stand in for the standard library
_BOOT = "import sys, runpy; sys.path.append(sys.argv[1]); runpy.run_module(sys.argv[2], run_name='__main__')"
NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0
"""CREATE_NO_WINDOW, for what runs unseen: a console of its own that is not drawn, and that its children share.

Without any console (DETACHED_PROCESS, which cancels this flag) the `python.exe` of a virtual environment would
open one for the Python that it starts: an empty black window. subprocess has the name only on Windows, and is not
imported until a file must be read. Source: Microsoft, "Process Creation Flags".
"""


def command_of(module: str) -> tuple[str, ...]:
    """The command that runs `module` of this program as a process of its own."""
    return (sys.executable, "-P", "-c", _BOOT, str(Path(__file__).parents[3]), module)


_WINDOWS_ERROR = 0xC0000000
"""From here on a code says that Windows ended it. Source: Microsoft, MS-ERREF 2.3 (NTSTATUS of severity error)."""
READER = command_of("routine.reading")
PAINTER = command_of("routine.adapters.workers.pictures")
SPEAKER = command_of("routine.adapters.workers.speech")
TYPESETTER = command_of("routine.adapters.workers.typesetting")


class WorkerFailure(Struct, frozen=True):
    """There is no answer. `may_succeed_alone`: a part of what was asked, by itself, might have had one."""

    why: str
    may_succeed_alone: bool = False


class WorkerProcess(Struct, frozen=True):
    """Asks a new process each time; it ends with its answer, or at the limit."""

    command: Sequence[str]
    limit: timedelta = LIMIT

    def ask_now(self, request: bytes) -> bytes | WorkerFailure:
        """Where no loop runs."""
        import subprocess  # noqa: PLC0415 - most often nothing has changed, and nobody is asked

        try:
            ended = subprocess.run(
                self.command,
                input=request,
                capture_output=True,
                timeout=self.limit.total_seconds(),
                check=False,
                creationflags=NO_WINDOW,
            )
        except subprocess.TimeoutExpired:
            return self._too_slow()
        except OSError as wrong:
            return _not_started(wrong)
        return _answer(ended.returncode, ended.stdout)

    async def ask(self, request: bytes) -> bytes | WorkerFailure:
        """The same on a loop, which goes on meanwhile."""
        import asyncio  # noqa: PLC0415 - here a loop runs already; a command has none, and would pay 20 ms for it

        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self.command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, creationflags=NO_WINDOW
            )
        except OSError as wrong:
            return _not_started(wrong)
        try:
            async with asyncio.timeout(self.limit.total_seconds()):
                out, _ = await process.communicate(request)
        except TimeoutError:
            return self._too_slow()
        finally:
            # also when whoever asked is no longer there
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        return _answer(process.returncode or 0, out)

    def _too_slow(self) -> WorkerFailure:
        return WorkerFailure(f"took longer than {self.limit.total_seconds():.0f} seconds", may_succeed_alone=True)


def _answer(code: int, out: bytes) -> bytes | WorkerFailure:
    if code:
        # a signal, or an exception of Windows, ended it: one of the files may have been too much
        return WorkerFailure("broke off", may_succeed_alone=code < 0 or code >= _WINDOWS_ERROR)
    return out


def _not_started(wrong: OSError) -> WorkerFailure:
    return WorkerFailure(f"could not be started ({(wrong.strerror or 'unknown reason').lower()})")
