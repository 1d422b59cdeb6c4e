"""Knows how many streams are open at once, and which ends for another. Must not know what they say, nor the web.

A browser keeps six lines to one address, for all its tabs together. Were all of them streams, no further tab could
load: the seventh would hang. So the oldest is ended for the newest, and its tab listens anew when it is turned to.

Source: RFC 9112, section 9.4, leaves the number of connections to the browser; six to one host is what they take.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from routine.background import BackgroundJobs
from routine.ui.page.request import Json

MOST = 4
"""Leaves two of the six for everything else."""

HANDED_OVER: Json = {"handedOver": True}


@dataclass(eq=False, slots=True)
class _Stream:
    leads: bool
    over: asyncio.Event = field(default_factory=asyncio.Event)


class OpenStreams:
    """The streams that are open, oldest first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._open: list[_Stream] = []

    async def carry(self, values: AsyncIterator[Json], *, leads: bool) -> AsyncIterator[Json]:
        """The same values, until there is no more room for them; then HANDED_OVER."""
        stream = _Stream(leads)
        self._open.append(stream)
        self._make_room()
        try:
            async for value in _until(values, stream.over):
                yield value
            if stream.over.is_set():
                yield HANDED_OVER
        finally:
            self._drop(stream)

    def _make_room(self) -> None:
        while len(self._open) > self._most:
            # those that lead nobody go first; the newest stays, whatever it is
            oldest = min(self._open[:-1], key=lambda stream: stream.leads)
            self._drop(oldest)
            oldest.over.set()

    def _drop(self, stream: _Stream) -> None:
        if stream in self._open:
            self._open.remove(stream)


async def _until(values: AsyncIterator[Json], over: asyncio.Event) -> AsyncIterator[Json]:
    jobs = BackgroundJobs()
    ends = jobs.expect("the end of a stream", over.wait())
    try:
        while True:
            coming = jobs.expect("the next of a stream", _following(values))
            await asyncio.wait({coming, ends}, return_when=asyncio.FIRST_COMPLETED)
            if ends.done() or (value := coming.result()) is None:
                return
            yield value
    finally:
        await jobs.close()
        if close := getattr(values, "aclose", None):
            await close()


async def _following(values: AsyncIterator[Json]) -> Json | None:
    return await anext(values, None)
