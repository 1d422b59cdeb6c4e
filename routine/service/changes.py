"""Knows that something changed, and who waits to hear of it; must not know what, or what is made of it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from routine.service.reminder_store import ReminderStore

MOST_FOLLOWERS = 8
"""A bar on each of several screens; no attack takes more than that."""


class Changes:
    """Counts them. Nothing is looked at, and nobody is woken, while nobody follows."""

    def __init__(self) -> None:
        self.count = 0
        self._followers = 0
        self._state: object = None
        self._waiting: set[asyncio.Future[None]] = set()

    @property
    def is_followed(self) -> bool:
        return self._followers > 0

    @property
    def has_room(self) -> bool:
        """Whether one more may follow."""
        return self._followers < MOST_FOLLOWERS

    @contextmanager
    def followed(self) -> Iterator[None]:
        """While somebody follows."""
        self._followers += 1
        try:
            yield
        finally:
            self._followers -= 1
            if not self._followers:
                self._state = None

    def announce(self, state: object) -> None:
        """How it all stands now: where that is not as it was, whoever waits is told."""
        if state == self._state:
            return
        self._state = state
        self.count += 1
        for waits in self._waiting:
            if not waits.done():
                waits.set_result(None)

    async def after(self, seen: int) -> None:
        """Once more has changed than the first `seen`."""
        while self.count <= seen:
            waits: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(waits)
            try:
                await waits
            finally:
                self._waiting.discard(waits)


def present_state(
    store: ReminderStore, plans: Mapping[str, str], faults: Collection[str], unshown: Collection[str]
) -> object:
    """What an answer on how it stands is made of; two that are equal are answered alike, but for the time."""
    return (store.newest_row, tuple(store.open()), dict(plans), tuple(faults), tuple(unshown))
