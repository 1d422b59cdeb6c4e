"""Knows which picture of their own somebody sees beside a step; must not know how it is shown, nor the web."""

from __future__ import annotations

from pathlib import Path

from routine.presentation import page as words
from routine.reading.safe_read import Unreadable, read
from routine.ui.page.request import NotThere, PageRequest, Picture
from routine.ui.page.state import PageState

_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
_LARGEST = 20_000_000


def own(site: PageState, request: PageRequest) -> Picture:
    """The file beside the plan that the plan names for this step, and no other. Raises NotThere."""
    steps = {str(number): step for number, step in enumerate(site.session(request.key).steps)}
    step = steps.get(request.path["step"])
    name = step.exercise.picture if step and step.exercise else ""
    kind = _KINDS.get(Path(name).suffix.lower())
    if kind is None or name != Path(name).name:
        raise NotThere(*words.NO_PICTURE)
    try:
        return Picture(read(str(site.app.plans_dir / name), _LARGEST), kind)
    except Unreadable:
        raise NotThere(*words.NO_PICTURE) from None
