"""Knows how a fault becomes a problem: pydantic's own words never leave here, and one mistake is told once.

Must not know any sentence: those are in `routine.presentation`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from routine.core.diagnostic import Diagnostic
from routine.presentation import appointment_problems, plan_problems, problems
from routine.presentation.phrases import Said
from routine.reading.appointment_scalars import NOT_HERE
from routine.reading.field_types import Table
from routine.reading.names import suggest
from routine.reading.plan_model import (
    AppointmentTable,
    ExerciseStep,
    ExerciseTable,
    PlanTable,
    RemindTable,
    RestStep,
    SayStep,
    SequenceTable,
    SessionTable,
    SupplementTable,
)
from routine.reading.scalars import ValueProblem
from routine.reading.toml_positions import KeyPath, TomlPositions

MOST_PROBLEMS = 100


def _keys(*shapes: type[Table]) -> tuple[str, ...]:
    """Its own keys first, then those it shares with other tables."""
    fields = [
        field.alias or name
        for shape in shapes
        for name, field in sorted(
            shape.model_fields.items(), key=lambda pair: pair[0] not in shape.__annotations__
        )
    ]
    return tuple(dict.fromkeys(fields))


KEYS = {
    "plan": _keys(PlanTable),
    "remind": _keys(RemindTable),
    "session": _keys(SessionTable),
    "appointment": _keys(AppointmentTable),
    "supplement": _keys(SupplementTable),
    "sequence": _keys(SequenceTable),
    "exercise": _keys(ExerciseTable),
    "step": _keys(ExerciseStep, SayStep, RestStep),
    "‹do›": _keys(ExerciseStep),
    "‹say›": _keys(SayStep),
    "‹rest›": _keys(RestStep),
}
"""The keys of each table; a step's, by the tag of its kind."""
_STEPS = ("exercise", "say", "rest")
LISTED_TABLES = ("session", "appointment", "supplement")
"""What a person is reminded of: a plan has at least one of these."""
_NAMED_TABLES = ("sequence", "exercise")
_CHOICE = re.compile(r"[a-z][\w-]*|\d+")
_OR = {"or"}
_TAG = re.compile(r"‹[a-z ]+›")


@dataclass(frozen=True)
class ModelFault:
    """Something wrong at a place; `on_key` when the key itself is what is wrong."""

    path: KeyPath
    wrong: ValueProblem
    on_key: bool = False


def keys_of_table(loc: Sequence[str | int]) -> tuple[str, ...]:
    """The keys that a table may have, by where pydantic says it stands."""
    names = [part for part in loc if isinstance(part, str)]
    last = names[-1] if names else ""
    if last[:1] == "‹" or last == "remind":
        return KEYS.get(last, ())
    return KEYS[names[0]] if names else KEYS["plan"]


def faults_of(errors: Iterable[dict[str, Any]]) -> Iterator[ModelFault]:
    """Each fault that pydantic found, in our words."""
    found = [(error, _path(error["loc"])) for error in errors]
    typos: dict[KeyPath, set[str]] = {}
    for error, path in found:
        if error["type"] == "extra_forbidden":
            meant = suggest(str(error["loc"][-1]), keys_of_table(error["loc"][:-1]))
            typos.setdefault(path[:-1], set()).update(meant)
    for error, path in found:
        # a key that is only misspelt is not missing as well
        if error["type"] == "missing" and path[-1] in typos.get(path[:-1], ()):
            continue
        on_key = error["type"] == "extra_forbidden" or error["loc"][-1] == "[key]"
        yield ModelFault(path[:-1] if error["type"] == "missing" else path, _wrong(error, path), on_key)


def _path(loc: Sequence[str | int]) -> KeyPath:
    """The place in the file: pydantic's own additions to it are taken out."""
    return tuple(part for part in loc if not (isinstance(part, str) and (_TAG.fullmatch(part) or part == "[key]")))


