"""Knows the computer of which nothing is asked: nothing is held for its sake. Must not know why."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from routine.adapters.presence.probe import Probe
from routine.presentation import presence as words


class NullPresence:
    """Keeps ports.Presence where there is no desktop to ask."""

    hold = None

    def __init__(self, why: str = words.NOT_HERE) -> None:
        self._why = why

    def watch(self, changed: Callable[[], None]) -> None:
        """Nothing tells."""

    async def ask(self) -> None:
        """Nobody to ask."""

    def probes(self) -> Mapping[str, str]:
        return {probe.value: self._why for probe in Probe}

    def stop(self) -> None:
        """Nothing was begun."""
