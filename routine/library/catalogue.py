"""Knows the library as one frozen value: finds, swaps and suggests; must not know plans, days or people.

The files are read when the first caller asks, and once: importing this costs nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from functools import cache, lru_cache
from types import MappingProxyType

from routine.core.exercise import Exercise
from routine.core.plan import Sequence
from routine.library.loader import (
    CitedWork,
    Source,
    Tag,
    read_exercises,
    read_readings,
    read_sequences,
    read_sources,
    read_tags,
)
from routine.library.search import Found, LibraryIndex, plain
from routine.library.swaps import may_replace

_CLOSE = 0.6
"""How alike a name must be to be worth suggesting; difflib's own measure, 1 is the same."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that the library holds, each by its id, in the library's order."""

    exercises: Mapping[str, Exercise]
    sequences: Mapping[str, Sequence]
    tags: Mapping[str, Tag]
    sources: Mapping[str, Source]

    def swap(
        self,
        exercise: Exercise,
        avoid: frozenset[str],
        beside: Collection[str] = frozenset(),
        length: timedelta | None = None,
    ) -> Exercise | None:
        """What to do instead when `exercise` asks for something in `avoid`; None when nothing fits.

        The nearest easier one, else what works on the same main thing. `beside` are done in the same
        sequence already; `length` is how long `exercise` would take there, and without it that of its usual dose.
        """
        time = exercise.dose.length if length is None else length
        for other in (*self._easier(exercise), *self._same_target(exercise)):
            if not other.cautions & avoid and other.id not in beside and may_replace(other, exercise, time):
                return other
        return None

    def suggest(self, name: str) -> list[str]:
        """Ids of exercises and sequences that may be meant by `name`, the likeliest first, three at most."""
        wanted = plain(name[:80])
        names = {plain(one.title): one.id for one in self._all()} | {plain(one.id): one.id for one in self._all()}
        alike = (names[one] for one in get_close_matches(wanted, names, n=3, cutoff=_CLOSE))
        found = [one.name for one in search_library(name)]
        return list(dict.fromkeys((*found[:1], *alike, *found)))[:3]

    def _all(self) -> Iterator[Sequence | Exercise]:
        yield from self.sequences.values()
        yield from self.exercises.values()

    def _easier(self, exercise: Exercise) -> Iterator[Exercise]:
        """Easier ones, then the easier ones of those, each once: the row grows while it is walked."""
        row, seen = list(exercise.easier), {exercise.id}
        for name in row:
            if name in seen or name not in self.exercises:
                continue
            seen.add(name)
            row.extend(self.exercises[name].easier)
            yield self.exercises[name]

    def _same_target(self, exercise: Exercise) -> list[Exercise]:
        """What works on the same main thing: those for which it is the main thing, done as this one is, first."""
        main = exercise.target[:1]
        alike = [other for other in self.exercises.values() if set(main) & set(other.target)]
        return sorted(
            alike,
            key=lambda other: (
                other.target[:1] != main,
                other.position != exercise.position,
                -len(set(other.target) & set(exercise.target)),
            ),
        )


@lru_cache(maxsize=16)
def search_library(typed: str) -> tuple[Found, ...]:
    """What of the library is meant by these words, best first."""
    return tuple(_index().search(typed))


def closest(typed: str) -> list[Found]:
    """Of what nothing was found for, three at most whose names look most like it."""
    return _index().closest(typed)


def names_meant(typed: str, among: Iterable[str]) -> list[str]:
    """The ids among these that are meant, best first."""
    there = set(among)
    return [one.name for one in search_library(typed) if one.name in there]


@cache
def _index() -> LibraryIndex:
    library = catalogue()
    return LibraryIndex(library.exercises, library.sequences)


@cache
def readings() -> Mapping[str, tuple[CitedWork, ...]]:
    """The sequences that are read or heard, by their ids, each with the works that it names. Read once."""
    return MappingProxyType(read_readings())


@cache
def catalogue() -> Catalogue:
    """The library. Read from its files the first time, then kept."""
    sources = read_sources()
    exercises = read_exercises(sources)
    return Catalogue(
        exercises=MappingProxyType(exercises),
        sequences=MappingProxyType(read_sequences(exercises)),
        tags=MappingProxyType(read_tags()),
        sources=MappingProxyType(sources),
    )
