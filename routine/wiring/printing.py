"""Knows what is put together for paper: the sheet of a session. Must not know who asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from routine.adapters.pdf_file import TypesetPdf, typeset
from routine.core import selection as choose
from routine.core.exercise import Exercise
from routine.core.plan import Sequence
from routine.errors import NothingToActOn, UnknownSession
from routine.figures.render import has_figure, start_and_end
from routine.library.catalogue import Catalogue, catalogue
from routine.presentation import exercise_sheet
from routine.presentation import exports as words
from routine.presentation.exercise_sheet import ExerciseSheet, SheetEntry
from routine.presentation.exercises import plain
from routine.reading.own_picture import own_picture
from routine.wiring.app import App


class NamedSheet(Struct, frozen=True):
    """What is to be printed, and under which name a file of it goes."""

    name: str
    sheet: ExerciseSheet


def sheet_called(name: str, app: App) -> NamedSheet:
    """Of a session of the plans, else of what the library has by that name.

    Raises UsageError for a name that nobody has, NothingToActOn for what has nothing to perform.
    """
    plans, library = app.plans.agenda().plans, catalogue()
    known = [choose.SessionName(plan.id, each.id, each.title) for plan in plans for each in plan.sessions]
    try:
        found = choose.named(name, known)[0]
    except UnknownSession as error:
        if sequence := _in_library(name, library):
            return NamedSheet(sequence.id, exercise_sheet.sheet_of_sequence(sequence))
        app.refuse_unread()
        raise UnknownSession(name, error.suggestions or library.suggest(name)) from None
    plan, session = next(
        (plan, each)
        for plan in plans
        for each in plan.sessions
        if (plan.id, each.id) == (found.plan, found.session)
    )
    if not session.rotation:
        raise NothingToActOn(*words.nothing_to_print(session.title))
    hours = app.loaded_plans.settings.hour_cycle
    return NamedSheet(session.id, exercise_sheet.sheet_of_session(plan, session, hours))


def sheet_pdf(sheet: ExerciseSheet, app: App) -> TypesetPdf:
    """Raises SystemFault."""
    content: dict[str, Any] = to_builtins(replace(sheet, parts=()))
    content["parts"] = [
        {"title": part.title, "entries": [_withpictures_of(each, app.plans_dir) for each in part.entries]}
        for part in sheet.parts
    ]
    return typeset("sheet", content, app.clock.now().astimezone(app.zone).date())


def _withpictures_of(entry: SheetEntry, plans_dir: Path) -> dict[str, Any]:
    said: dict[str, Any] = to_builtins(replace(entry, exercise=None))
    return said | {"pictures": [*pictures_of(entry.exercise, plans_dir)] if entry.exercise else []}


def pictures_of(exercise: Exercise, plans_dir: Path) -> Iterator[dict[str, str]]:
    """The person's own, else its start and its end, as far as there is a figure of it."""
    if exercise.picture and (own := own_picture(plans_dir, exercise.picture)):
        yield {"svg": own.as_svg(), "label": "", "alt": exercise.title}
        return
    if not has_figure(exercise):
        return
    drawn = start_and_end(exercise, next(iter(exercise.dose.sides), None))
    labels = (exercise_sheet.START, exercise_sheet.END) if len(drawn) > 1 else ("",)
    for svg, label in zip(drawn, labels, strict=True):
        yield {"svg": svg, "label": label, "alt": f"{exercise.title}: {label}" if label else exercise.title}


def _in_library(name: str, library: Catalogue) -> Sequence | None:
    """A sequence, or an exercise by itself."""
    wanted = plain(name)
    for one in library.exercises.values():
        if wanted in {plain(one.id), plain(one.title), plain(one.sanskrit) or None}:
            return exercise_sheet.alone(one)
    return next((one for one in library.sequences.values() if wanted in {plain(one.id), plain(one.title)}), None)
