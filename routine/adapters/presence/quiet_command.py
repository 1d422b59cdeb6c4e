"""Knows how a person's own command is asked whether it is quiet; must not know what is done about it.

For what no desktop tells: 0 means quiet, as of a condition in a shell (POSIX, “Exit Status for Commands”), and any
other end means that it is not. One that cannot be started, is ended by a signal, or takes too long holds nothing
back, and that is said once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress

from routine.adapters.presence.probe import Reading
from routine.adapters.workers.process import NO_WINDOW
from routine.presentation import presence as words

_LIMIT = 0.7
"""Seconds: all that is asked of the desktop together may take one."""
_NOT_RUN = 126
"""From here on a shell means that a command could not be run, or was ended by a signal."""
_LOG = logging.getLogger(__name__)


class QuietCommand:
    """Keeps PresenceProbe."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._command = tuple(command)
        self._environ = environ
        self._told = ""

    async def ask(self) -> Reading:
        code, trouble = await self._run()
        if trouble:
            if trouble != self._told:
                _LOG.warning("%s", trouble)
            self._told = trouble
            return Reading(None, trouble)
        self._told = ""
        return Reading(code == 0, words.quiet_command(quiet=code == 0))

    async def _run(self) -> tuple[int, str]:
        """Its exit code, and what went wrong."""
        nothing = asyncio.subprocess.DEVNULL
        name = self._command[0]
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command,
                env=dict(self._environ),
                stdin=nothing,
                stdout=nothing,
                stderr=nothing,
                creationflags=NO_WINDOW,
            )
        except (OSError, ValueError) as error:
            return 0, words.quiet_command_fails(name, getattr(error, "strerror", "") or str(error))
        try:
            async with asyncio.timeout(_LIMIT):
                code = await process.wait()
        except TimeoutError:
            return 0, words.quiet_command_late(name)
        finally:
            # also when whoever asked waits no longer
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        ran = 0 <= code < _NOT_RUN
        return code, "" if ran else words.quiet_command_fails(name, words.ended_by(code))
