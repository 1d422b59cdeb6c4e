"""Knows which picture of their own somebody sees beside a step, or on a sheet; must not know how it is shown."""

from __future__ import annotations

from urllib.parse import quote

from routine.core.exercise import Exercise
from routine.presentation import page as words
from routine.reading.own_picture import own_picture
from routine.ui.page.request import NotThere, PageRequest, Picture
from routine.ui.page.state import PageState


def own(site: PageState, request: PageRequest) -> Picture:
    """The file beside the plan that the plan names for this step, and no other. Raises NotThere."""
    steps = {str(number): step for number, step in enumerate(site.session(request.key).steps)}
    step = steps.get(request.path["step"])
    return _picture(site, step.exercise if step else None)


def on_sheet(site: PageState, request: PageRequest) -> Picture:
    """The same of an entry of a sheet that is to be printed. Raises NotThere."""
    from routine.ui.page.views.printing import entries_of  # noqa: PLC0415 - only where something is printed

    found = {str(number): each for number, each in enumerate(entries_of(site, request.path["name"]))}
    entry = found.get(request.path["entry"])
    return _picture(site, entry.exercise if entry else None)


def address_on_sheet(name: str, number: int) -> str:
    """Of the picture of the entry with that number, of what is printed under that name."""
    return f"/api/print/picture/{number}/{quote(name)}"


def _picture(site: PageState, exercise: Exercise | None) -> Picture:
    found = own_picture(site.app.plans_dir, exercise.picture) if exercise and exercise.picture else None
    if found is None:
        raise NotThere(*words.NO_PICTURE)
    return Picture(found.content, found.kind)
