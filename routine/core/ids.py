"""Knows how sessions and occurrences are named, and takes those names apart; must not know what they stand for.

Both names are texts, and stay texts: they are looked up in mappings at every look at the clock, bound into SQL
and written as JSON, and seldom taken apart. So they are subclasses of `str` with the parts as properties: equal
to, and hashed as, the plain text that a journal or a browser hands in, with nothing to convert on either way. The
parts are worked out when asked for: a cut through a short text costs less than a cache beside each key of a year.
"""

from __future__ import annotations

from datetime import datetime
from typing import Self

LIBRARY = "library"
"""The plan of what is begun from the library, which no plan asked for."""
_REVIEW = ":review"
"""No name that a person writes holds a colon."""


class SessionRef(str):
    """`plan/session`: one session of one plan. A plan is a file name and has no slash; a session may have one."""

    __slots__ = ()

    @classmethod
    def of(cls, plan: str, session: str) -> Self:
        return cls(f"{plan}/{session}")

    @property
    def plan(self) -> str:
        return self.partition("/")[0]

    @property
    def session(self) -> str:
        return self.partition("/")[2]

    @property
    def review(self) -> Self:
        """The question whether this course of visits is helping."""
        return type(self)(review_of(self))

    def at(self, planned: datetime) -> OccurrenceKey:
        """This session as planned for a local wall time."""
        return OccurrenceKey(f"{self}@{planned:%Y-%m-%dT%H:%M}")


class OccurrenceKey(str):
    """`plan/session@2026-11-23T07:30`: one session at one local wall time, so that travel cannot rename it."""

    __slots__ = ()

    @classmethod
    def of(cls, plan: str, session: str, planned: datetime) -> OccurrenceKey:
        return SessionRef.of(plan, session).at(planned)

    @classmethod
    def parse(cls, text: str) -> Self:
        """What somebody typed or a browser sent. Raises ValueError when it is no key."""
        key = cls(text)
        if not (key.plan and key.session) or key.planned.tzinfo is not None:
            raise ValueError(text)
        return key

    @property
    def session_ref(self) -> SessionRef:
        return SessionRef(self.rpartition("@")[0])

    @property
    def plan(self) -> str:
        return self.partition("/")[0]

    @property
    def session(self) -> str:
        return self.session_ref.session

    @property
    def planned(self) -> datetime:
        """The local wall time it was planned for, without a zone. Raises ValueError when the text has none."""
        return datetime.fromisoformat(self[self.rfind("@") + 1 :])


def review_of(session: str) -> str:
    """The session that asks whether this course of visits is helping."""
    return f"{session}{_REVIEW}"
