"""Knows the shape of the library's TOML and turns it into values; must not know who asks, or swap anything.

An exercise is a table named by its id, in the file of its practice:

    title, sanskrit   what it is called
    position, level   how one lies, sits or stands; 1 to 3
    direction         which way the back goes: bend, arch, turn, side; none where it stays as it is
    setup, cues, between_sides, breath   what is said: getting ready, doing it, breathing;
                      a cue that does not begin it names its moment: { during = "Rest." }, { end = "Let go." };
                      { leave = "Roll to the side." } is the way up, and left out where one stays as one is
    limb              what is said to be left or right where not the side is, such as leg
    dose              { reps, hold, move, rest, sides, setup } or { for, shortest, longest, setup };
                      reps may be one number a set ([6, 4, 2]); setup is the time to get ready
    target            what it works on, the main thing first
    easier, harder    other exercises, the nearest first: an easier one asks for nothing more, a harder one
                      works on the same
    cautions          tags from tags.toml; caution_note says more
    equipment, context, flare_ok
    evidence          its grounds in sources.toml
    segments          the stations on the way, each with its name, its length and what is said there
    pattern, relaxation   seconds of a breath; groups to tense

The shipped data are ours and tested whole, so a mistake in them is a bug: it raises, and nothing is repaired.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib.resources import files
from typing import Any

from msgspec.structs import replace

from routine.core.durations import parse
from routine.core.exercise import (
    BOTH_SIDES,
    ZERO,
    BreathPattern,
    CueMoment,
    Direction,
    Dose,
    Evidence,
    Exercise,
    Practice,
    Relaxation,
    Reps,
    Segment,
    Timed,
)
from routine.core.plan import PerformStep, Rest, Say, Sequence, StepEntry

Table = dict[str, Any]

_READINGS = "education"
_SEQUENCE_FILES = ("first-aid", "movement", "walks", "calm", _READINGS)
_TEXTS = (
    "title", "sanskrit", "position", "setup", "limb", "between_sides", "breath", "level", "caution_note",
    "flare_ok",
)  # fmt: skip
_LISTS = ("cues", "target", "easier", "harder", "equipment", "context")


@dataclass(frozen=True, slots=True)
class Tag:
    """A demand that somebody may leave out. `words` completes "You chose to leave out …"."""

    id: str
    words: str
    demand: str
    asks: str
    """A question that tells a layman whether they are one of those who are usually advised to leave it out."""

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class CitedWork:
    """A publication; empty where we do not know, and `looked_up` only when somebody has held the page."""

    id: str
    author: str
    year: int | None = None
    journal: str = ""
    doi: str = ""
    no_doi: str = ""
    """Why there is none; empty where there is one."""
    valid_years: int | None = None
    """How long its makers themselves take it for valid."""
    looked_up: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """What a group of exercises rests on, and the works that its sentence names."""

    evidence: Evidence
    works: tuple[CitedWork, ...]


def read_tags() -> dict[str, Tag]:
    """Every tag of tags.toml, by its id."""
    return {name: Tag(name, **table) for name, table in _load("tags").items()}


def read_sources() -> dict[str, Source]:
    """All that exercises rest on, by the ids that exercises name."""
    tables = _load("sources")
    works = {name: CitedWork(name, **table) for name, table in tables["works"].items()}
    return {
        name: Source(
            Evidence(table["basis"], table["grade"], table["note"], source=name),
            tuple(works[work] for work in table["works"]),
        )
        for name, table in tables["grounds"].items()
    }


def read_readings() -> dict[str, tuple[CitedWork, ...]]:
    """Every short reading by its sequence's id, with the works that it names."""
    works = {name: CitedWork(name, **table) for name, table in _load("sources")["works"].items()}
    return {
        name: tuple(works[work] for work in table.get("works", ()))
        for name, table in _load(f"sequences/{_READINGS}").items()
    }


