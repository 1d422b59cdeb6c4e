"""Knows when it is worth asking whether a week of a plan should come once more; must not know cards or words.

After seven days without a session, and after two in a row that were harder than before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from enum import StrEnum

from msgspec import Struct

from routine.core.events import FeltAnswer
from routine.core.identifiers import Phase
from routine.core.occurrence import OccurrenceKind
from routine.core.plan_stage import PlanStage, PlanState
from routine.core.plan_stages import plan_stages
from routine.core.recurrence import WEEK, due_utc
from routine.core.reminder import Reminder
from routine.core.schedule import Schedule

_AWAY = timedelta(days=WEEK)
_FRESH = timedelta(hours=36)
"""A word about how it was is answered while it is still known."""
_ENOUGH = 3
"""So many sessions have to have come before nobody having done one says anything."""
_PERFORMED = frozenset({Phase.COMPLETED, Phase.STARTED, Phase.ABANDONED})
_COMPARED = frozenset({FeltAnswer.EASIER, FeltAnswer.SAME, FeltAnswer.HARDER})


class RepeatReason(StrEnum):
    AWAY = "away"
    HARDER = "harder"


class RepeatOffer(Struct, frozen=True):
    """Worth a question, from one instant on."""

    stage: PlanStage
    reason: RepeatReason
    since: datetime


def repeat_offers(agenda: Schedule, reminders: Iterable[Reminder], now: datetime) -> Iterator[RepeatOffer]:
    """Of each plan that is in one of its weeks. `reminders`: those near now."""
    stages = {stage.plan: stage for stage in plan_stages(agenda, now) if stage.state is PlanState.ACTIVE}
    of_plan: defaultdict[str, list[Reminder]] = defaultdict(list)
    for one in reminders:
        plan = one.key.plan
        if plan in stages and one.occurrence.asks is OccurrenceKind.SESSION and one.occurrence.due <= now:
            of_plan[plan].append(one)
    for plan, came in of_plan.items():
        stage = stages[plan]
        came.sort(key=lambda one: one.occurrence.due)
        if since := _harder_since(came, now):
            yield RepeatOffer(stage, RepeatReason.HARDER, since)
        elif _is_away(stage, came, now):
            first = stage.starts + timedelta(days=WEEK * ((stage.week or 1) - 1))
            yield RepeatOffer(stage, RepeatReason.AWAY, due_utc(first, time(0), agenda.zone))


def _harder_since(came: list[Reminder], now: datetime) -> datetime | None:
    """When the last of two was due that were each harder than the one before."""
    compared = [one for one in came if one.answer in _COMPARED and _moves(one)]
    if len(compared) < 2 or any(one.answer is not FeltAnswer.HARDER for one in compared[-2:]):
        return None
    due = compared[-1].occurrence.due
    return due if now - due <= _FRESH else None


def _moves(one: Reminder) -> bool:
    return one.occurrence.practice is not None and one.occurrence.practice.moves


def _is_away(stage: PlanStage, came: list[Reminder], now: datetime) -> bool:
    lately = [one for one in came if now - one.occurrence.due < _AWAY]
    began = (now.date() - stage.starts).days >= WEEK
    return began and len(lately) >= _ENOUGH and not any(one.phase in _PERFORMED for one in lately)
