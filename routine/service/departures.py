"""Knows what is no longer in the plan files and is kept a while all the same; must not know who is told of it.

Being away is no decision: a share is unmounted, a program that keeps folders alike takes a file away and puts it
back, somebody comments a session out for one save. Whoever means it sees it gone when the time is over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from routine.core.plan import Plan, Session

GRACE = timedelta(minutes=5)
"""How long what has left the files stays in force."""


class Departure(Struct, frozen=True):
    """A plan, or one session of a plan, that is not in the files any more."""

    plan: str
    session: str
    """Its id; empty when the whole file is away."""
    title: str
    since: datetime

    @property
    def until(self) -> datetime:
        return self.since + GRACE


class Departures:
    """What has left, and since when; what began and ended is kept until it is asked for."""

    def __init__(self) -> None:
        self._away: dict[tuple[str, str], Departure] = {}
        self._begun: list[Departure] = []
        self._ended: list[Departure] = []

    def __iter__(self) -> Iterator[Departure]:
        return iter(self._away.values())

    @property
    def next_end(self) -> datetime | None:
        """When the next one is over."""
        return min((one.until for one in self._away.values()), default=None)

    def stays(self, plan: str, session: str, title: str, now: datetime) -> bool:
        """Whether it is kept still; its time begins when this is asked first."""
        self.clock_set_back(now)
        found = self._away.get((plan, session))
        if found is None:
            found = self._away[plan, session] = Departure(plan, session, title, now)
            self._begun.append(found)
        if now < found.until:
            return True
        self._ended.append(self._away.pop((plan, session)))
        return False

    def clock_set_back(self, now: datetime) -> bool:
        """What left at a time that is yet to come leaves now; whether there was any."""
        ahead = [key for key, one in self._away.items() if now < one.since]
        for key in ahead:
            self._away[key] = replace(self._away[key], since=now)
        return bool(ahead)

    def keep_only(self, plan: str, sessions: Collection[str]) -> None:
        """Of this plan nothing is away but these; the whole of it goes by an empty text."""
        for key in [key for key in self._away if key[0] == plan and key[1] not in sessions]:
            del self._away[key]

    def news(self) -> tuple[list[Departure], list[Departure]]:
        """What has left, and what is kept no longer, since this was asked last."""
        begun, self._begun = {(one.plan, one.session) for one in self._begun}, []
        ended, self._ended = self._ended, []
        return [one for key, one in self._away.items() if key in begun], ended


def with_sessions(plan: Plan, before: Plan, kept: Iterable[Session]) -> Plan:
    """The plan, and these sessions of how it was before, each with its steps as they were."""
    sessions, sequences = list(plan.sessions), dict(plan.sequences)
    for session in kept:
        names: dict[str, str] = {}
        for name in session.rotation:
            steps = before.sequences[name]
            free = name
            while free in sequences and sequences[free] != replace(steps, id=free):
                free += " (before)"
            sequences[free], names[name] = replace(steps, id=free), free
        sessions.append(replace(session, rotation=tuple(names[name] for name in session.rotation)))
    return replace(plan, sessions=tuple(sessions), sequences=sequences)
