"""Knows how far each course of visits has come, by the plans and the journal; must not know how that is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from routine.core.events import Event, EventKind, FeltAnswer
from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import Plan, Session
from routine.core.recurrence import Course, due_utc
from routine.core.reminder import Reminder, replay
from routine.core.reminder_states import Phase
from routine.core.schedule import Schedule

TELLING = (EventKind.COMPLETED, EventKind.SKIPPED, EventKind.MISSED, EventKind.EXCUSED, EventKind.FELT)
"""The kinds of entries from which a standing is known."""


_KNOWN = frozenset({Phase.COMPLETED, Phase.SKIPPED, Phase.MISSED})


class VisitProgress(Struct, frozen=True):
    """A course of visits, as it is now."""

    plan: Plan
    session: Session
    course: Course
    number: int = 0
    """The next visit; 0 when all are over."""
    due: datetime | None = None
    attended: int = 0
    asked: int = 0
    """Of how many visits something is known: been to, not been to, or no answer."""
    answer: FeltAnswer | None = None
    """To whether it is helping."""

    @property
    def name(self) -> SessionRef:
        return SessionRef.of(self.plan.id, self.session.id)

    @property
    def visits(self) -> int:
        return self.course.visits


def courses_in(agenda: Schedule) -> list[tuple[Plan, Session, Course]]:
    return [
        (plan, session, session.rule)
        for plan in agenda.plans
        for session in plan.sessions
        if session.asks is OccurrenceKind.VISIT and isinstance(session.rule, Course)
    ]


def no_entry_before(agenda: Schedule) -> datetime | None:
    """Before this no entry speaks of any course; None when there is none."""
    firsts = [min(course.all()) for _, _, course in courses_in(agenda)]
    # two days more than any offset
    return min(firsts).replace(tzinfo=UTC) - timedelta(days=2) if firsts else None


def visit_progress(agenda: Schedule, entries: Sequence[Event], now: datetime) -> list[VisitProgress]:
    """Each course of the plans; `entries` are those of TELLING since it began, oldest first."""
    by_name: dict[str, dict[OccurrenceKey, list[Event]]] = {}
    for entry in entries:
        by_name.setdefault(entry.key.session_ref, {}).setdefault(entry.key, []).append(entry)
    found = []
    for plan, session, course in courses_in(agenda):
        name = SessionRef.of(plan.id, session.id)
        visits = [reminder.phase for reminder in _lived(by_name.get(name, {}))]
        reviews = [reminder.answer for reminder in _lived(by_name.get(name.review, {}))]
        zone = agenda.zone_of(plan)
        dues = ((due_utc(at.date(), at.time(), zone), number) for number, at in enumerate(course.all(), start=1))
        due, number = min((each for each in dues if each[0] > now), default=(None, 0))
        found.append(
            VisitProgress(
                plan,
                session,
                course,
                number,
                due,
                attended=visits.count(Phase.COMPLETED),
                asked=sum(phase in _KNOWN for phase in visits),
                answer=next((answer for answer in reversed(reviews) if answer), None),
            )
        )
    return found


def _lived(entries: dict[OccurrenceKey, list[Event]]) -> Iterable[Reminder]:
    return (replay(of[-1].about, of) for of in entries.values() if of[-1].about)
