"""Knows how a plan that has been read is told: its week, its sessions, their steps. Must not know files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from urllib.parse import quote

from msgspec.structs import replace

from routine.core.ids import SessionRef
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.plan import Plan, Session
from routine.core.recurrence import due_utc
from routine.core.schedule import FirstSeen, Schedule, monday_of
from routine.core.steps import planned_length, steps_of
from routine.presentation import agenda as agenda_words
from routine.presentation import command_line as common
from routine.presentation import page_plans as words
from routine.presentation import plan_check
from routine.presentation.phrases import and_more
from routine.presentation.reminder_state import title_of
from routine.presentation.time_format import TimeDisplay, day_of_month, weekday, whole_minutes
from routine.ui.page.frames import outline
from routine.ui.page.request import Json
from routine.wiring.app import App
from routine.wiring.fitting_plans import notes_on

_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(days=7)
_INSTANT = timedelta(microseconds=1)
_MOST_ROWS = 40
"""What one day shows; a plan of thousands is no reading matter."""
_MOST_SESSIONS = 100


@dataclass(frozen=True, slots=True)
class _Place:
    """Where and when a plan is looked at from."""

    agenda: Schedule
    zone: tzinfo
    now: datetime
    view: TimeDisplay


def meaning(plan: Plan, app: App, view: TimeDisplay, seen: FirstSeen, wanted: int | None) -> Json:
    """The week as the plan reads; `seen`: since when it is known; `wanted`: which of the plan's own weeks."""
    rest = plan.period.resting(view.today)
    if rest and rest.last is None:
        # what rests without an end is looked at as it will be
        plan = replace(plan, period=replace(plan.period, rests=()))
    zones = {plan.timezone: named} if (named := app.clock.named(plan.timezone)) else {}
    first = seen.first_day(plan, view.now, zones.get(plan.timezone, view.zone))
    agenda = Schedule((plan,), view.zone, zones, seen=FirstSeen(began={plan.id: first} if first else {}))
    place = _Place(agenda, agenda.zone_of(plan), view.now, view)
    first, number = _week(plan, place, wanted)
    weeks = plan.period.weeks or None
    days = _days(place, first)
    rows = [one for _, of in days for one in of]
    minutes = sum(whole_minutes(one.length) for one in rows if one.asks is OccurrenceKind.SESSION)
    last = first + 6 * _A_DAY
    return {
        "title": plan.title,
        "about": plan.about,
        "summary": plan_check.plan_is(plan.title, plan.to_perform, plan.courses, plan.supplements),
        "minutes": common.minutes(minutes) if minutes else "",
        "week": words.week_of(_short(first), _short(last), number, weeks),
        "before": number - 1 if number and number > 1 else 0,
        "after": number + 1 if number and (weeks is None or number < weeks) else 0,
        "days": [_day(day, of, place) for day, of in days],
        "sessions": [
            _session(plan, session) | _sheet(plan, session, app) for session in plan.sessions[:_MOST_SESSIONS]
        ],
        "more": _more(len(plan.sessions) - _MOST_SESSIONS),
        "notes": list(notes_on(plan, app)),
    }


def _week(plan: Plan, place: _Place, wanted: int | None) -> tuple[date, int | None]:
    """Its first day, and its number where weeks are counted: this week, else the nearest that the plan has."""
    today = place.now.astimezone(place.zone).date()
    period = place.agenda.span_of(plan)
    if period.starts is None:
        return monday_of(today), None
    number = wanted or max(1, (today - period.starts) // _A_WEEK + 1)
    number = min(number, period.weeks or number)
    try:
        return period.starts + (number - 1) * _A_WEEK, number
    except OverflowError:
        return period.starts, 1


def _days(place: _Place, first: date) -> list[tuple[date, list[Occurrence]]]:
    after = due_utc(first, time(0), place.zone) - _INSTANT
    until = due_utc(first + _A_WEEK, time(0), place.zone) - _INSTANT
    by_day: dict[date, list[Occurrence]] = {first + ahead * _A_DAY: [] for ahead in range(7)}
    for one in place.agenda.occurrences(after, until, planned=True):
        by_day.setdefault(one.planned.date(), []).append(one)
    return sorted(by_day.items())


def _day(day: date, rows: list[Occurrence], place: _Place) -> Json:
    return {
        "name": weekday(day),
        "rows": [_row(one, place) for one in rows[:_MOST_ROWS]],
        "more": _more(len(rows) - _MOST_ROWS),
    }


def _row(one: Occurrence, place: _Place) -> Json:
    return {
        "at": place.view.clock(one.due.astimezone(place.zone)),
        "title": title_of(one),
        "minutes": common.minutes(whole_minutes(one.length)) if one.length else agenda_words.ASKS[one.asks],
    }


def _session(plan: Plan, session: Session) -> Json:
    parts = list(dict.fromkeys(session.rotation))
    minutes = whole_minutes(planned_length(plan, session))
    return {
        "title": session.title,
        "practice": str(session.practice) if session.practice else agenda_words.ASKS[session.asks],
        "minutes": common.minutes(minutes) if minutes else "",
        "detail": session.detail,
        "parts": [
            {
                "title": words.in_turn(place, len(parts)) if len(parts) > 1 else "",
                "steps": _plain(outline(steps_of(plan.sequences[part], session.rounds))),
            }
            for place, part in enumerate(parts, 1)
        ],
    }


def _sheet(plan: Plan, session: Session, app: App) -> Json:
    """Where it can be printed: what is only typed yet has no sheet."""
    ref = SessionRef.of(plan.id, session.id)
    known = bool(session.rotation) and app.plans.agenda().find_session(ref) is not None
    return {"sheet": f"/print/session/{quote(ref)}" if known else ""}


def _plain(steps: Iterable[Json]) -> list[Json]:
    return [{name: step[name] for name in ("title", "rest", "amount", "length")} for step in steps]


def _more(count: int) -> str:
    return and_more(count) if count > 0 else ""


def _short(day: date) -> str:
    return day_of_month(day)