def read_exercises(sources: Mapping[str, Source]) -> dict[str, Exercise]:
    """All exercises, practice by practice, in the order of their files: the library's order."""
    return {
        name: _exercise(name, practice, table, sources)
        for practice in Practice
        for name, table in _load(f"exercises/{practice}").items()
    }


def read_sequences(exercises: Mapping[str, Exercise]) -> dict[str, Sequence]:
    """Every sequence by its id. Raises KeyError for a step that names no exercise."""
    return {
        name: Sequence(
            name,
            table["title"],
            tuple(_step(step, exercises) for step in table["steps"]),
            is_reading=file == _READINGS,
        )
        for file in _SEQUENCE_FILES
        for name, table in _load(f"sequences/{file}").items()
    }


def _load(name: str) -> Table:
    return tomllib.loads(files("routine.library").joinpath(f"{name}.toml").read_text("utf-8"))


def _exercise(name: str, practice: Practice, table: Table, sources: Mapping[str, Source]) -> Exercise:
    fields: Table = {key: table[key] for key in _TEXTS if key in table}
    fields |= {key: tuple(table.get(key, ())) for key in _LISTS}
    cues = [_cue(typed) for typed in table.get("cues", ())]
    fields |= {"cues": tuple(text for _, text in cues), "moments": tuple(moment for moment, _ in cues)}
    return Exercise(
        id=name,
        practice=practice,
        direction=Direction(table["direction"]),
        dose=_dose(table["dose"]),
        cautions=frozenset(table.get("cautions", ())),
        evidence=sources[table["evidence"]].evidence,
        segments=tuple(
            Segment(label, parse(length), say if isinstance(say, str) else "\n".join(say))
            for label, length, say in table.get("segments", ())
        ),
        pattern=BreathPattern(**_lengths(table["pattern"])) if "pattern" in table else None,
        relaxation=_relaxation(table["relaxation"]) if "relaxation" in table else None,
        **fields,
    )


def _cue(typed: str | Table) -> tuple[CueMoment, str]:
    if isinstance(typed, str):
        return CueMoment.START, typed
    ((moment, text),) = typed.items()
    return CueMoment(moment), text


def _dose(table: Table) -> Dose:
    sides = BOTH_SIDES if table.get("sides") == "both" else ()
    setup = parse(table["setup"]) if "setup" in table else ZERO
    if "for" in table:
        return Timed(parse(table["for"]), parse(table["shortest"]), parse(table["longest"]), sides, setup)
    sets = table["reps"]
    lengths = _lengths({key: table[key] for key in ("hold", "move", "rest") if key in table})
    return Reps(tuple(sets) if isinstance(sets, list) else (sets,), **lengths, sides=sides, setup=setup)


def _relaxation(table: Table) -> Relaxation:
    groups = tuple((group, how) for group, how in table["groups"])
    return Relaxation(table["rounds"], parse(table["tense"]), parse(table["release"]), groups)


def _lengths(table: Table) -> dict[str, timedelta]:
    return {key: parse(length) for key, length in table.items()}


def _step(step: str | Table, exercises: Mapping[str, Exercise]) -> StepEntry:
    """A line of a sequence, written as in a plan file; the library needs only these five forms."""
    if isinstance(step, str):
        return PerformStep(exercises[step], exercises[step].dose)
    if step.keys() == {"rest"}:
        return Rest(parse(step["rest"]))
    if step.keys() == {"say", "for"}:
        return Say(step["say"], parse(step["for"]))
    if step.keys() == {"exercise", "for"}:
        exercise = exercises[step["exercise"]]
        if isinstance(exercise.dose, Timed):
            return PerformStep(exercise, replace(exercise.dose, duration=parse(step["for"])))
    if step.keys() == {"exercise", "reps"}:
        exercise, reps = exercises[step["exercise"]], step["reps"]
        if isinstance(exercise.dose, Reps):
            return PerformStep(
                exercise, replace(exercise.dose, sets=tuple(reps) if isinstance(reps, list) else (reps,))
            )
    raise ValueError(f"the library cannot read the step {step!r}")
