"""Knows how an exercise and its dose are written as JSON and read back exactly; must not know plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from routine.core.exercise import (
    BreathPattern,
    Dose,
    Evidence,
    Exercise,
    Practice,
    Relaxation,
    Reps,
    Segment,
    Side,
    Timed,
)

Json = dict[str, Any]
_MICROSECOND = timedelta(microseconds=1)


class Shared:
    """Exercises by their place, each written once."""

    def __init__(self) -> None:
        self._exercises: list[Exercise] = []
        self._places: dict[int, int] = {}

    def place(self, exercise: Exercise) -> int:
        # by identity: comparing whole exercises costs more than writing one twice
        found = self._places.setdefault(id(exercise), len(self._exercises))
        if found == len(self._exercises):
            self._exercises.append(exercise)
        return found

    def __getitem__(self, place: int) -> Exercise:
        return self._exercises[place]

    def written(self) -> list[Json]:
        return [exercise_to(exercise) for exercise in self._exercises]

    @classmethod
    def read(cls, raw: list[Json]) -> Shared:
        shared = cls()
        shared._exercises = [exercise_from(one) for one in raw]
        return shared


def length_to(length: timedelta) -> int:
    return length // _MICROSECOND


def length_from(raw: int) -> timedelta:
    return raw * _MICROSECOND


def dose_to(dose: Dose) -> Json:
    if isinstance(dose, Reps):
        lengths = {key: length_to(getattr(dose, key)) for key in ("hold", "move", "rest", "setup")}
        return {"sets": list(dose.sets), "sides": list(dose.sides), **lengths}
    lengths = {
        key: length_to(length)
        for key in ("duration", "shortest", "longest", "setup")
        if (length := getattr(dose, key)) is not None
    }
    return {"sides": list(dose.sides), **lengths}


def dose_from(raw: Json) -> Dose:
    lengths = {key: length_from(length) for key, length in raw.items() if key not in {"sets", "sides"}}
    sides = tuple(Side(side) for side in raw["sides"])
    return Reps(tuple(raw["sets"]), sides=sides, **lengths) if "sets" in raw else Timed(sides=sides, **lengths)


def exercise_to(exercise: Exercise) -> Json:
    """Only what is not as usual; most of an exercise is."""
    said = {field.name: (getattr(exercise, field.name), field.default) for field in fields(Exercise)}
    return {key: _TO.get(key, _same)(value) for key, (value, usual) in said.items() if value != usual}


def exercise_from(raw: Json) -> Exercise:
    return Exercise(**{key: _FROM.get(key, _same)(said) for key, said in raw.items()})


def _same(said: Any) -> Any:
    return said


def _relaxation_to(said: Relaxation) -> list[Any]:
    return [said.rounds, length_to(said.tense), length_to(said.release), [list(group) for group in said.groups]]


def _relaxation_from(raw: list[Any]) -> Relaxation:
    rounds, tense, release, groups = raw
    return Relaxation(rounds, length_from(tense), length_from(release), tuple((name, how) for name, how in groups))


def _lengths_to(said: BreathPattern) -> list[int]:
    return [length_to(getattr(said, field.name)) for field in fields(BreathPattern)]


_LISTS = ("cues", "target", "easier", "harder", "equipment", "context")
_TO: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_LISTS, list),
    "cautions": sorted,
    "dose": dose_to,
    "evidence": lambda said: [getattr(said, field.name) for field in fields(Evidence)],
    "segments": lambda said: [[one.label, length_to(one.length), one.say] for one in said],
    "pattern": _lengths_to,
    "relaxation": _relaxation_to,
}
_FROM: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_LISTS, tuple),
    "cautions": frozenset,
    "dose": dose_from,
    "practice": Practice,
    "evidence": lambda raw: Evidence(*raw),
    "segments": lambda raw: tuple(Segment(label, length_from(length), say) for label, length, say in raw),
    "pattern": lambda raw: BreathPattern(*(length_from(length) for length in raw)),
    "relaxation": _relaxation_from,
}
