"""Knows what is put together for a file: a record of sessions, a calendar, everything. Must not know who asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter

from routine.adapters.csv_file import CsvRow, csv_bytes
from routine.adapters.ics_file import CalendarEntry, ics_bytes
from routine.core.days_off import binding
from routine.core.events import ExcuseReason
from routine.core.lived import Fate, Lived, Rating
from routine.core.measures import Measure
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.reminder_states import Phase
from routine.presentation.exports import NOTES, PLAIN_TITLE, RATINGS
from routine.presentation.measures import NAMES, amount
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import whole_minutes
from routine.service.reminder_store import ReminderStore
from routine.service.requests.progress import known_plans, lived_since, measured_since
from routine.wiring.app import App

_AHEAD = timedelta(weeks=8)
_BEGINNING = date(1, 1, 1)
_NO_CALENDAR = frozenset({OccurrenceKind.REVIEW, OccurrenceKind.SUPPLEMENT})
"""A question and a mouthful take no time of a day."""


def as_csv(app: App, first: date | None, last: date | None, without: Collection[str]) -> bytes:
    """One row a session, and one for each rating by itself, in the order of the days. Raises JournalError."""
    now = app.clock.now()
    some, rated = lived_since(app.store(now), now, first or _BEGINNING)
    rows = [(one.occurrence.planned, _row(one, without)) for one in some]
    by_themselves = ((one, _rating_row(one, app, without)) for one in rated if not one.key)
    rows += [(one.at.astimezone(app.zone).replace(tzinfo=None), row) for one, row in by_themselves if row]
    if RATINGS not in without:
        rows += _measured_rows(app, now, (first or _BEGINNING, last or date.max), without)
    inside = [pair for pair in rows if (first or date.min) <= pair[0].date() <= (last or date.max)]
    return csv_bytes(row for _, row in sorted(inside, key=itemgetter(0)))


def _row(one: Lived, without: Collection[str]) -> CsvRow:
    about, rating = one.occurrence, one.rating
    note = (rating.note if rating else "") or one.note
    return CsvRow(
        one.day.isoformat(),
        about.planned.isoformat(timespec="minutes"),
        about.title,
        about.practice.value if about.practice else "",
        about.plan,
        about.session,
        one.fate.value,
        one.reason,
        whole_minutes(about.length),
        round(one.minutes / timedelta(minutes=1)),
        {True: "guided", False: "ticked"}[one.guided] if one.fate is Fate.DONE else "",
        one.snoozes,
        (one.answer or "") if RATINGS not in without else "",
        rating.score if rating and RATINGS not in without else None,
        note if NOTES not in without else "",
    )


def _rating_row(one: Rating, app: App, without: Collection[str]) -> CsvRow | None:
    score = one.score if RATINGS not in without else None
    note = one.note if NOTES not in without else ""
    if score is None and not note:
        return None
    local = one.at.astimezone(app.zone).replace(tzinfo=None)
    return CsvRow(local.date().isoformat(), outcome="rated", rating_0_10=score, note=note)


def _measured_rows(
    app: App, now: datetime, days: tuple[date, date], without: Collection[str]
) -> list[tuple[datetime, CsvRow]]:
    """A number from 0 to 10 has the ratings' column; what the questionnaires come to is told beside."""
    found: list[tuple[datetime, CsvRow]] = []
    for series in measured_since(app.store(now), now, days):
        is_single = series.measure in {Measure.WEEK, Measure.ACTIVITY}
        title = series.note if series.note and NOTES not in without else NAMES[series.measure]
        for one in series.values:
            local = one.at.astimezone(app.zone).replace(tzinfo=None)
            row = CsvRow(
                local.date().isoformat(),
                title=title,
                outcome="measured",
                reason=series.measure,
                answer="" if is_single else amount(series.measure, one.value),
                rating_0_10=round(one.value) if is_single else None,
            )
            found.append((local, row))
    return found


def as_ics(app: App, first: date | None, last: date | None, *, rounds: bool, plain: bool) -> bytes:
    """What is planned, from today on for eight weeks where nothing else is said. Raises JournalError."""
    now = app.clock.now()
    begin = datetime.combine(first or now.astimezone(app.zone).date(), time(0), app.zone)
    end = datetime.combine(last, time(0), app.zone) + timedelta(days=1) if last else max(now, begin) + _AHEAD
    store = app.store(now, since=begin.astimezone(UTC), ahead=max(end - now, timedelta()))
    left_out = frozenset() if rounds else known_plans(store, [], now).rounds
    found = store.agenda.occurrences(begin - timedelta(microseconds=1), end, planned=True)
    entries = [
        CalendarEntry(
            one.key,
            one.due,
            one.due + one.length,
            PLAIN_TITLE if plain else title_of(one),
            store.agenda.seen.plans.get(one.plan, one.due),
            _is_cancelled(one, store),
        )
        for one in found
        if one.asks not in _NO_CALENDAR and one.key.session_ref not in left_out
    ]
    return ics_bytes(entries)


def _is_cancelled(one: Occurrence, store: ReminderStore) -> bool:
    """Excused, skipped, or on a day off."""
    if binding(one, store.days_off):
        return True
    reminder = store.reminders.get(one.key)
    if reminder is None or reminder.phase not in {Phase.EXCUSED, Phase.SKIPPED}:
        return False
    return reminder.reason is not ExcuseReason.GONE
