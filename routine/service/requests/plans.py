"""Knows which plans are in force and how far each has come; must not know how that is told."""

from __future__ import annotations

from datetime import datetime

from routine.core.plan_stages import stage_of
from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.plan_messages import PlanInForce, PlansAnswer, PlansRequest


def plans(_: PlansRequest, context: RequestContext, now: datetime) -> PlansAnswer:
    """Raises JournalError."""
    agenda = context.plans.agenda()
    found = tuple(
        PlanInForce(plan.id, agenda.seen.first_day(plan, now, agenda.zone_of(plan)), stage_of(plan, agenda, now))
        for plan in agenda.plans
    )
    return PlansAnswer(local_time(context, now), found, context.plans.shipped)
