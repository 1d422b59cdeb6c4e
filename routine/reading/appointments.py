"""Knows how an appointment becomes a course of visits, and one review of it; must not know TOML or journals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from routine.core.ids import review_of
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import PolicyOverride, Session
from routine.core.recurrence import Course
from routine.presentation import appointment_problems as words
from routine.presentation import visits
from routine.reading.appointment_scalars import USUAL
from routine.reading.diagnostics import ModelFault
from routine.reading.plan_model import AppointmentTable
from routine.reading.scalars import ValueProblem
from routine.reading.toml_positions import KeyPath

_DAY = timedelta(days=1)
_LEADS = (_DAY, timedelta(hours=1))
# somebody who has just come home is not at the computer: there is no hurry about the answer
_PATIENT = PolicyOverride(
    heads_up_before=(), again_after=timedelta(hours=4), give_up_after=2 * _DAY, hold_at_most=2 * _DAY
)


def sessions_of(name: str, appointment: AppointmentTable) -> Iterator[Session]:
    """The visits, and the question whether they help."""
    course = _course(appointment)
    leads = _LEADS if appointment.remind is None else tuple(sorted(set(appointment.remind), reverse=True))
    yield Session(
        id=name,
        title=appointment.title,
        practice=None,
        rule=course,
        remind=replace(_PATIENT, heads_up_before=leads),
        asks=OccurrenceKind.VISIT,
        detail=appointment.where,
        lasts=appointment.lasts or USUAL[appointment.therapy],
    )
    if appointment.review_after is not None:
        # a night between: how it feels right after a visit says little
        asked = course.planned(appointment.review_after) + _DAY
        yield Session(
            id=review_of(name),
            title=visits.review(appointment.title),
            practice=None,
            rule=Course(asked, _DAY, 1),
            remind=_PATIENT,
            asks=OccurrenceKind.REVIEW,
        )


def clashes(path: KeyPath, appointment: AppointmentTable) -> Iterator[ModelFault]:
    """Two visits at one time: one of them was moved onto the other."""
    first: dict[object, int] = {}
    for number, planned in enumerate(_course(appointment).all(), start=1):
        other = first.setdefault(planned, number)
        if other != number:
            moved = number if number in appointment.except_ else other
            yield ModelFault(
                (*path, "except", str(moved)), ValueProblem(words.visits_together(other, number)), on_key=True
            )


def _course(appointment: AppointmentTable) -> Course:
    moved = tuple(sorted(appointment.except_.items()))
    return Course(appointment.first, appointment.every or _DAY, appointment.visits, moved)
