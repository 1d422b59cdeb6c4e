"""Knows what becomes of a sequence when somebody chose to leave something out; must not know why they chose it.

The catalogue says what may take an exercise's place. Every change is said, once, in a person's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from msgspec.structs import replace

from routine.core.exercise import ZERO, Exercise, Practice, Timed
from routine.core.plan import PerformStep, Rest, Sequence, Session, StepEntry, Swap
from routine.library.catalogue import Catalogue
from routine.library.swaps import fitted
from routine.presentation import plan_problems

Swaps = dict[str, Exercise | None]
"""By the id of what is not wanted: what comes instead, or None."""

_GIVES_TIME = frozenset({Practice.WALKING, Practice.BREATHING})
_FOR_MOVEMENT = 0.3
"""The least share of movement in a plan that is for movement: one that leads to rest has less."""
_IN_PLACE_OF_NOTHING = ("walk-micro", "diaphragmatic-breathing")


class Substitutions:
    """Takes out what was not wanted, and keeps the sentences that say so."""

    def __init__(self, catalogue: Catalogue, avoid: tuple[str, ...]) -> None:
        self._catalogue = catalogue
        self._order = avoid
        self._avoid = frozenset(avoid)
        self._notes: dict[str, None] = {}
        self._swaps: dict[str, Swaps] = {}
        """By the id of a sequence."""
        self._whole = self._moving = self._gone = ZERO

    @property
    def notes(self) -> tuple[str, ...]:
        """What was changed, a sentence each, in the order in which it was done."""
        return tuple(self._notes)

    @property
    def left_out(self) -> float:
        """How much of the time for movement, walks apart, is gone without a swap: 0 to 1; 0 in a plan for rest."""
        return self._gone / self._moving if self.moves else 0.0

    @property
    def moves(self) -> bool:
        """Whether movement is what it is for, walks apart, and not rest."""
        return self._moving > ZERO and self._moving >= self._whole * _FOR_MOVEMENT

    def swapped_in(self, sequence: str) -> Swaps:
        """What was changed in the sequence of that id: nothing before it was substituted."""
        return self._swaps.get(sequence, {})

    def swaps_of(self, sessions: Iterable[Session]) -> Iterator[Swap]:
        """What was changed in each session, in its order."""
        for session in sessions:
            changed = {pair: None for name in session.rotation for pair in self.swapped_in(name).items()}
            yield from (Swap(session.id, gone, one.id if one else "") for gone, one in changed)

    def substitute(self, sequence: Sequence) -> Sequence:
        """The sequence without what was not wanted; the same one when nothing had to change."""
        self._moving += _moving(sequence.entries)
        self._whole += _performed(sequence.entries)
        if not any(self._touches(entry) for entry in sequence.entries):
            return sequence
        swaps = self._swaps[sequence.id] = self._swaps_in(sequence)
        kept: list[StepEntry] = []
        gone: list[PerformStep] = []
        gap = False
        for entry in sequence.entries:
            instead = _swapped(entry, swaps)
            # the rest after something left out has nothing to follow
            if instead is not None and not (gap and isinstance(entry, Rest)):
                kept.append(instead)
            gap = instead is None
            if isinstance(entry, PerformStep) and gap:
                gone.append(entry)
        self._gone += _moving(gone)
        longer = _lengthen(kept, gone)
        self._tell(sequence, swaps, longer)
        if not any(isinstance(entry, PerformStep) for entry in kept):
            kept.append(self._filling(sequence.title, gone))
        return replace(sequence, entries=tuple(kept))

    def _touches(self, entry: StepEntry) -> bool:
        return isinstance(entry, PerformStep) and bool(entry.exercise.cautions & self._avoid)

    def _swaps_in(self, sequence: Sequence) -> Swaps:
        """What comes instead of each exercise that is not wanted: the same each time, and nothing twice."""
        done = [entry for entry in sequence.entries if isinstance(entry, PerformStep)]
        beside = {entry.exercise.id for entry in done if not self._touches(entry)}
        swaps: Swaps = {}
        for entry in done:
            if self._touches(entry) and entry.exercise.id not in swaps:
                length = min(one.dose.length for one in done if one.exercise.id == entry.exercise.id)
                instead = self._catalogue.swap(entry.exercise, self._avoid, beside, length)
                swaps[entry.exercise.id] = instead
                beside |= {instead.id} if instead else set()
        return swaps

    def _tell(self, sequence: Sequence, swaps: Swaps, longer: str) -> None:
        for entry in sequence.entries:
            if not isinstance(entry, PerformStep) or not self._touches(entry):
                continue
            exercise, instead = entry.exercise, swaps[entry.exercise.id]
            words = [str(self._catalogue.tags[tag]) for tag in self._order if tag in exercise.cautions]
            if instead is None:
                self._notes[plan_problems.dropped(words, exercise.title, longer)] = None
            else:
                self._notes[plan_problems.swapped(words, exercise.title, instead.title)] = None

    def _filling(self, where: str, gone: list[PerformStep]) -> PerformStep:
        """For a sequence that would be empty: a short walk where that is wanted, else quiet breathing.

        In place of rest only breathing, and about as long: it may be late in the evening.
        """
        moved = any(entry.exercise.moves for entry in gone)
        choices = [self._catalogue.exercises[name] for name in _IN_PLACE_OF_NOTHING[0 if moved else -1 :]]
        chosen = next((one for one in choices if not one.cautions & self._avoid), choices[-1])
        self._notes[plan_problems.filled(where, chosen.title)] = None
        length = sum((entry.dose.length for entry in gone), ZERO)
        return PerformStep(chosen, chosen.dose if moved else fitted(chosen.dose, length))


def _swapped(entry: StepEntry, swaps: Swaps) -> StepEntry | None:
    """What stands in the place of an entry; None when nothing does."""
    if not isinstance(entry, PerformStep) or entry.exercise.id not in swaps:
        return entry
    instead = swaps[entry.exercise.id]
    return PerformStep(instead, fitted(instead.dose, entry.dose.length)) if instead else None


def _performed(entries: Iterable[StepEntry]) -> timedelta:
    """How long they take, walks apart."""
    lengths = (
        entry.dose.length
        for entry in entries
        if isinstance(entry, PerformStep) and entry.exercise.practice is not Practice.WALKING
    )
    return sum(lengths, ZERO)


def _moving(entries: Iterable[StepEntry]) -> timedelta:
    """How long the body moves in them, walks apart; what a person wrote without a practice counts."""
    return _performed(entry for entry in entries if isinstance(entry, PerformStep) and entry.exercise.moves)


def _lengthen(kept: list[StepEntry], gone: list[PerformStep]) -> str:
    """Let the first walk or breathing take the time of what is gone, as far as it may; its title, if it could."""
    spare = sum((entry.dose.length for entry in gone), ZERO)
    for place, entry in enumerate(kept):
        if spare and isinstance(entry, PerformStep) and entry.exercise.practice in _GIVES_TIME:
            dose = entry.dose
            if isinstance(dose, Timed) and (longer := _longer(dose, spare)) > dose.duration:
                kept[place] = replace(entry, dose=replace(dose, duration=longer))
                return entry.exercise.title
    return ""


def _longer(dose: Timed, spare: timedelta) -> timedelta:
    wanted = dose.duration + spare
    return min(wanted, dose.longest) if dose.longest else wanted
