"""Knows how whole days are taken off, moved and taken back; must not know how a single session is answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from msgspec.structs import replace

from routine.core import selection as choose
from routine.core.commands import Excuse
from routine.core.days_off import DayRange, last_in_a_row, running_or_next
from routine.core.events import DaysOff, EventKind, Excused, ExcuseReason, StoredEvent
from routine.core.ids import SessionRef
from routine.core.occurrence import OccurrenceKind
from routine.core.recurrence import due_utc
from routine.core.reminder_states import FINAL, LEFT_UNDONE, Phase
from routine.core.time_input import parse_day, parse_last_day
from routine.errors import UsageError
from routine.presentation import agenda as agenda_words
from routine.presentation import pauses as words
from routine.service.reminder_store import LOOK_AHEAD, ReminderStore
from routine.service.requests.context import RequestContext, coming, local_time
from routine.service.requests.messages import (
    AnswerBody,
    ChangeRequest,
    DaysExcused,
    DaysOffEnded,
    DaysOffNow,
    EndDaysOffRequest,
    ExcuseDaysRequest,
    NoDaysOff,
)

MOST_DAYS_OFF = 62
_DAY = timedelta(days=1)


def excuse_days(request: ExcuseDaysRequest, context: RequestContext, now: datetime) -> DaysExcused:
    """A visit that is booked, or something to take, goes on over days off unless it is named.

    Raises UsageError, JournalError.
    """
    today = now.astimezone(context.zone).date()
    _range(request, None, today)
    store = context.store(now)
    sessions = _sessions(store, request.session) or ("",)
    moved = _moved(request, store, sessions, today)
    first, last = _range(request, moved, today)
    # a plan in another time zone has its days elsewhere
    since, until = (due_utc(day, time(0), context.zone) for day in (first - _DAY, last + 2 * _DAY))
    store = context.store(now, since=since, ahead=max(until - now, LOOK_AHEAD))
    days = [_days(request, first, last, session, moved or _same(store, first, session)) for session in sessions]
    for day in days:
        if _is_said(store, day):
            continue
        # the rows of several sessions of one name are one answer
        store.record(_entry(day, request, now), now, request.id if day is days[0] else "")
    _excuse_what_was(store, days, request, now)
    context.journal_changed()
    there = [one for one in store.reminders.values() if first <= one.occurrence.planned.date() <= last]
    bound = [one for one in there if any(day.binds(one.occurrence) for day in days) and one.phase is Phase.EXCUSED]
    others = [one for one in there if one.occurrence.asks is not OccurrenceKind.SESSION and one.phase not in FINAL]
    still = not request.session and bool(others)
    title = _title(store, days[0].session)
    return DaysExcused(local_time(context, now), first, last, len(bound), still, title)


def end_days_off(request: EndDaysOffRequest, context: RequestContext, now: datetime) -> DaysOffEnded | NoDaysOff:
    """From now on; what was off in days that are over stays so. Raises JournalError."""
    store = context.store(now)
    found = running_or_next(store.days_off, now.astimezone(context.zone).date())
    if found is None:
        return NoDaysOff(local_time(context, now), coming(store, now))
    take_back_days(store, found, request, now)
    context.journal_changed()
    return DaysOffEnded(local_time(context, now), found.first, found.last, coming(store, now))


def take_back_days(
    store: ReminderStore,
    days: DayRange,
    request: ChangeRequest[AnswerBody],
    now: datetime,
    *,
    last_word: bool = False,
) -> None:
    """The rows of these days off, and of what they had excused and can still be done.

    `last_word`: only the last that was said of them, so that what it moved holds again.
    """
    refs = set(days.refs[-1:] if last_word else days.refs)
    rows = [row for row in store.stored(now, kinds=(EventKind.DAYS_OFF,)) if row.ref in refs]
    for key, one in store.reminders.items():
        excused = one.phase is Phase.EXCUSED and one.reason is ExcuseReason.DAYS_OFF and days.binds(one.occurrence)
        if excused and now - one.occurrence.asked_at < store.policy(key).give_up_after:
            # each device that was on has written so
            rows += [
                row for row in store.stored(now, of=key, kinds=(EventKind.EXCUSED,)) if follows_from_days_off(row)
            ]
    store.take_back(rows, request.by, now, request.id)


def days_off_now(store: ReminderStore, now: datetime) -> DaysOffNow | None:
    """Those that run now, or come next."""
    found = running_or_next(store.days_off, now.astimezone(store.agenda.zone).date())
    if found is None:
        return None
    last = last_in_a_row(found, store.days_off)
    return DaysOffNow(found.first, last, found.note, _title(store, found.session))


def follows_from_days_off(row: StoredEvent) -> bool:
    return isinstance(row.entry, Excused) and row.entry.reason is ExcuseReason.DAYS_OFF


def _moved(
    request: ExcuseDaysRequest, store: ReminderStore, sessions: Collection[str], today: date
) -> DayRange | None:
    """The days off that only get another end."""
    running = [each for each in store.days_off if each.first <= today <= each.last and each.session in sessions]
    return running[-1] if running and request.last and not request.first else None


def _same(store: ReminderStore, first: date, session: str) -> DayRange | None:
    """Days off that were said already, and begin on the same day: now they end on another."""
    alike = [each for each in store.days_off if (each.first, each.session) == (first, session)]
    return alike[-1] if alike else None


def _days(request: ExcuseDaysRequest, first: date, last: date, session: str, moved: DayRange | None) -> DayRange:
    """As they are from now on; what is not said anew stays as it was. `refs`: what they come instead of."""
    note = request.why or (moved.note if moved else "")
    everything = request.everything or bool(moved and moved.everything)
    return DayRange(first, last, note, everything, session, refs=moved.refs[-1:] if moved else ())


def _is_said(store: ReminderStore, day: DayRange) -> bool:
    """Typed twice is once."""
    return any(replace(each, said_at=None, refs=day.refs) == day for each in store.days_off)


def _entry(day: DayRange, request: ExcuseDaysRequest, now: datetime) -> DaysOff:
    return DaysOff(
        now,
        request.by,
        first=day.first,
        last=day.last,
        note=day.note,
        everything=day.everything,
        session=day.session,
        instead_of="".join(day.refs),
    )


def _range(request: ExcuseDaysRequest, moved: DayRange | None, today: date) -> tuple[date, date]:
    """Both included: from today, where no first day is given; to today or to that day, where no last one is."""
    first = _day(request.first, parse_day(request.first, today, ahead=True)) if request.first else None
    first = first or (moved.first if moved else today)
    found = parse_last_day(request.last, max(first, today), today)
    last = _day(request.last, found) if request.last else max(first, today)
    if last < first:
        raise UsageError(*words.backwards(str(first), str(last)))
    if (last - first).days >= MOST_DAYS_OFF:
        raise UsageError(*words.too_many_days(MOST_DAYS_OFF))
    return first, last


def _day(text: str, found: date | None) -> date:
    if found is None:
        raise UsageError(*agenda_words.not_a_day(text))
    return found


def _excuse_what_was(
    store: ReminderStore, days: Sequence[DayRange], request: ExcuseDaysRequest, now: datetime
) -> None:
    """What has come due in these days already is written down at once."""
    was = sorted(
        key
        for key, one in store.reminders.items()
        if one.occurrence.due <= now and any(day.binds(one.occurrence) for day in days)
    )
    command = Excuse(request.by, days[0].note, ExcuseReason.DAYS_OFF)
    store.apply_to_all(was, command, now, only=LEFT_UNDONE)


def _sessions(store: ReminderStore, name: str) -> tuple[str, ...]:
    """The sessions that go by the name; none means all. Raises UsageError for a name nobody has."""
    if not name:
        return ()
    planned = (
        choose.SessionName(plan.id, session.id, session.title)
        for plan in store.agenda.plans
        for session in plan.sessions
    )
    return tuple(session.full for session in choose.named(name, planned))


def _title(store: ReminderStore, session: str) -> str:
    found = store.agenda.find_session(SessionRef(session))
    return found[1].title if found else ""
