"""Knows how to be a service that answers on a socket and does nothing else, in a process of its own.

    python -m tests.adapters.control_socket.served SOCKET LOCK

It answers with what it was asked, but for a few words that it obeys.
"""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import sys
import time
from pathlib import Path

from routine.adapters.control_socket.server import UnixControlServer
from routine.adapters.instance_lock import Lock

BEAT = 0.01
FILES = 256


class Answering:
    """What it does with a request, and how it is with it meanwhile."""

    def __init__(self) -> None:
        self.latest = 0.0
        self.answered = 0

    async def handle(self, request: bytes) -> bytes:
        self.answered += 1
        if request == b"hang":
            await asyncio.sleep(3600)
        return self.reply(request)

    def reply(self, request: bytes) -> bytes:
        match request:
            case b"how late":
                found, self.latest = self.latest, 0.0
                return f"{found}".encode()
            case b"open files":
                return f"{len(list(Path('/proc/self/fd').iterdir()))}".encode()
            case b"memory in KiB":
                status = Path("/proc/self/status").read_text()
                return status.split("RssAnon:")[1].split()[0].encode()
            case b"answered":
                return f"{self.answered}".encode()
            case b"pid":
                return f"{os.getpid()}".encode()
            case b"stop the loop":
                time.sleep(3.0)
            case b"die":
                os.kill(os.getpid(), signal.SIGKILL)
            case _:
                pass
        return request

    async def beat(self) -> None:
        """As a reminder would, it wants to be called at its instant."""
        while True:
            wanted = time.monotonic() + BEAT
            await asyncio.sleep(BEAT)
            self.latest = max(self.latest, time.monotonic() - wanted)


async def main(path: Path, lock_file: Path) -> None:
    lock = Lock(lock_file)
    lock.acquire()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    answering = Answering()
    server = UnixControlServer(path, lock_file, os.environ)
    beating = asyncio.ensure_future(answering.beat())
    server.start(answering.handle)
    print("listening", flush=True)
    await stop.wait()
    beating.cancel()
    await server.close()
    lock.release()


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
