"""Knows how named pipes of Windows behave as seen from outside; must not know our server or client.

A computer has one folder of pipe names for all its users. The first instance of a pipe says who owns it and who
may open it; each instance has one client; a name is there as long as anybody holds an end of one of its instances,
be it the client of a service that was killed. Bytes go over a pair of sockets.
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from datetime import timedelta

OURS = "S-1-5-21-1004336348-1177238915-682003330-1001"
STRANGER = "S-1-5-21-1004336348-1177238915-682003330-1002"


class Pipe:
    """All that has one name."""

    def __init__(self, access: str) -> None:
        described = re.fullmatch(r"O:(S-[\d-]+)D:P((?:\(A;;GA;;;(?:S-[\d-]+|WD)\))+)", access)
        assert described, access
        self.owner = described[1]
        self.allowed = set(re.findall(r";;;([^)]+)\)", described[2]))
        self.free: list[Instance] = []
        self.open_ends = 0
        self.instances = 0

    def lets_in(self, user: str) -> bool:
        return bool({user, "WD"} & self.allowed)  # WD is everybody


class Computer:
    """What its users share."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.pipes: dict[str, Pipe] = {}
        self.given_up: list[str] = []
        """Names of pipes whose last instance was closed."""

    def closed(self, name: str) -> None:
        """One end less of it."""
        with self.changed:
            self.pipes[name].open_ends -= 1
            if not self.pipes[name].open_ends:
                del self.pipes[name]
            self.changed.notify_all()


class Instance:
    """Keeps named_pipes.PipeInstance."""

    def __init__(self, computer: Computer, name: str) -> None:
        self._computer = computer
        self._name = name
        self._loop = asyncio.get_running_loop()
        self._arrived = asyncio.Event()
        self._end, self.others_end = socket.socketpair()
        self._end.setblocking(False)
        self._open = True

    def arrive(self) -> None:
        """Called in the client's thread."""
        self._loop.call_soon_threadsafe(self._arrived.set)

    async def connected(self) -> None:
        await self._arrived.wait()

    async def receive(self, most: int) -> bytes:
        return await self._loop.sock_recv(self._end, most)

    async def send(self, payload: bytes) -> None:
        await self._loop.sock_sendall(self._end, payload)

    def close(self) -> None:
        if not self._open:
            return
        self._open = False
        self._end.close()
        with self._computer.changed:
            pipe = self._computer.pipes[self._name]
            if self in pipe.free:
                pipe.free.remove(self)
                self.others_end.close()
            pipe.instances -= 1
            if not pipe.instances:
                self._computer.given_up.append(self._name)
        self._computer.closed(self._name)


class Client:
    """Keeps named_pipes.ClientPipe."""

    def __init__(self, computer: Computer, name: str, end: socket.socket) -> None:
        self._computer = computer
        self._name = name
        self._end = end

    def owner(self) -> str:
        return self._computer.pipes[self._name].owner

    def receive(self, most: int, limit: timedelta) -> bytes:
        self._end.settimeout(limit.total_seconds())
        if piece := self._end.recv(most):
            return piece
        raise BrokenPipeError

    def send(self, payload: bytes, limit: timedelta) -> None:
        self._end.settimeout(limit.total_seconds())
        self._end.sendall(payload)

    def close(self) -> None:
        self._end.close()
        self._computer.closed(self._name)


class PipesOfAUser:
    """Keeps named_pipes.NamedPipes, for one of the computer's users."""

    def __init__(self, computer: Computer, user: str = OURS) -> None:
        self.computer = computer
        self._user = user
        self.refused = 0
        """How many more instances are not to be had."""

    def user(self) -> str:
        return self._user

    def create(self, name: str, access: str, *, first: bool) -> Instance:
        assert re.fullmatch(r"\\\\\.\\pipe\\[^\\]{1,240}", name)
        if self.refused:
            self.refused -= 1
            raise OSError(1450, "Insufficient system resources exist to complete the requested service")
        with self.computer.changed:
            pipe = self.computer.pipes.get(name)
            if pipe and (first or not pipe.lets_in(self._user)):
                raise PermissionError(13, "Access is denied")
            pipe = self.computer.pipes.setdefault(name, pipe or Pipe(access))
            instance = Instance(self.computer, name)
            pipe.free.append(instance)
            pipe.open_ends += 1
            pipe.instances += 1
            self.computer.changed.notify_all()
        return instance

    def connect(self, name: str) -> Client:
        with self.computer.changed:
            pipe = self.computer.pipes.get(name)
            if pipe is None:
                raise FileNotFoundError(2, "The system cannot find the file specified")
            if not pipe.lets_in(self._user):
                raise PermissionError(13, "Access is denied")
            if not pipe.free:
                raise BlockingIOError
            instance = pipe.free.pop(0)
            pipe.open_ends += 1
        instance.arrive()
        return Client(self.computer, name, instance.others_end)

    def wait(self, name: str, limit: timedelta) -> None:
        with self.computer.changed:
            there = self.computer.changed.wait_for(
                lambda: name not in self.computer.pipes or self.computer.pipes[name].free, limit.total_seconds()
            )
            if name not in self.computer.pipes:
                raise FileNotFoundError(2, "The system cannot find the file specified")
            if not there:
                raise TimeoutError
