"""Knows which picture of their own somebody sees beside a step; must not know how it is shown, nor the web."""

from __future__ import annotations

from routine.core.exercise import Exercise
from routine.presentation import page as words
from routine.reading.own_picture import own_picture
from routine.ui.page.request import NotThere, PageRequest, Picture
from routine.ui.page.state import PageState


def own(site: PageState, request: PageRequest) -> Picture:
    """The file beside the plan that the plan names for this step, and no other. Raises NotThere."""
    steps = {str(number): step for number, step in enumerate(site.session(request.key).steps)}
    step = steps.get(request.path["step"])
    return picture_of(site, step.exercise if step else None)


def picture_of(site: PageState, exercise: Exercise | None) -> Picture:
    """The one that the plan names for it. Raises NotThere."""
    found = own_picture(site.app.plans_dir, exercise.picture) if exercise and exercise.picture else None
    if found is None:
        raise NotThere(*words.NO_PICTURE)
    return Picture(found.content, found.kind)
