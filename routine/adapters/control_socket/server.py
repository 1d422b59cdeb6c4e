"""Knows how commands of the same user reach the running service over a Unix socket; must not know what they ask.

Only the holder of the instance lock listens: it replaces what a killed service left behind, and a second service
never comes so far. Nothing here wakes up while nobody connects. However many connect, the service keeps at most
MOST connections, takes a few at a time between its own duties, and never runs out of file descriptors.
"""

from __future__ import annotations

import asyncio
import os
import socket
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from routine.adapters.control_socket.address import address_to_serve, forget
from routine.adapters.control_socket.connection import Connections, Handle
from routine.adapters.control_socket.peer import is_ours
from routine.adapters.instance_lock import holder
from routine.errors import AlreadyRunning, SystemFault
from routine.presentation import control_socket as words
from routine.presentation import system_problems as system_words

assert sys.platform != "win32"  # noqa: S101 - for mypy: nobody imports this there

QUEUE = 128
"""Connections that the kernel keeps until they are taken in (listen(2)); more wait before they are connected."""
AT_ONCE = 16
"""Taken in between two rounds of the loop: a reminder that is due waits for no more than these."""
RECOVERY = timedelta(seconds=1)
"""Without a free file descriptor there is nothing to do but to wait for one."""


class UnixControlServer:
    """Keeps ports.ControlServer, at a path; `lock_file` is the instance lock that this process has to hold."""

    def __init__(self, path: Path, lock_file: Path, environ: Mapping[str, str]) -> None:
        self._path = path
        self._lock_file = lock_file
        self._environ = environ
        self._address = ""
        self._made: os.stat_result | None = None
        self._listening: socket.socket | None = None
        self._connections: Connections | None = None
        self._resume: asyncio.TimerHandle | None = None
        self._accepts = False

    def start(self, handle: Handle) -> None:
        if self._listening:
            return
        if (pid := holder(self._lock_file)) != os.getpid():
            raise AlreadyRunning(*system_words.already_running(pid))
        self._address = address_to_serve(self._path, self._environ)
        try:
            self._listening = _listen(self._address)
            self._made = os.lstat(self._address)
        except OSError as error:
            why = error.strerror or str(error)
            raise SystemFault(*words.not_listening(self._address, why)) from error
        self._connections = Connections(handle, self._go_on)
        self._go_on()

    async def close(self) -> None:
        listening, self._listening = self._listening, None
        if listening is None:
            return
        if self._resume:
            self._resume.cancel()
        if self._accepts:
            asyncio.get_running_loop().remove_reader(listening)
            self._accepts = False
        with suppress(OSError):  # somebody may have tidied up before us
            # another service may have put its own there, where somebody removed our lock
            if self._made and os.path.samestat(os.lstat(self._address), self._made):
                os.unlink(self._address)  # noqa: PTH108 - a socket's path is text
                forget(self._path, self._address)
        listening.close()
        if self._connections:
            await self._connections.close()

    def _go_on(self) -> None:
        """Take in who comes, where that is not done already."""
        if self._listening and not self._accepts:
            self._accepts = True
            asyncio.get_running_loop().add_reader(self._listening, self._accept)

    def _pause(self, listening: socket.socket) -> None:
        self._accepts = False
        asyncio.get_running_loop().remove_reader(listening)

    def _accept(self) -> None:
        listening, connections = self._listening, self._connections
        if listening is None or connections is None:
            return
        for _ in range(AT_ONCE):
            if not connections.make_room():
                self._pause(listening)
                return
            try:
                client, _address = listening.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError:
                self._pause(listening)
                self._resume = asyncio.get_running_loop().call_later(RECOVERY.total_seconds(), self._go_on)
                return
            if is_ours(client):
                client.setblocking(False)
                connections.add(_SocketStream(client))
            else:
                client.close()


class _SocketStream:
    """Keeps connection.Stream."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client
        self._loop = asyncio.get_running_loop()

    async def receive(self, most: int) -> bytes:
        return await self._loop.sock_recv(self._client, most)

    async def send(self, payload: bytes) -> None:
        await self._loop.sock_sendall(self._client, payload)

    def close(self) -> None:
        self._client.close()


def _listen(address: str) -> socket.socket:
    """A socket for this user alone. Raises AlreadyRunning, SystemFault or OSError."""
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listening.setblocking(False)
        _remove_stale(address)
        listening.bind(address)
        os.chmod(address, 0o600)  # noqa: PTH101 - a socket's path is text
        listening.listen(QUEUE)  # nobody could connect before this
    except BaseException:
        listening.close()
        raise
    return listening


def _remove_stale(address: str) -> None:
    """Remove the socket of a service that is gone. Raises AlreadyRunning where it is not; SystemFault, OSError."""
    try:
        mode = os.lstat(address).st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise SystemFault(*words.in_the_way(address))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asker:
        asker.setblocking(False)
        try:
            asker.connect(address)
        except ConnectionRefusedError:
            os.unlink(address)  # noqa: PTH108 - a socket's path is text
        except BlockingIOError:  # it listens, and is too busy to answer
            raise AlreadyRunning(*words.already_listening(address)) from None
        else:
            raise AlreadyRunning(*words.already_listening(address))
