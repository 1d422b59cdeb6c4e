"""Knows which names a plan may use: the library's and its own; must not know what is done with them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Any

from routine.core.exercise import Exercise, Reps
from routine.library.catalogue import Catalogue
from routine.reading.scalars import slug


class DoseKind(Enum):
    """What kinds of dose an exercise takes."""

    REPS = auto()
    TIMED = auto()
    GUIDED = auto()
    """Timed, and led through: a breath pattern, a body scan. It has no repetitions."""


@dataclass(frozen=True, slots=True)
class PlanNames:
    """The names one plan may use."""

    exercises: Mapping[str, DoseKind]
    sequences: Collection[str]
    tags: Collection[str]
    has_picture: Callable[[str], bool]


def names_in(raw: Mapping[str, Any], catalogue: Catalogue, has_picture: Callable[[str], bool]) -> PlanNames:
    """The library's names, and those the plan defines, rightly or wrongly: their faults are told elsewhere."""
    own = _tables(raw.get("exercise"))
    kinds = {name: kind_of(exercise) for name, exercise in catalogue.exercises.items()}
    kinds |= {name: DoseKind.TIMED if "for" in keys else DoseKind.REPS for name, keys in own.items()}
    return PlanNames(
        kinds, {*catalogue.sequences, *_tables(raw.get("sequence"))}, catalogue.tags.keys(), has_picture
    )


def kind_of(exercise: Exercise) -> DoseKind:
    """Which keys of a dose this exercise takes."""
    if exercise.pattern or exercise.segments or exercise.relaxation:
        return DoseKind.GUIDED
    return DoseKind.REPS if isinstance(exercise.dose, Reps) else DoseKind.TIMED


def _tables(raw: Any) -> dict[str, dict[str, Any]]:
    return {k: v if isinstance(v, dict) else {} for k, v in raw.items()} if isinstance(raw, dict) else {}


def suggest(typed: str, choices: Iterable[str]) -> list[str]:
    """What somebody may have meant by `typed`."""
    return list(_suggest(typed[:80], tuple(choices)))


@lru_cache(maxsize=2**16)
def _suggest(typed: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    small = {choice.lower(): choice for choice in choices}
    for exact in (typed.lower(), slug(typed)):
        if exact in small:
            return (small[exact],)
    # a zone is often typed without its continent
    ends = [choice for choice in choices if choice.lower().endswith(f"/{typed.lower()}")]
    if ends:
        return tuple(ends[:2])
    found = difflib.get_close_matches(typed.lower(), small, n=2, cutoff=0.7)
    # beside one that is all but the same, another is only noise
    if found and difflib.SequenceMatcher(None, typed.lower(), found[0]).ratio() > 0.88:
        found = found[:1]
    return tuple(small[word] for word in found)
