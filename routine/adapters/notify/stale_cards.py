"""Knows which cards are on the screen, in a file that outlives a crash; must not know what they say.

Cards outlive the program that sent them. Their numbers mean something only to the very server that gave them, on
the very bus it was met on: after a restart of either, the same number is somebody else's card.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

from msgspec import Struct

from routine.adapters.atomic_write import write_atomically

_LOG = logging.getLogger(__name__)


class ServerInstance(Struct, frozen=True):
    """One server on one bus: the only place where its numbers are ours."""

    bus: str
    owner: str


class StaleCards:
    """Without a file it remembers nothing."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._written: tuple[int, ...] | None = None

    def load(self, screen: ServerInstance) -> tuple[int, ...]:
        """The numbers a run before this one left there."""
        if self._file is None:
            return ()
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return ()
        if not isinstance(found, dict) or (found.get("bus"), found.get("owner")) != (screen.bus, screen.owner):
            return ()
        numbers = found.get("cards")
        return tuple(n for n in numbers if type(n) is int and 0 < n < 2**32) if isinstance(numbers, list) else ()

    def save(self, screen: ServerInstance, cards: tuple[int, ...]) -> None:
        """These are open now. A disk that will not write costs a stale card after a crash, nothing more."""
        if self._file is None or cards == self._written:
            return
        try:
            if cards:
                content = json.dumps({"bus": screen.bus, "owner": screen.owner, "cards": cards})
                write_atomically(self._file, content.encode(), durable=False)
            else:
                self._file.unlink(missing_ok=True)
        except OSError as fault:
            _LOG.debug("the cards on the screen could not be noted: %s", fault)
            return
        self._written = cards
