"""Knows how figures reach the browser; must not know how they are drawn there."""

from __future__ import annotations

from functools import lru_cache

from routine.core.exercise import Exercise, Side
from routine.figures import render as pictures
from routine.library.catalogue import catalogue
from routine.presentation import page as words
from routine.ui.page.request import Answer, NotThere, PageRequest


def rule(_: PageRequest) -> Answer:
    """What joins joints to shapes, the same for every figure."""
    return dict(pictures.rule())


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
    return dict(pictures.moving(exercise, sides.get(side)))
