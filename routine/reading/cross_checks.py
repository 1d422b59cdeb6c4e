"""Knows which keys of a plan go together, by looking at which are there; must not know what their values mean.

It looks at the file as TOML gave it, so that what is wrong here is told beside what is wrong with single values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeGuard

from routine.core.recurrence import WeekCycle
from routine.presentation import appointment_problems, plan_problems, problems, time_problems
from routine.presentation.phrases import Said
from routine.reading import scalars
from routine.reading.diagnostics import KEYS, LISTED_TABLES, ModelFault
from routine.reading.names import DoseKind, PlanNames, suggest
from routine.reading.scalars import ValueProblem
from routine.reading.toml_positions import KeyPath, TomlPositions

_OF_REPS = ("sets", "hold", "move", "rest")
Table = dict[str, Any]
_DIGITS = 4
"""As many as the number of a visit has at most; a longer one is told of where it is read."""


def cross_check(raw: Table, names: PlanNames, positions: TomlPositions) -> Iterator[ModelFault]:
    """What does not go together, table by table."""
    yield from _whole(raw)
    sessions, visits, supplements = (_tables(raw, name) for name in LISTED_TABLES)
    for path, session in sessions:
        yield from _work(path, session)
        yield from _timing(path, session)
        yield from _twice_said(path, session)
        for key in ("days", "at"):
            yield from _twice_listed((*path, key), session.get(key))
        yield from _weeks(path, session, raw.get("weeks"))
        yield from _steps((*path, "steps"), session.get("steps"), names)
    for path, appointment in visits:
        yield from _course(path, appointment)
    for path, supplement in supplements:
        yield from _supplement(path, supplement)
    yield from _names([*sessions, *visits, *supplements], positions)
    for name, sequence in _named(raw.get("sequence")):
        yield from _own_name(("sequence", name), name)
        yield from _steps(("sequence", name, "steps"), sequence.get("steps"), names)
    for name, exercise in _named(raw.get("exercise")):
        yield from _own_name(("exercise", name), name)
        yield from _dose(("exercise", name), exercise)
        if not {"reps", "for"} & _meant(exercise, "exercise"):
            yield ModelFault(("exercise", name), ValueProblem(plan_problems.no_dose()))


def _whole(raw: Table) -> Iterator[ModelFault]:
    there = [table for table in LISTED_TABLES if table in _meant(raw, "plan") and raw.get(table) != []]
    if not there:
        yield ModelFault((), ValueProblem(problems.no_session()))


def _work(path: KeyPath, session: Table) -> Iterator[ModelFault]:
    given = {"steps", "sequence"} & session.keys()
    if len(given) == 2:
        yield ModelFault((*path, "sequence"), ValueProblem(plan_problems.both_works()), on_key=True)
    elif not {"steps", "sequence"} & _meant(session, "session"):
        yield ModelFault(path, ValueProblem(plan_problems.no_work()))


def _timing(path: KeyPath, session: Table) -> Iterator[ModelFault]:
    has = _meant(session, "session")
    if {"at", "every"} <= has or {"at", "between"} <= has:
        key = "every" if "every" in session else "between"
        yield ModelFault((*path, key), ValueProblem(plan_problems.both_timings()), on_key=True)
        return
    if session.get("at") == {}:
        yield ModelFault((*path, "at"), ValueProblem(plan_problems.no_time()))
    elif isinstance(session.get("at"), dict):
        if "days" in session:
            yield ModelFault((*path, "days"), ValueProblem(plan_problems.days_twice()), on_key=True)
    elif (said := _lacking(has)) is not None:
        yield ModelFault(path, ValueProblem(said))


def _lacking(has: set[str]) -> Said | None:
    timed = {"at", "every", "between"} & has
    if not timed:
        return plan_problems.no_time() if "days" in has else plan_problems.no_timing()
    if "days" not in has:
        return plan_problems.no_days()
    if timed == {"every"}:
        return plan_problems.no_window()
    return plan_problems.no_interval() if timed == {"between"} else None


def _twice_said(path: KeyPath, session: Table) -> Iterator[ModelFault]:
    inner = session.get("remind")
    for key in KEYS["remind"]:
        if isinstance(inner, dict) and key in inner and key in session:
            yield ModelFault((*path, "remind", key), ValueProblem(plan_problems.remind_twice(key)), on_key=True)


def _twice_listed(path: KeyPath, typed: Any) -> Iterator[ModelFault]:
    """The same day or time twice is a slip of the keyboard, and may hide the one that was meant."""
    if isinstance(typed, dict):
        for day, times_of_day in typed.items():
            yield from _twice_listed((*path, day), times_of_day)
    words = [str(one) for one in typed] if isinstance(typed, list) else []
    first = {word: place for place, word in reversed(list(enumerate(words)))}
    for place, word in enumerate(words):
        if first[word] != place:
            yield ModelFault((*path, place), ValueProblem(problems.twice(word)))


def _course(path: KeyPath, appointment: Table) -> Iterator[ModelFault]:
    visits = appointment.get("visits")
    if not _counts(visits):
        return
    if visits > 1 and "every" not in _meant(appointment, "appointment"):
        yield ModelFault(path, ValueProblem(appointment_problems.no_every()))
    after = appointment.get("review_after")
    if _counts(after) and after > visits:
        yield ModelFault((*path, "review_after"), ValueProblem(appointment_problems.no_such_visit(after, visits)))
    moved = appointment.get("except")
    for number in moved if isinstance(moved, dict) else ():
        if number.isascii() and number.isdigit() and len(number) <= _DIGITS and int(number) > visits:
            said = appointment_problems.no_such_visit(int(number), visits)
            yield ModelFault((*path, "except", number), ValueProblem(said), on_key=True)


def _supplement(path: KeyPath, supplement: Table) -> Iterator[ModelFault]:
    has, at = _meant(supplement, "supplement"), supplement.get("at")
    if at == {}:
        yield ModelFault((*path, "at"), ValueProblem(appointment_problems.supplement_without_a_time()))
    elif isinstance(at, dict) and "days" in supplement:
        yield ModelFault((*path, "days"), ValueProblem(plan_problems.days_twice()), on_key=True)
    elif "at" in has and "days" not in has and not isinstance(at, dict):
        yield ModelFault(path, ValueProblem(appointment_problems.supplement_without_days()))
    for key in ("days", "at"):
        yield from _twice_listed((*path, key), supplement.get(key))


def _weeks(path: KeyPath, session: Table, weeks: Any) -> Iterator[ModelFault]:
    if not _counts(weeks) or "weeks" not in session:
        return
    many = isinstance(session["weeks"], list)
    for place, typed in enumerate(session["weeks"] if many else [session["weeks"]]):
        try:
            meant = scalars.weeks(typed)
        except ValueProblem:
            continue
        first, last = (meant.place, None) if isinstance(meant, WeekCycle) else meant
        if max(first, last or 0) > weeks:
            where = (*path, "weeks", place) if many else (*path, "weeks")
            yield ModelFault(where, ValueProblem(time_problems.weeks_beyond(max(first, last or 0), weeks)))


def _names(sessions: list[tuple[KeyPath, Table]], positions: TomlPositions) -> Iterator[ModelFault]:
    """Sessions that would go by the same name, or by none."""
    first: dict[str, KeyPath] = {}
    for path, session in sessions:
        headed = "name" if path[0] == "supplement" else "title"
        title = session.get(headed)
        typed = session.get("id", title)
        if not isinstance(typed, str) or not typed.strip():
            continue
        name = typed if "id" in session else scalars.slug(typed)
        if not name:
            yield ModelFault((*path, headed), ValueProblem(plan_problems.no_name_in_title(typed)))
        elif name in first:
            line, _ = positions.value(first[name])
            key = "id" if "id" in session else headed
            yield ModelFault((*path, key), ValueProblem(plan_problems.same_name(name, line, str(first[name][0]))))
        else:
            first[name] = path


def _own_name(path: KeyPath, name: str) -> Iterator[ModelFault]:
    try:
        scalars.name(name)
    except ValueProblem as wrong:
        yield ModelFault(path, wrong, on_key=True)


def _steps(path: KeyPath, steps: Any, names: PlanNames) -> Iterator[ModelFault]:
    for place, step in enumerate(steps if isinstance(steps, list) else ()):
        if isinstance(step, dict) and "exercise" in step:
            faults = list(_dose((*path, place), step))
            yield from faults or _suits((*path, place), step, names)


def _dose(path: KeyPath, table: Table) -> Iterator[ModelFault]:
    """Repetitions, or a length of time, and what goes with each."""
    beside = [key for key in _OF_REPS if key in table]
    if "for" in table and "reps" in table:
        yield ModelFault((*path, "for"), ValueProblem(plan_problems.reps_and_for()), on_key=True)
    elif "for" in table and beside:
        yield ModelFault((*path, beside[0]), ValueProblem(plan_problems.for_has_no(beside)), on_key=True)
    if isinstance(table.get("reps"), list) and "sets" in table:
        yield ModelFault((*path, "sets"), ValueProblem(plan_problems.reps_by_set()), on_key=True)


def _suits(path: KeyPath, step: Table, names: PlanNames) -> Iterator[ModelFault]:
    """An exercise that goes by time takes no repetitions' keys alone."""
    name = step["exercise"]
    kind = names.exercises.get(name) if isinstance(name, str) else None
    given = [key for key in _OF_REPS if key in step]
    if kind is DoseKind.GUIDED and (given or "reps" in step):
        key = "reps" if "reps" in step else given[0]
        yield ModelFault((*path, key), ValueProblem(plan_problems.only_for(name)), on_key=True)
    elif kind is DoseKind.TIMED and given and "reps" not in step:
        yield ModelFault((*path, given[0]), ValueProblem(plan_problems.timed_has_no(name, given)), on_key=True)


def _meant(table: Table, kind: str) -> set[str]:
    """The keys that are there, and those that were probably meant by misspelt ones."""
    keys = KEYS[kind]
    typos = [key for key in table if key not in keys]
    return set(table) | {meant for typo in typos for meant in suggest(typo, keys)[:1]}


def _counts(weeks: Any) -> TypeGuard[int]:
    return isinstance(weeks, int) and not isinstance(weeks, bool) and weeks > 0


def _tables(raw: Table, name: str) -> list[tuple[KeyPath, Table]]:
    found = raw.get(name)
    tables = enumerate(found) if isinstance(found, list) else ()
    return [((name, place), table) for place, table in tables if isinstance(table, dict)]


def _named(raw: Any) -> list[tuple[str, Table]]:
    return (
        [(name, table) for name, table in raw.items() if isinstance(table, dict)] if isinstance(raw, dict) else []
    )
