"""Knows who owns the coroutines that run on the side, and that a fault of one is its own; must not know what for.

`asyncio.TaskGroup` cancels every child when one fails. Here the others go on, and the fault goes to whoever owns
the group, so that none is left for asyncio to complain about when it is collected.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def tell_loop(name: str, fault: Exception) -> None:
    """Where nobody nearer is told: whoever handles the faults of the running loop."""
    asyncio.get_running_loop().call_exception_handler({"message": f"{name} failed", "exception": fault})


class BackgroundJobs:
    """Owns every job it starts, until it has ended or `close` ends it. `on_fault` gets a job's name and fault."""

    def __init__(self, on_fault: Callable[[str, Exception], None] = tell_loop) -> None:
        self._on_fault = on_fault
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run it beside everything else; needs a running loop. Awaiting it never raises its fault."""
        return self._own(name, self._contained(name, work), work)

    def expect(self, name: str, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """The same where somebody waits for what comes of it: its result and its fault are theirs."""
        job = self._own(name, work, work)
        # whoever waited may have gone
        job.add_done_callback(lambda done: done.cancelled() or done.exception())
        return job

    async def settled(self) -> None:
        """Once no job is running."""
        while self._running:
            await asyncio.wait(self._running)

    def cancel(self) -> None:
        """Tell all of them to end; nobody waits until they have."""
        for job in self._running:
            job.cancel()

    async def close(self) -> None:
        """End all of them, and wait until they have ended."""
        while self._running:
            self.cancel()
            await asyncio.wait(self._running)

    def _own(self, name: str, runs: Coroutine[Any, Any, T], work: Coroutine[Any, Any, Any]) -> asyncio.Task[T]:
        job = asyncio.get_running_loop().create_task(runs, name=name)
        self._running.add(job)
        job.add_done_callback(self._running.discard)
        # one that was cancelled before it began would leave a coroutine that nobody ever awaited
        job.add_done_callback(lambda _: work.close())
        return job

    async def _contained(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as fault:  # noqa: BLE001 - the bulkhead: whatever it is, it ends here
            self._on_fault(name, fault)
