"""Knows how plans and settings travel from the process that reads them, and how they lie on disk; knows no TOML.

Lean, as the service reads it. Every value is its own encoder: a change of any of them is another SCHEMA, and what
was written under an earlier one is read anew from its text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from enum import Enum
from types import ModuleType

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from routine.core import diagnostic, exercise, identifiers, loaded_plans, occurrence, plan, recurrence
from routine.core.diagnostic import Diagnostic
from routine.core.exercise import Dose, Exercise
from routine.core.loaded_plans import Settings, digest
from routine.core.plan import PerformStep, Plan, Rest, Say, Sequence


class ReadRequest(Struct, frozen=True, omit_defaults=True):
    """What a reader process is asked for."""

    plans: tuple[str, ...] = ()
    """Paths of plan files."""
    drafts: Mapping[str, bytes] = {}
    """By path: what somebody wants to write there, to be read in place of what the file holds."""
    settings: bool = False
    """Whether the settings are wanted as well."""
    config: str = ""
    """The path of config.toml; empty: there is none."""
    flags: Mapping[str, str] = {}
    """What was said on the command line, by the keys of config.toml."""
    avoid: tuple[str, ...] = ()
    """What is left out of every plan, as far as it is known; where the settings are wanted, they say."""


class StoredStep(Struct, frozen=True, omit_defaults=True, gc=False, tag="perform"):
    """A step that names its exercise by the place it has in `StoredPlan.exercises`."""

    exercise: int
    dose: Dose | None = None
    """Where it is not the exercise's usual one."""


class StoredSequence(Struct, frozen=True, gc=False):
    """A sequence whose exercises are written elsewhere."""

    id: str
    title: str
    entries: tuple[StoredStep | Rest | Say, ...]
    is_reading: bool = False


class StoredPlan(Struct, frozen=True, omit_defaults=True):
    """A plan whose exercises are written once, however many steps share them: ten thousand may."""

    plan: Plan
    exercises: tuple[Exercise, ...] = ()
    sequences: tuple[StoredSequence, ...] = ()

    @classmethod
    def of(cls, plan: Plan) -> StoredPlan:
        """The plan, with each of its exercises once."""
        # by identity: comparing whole exercises costs more than writing one twice
        exercises: dict[int, Exercise] = {}
        places: dict[int, int] = {}

        def stored(entry: PerformStep | Rest | Say) -> StoredStep | Rest | Say:
            if not isinstance(entry, PerformStep):
                return entry
            exercise = exercises.setdefault(id(entry.exercise), entry.exercise)
            place = places.setdefault(id(exercise), len(places))
            return StoredStep(place, None if entry.dose == exercise.dose else entry.dose)

        sequences = tuple(
            StoredSequence(one.id, one.title, tuple(stored(entry) for entry in one.entries), one.is_reading)
            for one in plan.sequences.values()
        )
        return cls(replace(plan, sequences={}), tuple(exercises.values()), sequences)

    def restore(self) -> Plan:
        """The plan as it was. Raises IndexError for a place that holds no exercise."""
        return replace(self.plan, sequences=dict(self._sequences()))

    def _sequences(self) -> Iterator[tuple[str, Sequence]]:
        for one in self.sequences:
            entries = tuple(
                PerformStep(exercise := self.exercises[entry.exercise], entry.dose or exercise.dose)
                if isinstance(entry, StoredStep)
                else entry
                for entry in one.entries
            )
            yield one.id, Sequence(one.id, one.title, entries, one.is_reading)


class ReadFile(Struct, frozen=True, omit_defaults=True):
    """What became of one plan file."""

    path: str
    digest: str
    """Of its name and content, as `digest_of` makes it; empty when it could not be read."""
    plan: StoredPlan | None = None
    problems: tuple[Diagnostic, ...] = ()
    pictures: Mapping[str, bool] = {}
    """Which pictures it asks for, and whether they were there."""


class ReadSettings(Struct, frozen=True, omit_defaults=True):
    """What became of config.toml, variables and flags."""

    settings: Settings = Settings()
    problems: tuple[Diagnostic, ...] = ()
    unforeseen: bool = False
    """They could not be read at all, for a fault of this installation: another time they may be."""


def avoid_of(found: ReadSettings, before: tuple[str, ...]) -> tuple[str, ...]:
    """What is left out of every plan by these settings; a fault in them brings nothing back that was left out."""
    kept = before if found.problems else ()
    return tuple(sorted({*found.settings.avoid, *kept}))


class ReadAnswer(Struct, frozen=True, omit_defaults=True):
    """What a reader process answers."""

    schema: str
    files: tuple[ReadFile, ...] = ()
    settings: ReadSettings | None = None


def _shape_of(module: ModuleType) -> Iterator[tuple[object, ...]]:
    """All that decides how the values of a module are written: fields, types, defaults and tags."""
    for name, kind in vars(module).items():
        if isinstance(kind, type) and kind.__module__ == module.__name__:
            if issubclass(kind, Struct):
                config = kind.__struct_config__
                yield name, kind.__annotations__, kind.__struct_defaults__, config.tag, config.array_like
            elif issubclass(kind, Enum):
                yield name, tuple(kind)


_WRITTEN = (diagnostic, exercise, identifiers, loaded_plans, occurrence, plan, recurrence)
# a fifteenth of what msgspec.json.schema would cost each command
SCHEMA = digest(
    repr([shape for module in (*_WRITTEN, sys.modules[__name__]) for shape in _shape_of(module)]).encode()
)
"""A name for what all of this looks like: another version of us may have written what is found."""

_requests = msgspec.json.Decoder(ReadRequest)
_answers = msgspec.json.Decoder(ReadAnswer)


def encode(value: Struct) -> bytes:
    """As JSON: the same bytes for the same value, always."""
    return msgspec.json.encode(value, order="deterministic")


def decode_request(content: bytes) -> ReadRequest:
    """Raises ValueError."""
    return _requests.decode(content)


def decode_answer(content: bytes) -> ReadAnswer | None:
    """None when it is not an answer, or that of another version."""
    try:
        found = _answers.decode(content)
    except ValueError:
        return None
    return found if found.schema == SCHEMA else None
