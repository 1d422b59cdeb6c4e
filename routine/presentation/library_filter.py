"""Knows which part of the library somebody asks for; must not know how they say it, or what is shown of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches

from routine.core.exercise import Exercise, Practice
from routine.core.plan import PerformStep, Sequence
from routine.core.steps import length_of
from routine.errors import UsageError
from routine.library.catalogue import Catalogue, search_library
from routine.library.search import EXERCISE, SEQUENCE
from routine.presentation import exercises as words
from routine.presentation.exercises import plain


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What an exercise has to be. None, or nothing, leaves it open."""

    practice: Practice | None = None
    level: int | None = None
    """Nothing harder."""
    longest: timedelta | None = None
    things: frozenset[str] | None = None
    """What there is at hand."""
    avoid: frozenset[str] = frozenset()
    text: str = ""

    def fits(self, one: Exercise) -> bool:
        return (
            self._suits(one)
            and self._is_short(one.dose.length)
            and (self._is_meant(EXERCISE, one.id) or self._is_named(_text_of(one)))
        )

    def fits_all(self, sequence: Sequence) -> bool:
        """Everything in it has to suit; what it is called, and how long it takes, it has to itself."""
        parts = [entry.exercise for entry in sequence.entries if isinstance(entry, PerformStep)]
        named = " ".join([sequence.id, sequence.title, *(part.title for part in parts)])
        return (
            all(self._suits(part) for part in parts)
            and self._is_short(length_of(sequence))
            and (self._is_meant(SEQUENCE, sequence.id) or self._is_named(named))
        )

    def _suits(self, one: Exercise) -> bool:
        return (
            (self.practice is None or one.practice == self.practice)
            and (self.level is None or one.level <= self.level)
            and (self.things is None or self.things >= set(one.equipment))
            and not one.cautions & self.avoid
        )

    def _is_short(self, length: timedelta) -> bool:
        return self.longest is None or length <= self.longest

    def _is_meant(self, kind: str, name: str) -> bool:
        """By its name, a complaint or a part of the body; also with a slip of the keyboard."""
        return bool(self.text) and (kind, name) in {(one.kind, one.name) for one in search_library(self.text)}

    def _is_named(self, text: str) -> bool:
        """Every word that was typed begins a word of the text."""
        there = f" {plain(text)}"
        return all(f" {word}" in there for word in plain(self.text).split())


def _text_of(one: Exercise) -> str:
    practice = str(one.practice) if one.practice else ""
    return " ".join([one.id, one.title, one.sanskrit, practice, *(words.target(name) for name in one.target)])


def tag_called(said: str, library: Catalogue) -> str:
    """A tag by its name, by the rest of that after "avoid-", or by its plain words. Raises UsageError."""
    names = {
        plain(name): tag.id
        for tag in library.tags.values()
        for name in (tag.id, tag.id.removeprefix("avoid-"), tag.words)
    }
    found = names.get(plain(said))
    if found is None:
        close = [names[one] for one in get_close_matches(plain(said), names, n=2)]
        raise UsageError(*words.unknown_tag(said, close, list(library.tags)))
    return found


def things_called(said: Iterable[str], library: Catalogue) -> frozenset[str]:
    """What is at hand, `none` for nothing. Raises UsageError for what no exercise needs."""
    there = things(library)
    asked = [part.lower() for part in said]
    for thing in asked:
        if thing not in (*there, words.NOTHING):
            raise UsageError(*words.unknown_thing(thing, there))
    return frozenset(asked)


def things(library: Catalogue) -> list[str]:
    """All that some exercise needs."""
    return sorted({thing for one in library.exercises.values() for thing in one.equipment})


def parts_of(said: Iterable[str]) -> list[str]:
    """What stands between the commas."""
    return [part.strip() for one in said for part in one.split(",") if part.strip()]
