"""Knows which name the pipe has, who may open it, and what Windows has to do for both of its ends.

`NamedPipes` is all that is asked of Windows: `win32` does it there, a double does it in the tests. A command
imports this file, so it imports next to nothing; `_blake2` is what `hashlib` has in C, without OpenSSL.

Source: Microsoft's "Security Descriptor String Format" and "ACE Strings": O the owner, D:P only this list, GA all.
"""

from __future__ import annotations

import os
from _blake2 import blake2b
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # a command imports this file, and answers at once
    from datetime import timedelta
    from pathlib import Path


def pipe_name(path: str | Path, user: str) -> str:
    """The pipe that stands for the socket of that path, for the user of that security identifier (SID).

    Pipes of all users have one folder, where a name is at most 256 characters (CreateNamedPipeW).
    """
    place = f"{user}\n{os.path.normcase(path)}"
    return rf"\\.\pipe\routine-{blake2b(place.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"


def access_for(user: str) -> str:
    """Everything to that user and nothing to anybody else, in the Security Descriptor Definition Language.

    The owner is named, as that of an elevated process would be the group of administrators; P keeps out what
    might be inherited.
    """
    return f"O:{user}D:P(A;;GA;;;{user})"


class PipeInstance(Protocol):
    """The service's end for one client; also a connection.Stream."""

    async def connected(self) -> None:
        """Returns when a client is there. Raises OSError; BrokenPipeError where it has gone already."""

    async def receive(self, most: int) -> bytes:
        """What has come, at least a byte; none at the end. Raises OSError."""

    async def send(self, payload: bytes) -> None:
        """Returns when all of it was taken. Raises OSError."""

    def close(self) -> None:
        """Never raises; closing twice is fine."""


class ClientPipe(Protocol):
    """A command's end."""

    def owner(self) -> str:
        """The SID of whoever made the pipe. Raises OSError."""

    def receive(self, most: int, limit: timedelta) -> bytes:
        """What has come, at least a byte. Raises TimeoutError, and OSError when the service has gone."""

    def send(self, payload: bytes, limit: timedelta) -> None:
        """Returns when all of it was taken. Raises TimeoutError, OSError."""

    def close(self) -> None:
        """Never raises."""


class NamedPipes(Protocol):
    """What Windows does."""

    def user(self) -> str:
        """The SID of the user whose process this is, as text (ConvertSidToStringSidW). Raises OSError."""

    def create(self, name: str, access: str, *, first: bool) -> PipeInstance:
        """One more instance, for clients on this computer alone; needs a running loop.

        Raises OSError; PermissionError where the name is taken by a pipe of which this may not be an instance, and
        where `first` is wanted and there is one already.
        """

    def connect(self, name: str) -> ClientPipe:
        """Raises FileNotFoundError where there is no pipe, BlockingIOError where each instance has its client."""

    def wait(self, name: str, limit: timedelta) -> None:
        """Until an instance has no client. Raises TimeoutError, and OSError where there is no pipe any more."""
