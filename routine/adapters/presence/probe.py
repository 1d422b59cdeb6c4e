"""Knows what probes are called, what they can answer and what each stands for; must not know how they ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from routine.core.events import HoldReason
from routine.presentation import presence as words
from routine.presentation.time_format import spell


class Probe(StrEnum):
    """In the order in which they are named as the reason."""

    LOCKED = "locked"
    DISTURB_NOT = "do-not-disturb"
    MICROPHONE = "microphone"
    FULL_SCREEN = "full-screen"
    AWAY = "away"

    @property
    def reason(self) -> HoldReason:
        """Why a reminder is held when this one says so."""
        return _REASONS[self]


_REASONS = {
    Probe.LOCKED: HoldReason.LOCKED,
    Probe.DISTURB_NOT: HoldReason.DO_NOT_DISTURB,
    Probe.MICROPHONE: HoldReason.MICROPHONE,
    Probe.FULL_SCREEN: HoldReason.FULL_SCREEN,
    Probe.AWAY: HoldReason.AWAY,
}

USUAL = frozenset(Probe) - {Probe.MICROPHONE}
"""What is asked when nobody says otherwise. The microphone is looked at only where a person wants it."""
_MINUTE = timedelta(minutes=1)
AWAY_AFTER = timedelta(minutes=5)
"""Long enough to read a page without a touch, short enough that nobody is called who has left for a coffee."""


class Reading(Struct, frozen=True):
    """`holds` is None where nobody can say, which is no reason to hold. `says` is for people."""

    holds: bool | None
    says: str


class PresenceProbe(Protocol):
    """One outside thing that may know."""

    async def ask(self) -> Reading:
        """The limit is the caller's, who may cancel it at any moment."""


def combine(answers: Iterable[Reading]) -> Reading:
    """What several sources say of one thing: a reason wins, then whoever knows at all."""
    ranked = sorted(answers, key=lambda answer: (answer.holds is None, not answer.holds))
    if ranked[0].holds is not None:
        return ranked[0]
    return Reading(None, "; ".join(answer.says for answer in ranked if answer.says))


def away_reading(still: timedelta, away_after: timedelta) -> Reading:
    """What follows from keyboard and mouse having been still for so long."""
    if still < away_after:
        return Reading(False, words.here(spell(away_after)))
    # a number that changes with every question is nothing to read
    return Reading(True, words.away(spell(still - still % _MINUTE if still > _MINUTE else still)))


class NullPresence:
    """Keeps ports.Presence where there is no desktop to ask: nothing is held for its sake."""

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
