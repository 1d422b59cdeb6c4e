"""Knows how to stay with the running service on one connection, over its restarts; must not know what is said.

Nothing wakes up in between. Where nobody listens the kernel tells when a socket is made in its folder; on a system
that has no such watch it is tried again every five seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from enum import Enum
from pathlib import Path

from routine.adapters.control_socket.client import LIMIT, ask
from routine.adapters.control_socket.frames import BadFrame, FrameReader, framed
from routine.errors import NoService, ServiceHangs

TRY_AGAIN = timedelta(seconds=5)
SOON = timedelta(milliseconds=100)
TRIES = 20
"""So often, after something was made there: a socket is there a moment before it listens (bind(2), listen(2))."""


class Silence(Enum):
    """Why there is no answer."""

    NOBODY = "nobody listens"
    HANGS = "the service does not answer"
    TIME = "it is as late as was asked for"
    READER_GONE = "nobody reads any more"


def follow(path: str, payload: bytes, patience: Callable[[], timedelta], reader: int) -> Iterator[bytes | Silence]:
    """Each answer as it comes, and each silence once; after READER_GONE nothing.

    `patience`: how long to wait at most before TIME is given. `reader`: the descriptor that answers are written
    to; where whoever reads it goes, so does this. Raises OSError where it is not that nobody is.
    """
    if sys.platform == "win32":
        yield from _asked_again(path, payload)
    else:
        yield from _OneReader(path, payload, patience, reader).answers()


def _asked_again(path: str, payload: bytes) -> Iterator[bytes | Silence]:
    """Where a connection cannot be waited on together with anything else."""
    while True:
        try:
            yield ask(path, payload)
        except NoService:
            yield Silence.NOBODY
        except ServiceHangs:
            yield Silence.HANGS
        time.sleep(TRY_AGAIN.total_seconds())


if sys.platform != "win32":
    import errno
    import select
    import socket

    from routine.adapters.control_socket.address import NOTE_SUFFIX, address_to_ask
    from routine.adapters.control_socket.peer import is_ours

    _ABSENT = {errno.ENOENT, errno.ECONNREFUSED, errno.ENOTDIR, errno.ECONNRESET, errno.EPIPE, errno.EACCES}

    class _OneReader:
        """One program that follows, from its beginning to its end."""

        def __init__(self, path: str, payload: bytes, patience: Callable[[], timedelta], reader: int) -> None:
            self._path = path
            self._frame = framed(payload)
            self._patience = patience
            self._reader = reader
            self._folder = _FolderWatch(path)
            self._tries = 0

        def answers(self) -> Iterator[bytes | Silence]:
            while True:
                connected = self._connected()
                if connected is None:
                    self._folder.begin()
                    connected = self._connected()  # it may have come just before that
                answered = False
                if connected is not None:
                    with connected:
                        for said in self._conversation(connected):
                            yield said
                            answered = answered or isinstance(said, bytes)
                            if said is Silence.READER_GONE:
                                return
                if not answered:
                    yield Silence.NOBODY
                    if not self._is_worth_trying():
                        yield Silence.READER_GONE
                        return

        def _is_worth_trying(self) -> bool:
            """Once it is; not where the reader has gone."""
            if self._tries:
                self._tries -= 1
                return self._wait(None, SOON) is not Silence.READER_GONE
            there = self._folder.descriptor
            why = self._wait(there, TRY_AGAIN if there is None else None)
            self._tries = 0 if why else TRIES
            return why is not Silence.READER_GONE

        def _connected(self) -> socket.socket | None:
            """None where nobody of ours listens."""
            address = address_to_ask(self._path)
            if address is None:
                return None
            connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connected.settimeout(LIMIT.total_seconds())
            try:
                connected.connect(address)
                if is_ours(connected):
                    connected.sendall(self._frame)
                    return connected
            except OSError as error:
                if error.errno not in _ABSENT and not isinstance(error, TimeoutError):
                    connected.close()
                    raise
            connected.close()
            return None

        def _conversation(self, connected: socket.socket) -> Iterator[bytes | Silence]:
            """Until the service ends it."""
            if not select.select([connected], [], [], LIMIT.total_seconds())[0]:
                yield Silence.HANGS
            while True:
                while (why := self._wait(connected.fileno())) is Silence.TIME:
                    yield why
                if why is Silence.READER_GONE:
                    yield why
                    return
                answer = _message(connected)
                if answer is None:
                    return
                yield answer

        def _wait(self, descriptor: int | None, most: timedelta | None = None) -> Silence | None:
            """None once there is something to read; TIME after `most`, or when patience ends."""
            waits = select.poll()
            waits.register(self._reader, 0)  # an end is always told (poll(2): POLLERR, POLLHUP)
            if descriptor is not None:
                waits.register(descriptor, select.POLLIN)
            left = self._patience() if most is None else most
            found = dict(waits.poll(max(0, left.total_seconds()) * 1000))
            if self._reader in found:
                return Silence.READER_GONE
            return None if found else Silence.TIME

    class _FolderWatch:
        """Tells when something is made where the socket would be, by inotify(7)."""

        def __init__(self, path: str) -> None:
            self._paths = [Path(path), Path(path + NOTE_SUFFIX)]
            self._close: Callable[[], None] = lambda: None
            self.descriptor: int | None = None

        def begin(self) -> None:
            """Anew: folders may be there by now that were not."""
            self._close()
            self._close, self.descriptor = lambda: None, None
            if sys.platform != "linux":
                return
            from routine.adapters.watch.inotify import MadeWatch  # noqa: PLC0415 - only where it has to be waited for

            with suppress(OSError):
                made = MadeWatch(self._paths)
                self._close, self.descriptor = made.close, made.descriptor

    def _message(connected: socket.socket) -> bytes | None:
        """The next one; None where the service has gone, or says what is no message."""
        answer = FrameReader()
        try:
            while answer.wanted:
                piece = connected.recv(answer.wanted)
                if not piece:
                    return None
                answer.feed(piece)
        except (OSError, BadFrame):
            return None
        return answer.payload