def _wrong(error: dict[str, Any], path: KeyPath) -> ValueProblem:
    typed, context = error.get("input"), error.get("ctx", {})
    match error["type"]:
        case "value_error" if isinstance(context["error"], ValueProblem):
            return context["error"]
        case "extra_forbidden":
            *table, key = error["loc"]
            if table[:1] == ["supplement"] and str(key).lower() in NOT_HERE:
                return ValueProblem(appointment_problems.only_a_reminder())
            return unknown_key(str(key), keys_of_table(table))
        case "missing":
            return ValueProblem(problems.missing_key(str(path[-1])))
        case "enum" | "literal_error":
            choices = [choice for choice in _CHOICE.findall(context["expected"]) if choice not in _OR]
            return ValueProblem(problems.not_one_of(typed, choices), str(typed), choices)
        case "step":
            return ValueProblem(plan_problems.no_step(), *_step_meant(typed))
        case kind if kind in _BOUNDS:
            return ValueProblem(_BOUNDS[kind](typed, context))
        case kind:
            return ValueProblem(_of_type(kind, typed, path))


def _step_meant(typed: Any) -> tuple[str, tuple[str, ...]]:
    """The misspelt key that would have said what kind of step this is."""
    odd = [key for key in typed if key not in KEYS["step"]] if isinstance(typed, dict) else []
    return next(((key, _STEPS) for key in odd if suggest(key, _STEPS)), ("", ()))


_BOUNDS: dict[str, Callable[[Any, dict[str, Any]], Said]] = {
    "greater_than_equal": lambda typed, context: problems.too_small(typed, context["ge"]),
    "less_than_equal": lambda typed, context: problems.too_big(typed, context["le"]),
    "too_long": lambda _, context: problems.too_long_list(context["max_length"]),
}


def _of_type(kind: str, typed: Any, path: KeyPath) -> Said:
    if len(path) == 1 and path[0] in LISTED_TABLES:
        name = str(path[0])
        return problems.single_brackets(name) if isinstance(typed, dict) else problems.no_session()
    if len(path) <= 2 and path[0] in _NAMED_TABLES:
        return problems.named_table(str(path[0]))
    wanted = next((want for start, want in _TYPES.items() if kind.startswith(start)), "")
    return problems.needs(wanted, typed) if wanted else problems.unforeseen_value()


_TYPES = {
    "string": "text",
    "int": "number",
    "bool": "switch",
    "tuple": "list",
    "list": "list",
    "model": "table",
    "dict": "table",
}


def unknown_key(key: str, keys: Sequence[str]) -> ValueProblem:
    """What is wrong with a key that its table does not know; `keys` are those it does."""
    return ValueProblem(problems.unknown_key(key), key, keys)


def diagnostics_of(file: str, positions: TomlPositions, faults: Iterable[ModelFault]) -> tuple[Diagnostic, ...]:
    """All of them in order; beyond a hundred, only how many more there are."""
    by_place: dict[tuple[int, int, str], ModelFault] = {}
    for fault in faults:
        line, column = positions.key(fault.path) if fault.on_key else positions.value(fault.path)
        by_place.setdefault((line, column, fault.wrong.what), fault)
    placed = sorted(by_place.items(), key=lambda pair: pair[0])
    found = [
        Diagnostic(file, line, column, what, hint_for(fault.wrong), _instead_of(fault.wrong))
        for (line, column, what), fault in placed[:MOST_PROBLEMS]
    ]
    left = placed[MOST_PROBLEMS:]
    if left:
        line, column, _ = left[0][0]
        found.append(Diagnostic(file, line, column, *problems.more_problems(len(left))))
    return tuple(found)


def hint_for(wrong: ValueProblem) -> str:
    """What to do; what was probably meant comes before anything else."""
    close = _meant(wrong)
    meant = problems.did_you_mean(close) if close else ""
    return meant or wrong.fix or problems.keys_here(list(wrong.choices))


def _instead_of(wrong: ValueProblem) -> tuple[str, ...]:
    """What can be written there as it is."""
    if close := _meant(wrong):
        return tuple(close)
    better = problems.better_in(wrong.fix)
    return (better,) if better else ()


def _meant(wrong: ValueProblem) -> list[str]:
    """What was probably meant."""
    close = suggest(wrong.typed, wrong.choices) if wrong.typed else []
    if wrong.typed and wrong.search and not close:
        close = wrong.search(wrong.typed, wrong.choices)[:2]
    return close
