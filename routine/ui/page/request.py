"""Knows what a view is asked and what it may answer; must not know the web, nor any view."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from routine.core.ids import OccurrenceKey
from routine.errors import RoutineError
from routine.presentation import page as words

Json = dict[str, Any]


class NotThere(RoutineError):
    """Raised when an address names what there is not."""


class Overtaken(RoutineError):
    """Raised when what was to be changed has been changed by somebody else meanwhile."""


class NotUnderstood(RoutineError):
    """Raised when what a page sent cannot be meant."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One request that has passed the gate."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict)

    @property
    def key(self) -> OccurrenceKey:
        """The occurrence that the address names; whether there is one is for the state to find out."""
        return OccurrenceKey(self.path["key"])

    def text(self, name: str, most: int = 200) -> str:
        """A text it brought. Raises NotUnderstood for anything else, and for more than `most` characters."""
        said = self.body.get(name, "")
        if not isinstance(said, str) or len(said) > most:
            raise NotUnderstood(*words.NOT_UNDERSTOOD)
        return said

    def number(self, name: str, least: int, most: int) -> int | None:
        said = self.body.get(name)
        if said is None:
            return None
        if not isinstance(said, int) or isinstance(said, bool) or not least <= said <= most:
            raise NotUnderstood(*words.NOT_UNDERSTOOD)
        return said


@dataclass(frozen=True, slots=True)
class Picture:
    """An answer that is looked at: a file as it is, and of which type it is."""

    content: bytes
    kind: str


Answer = Json
Stream = AsyncIterator[Json]
"""Values that are sent as they come, until whoever listens goes."""


@dataclass(frozen=True, slots=True)
class Route:
    """An address, and what answers there. `path` may hold {name} and, for the rest of the path, {name:path}."""

    method: str
    path: str
    answer: Callable[[PageRequest], Answer | Picture | Awaitable[Answer]] | None = None
    stream: Callable[[PageRequest], Stream] | None = None
    leads: bool = False
    """A stream that leads somebody: it is the last that is ended for another."""
