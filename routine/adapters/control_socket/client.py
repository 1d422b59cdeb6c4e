"""Knows how to ask the running service once, by a deadline; must not know what is asked or what to do without it.

Every command comes here before it does anything: what it imports is paid with each of them. `_socket` is what the
standard library's `socket` has in C, at a twentieth of its cost.
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from routine.adapters.control_socket.frames import BadFrame, FrameReader, framed
from routine.errors import NoService, ServiceHangs
from routine.presentation import control_socket as words

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = timedelta(seconds=2)
"""A person waits no longer than this for a service that hangs."""


def ask(path: str | Path, payload: bytes, limit: timedelta = LIMIT) -> bytes:
    """What the service that listens at the path answers.

    Raises NoService when nobody listens, or whoever did went away without an answer, also where the request is too
    long to be asked; ServiceHangs when somebody listens and has not answered within the limit. After either the
    request may have been done or may be done yet: only its id makes it safe to do it again.
    """
    deadline = time.monotonic() + limit.total_seconds()
    try:
        return _ask(path, framed(payload), deadline)
    except (TimeoutError, BlockingIOError) as error:
        raise ServiceHangs(*words.service_hangs()) from error
    except (OSError, BadFrame) as error:
        raise NoService(*words.nobody_answers()) from error


if sys.platform == "win32":
    from routine.adapters.control_socket.pipe_client import ask_pipe
    from routine.adapters.control_socket.win32 import Win32Pipes

    def _ask(path: str | Path, frame: bytes, deadline: float) -> bytes:
        return ask_pipe(Win32Pipes(), path, frame, lambda: timedelta(seconds=_left(deadline)))

else:
    import _socket as socket
    import struct

    from routine.adapters.control_socket.address import address_to_ask
    from routine.adapters.control_socket.peer import is_ours

    def _ask(path: str | Path, frame: bytes, deadline: float) -> bytes:
        address = address_to_ask(path)
        if address is None:
            raise ConnectionRefusedError
        connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            _connect(connected, address, deadline)
            if not is_ours(connected):
                raise ConnectionRefusedError
            connected.settimeout(_left(deadline))
            connected.sendall(frame)
            answer = FrameReader()
            while answer.wanted:
                connected.settimeout(_left(deadline))
                piece = connected.recv(answer.wanted)
                if not piece:
                    raise ConnectionResetError
                answer.feed(piece)
            return answer.payload
        finally:
            connected.close()

    def _connect(connected: socket.socket, address: str, deadline: float) -> None:
        """The kernel keeps the time: by Python's own, a full queue is an error at once (connect(2), EAGAIN)."""
        seconds = _left(deadline)
        wait = struct.pack("@ll", int(seconds), int(seconds % 1 * 1_000_000))
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)
        connected.connect(address)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
