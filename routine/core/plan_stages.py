"""Knows how far a plan that counts its weeks has come: to begin, in its last week, over. Must not know cards."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

from msgspec.structs import replace

from routine.core.occurrence import Occurrence
from routine.core.plan import Plan
from routine.core.plan_stage import PlanStage, PlanState
from routine.core.recurrence import WEEK, Weekly, due_utc
from routine.core.schedule import Schedule

_WEEK = timedelta(days=WEEK)
_INSTANT = timedelta(microseconds=1)


def plan_stages(agenda: Schedule, now: datetime) -> list[PlanStage]:
    """Of each plan whose first day is known."""
    stages = (stage_of(plan, agenda, now) for plan in agenda.plans)
    return [stage for stage in stages if stage]


def stage_of(plan: Plan, agenda: Schedule, now: datetime) -> PlanStage | None:
    """None where no first day is known, as each week is like the others or nobody has loaded it yet.

    A plan that is over or rests says so all the same.
    """
    period, today = agenda.span_of(plan), now.astimezone(agenda.zone_of(plan)).date()
    last_day, weeks = period.last_day, period.weeks
    if period.is_over(today):
        return PlanStage(
            plan.id, plan.title, PlanState.FINISHED, period.starts or last_day or today, last_day, None, weeks
        )
    if rest := period.resting(today):
        starts = period.starts or rest.first
        return PlanStage(plan.id, plan.title, PlanState.PAUSED, starts, last_day, None, weeks, rest.last)
    if period.starts is None:
        return None
    starts = period.starts
    if today < starts:
        return PlanStage(plan.id, plan.title, PlanState.NOT_BEGUN, starts, last_day, None, weeks)
    return PlanStage(
        plan.id, plan.title, PlanState.ACTIVE, starts, last_day, (today - starts).days // WEEK + 1, weeks
    )


def last_occurrence(plan: Plan, agenda: Schedule) -> Occurrence | None:
    """The last of all that its weeks ask for; visits have dates of their own. None where it goes on for ever."""
    period, zone = agenda.span_of(plan), agenda.zone_of(plan)
    if period.starts is None or period.last_day is None:
        return None
    alone = replace(agenda, plans=(plan,))
    weekly = {session.id for session in plan.sessions if isinstance(session.rule, Weekly)}
    for week in reversed(range(period.weeks or 0)):
        first = period.starts + week * _WEEK
        after, until = _midnight(first, zone) - _INSTANT, _midnight(first + _WEEK, zone) - _INSTANT
        found = [one for one in alone.occurrences(after, until, planned=True) if one.key.session in weekly]
        if found:
            return found[-1]
    return None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return due_utc(day, time(0), zone)
