"""Knows what is read from the journal and the plans to tell of progress; must not know how it is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from msgspec.structs import replace

from routine.core.events import EventKind, Measured
from routine.core.ids import OccurrenceKey, SessionRef
from routine.core.lived import TELLING, Fate, Lived, Rating, lived, ratings
from routine.core.measures import MeasuredSeries, measured_series
from routine.core.occurrence import OccurrenceKind
from routine.core.offer import MEASURE, DoseChange, change_of, offers
from routine.core.plan import Session
from routine.core.plan_stage import PlanState
from routine.core.plan_stages import plan_stages
from routine.core.progress import KnownPlans, Progress, first_monday, progress_of
from routine.core.recurrence import WEEKDAYS, Weekly
from routine.core.reminder import Reminder
from routine.core.reminder_states import FINAL, Phase
from routine.core.report import asked_since
from routine.core.tally import comes_in_rounds
from routine.service.reminder_store import ReminderStore
from routine.service.requests.context import RequestContext, coming, local_time
from routine.service.requests.course_progress import as_message, progress_of_courses
from routine.service.requests.progress_messages import (
    AnswerOfferRequest,
    OfferAnswered,
    ProgressAnswer,
    ProgressRequest,
)

_BEFORE = timedelta(days=15)
"""So long before its day something may be said of a session: done early, excused with its week."""
_ANSWERS_OF = timedelta(days=60)
"""An offer looks no further back."""
_A_YEAR = timedelta(days=366)
_SHOWN = (EventKind.SHOWING, EventKind.SHOWN, EventKind.HELD)
_ENDS = (EventKind.COMPLETED, EventKind.ABANDONED, EventKind.SKIPPED, EventKind.MISSED, EventKind.EXCUSED)
_SOME_MONDAY = date(2024, 1, 1)


def progress(request: ProgressRequest, context: RequestContext, now: datetime) -> ProgressAnswer:
    """Raises JournalError."""
    store = context.store(now)
    courses = tuple(as_message(one, store.agenda) for one in progress_of_courses(store, now))
    dues = [one.due for one in courses if one.due]
    counted = progress_in(store, now, now.astimezone(context.zone).date(), request.weeks)
    since = datetime.combine(counted.first, time(0), UTC)
    return ProgressAnswer(
        local_time(context, now, since, max(dues, default=None)),
        counted,
        coming(store, now),
        courses,
        tuple(offers_now(store, now)) if not context.plans.shipped else (),
        tuple(one for one in plan_stages(store.agenda, now) if one.state is PlanState.ACTIVE and one.weeks),
        tuple(asked_since(counted.ratings, _last_visit(store, now))),
    )


def _last_visit(store: ReminderStore, now: datetime) -> datetime | None:
    """When somebody said last that they had been there."""
    done = store.events(now, kinds=(EventKind.COMPLETED,), since=now - _A_YEAR)
    return max((one.at for one in done if one.about and one.about.asks is OccurrenceKind.VISIT), default=None)


def answer_offer(request: AnswerOfferRequest, context: RequestContext, now: datetime) -> OfferAnswered:
    """Raises JournalError."""
    measure = f"{MEASURE}:{request.offer}:{request.digest}"
    said = Measured(now, request.by, measure=measure, value=int(request.accepted))
    context.store(now).record(said, now, request.id)
    context.journal_changed()
    return OfferAnswered(local_time(context, now))


def offers_now(store: ReminderStore, now: datetime) -> Iterator[DoseChange]:
    """What could be changed, and how; of sessions whose turns change none."""
    some, _ = lived_since(store, now, (now - _ANSWERS_OF).date())
    said = [each for each in store.events(now, kinds=(EventKind.MEASURED,)) if isinstance(each, Measured)]
    known = {
        SessionRef.of(plan.id, session.id): session.title
        for plan in store.agenda.plans
        for session in plan.sessions
        if session.asks is OccurrenceKind.SESSION and len(session.rotation) == 1
    }
    for offer in offers(some, said, now, known, safe=not store.safety().binds):
        found = store.agenda.find_session(offer.session)
        if found and (change := change_of(offer, found[0].sequences[found[1].rotation[0]])):
            yield change


def progress_in(store: ReminderStore, now: datetime, today: date, weeks: int) -> Progress:
    """Of these weeks, by the journal as far as it can be believed. Raises JournalError."""
    some, rated = lived_since(store, now, first_monday(today, weeks))
    begun = min((one.day for one in some if one.fate is not Fate.OPEN), default=None) or _first_day(store, now)
    found = progress_of(some, rated, known_plans(store, some, now), today, weeks, begun)
    return replace(found, measured=measured_since(store, now, (found.first, found.last)))


def measured_since(store: ReminderStore, now: datetime, days: tuple[date, date]) -> tuple[MeasuredSeries, ...]:
    """What was told of these days as a whole, of own activities and in questionnaires; by the day of the place."""
    zone, (first, last) = store.agenda.zone, days
    there = store.events(now, kinds=(EventKind.MEASURED,))
    return tuple(measured_series(one for one in there if first <= one.at.astimezone(zone).date() <= last))


def lived_since(store: ReminderStore, now: datetime, first: date) -> tuple[list[Lived], list[Rating]]:
    """What became of the sessions that were planned for these days, and some of those before; and all ratings."""
    # the calendar's first day has none before it
    since = datetime.combine(first, time(0), UTC) - _BEFORE if first.year > 1 else None
    events = store.events(now, kinds=TELLING, since=since)
    open_ones = [one.occurrence for one in store.reminders.values() if _is_open(store, one, now)]
    return lived(events, open_ones), ratings(events)


def _is_open(store: ReminderStore, reminder: Reminder, now: datetime) -> bool:
    """Whether it came due and can still be answered; of what nobody looked at there is no record yet."""
    if reminder.phase is Phase.UPCOMING:
        return timedelta() <= now - reminder.occurrence.due < store.policy(reminder.key).give_up_after
    return reminder.phase not in FINAL and reminder.occurrence.due <= now


def known_plans(store: ReminderStore, some: list[Lived], now: datetime) -> KnownPlans:
    """What the plans of today say of these sessions."""
    at_will = (one.occurrence.key for one in some if one.begun_at_will)
    asked = (key for key in at_will if _was_planned(store, key, now))
    rounds = (
        SessionRef.of(plan.id, session.id)
        for plan in store.agenda.plans
        for session in plan.sessions
        if session.asks is OccurrenceKind.SESSION and _has_rounds(session)
    )
    return KnownPlans(frozenset(rounds), frozenset(asked))


def _was_planned(store: ReminderStore, key: OccurrenceKey, now: datetime) -> bool:
    """Whether a plan asked for what was begun in the minute it was due; of one that is gone nobody knows."""
    agenda = store.agenda
    slot = f"{WEEKDAYS[key.planned.weekday()]} {key.planned:%H:%M}"
    return (
        agenda.find(key) is None
        or any(place[:2] == (key.plan, key.session) and place[2].startswith(slot) for place in agenda.seen.slots)
        or agenda.occurrence(key) is not None
        or bool(store.events(now, of=key, kinds=_SHOWN))
    )


def _has_rounds(session: Session) -> bool:
    if not isinstance(session.rule, Weekly):
        return False
    days: dict[int, list[datetime]] = defaultdict(list)
    for slot in session.rule.slots:
        days[slot.weekday].append(datetime.combine(_SOME_MONDAY, slot.at))
    return any(comes_in_rounds(times) for times in days.values())


def _first_day(store: ReminderStore, now: datetime) -> date | None:
    """Of which the journal tells at all."""
    return min((one.day for one in lived(store.events(now, kinds=_ENDS))), default=None)
