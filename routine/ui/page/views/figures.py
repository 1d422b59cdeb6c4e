"""Knows how figures reach the browser; must not know how they are drawn there."""

from __future__ import annotations

from functools import lru_cache

from routine.core.exercise import Exercise, Side
from routine.figures import render as pictures
from routine.figures.look import look_of
from routine.library.catalogue import catalogue
from routine.presentation import page as words
from routine.presentation import page_library as library_words
from routine.ui.page.request import Answer, NotThere, PageRequest
from routine.ui.page.state import PageState


def rule(site: PageState, _: PageRequest) -> Answer:
    """What joins joints to shapes, the same for every figure, and whom they look like."""
    return dict(pictures.rule_for(look_of(site.app.plans.settings.figure)))


def of_exercise(request: PageRequest) -> Answer:
    """An exercise of the library, at its usual dose."""
    exercise = catalogue().exercises.get(request.path["exercise"])
    if exercise is None:
        raise NotThere(*words.NOTHING_HERE)
    return moving(exercise, request.query.get("side", ""))


# solving a body takes tens of milliseconds, and other streams wait for it
@lru_cache(maxsize=200)
def moving(exercise: Exercise, side: str) -> Answer:
    """All that moves the figure. Raises NotThere."""
    if not pictures.has_figure(exercise):
        raise NotThere(*words.NO_FIGURE)
    sides = {each.value: each for each in Side}
    found = pictures.moving(exercise, sides.get(side))
    lit = any(found["lit"]) or bool(found["lights"])
    says = library_words.of_figure(pictures.caption(exercise), works=bool(found["working"]), lit=lit)
    return found | {"says": says}
