"""Knows what stands beside the session that comes first: its picture, what it needs, how much there is to do.

Must not know how it is answered, nor which session that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from routine.core.exercise import Exercise
from routine.core.occurrence import Occurrence
from routine.core.shorter_version import SHORT, WORTH_IT, titles_in
from routine.core.steps import Step, to_the_minute
from routine.errors import RoutineError
from routine.figures.render import has_figure
from routine.presentation import page_agenda as words
from routine.presentation import shorter_version as version_words
from routine.presentation.equipment import thing
from routine.presentation.phrases import both
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import whole_minutes
from routine.ui.page.request import Json
from routine.ui.page.state import PageState


def beside(site: PageState, occurrence: Occurrence) -> Json:
    """Nothing of it where the session has left its plan, or has no steps."""
    try:
        agenda = site.app.plans.agenda()
        steps, short = agenda.steps(occurrence), agenda.steps(occurrence, SHORT)
    except RoutineError:
        steps, short = (), ()
    performed = [step.exercise for step in steps if step.exercise]
    return {
        "figure": next((one.id for one in performed if has_figure(one)), ""),
        "picture": _own_picture(steps),
        "exercises": words.exercises(len(dict.fromkeys(one.id for one in performed))),
        "needs": _needs(performed),
        "shorter": _shorter(occurrence, steps, short),
    }


def _shorter(occurrence: Occurrence, steps: Sequence[Step], short: Sequence[Step]) -> Json | None:
    """What stays of it in a few minutes, and what does not; nothing where that is not much shorter."""
    length, shorter = (sum((step.length for step in each), timedelta(0)) for each in (steps, short))
    if length - shorter < WORTH_IT:
        return None
    said = version_words.shorter(whole_minutes(to_the_minute(shorter)))
    return {
        "say": said,
        "name": words.answer_to(said, title_of(occurrence)),
        "lines": version_words.stays(titles_in(short), titles_in(steps)),
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
