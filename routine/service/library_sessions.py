"""Knows how an exercise or a sequence of the library becomes a session that no plan asks for; not who begins it.

Reading the library takes a moment and a megabyte, so whoever needs this imports it when it is needed.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import lru_cache

from msgspec.structs import replace

from routine.core.exercise import Exercise, Practice
from routine.core.ids import LIBRARY
from routine.core.plan import PerformStep, Plan, Sequence, Session
from routine.core.recurrence import Weekly
from routine.core.steps import Step, steps_of
from routine.library.catalogue import catalogue
from routine.library.swaps import fitted
from routine.reading.substitutions import Substitutions

_KEPT = 8
"""How many are kept: each look at one that is under way asks for it."""
_TITLE = "Library"


def id_of(typed: str) -> str:
    """The id of what is called so, by its whole id or title, exercises first; empty where nothing is."""
    library, wanted = catalogue(), _folded(typed)
    everything: list[Exercise | Sequence] = [*library.exercises.values(), *library.sequences.values()]
    by_id = (one.id for one in everything if _folded(one.id) == wanted)
    by_title = (one.id for one in everything if _folded(one.title) == wanted)
    return next(by_id, "") or next(by_title, "")


def suggestions(typed: str) -> list[str]:
    """Ids of what is called something like it."""
    return catalogue().suggest(typed)


@lru_cache(_KEPT)
def session_of(name: str, avoid: tuple[str, ...]) -> tuple[Plan, Session] | None:
    """The session of that id, and a plan that holds it alone; `avoid`: tags of what is left out of it."""
    sequence = _sequence_of(name)
    if sequence is None:
        return None
    substitutions = Substitutions(catalogue(), avoid)
    shown = substitutions.substitute(sequence)
    session = Session(name, _title_of(name, shown), _practice_of(shown), Weekly(()), (shown.id,))
    return Plan(
        LIBRARY,
        _TITLE,
        (session,),
        {shown.id: shown},
        notes=substitutions.notes,
        avoid=avoid,
        swaps=tuple(substitutions.swaps_of((session,))),
    ), session


def is_all_left_out(plan: Plan) -> bool:
    """Whether nothing of it is left, and nothing came instead."""
    session = plan.sessions[0]
    before = _sequence_of(session.id)
    exercises = (
        {entry.exercise.id for entry in before.entries if isinstance(entry, PerformStep)} if before else set()
    )
    return bool(exercises) and exercises == {swap.exercise for swap in plan.swaps if not swap.instead}


def easier_step(step: Step) -> Step | None:
    """The next easier exercise, for about as long as this one takes; None where there is none.

    It asks for nothing that this one does not ask for, so what was left out stays so.
    """
    exercise, there = step.exercise, catalogue().exercises
    easier = next((there[name] for name in exercise.easier if name in there), None) if exercise else None
    if easier is None or step.dose is None:
        return None
    entry = PerformStep(easier, fitted(easier.dose, step.dose.length))
    return replace(steps_of(Sequence("", "", (entry,)))[0], number=step.number, round_no=step.round_no)


def _sequence_of(name: str) -> Sequence | None:
    library = catalogue()
    if exercise := library.exercises.get(name):
        return Sequence(name, exercise.title, (PerformStep(exercise, exercise.dose),))
    return library.sequences.get(name)


def _title_of(name: str, shown: Sequence) -> str:
    """Of an exercise that something takes the place of: what is done."""
    first = shown.entries[0]
    if name in catalogue().exercises and isinstance(first, PerformStep):
        return first.exercise.title
    return shown.title


def _practice_of(sequence: Sequence) -> Practice:
    """What most of its movement is, else of its time; what is only read is no movement."""
    done = [entry for entry in sequence.entries if isinstance(entry, PerformStep)]
    lengths: Counter[Practice] = Counter()
    for entry in [each for each in done if each.exercise.moves] or done:
        if entry.exercise.practice:
            lengths[entry.exercise.practice] += entry.dose.length // timedelta(seconds=1)
    return lengths.most_common(1)[0][0] if lengths else Practice.RELAXATION


def _folded(name: str) -> str:
    """As names are compared: a dash, a hyphen and a space are one, and case is none."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in name.casefold()).split())
