"""Knows how the page's process lives: its port, its signals, its end when nobody is there. Speaks uvicorn."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import uvicorn

from routine.background import BackgroundJobs

LOOPBACK = "127.0.0.1"
IDLE = timedelta(minutes=10)
_LOOKS = timedelta(seconds=5)


def loopback_socket(port: int = 0) -> socket.socket:
    """Bound and not yet listening; only this computer reaches it. At another port where `port` is taken."""
    # called TCP, or asyncio leaves Nagle's algorithm on (asyncio.base_events._set_nodelay), and the second half
    # of every answer waits for the browser's delayed acknowledgement: 40 ms
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        # a port that was ours a moment ago is free again; on Windows this would share one with whoever listens
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((LOOPBACK, port))
    except OSError:
        if not port:
            raise
        found.close()
        return loopback_socket()
    return found


@dataclass(slots=True)
class Idleness:
    """How long nobody has been there."""

    limit: timedelta
    busy: Callable[[], bool]
    _since: float = 0.0
    _stop_asked: asyncio.Event = field(default_factory=asyncio.Event)

    def expire(self) -> None:
        """The time is up now, whoever is there."""
        self._stop_asked.set()

    def touch(self) -> None:
        """Somebody is there: the time begins anew."""
        self._since = asyncio.get_running_loop().time()

    async def wait(self) -> None:
        """Returns once nobody has been there for so long."""
        self.touch()
        while asyncio.get_running_loop().time() - self._since < self.limit.total_seconds():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop_asked.wait(), min(_LOOKS, self.limit / 4).total_seconds())
                return
            if self.busy():
                self.touch()


async def serve(app: Any, listener: socket.socket, idleness: Idleness, ready: Callable[[], None]) -> None:
    """Until SIGINT, SIGTERM, or nobody has been there for long enough."""
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)

    async def watch() -> None:
        while not server.started:  # noqa: ASYNC110 - uvicorn has nothing to wait on
            await asyncio.sleep(0.01)
        ready()
        await idleness.wait()
        server.should_exit = True

    faults: list[Exception] = []

    def end(_: str, fault: Exception) -> None:
        """Were nobody watching any more, the process would never end."""
        faults.append(fault)
        server.should_exit = True

    jobs = BackgroundJobs(end)
    jobs.start("watch whether somebody is there", watch())
    try:
        await server.serve(sockets=[listener])
    finally:
        await jobs.close()
    if faults:
        raise faults[0]
