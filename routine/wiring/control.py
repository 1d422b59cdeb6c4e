"""Knows how commands reach the service that runs, and a service the commands; must not know what they ask.

The service is asked on a socket beside the journal. Nothing depends on it: where it cannot be had, that is said
once, reminders go on, and commands do everything themselves.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from routine import __version__
from routine.adapters.paths import Paths
from routine.errors import RoutineError
from routine.ports import Clock, ControlServer
from routine.service.changes import Changes
from routine.service.requests.responder import Dispatch, Responder
from routine.service.requests.setup import Setup, variables

if sys.platform == "win32":
    from routine.adapters.control_socket.pipe_server import PipeControlServer
    from routine.adapters.control_socket.win32 import Win32Pipes
else:
    from routine.adapters.control_socket.server import UnixControlServer


class ControlPoint:
    """The running service's end, from `open` to `close`."""

    def __init__(
        self,
        paths: Paths,
        clock: Clock,
        *,
        plans_folder: Callable[[], Path],
        plans: Callable[[], dict[str, str]],
        dispatch: Dispatch,
        report: Callable[[str, Exception], None],
        changes: Changes,
    ) -> None:
        self._clock = clock
        self._plans_folder = plans_folder
        self._plans = plans
        self._environment = variables(os.environ)
        self._responder = Responder(dispatch, self.setup, report, changes)
        self._server = control_server(paths)

    def open(self, say: Callable[[str], None]) -> None:
        """Answer from now on; needs a running loop. What keeps it from that is said, and nothing is raised."""
        try:
            self._server.start(self._responder.respond_or_follow)
        except RoutineError as error:
            say(str(error))

    async def close(self) -> None:
        await self._server.close()

    def setup(self) -> Setup:
        """What this service stands on, now."""
        return Setup(
            version=__version__,
            environment=self._environment,
            zone=str(self._clock.zone()),
            plans_folder=str(self._plans_folder()),
            plans=self._plans(),
        )


def control_server(paths: Paths) -> ControlServer:
    """The one that this kind of computer has."""
    if sys.platform == "win32":
        return PipeControlServer(paths.control_socket, paths.lock_file, Win32Pipes())
    else:  # noqa: RET505 - for mypy, as one of the two is not there
        return UnixControlServer(paths.control_socket, paths.lock_file, os.environ)
