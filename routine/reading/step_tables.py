"""Knows how a step is written in a plan, as a person would write it; must not know in which plan."""

from __future__ import annotations

from typing import Any

from routine.core.durations import write
from routine.core.exercise import BOTH_SIDES, ZERO, Dose, Timed
from routine.core.plan import PerformStep, Rest, StepEntry
from routine.reading.edit import as_toml, inline


def dose_keys(key: str, dose: Dose) -> dict[str, Any]:
    """What of a dose is said by that key; by `reps` also its repetitions in each set."""
    if isinstance(dose, Timed):
        return {"for": write(dose.duration)}
    if key == "hold":
        return {"hold": write(dose.hold)}
    return {"reps": dose.sets[0] if len(set(dose.sets)) == 1 else list(dose.sets)}


def as_table(step: StepEntry) -> dict[str, Any]:
    """As a person would write it."""
    if isinstance(step, Rest):
        return {"rest": write(step.length)}
    if not isinstance(step, PerformStep):
        return {"say": step.text, "for": write(step.length)}
    dose = step.dose
    sides = {"sides": "both" if dose.sides == BOTH_SIDES else dose.sides[0].value} if dose.sides else {}
    if isinstance(dose, Timed):
        return {"exercise": step.exercise.id, "for": write(dose.duration), **sides}
    table: dict[str, Any] = {"exercise": step.exercise.id, **dose_keys("reps", dose)}
    if len(dose.sets) > 1 and len(set(dose.sets)) == 1:
        table["sets"] = len(dose.sets)
    if dose.hold > ZERO:
        table["hold"] = write(dose.hold)
    if dose.rest > ZERO:
        table["rest"] = write(dose.rest)
    return table | sides


def as_toml_step(entry: StepEntry) -> str:
    """One step as TOML writes it: an exercise at its usual dose by its name alone."""
    if isinstance(entry, PerformStep) and entry.dose == entry.exercise.dose:
        return as_toml(entry.exercise.id)
    return inline(as_table(entry))
