"""Knows what stands beside the session that comes first: its picture, what it needs, how much there is to do.

Must not know how it is answered, nor which session that is.
"""

from __future__ import annotations

from collections.abc import Sequence

from routine.core.exercise import Exercise
from routine.core.occurrence import Occurrence
from routine.core.steps import Step
from routine.errors import RoutineError
from routine.figures.render import has_figure
from routine.presentation import page_agenda as words
from routine.presentation.equipment import thing
from routine.presentation.phrases import both
from routine.ui.page.request import Json
from routine.ui.page.state import PageState


def beside(site: PageState, occurrence: Occurrence) -> Json:
    """Nothing of it where the session has left its plan, or has no steps."""
    try:
        steps = site.app.plans.agenda().steps(occurrence)
    except RoutineError:
        steps = ()
    performed = [step.exercise for step in steps if step.exercise]
    return {
        "figure": next((one.id for one in performed if has_figure(one)), ""),
        "picture": _own_picture(steps),
        "exercises": words.exercises(len(dict.fromkeys(one.id for one in performed))),
        "needs": _needs(performed),
    }


def _own_picture(steps: Sequence[Step]) -> int | None:
    """The first step with a picture of somebody's own, where no exercise before it is drawn."""
    for place, step in enumerate(steps):
        if step.exercise and has_figure(step.exercise):
            return None
        if step.exercise and step.exercise.picture:
            return place
    return None


def _needs(performed: Sequence[Exercise]) -> str:
    things = dict.fromkeys(name for one in performed for name in one.equipment)
    return words.needs(both([thing(each) for each in things])) if things else ""
