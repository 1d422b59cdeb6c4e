"""Knows what the page prints: a session's sheet, and the page for a physiotherapist. Not how it is drawn."""

from __future__ import annotations

from datetime import date
from itertools import chain, count
from urllib.parse import quote

from msgspec import to_builtins
from msgspec.structs import replace

from routine.core.exercise import Exercise
from routine.core.plan import PerformStep
from routine.core.time_input import parse_day
from routine.errors import RoutineError
from routine.figures.render import has_figure
from routine.presentation import exports
from routine.presentation import page as page_words
from routine.presentation import report as words
from routine.presentation.errors import explain
from routine.presentation.exercise_sheet import ExerciseSheet, SheetEntry
from routine.ui.page.request import Answer, Json, NotThere, NotUnderstood, PageRequest, Picture
from routine.ui.page.state import PageState
from routine.ui.page.views.pictures import picture_of


def sheet(site: PageState, request: PageRequest) -> Answer:
    """Of a session, or of what the library has by that name. Raises NotThere."""
    name = request.path["name"]
    found, numbers = _sheet(site, name), count()
    said: Json = to_builtins(replace(found, parts=()))
    parts = [
        {"title": part.title, "entries": [_entry(each, name, next(numbers)) for each in part.entries]}
        for part in found.parts
    ]
    return said | {"parts": parts}


def picture(site: PageState, request: PageRequest) -> Picture:
    """Somebody's own, of the entry with that number. Raises NotThere."""
    parts = _sheet(site, request.path["name"]).parts
    found = {str(number): each for number, each in enumerate(chain.from_iterable(part.entries for part in parts))}
    entry = found.get(request.path["entry"])
    return picture_of(site, entry.exercise if entry else None)


def _sheet(site: PageState, name: str) -> ExerciseSheet:
    from routine.wiring.printing import sheet_called  # noqa: PLC0415 - only where something is printed

    try:
        return sheet_called(name, site.app).sheet
    except RoutineError as error:
        raise NotThere(*explain(error)) from error


def _entry(each: SheetEntry, name: str, number: int) -> Json:
    """With the person's own picture, else the figure."""
    own = each.exercise is not None and each.exercise.picture
    address = f"/api/print/picture/{number}/{quote(name)}" if own else ""
    said: Json = to_builtins(replace(each, exercise=None))
    return said | {"figure": _figure(each.exercise), "picture": address}


def report(site: PageState, request: PageRequest) -> Answer:
    """Of the days that the address names, as `routine export pdf` takes them. Raises NotUnderstood."""
    from routine.wiring.report import whole_report  # noqa: PLC0415 - as above

    without = [part for part in request.query.get("without", "").split(",") if part in exports.PARTS]
    first, last = _day(site, request, "from"), _day(site, request, "to")
    whole = whole_report(site.app, first, last, without)
    said: Json = to_builtins(whole.page)
    for chart, one in zip(said["charts"], whole.page.charts, strict=True):
        chart["key"] = words.chart_key(one)
    exercises = [
        {"title": one.title, "dose": one.dose, "figure": _figure(one.exercise)}
        | {
            "picture": f"/api/print/own/{quote(one.exercise.picture)}"
            if one.exercise and one.exercise.picture
            else ""
        }
        for one in whole.exercises
    ]
    return said | {"exercises": exercises}


def own_picture(site: PageState, request: PageRequest) -> Picture:
    """Somebody's own, by the name of its file, which an exercise of a plan names. Raises NotThere."""
    every = (sequence for plan in site.app.plans.agenda().plans for sequence in plan.sequences.values())
    steps = (entry for sequence in every for entry in sequence.entries if isinstance(entry, PerformStep))
    name = request.path["name"]
    own = (step.exercise for step in steps if step.exercise.picture == name)
    return picture_of(site, next(own, None))


def _figure(exercise: Exercise | None) -> str:
    return exercise.id if exercise and has_figure(exercise) else ""


def _day(site: PageState, request: PageRequest, name: str) -> date | None:
    typed = request.query.get(name, "")
    day = parse_day(typed, site.view().today) if typed else None
    if typed and day is None:
        raise NotUnderstood(*page_words.NOT_UNDERSTOOD)
    return day
