"""Which plans there are, one's own and those that come with routine, and how each stands today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

from msgspec.structs import replace

from routine.core.exercise import ZERO
from routine.core.occurrence import Occurrence, OccurrenceKind
from routine.core.plan import Plan
from routine.core.plan_stage import PlanState
from routine.core.recurrence import Weekly, due_utc
from routine.core.schedule import FirstSeen, Schedule, monday_of
from routine.core.steps import SessionLengths
from routine.ports import Clock
from routine.service.requests.plan_messages import PlansAnswer

FLARE_UP = "flare-up-week"
"""Before this plan the safety check is asked again: what was answered in calmer days may not hold."""

_MOST_WEEKS = 12
"""Of a plan without an end."""
_MOST_COUNTED = 26
_WEEK = timedelta(days=7)
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan as every list shows it; `plan` is None when its file has problems."""

    name: str
    own: bool
    plan: Plan | None
    in_use: bool
    state: PlanState
    week: int | None = None
    """Active: the week it is in, from 1, where its weeks are counted."""
    starts: date | None = None
    """Not begun: the day on which it begins."""
    first_day: date | None = None
    """From which its weeks are counted, as far as that is known."""
    rests_until: date | None = None
    """Paused: the last day of it, where that is known."""
    least: timedelta = ZERO
    """Of practice, in its lightest week."""
    most: timedelta = ZERO

    @property
    def weeks(self) -> int | None:
        """How many weeks it has; None when it goes on without an end, or is no plan."""
        return self.plan.period.weeks if self.plan else None


def summary(
    plan: Plan | None, name: str, in_force: PlansAnswer, clock: Clock, *, own: bool, copy: bool = False
) -> PlanSummary:
    """`plan`: what its file says; None when that has problems. `copy`: it is one of another plan."""
    found = in_force.find(name) if own or in_force.shipped else None
    if plan is None:
        state = PlanState.COPY if copy else PlanState.PROBLEM
        return PlanSummary(name, own, None, found is not None, state)
    least, most = lengths_a_week(plan, clock)
    if found is None:
        state = PlanState.COPY if own else PlanState.SHIPPED
        return PlanSummary(name, own, plan, in_use=False, state=state, least=least, most=most)
    stage = found.stage
    if stage is None:
        # no service has loaded it yet, or every week is the same
        week = 1 if plan.needs_start else None
        return PlanSummary(name, own, plan, in_use=True, state=PlanState.ACTIVE, week=week, least=least, most=most)
    return PlanSummary(
        name,
        own,
        plan,
        in_use=stage.state not in {PlanState.FINISHED, PlanState.PAUSED},
        state=stage.state,
        week=stage.week,
        starts=stage.starts if stage.state is PlanState.NOT_BEGUN else None,
        first_day=stage.starts,
        rests_until=stage.rests_until,
        least=least,
        most=most,
    )


def weeks_of(plans: Sequence[Plan], clock: Clock, lengths: SessionLengths | None = None) -> list[list[Occurrence]]:
    """What each week asks for: this one and those to come, or a single plan's own weeks when they have a start.

    `lengths`: what is known already of how long sessions take.
    """
    now, zone = clock.now(), clock.zone()
    today = now.astimezone(zone).date()
    # a plan's own weeks begin on the day it starts
    first = plans[0].period.starts if len(plans) == 1 and plans[0].period.starts else monday_of(today)
    weeks = max(_last_week(plan, first) for plan in plans)
    zones = {plan.timezone: named for plan in plans if (named := clock.named(plan.timezone))}
    begun = {plan.id: first for plan in plans}
    seen = FirstSeen(dict.fromkeys(begun, now), began=begun)
    agenda = Schedule(tuple(plans), zone, zones, seen=seen, lengths=lengths or SessionLengths())
    ends = [
        due_utc(first + week * _WEEK, time(0), zone) - _INSTANT for week in range(min(weeks, _MOST_COUNTED) + 1)
    ]
    return [agenda.occurrences(after, until, planned=True) for after, until in pairwise(ends)]


def _last_week(plan: Plan, first: date) -> int:
    """Up to which week from that day on it may ask for something new."""
    ahead = max((plan.period.starts - first).days, 0) if plan.period.starts else 0
    return -(-ahead // 7) + (plan.period.weeks or (_MOST_WEEKS if _changes(plan) else 1))


def _changes(plan: Plan) -> bool:
    """Whether its weeks differ."""
    return any(isinstance(session.rule, Weekly) and session.rule.counts_weeks for session in plan.sessions)


def lengths_a_week(plan: Plan, clock: Clock, lengths: SessionLengths | None = None) -> tuple[timedelta, timedelta]:
    """The least and the most time of any week; weeks without anything are left out."""
    # what a plan asks for is the same whether it rests now, or was ended early
    plan = replace(plan, period=replace(plan.period, ends=None, rests=()))
    asked = weeks_of([plan], clock, lengths)
    weeks = [[one.length for one in week if one.asks is OccurrenceKind.SESSION] for week in asked]
    totals = [sum(week, ZERO) for week in weeks if week]
    return min(totals, default=ZERO), max(totals, default=ZERO)
