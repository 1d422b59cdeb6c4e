"""Knows how commands of the same user reach the running service over a named pipe; must not know what they ask.

The name must never be free while the service runs: whoever took it could make a pipe that lets everybody in, and
the next instance made here would belong to that one. So there is always an instance that has not been given away,
the one that waits for a client, and it is given away only after the next one was made.

It has run against a double of Windows only, never on Windows itself.
"""

from __future__ import annotations

import asyncio
import os
import time
from datetime import timedelta
from pathlib import Path

from routine.adapters.control_socket.connection import Connections, Handle
from routine.adapters.control_socket.named_pipes import NamedPipes, PipeInstance, access_for, pipe_name
from routine.adapters.instance_lock import holder
from routine.background import BackgroundJobs
from routine.errors import AlreadyRunning, SystemFault
from routine.presentation import control_socket as words
from routine.presentation import system_problems as system_words

RECOVERY = timedelta(seconds=1)
"""Where Windows has nothing to give there is nothing to do but to wait for it."""
_GLANCE = timedelta(milliseconds=20)
_GLANCES = 25
"""The pipe of a service that was killed is there until the last command that had asked it has noticed."""


class PipeControlServer:
    """Keeps ports.ControlServer; its name comes of `path`; this process has to hold the lock `lock_file`."""

    def __init__(self, path: Path, lock_file: Path, pipes: NamedPipes) -> None:
        self._path = path
        self._lock_file = lock_file
        self._pipes = pipes
        self._name = ""
        self._access = ""
        self._waiting: PipeInstance | None = None
        self._jobs = BackgroundJobs()
        self._connections: Connections | None = None

    def start(self, handle: Handle) -> None:
        if self._connections:
            return
        if (pid := holder(self._lock_file)) != os.getpid():
            raise AlreadyRunning(*system_words.already_running(pid))
        try:
            user = self._pipes.user()
            self._name, self._access = pipe_name(self._path, user), access_for(user)
            first = self._first_instance()
        except OSError as error:
            why = error.strerror or str(error)
            raise SystemFault(*words.not_listening(self._name or str(self._path), why)) from error
        room = asyncio.Event()
        self._connections = Connections(handle, room.set)
        self._waiting = first
        self._jobs.start("accept commands", self._accept(first, self._connections, room))

    async def close(self) -> None:
        await self._jobs.close()
        connections, self._connections = self._connections, None
        if connections is None:
            return
        if self._waiting:
            self._waiting.close()
        await connections.close()

    def _first_instance(self) -> PipeInstance:
        """Raises SystemFault where the name is taken, and OSError."""
        for _ in range(_GLANCES):
            try:
                return self._pipes.create(self._name, self._access, first=True)
            except PermissionError:
                time.sleep(_GLANCE.total_seconds())
        raise SystemFault(*words.not_listening(self._name, words.NAME_TAKEN))

    async def _accept(self, waiting: PipeInstance, connections: Connections, room: asyncio.Event) -> None:
        while True:
            try:
                await waiting.connected()
            except BrokenPipeError:
                pass  # it has gone already, which is noticed when it is read
            except OSError:
                await asyncio.sleep(RECOVERY.total_seconds())
            while not connections.make_room():
                room.clear()
                await room.wait()
            following = await self._following_instance()
            connections.add(waiting)
            self._waiting = waiting = following
            await asyncio.sleep(0)  # a reminder that is due waits for no more than one client

    async def _following_instance(self) -> PipeInstance:
        while True:
            try:
                return self._pipes.create(self._name, self._access, first=False)
            except OSError:
                await asyncio.sleep(RECOVERY.total_seconds())
