"""Knows how to ask the running service once over its named pipe; must not know what is asked.

A pipe of that name that somebody else has made is told nothing: first it is asked who owns it. It cannot act as
this user either, see `win32`. What is raised is an OSError, as by a socket; `client` says it in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from routine.adapters.control_socket.frames import FrameReader
from routine.adapters.control_socket.named_pipes import pipe_name

if TYPE_CHECKING:
    # a command imports this file, and answers at once
    from collections.abc import Callable
    from datetime import timedelta
    from pathlib import Path

    from routine.adapters.control_socket.named_pipes import ClientPipe, NamedPipes


def ask_pipe(pipes: NamedPipes, path: str | Path, frame: bytes, left: Callable[[], timedelta]) -> bytes:
    """What the service answers. `left` says how much time there is still, and raises TimeoutError when none is.

    Raises OSError, TimeoutError among them, and BadFrame.
    """
    user = pipes.user()
    pipe = _connected(pipes, pipe_name(path, user), left)
    try:
        if pipe.owner() != user:
            raise ConnectionRefusedError
        pipe.send(frame, left())
        answer = FrameReader()
        while answer.wanted:
            piece = pipe.receive(answer.wanted, left())
            if not piece:
                raise ConnectionResetError
            answer.feed(piece)
        return answer.payload
    finally:
        pipe.close()


def _connected(pipes: NamedPipes, name: str, left: Callable[[], timedelta]) -> ClientPipe:
    """Somebody else may be quicker to take the instance that was waited for."""
    while True:
        try:
            return pipes.connect(name)
        except BlockingIOError:
            pipes.wait(name, left())
