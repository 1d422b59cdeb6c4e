"""Knows what is put together for a physiotherapist: a page of some weeks. Must not know who asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from routine.adapters.chart_svg import chart_svg
from routine.adapters.pdf_file import TypesetPdf, typeset
from routine.core.exercise import Exercise
from routine.core.identifiers import HourCycle
from routine.core.ids import SessionRef
from routine.core.lived import Rating
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import PerformStep, Plan, Session
from routine.core.progress import USUAL_WEEKS, first_monday, progress_between
from routine.core.report import MOST_EXERCISES, Report, report_of
from routine.core.schedule import monday_of
from routine.library.catalogue import catalogue
from routine.presentation import report as words
from routine.presentation.exercise_sheet import planned_times
from routine.presentation.exercises import sided
from routine.presentation.exports import NOTES, RATINGS
from routine.presentation.phrases import and_more
from routine.presentation.report import ReportNames, ReportPage
from routine.presentation.time_format import TimeDisplay
from routine.service.reminder_store import ReminderStore
from routine.service.requests.progress import known_plans, lived_since, measured_since
from routine.wiring.app import App
from routine.wiring.printing import pictures_of


class ProgrammeStep(Struct, frozen=True):
    """An exercise as it is done now."""

    title: str
    dose: str
    exercise: Exercise | None = None


class WholeReport(Struct, frozen=True):
    page: ReportPage
    exercises: tuple[ProgrammeStep, ...]
    day: date
    plans_dir: Path
    """Where somebody's own pictures are."""


def whole_report(app: App, first: date | None, last: date | None, without: Collection[str]) -> WholeReport:
    """Of these days; of the last four weeks where nobody says which. Raises JournalError."""
    now = app.clock.now()
    view = TimeDisplay(now, app.zone, app.loaded_plans.settings.hour_cycle)
    last = last or monday_of(view.today) + timedelta(days=6)
    first = first or min(first_monday(view.today, USUAL_WEEKS), last)
    store = app.store(now)
    some, rated = lived_since(store, now, first)
    known = known_plans(store, some, now)
    progress = progress_between(some, _chosen(rated, without), known, (first, last), view.today)
    if RATINGS not in without:
        measured = measured_since(store, now, (first, last))
        hidden = (replace(one, note="") for one in measured) if NOTES in without else measured
        progress = replace(progress, measured=tuple(hidden))
    report = report_of(progress, some, known)
    checked = store.safety().answered
    page = words.report_page(
        report,
        _names(store, view.hour_cycle),
        view,
        checked=checked.astimezone(app.zone).date() if checked else None,
        without=sorted(without),
    )
    return WholeReport(page, tuple(_programme(store, report, view.today)), view.today, app.plans_dir)


def report_pdf(whole: WholeReport) -> TypesetPdf:
    """Raises SystemFault."""
    content: dict[str, Any] = to_builtins(replace(whole.page, charts=(), small=()))
    content["charts"] = [
        {"title": one.title, "said": one.said, "svg": chart_svg(one), "key": words.chart_key(one)}
        for one in whole.page.charts
    ]
    content["small"] = [{"title": one.title, "said": one.said, "svg": chart_svg(one)} for one in whole.page.small]
    content["exercises"] = [
        {
            "title": one.title,
            "dose": one.dose,
            "pictures": [*pictures_of(one.exercise, whole.plans_dir)] if one.exercise else [],
        }
        for one in whole.exercises
    ]
    return typeset("report", content, whole.day)


def _chosen(rated: Sequence[Rating], without: Collection[str]) -> list[Rating]:
    kept = [
        replace(
            one,
            note="" if NOTES in without else one.note,
            score=None if RATINGS in without else one.score,
        )
        for one in rated
    ]
    return [one for one in kept if one.note or one.score is not None]


def _names(store: ReminderStore, hours: HourCycle) -> ReportNames:
    sessions = [(plan, each) for plan in store.agenda.plans for each in plan.sessions]
    exercises = {name: one.title for name, one in catalogue().exercises.items()}
    for plan, _ in sessions:
        for sequence in plan.sequences.values():
            steps = [step for step in sequence.entries if isinstance(step, PerformStep)]
            exercises |= {step.exercise.id: step.exercise.title for step in steps}
    refs = {SessionRef.of(plan.id, each.id): each for plan, each in sessions}
    return ReportNames(
        exercises,
        {ref: each.title for ref, each in refs.items()},
        {ref: planned_times(each, hours) for ref, each in refs.items()},
    )


def _programme(store: ReminderStore, report: Report, today: date) -> Sequence[ProgrammeStep]:
    """The exercises of the sessions that are asked for now, those that come most often first."""
    order = {one.counted.session: place for place, one in enumerate(report.sessions)}
    running: list[tuple[Plan, Session]] = [
        (plan, each)
        for plan in store.agenda.plans
        if not store.agenda.span_of(plan).is_over(today)
        for each in plan.sessions
        if each.asks is OccurrenceKind.SESSION
    ]
    running.sort(key=lambda pair: order.get(SessionRef.of(pair[0].id, pair[1].id), len(order)))
    found: dict[str, ProgrammeStep] = {}
    for plan, session in running:
        for name in session.rotation:
            for step in plan.sequences[name].entries:
                if isinstance(step, PerformStep) and step.exercise.moves:
                    one = ProgrammeStep(step.exercise.title, sided(step.dose), step.exercise)
                    found.setdefault(step.exercise.id, one)
    steps = [*found.values()]
    left = len(steps) - MOST_EXERCISES
    return steps if left <= 0 else [*steps[:MOST_EXERCISES], ProgrammeStep(and_more(left), "")]
