"""Knows what becomes of a sequence when somebody chose to leave something out; must not know why they chose it.

The catalogue says what may take an exercise's place. Every change is said, once, in a person's words.
"""

from __future__ import annotations

from dataclasses import replace

from routine.core.plan import Do, Rest, Sequence, StepEntry
from routine.reading.known import Catalogue
from routine.words import plans

_IN_PLACE_OF_NOTHING = ("walk-micro", "diaphragmatic-breathing")


class LeavingOut:
    """Takes out what was not wanted, and keeps the sentences that say so."""

    def __init__(self, catalogue: Catalogue, avoid: tuple[str, ...]) -> None:
        self._catalogue = catalogue
        self._order = avoid
        self._avoid = frozenset(avoid)
        self._notes: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(self._notes)

    def sifted(self, sequence: Sequence) -> Sequence:
        """The sequence without what was not wanted; the same one when nothing had to change."""
        if not any(self._touches(entry) for entry in sequence.entries):
            return sequence
        kept: list[StepEntry] = []
        dropped = False
        for entry in sequence.entries:
            instead = self._entry(entry)
            # the rest after something left out has nothing to follow
            if instead is not None and not (dropped and isinstance(entry, Rest)):
                kept.append(instead)
            dropped = instead is None
        if not any(isinstance(entry, Do) for entry in kept):
            kept.append(self._filling(sequence.title))
        return replace(sequence, entries=tuple(kept))

    def _touches(self, entry: StepEntry) -> bool:
        return isinstance(entry, Do) and bool(entry.exercise.cautions & self._avoid)

    def _entry(self, entry: StepEntry) -> StepEntry | None:
        if not isinstance(entry, Do) or not self._touches(entry):
            return entry
        exercise = entry.exercise
        instead = self._catalogue.swap(exercise, self._avoid)
        words = [str(self._catalogue.tags[tag]) for tag in self._order if tag in exercise.cautions]
        if instead is None:
            self._notes[plans.dropped(words, exercise.title)] = None
            return None
        self._notes[plans.swapped(words, exercise.title, instead.title)] = None
        return Do(instead, instead.dose)

    def _filling(self, where: str) -> Do:
        """For a sequence that would be empty: a short walk where that is wanted, else quiet breathing."""
        choices = [self._catalogue.exercises[name] for name in _IN_PLACE_OF_NOTHING]
        chosen = next((one for one in choices if not one.cautions & self._avoid), choices[-1])
        self._notes[plans.filled(where, chosen.title)] = None
        return Do(chosen, chosen.dose)
