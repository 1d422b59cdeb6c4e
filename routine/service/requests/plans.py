"""Knows which plans are in force, how far each has come, what has another name; must not know how it is told."""

from __future__ import annotations

from datetime import datetime, timedelta

from routine.core.events import EventKind, Renamed
from routine.core.plan_stages import stage_of
from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.messages import NameChanged
from routine.service.requests.plan_messages import PlanInForce, PlansAnswer, PlansRequest

_LATELY = timedelta(days=1)
"""For so long it is said that something goes by another name."""


def plans(_: PlansRequest, context: RequestContext, now: datetime) -> PlansAnswer:
    """Raises JournalError."""
    agenda = context.plans.agenda()
    found = tuple(
        PlanInForce(plan.id, agenda.seen.first_day(plan, now, agenda.zone_of(plan)), stage_of(plan, agenda, now))
        for plan in agenda.plans
    )
    return PlansAnswer(local_time(context, now), found, context.plans.shipped, renamed_lately(context, now))


def renamed_lately(context: RequestContext, now: datetime) -> tuple[NameChanged, ...]:
    """What was found to be renamed, or moved to another file, since a day ago. Raises JournalError."""
    there = context.history.events(now, kinds=(EventKind.RENAMED,), since=now - _LATELY)
    return tuple(
        NameChanged(one.at, one.before, one.after, one.title_before or one.before, one.title or one.after)
        for one in there
        if isinstance(one, Renamed)
    )
