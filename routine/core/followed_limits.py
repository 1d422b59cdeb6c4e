"""Knows what a plan of somebody else may ask of a person, and which of its changes need a yes.

Whoever publishes a plan is not whoever lives with it: it may not ring all day, nor pass over what keeps reminders
away. Its texts may be improved at any time; when it rings and what the body is asked to do may not change unseen.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from routine.core.exercise import ZERO
from routine.core.occurrence import OccurrenceKind
from routine.core.plan import PerformStep, Plan, PolicyOverride, ReminderPolicy, Say, Session
from routine.core.recurrence import Course, Weekly
from routine.core.steps import planned_length

AGAIN_LEAST = timedelta(minutes=10)
PATIENCE_MOST = timedelta(hours=4)
ROUND_LEAST = timedelta(minutes=20)
REMINDERS_MOST = 12
"""A day, those before the time counted."""
A_DAY_MOST = timedelta(hours=2)
_WEEKS_MOST = 520
_WEEK = 7


class LimitBroken(StrEnum):
    """What a followed plan may not have."""

    ALWAYS = "always"
    QUIET = "quiet"
    AGAIN_AFTER = "again_after"
    PATIENCE = "patience"
    ROUNDS = "rounds"
    SUPPLEMENTS = "supplements"
    REMINDERS = "reminders"
    HOURS = "hours"
    PICTURES = "pictures"
    EMPTY = "empty"


class PlanDifference(Struct, frozen=True):
    """What a new text of a plan changes for whoever follows it."""

    times: bool = False
    """When it rings, or how insistently."""
    exercises: tuple[str, ...] = ()
    """The titles of those that are new, or asked for otherwise."""
    texts: bool = False

    @property
    def needs_yes(self) -> bool:
        return self.times or bool(self.exercises)


def limits_broken(plan: Plan) -> list[LimitBroken]:
    """Each once, the gravest first; none where it may be followed."""
    found = set[LimitBroken]()
    for said in (plan.remind, *(session.remind for session in plan.sessions)):
        found |= _of_policy(said)
    if plan.supplements:
        found.add(LimitBroken.SUPPLEMENTS)
    if not plan.to_perform:
        found.add(LimitBroken.EMPTY)
    if any(_comes_round_fast(session) for session in plan.sessions):
        found.add(LimitBroken.ROUNDS)
    reminders, length = busiest_day(plan)
    if reminders > REMINDERS_MOST:
        found.add(LimitBroken.REMINDERS)
    if length > A_DAY_MOST:
        found.add(LimitBroken.HOURS)
    if any(step.exercise.picture for step in _performed(plan)):
        found.add(LimitBroken.PICTURES)
    return [one for one in LimitBroken if one in found]


def busiest_day(plan: Plan) -> tuple[int, timedelta]:
    """How many reminders the worst day of any of its weeks has, and how long the longest day takes."""
    fullest, longest = 0, ZERO
    weekly = [session for session in plan.sessions if isinstance(session.rule, Weekly)]
    lengths = {session.id: _longest(plan, session) for session in weekly}
    for week in range(1, min(plan.period.weeks or _WEEKS_MOST, _WEEKS_MOST) + 1):
        counts, minutes = [0] * _WEEK, [ZERO] * _WEEK
        for session in weekly:
            rule = session.rule
            if not isinstance(rule, Weekly) or not rule.applies_in_week(week):
                continue
            for slot in rule.slots:
                counts[slot.weekday] += 1 + len(plan.policy(session, ReminderPolicy()).heads_up_before)
                minutes[slot.weekday] += lengths[session.id]
        fullest, longest = max(fullest, *counts), max(longest, *minutes)
    visits = Counter[date]()
    for session in plan.sessions:
        if isinstance(session.rule, Course):
            visits.update(at.date() for at in session.rule.all())
    return fullest + max(visits.values(), default=0), longest


def difference(before: Plan, after: Plan) -> PlanDifference:
    """What whoever follows it would notice."""
    asked = {_asked(step) for step in _performed(before)}
    new = {_asked(step): step.exercise.title for step in _performed(after)}
    exercises = tuple(dict.fromkeys(title for key, title in new.items() if key not in asked))
    times = _times(before) != _times(after)
    if not exercises and _frame(before) != _frame(after):
        times = True
    return PlanDifference(times, exercises, before != after)


def _of_policy(said: PolicyOverride) -> set[LimitBroken]:
    found = set[LimitBroken]()
    if said.always:
        found.add(LimitBroken.ALWAYS)
    if said.quiet is not None:
        found.add(LimitBroken.QUIET)
    if any(wait < AGAIN_LEAST for wait in (said.again_after, *(said.snooze or ())) if wait is not None):
        found.add(LimitBroken.AGAIN_AFTER)
    if any(wait > PATIENCE_MOST for wait in (said.give_up_after, said.hold_at_most) if wait is not None):
        found.add(LimitBroken.PATIENCE)
    return found


def _comes_round_fast(session: Session) -> bool:
    """Two of its times on one day lie closer than a followed plan may have them."""
    if not isinstance(session.rule, Weekly):
        return False
    times: dict[int, list[int]] = {}
    for slot in session.rule.slots:
        times.setdefault(slot.weekday, []).append(slot.at.hour * 60 + slot.at.minute)
    least = ROUND_LEAST // timedelta(minutes=1)
    return any(
        later - sooner < least
        for of_day in times.values()
        for sooner, later in zip(sorted(of_day), sorted(of_day)[1:], strict=False)
    )


def _longest(plan: Plan, session: Session) -> timedelta:
    if session.asks is not OccurrenceKind.SESSION:
        return ZERO
    return max(planned_length(plan, session, turn) for turn in range(max(1, len(session.rotation))))


def _performed(plan: Plan) -> list[PerformStep]:
    return [
        step for sequence in plan.sequences.values() for step in sequence.entries if isinstance(step, PerformStep)
    ]


def _asked(step: PerformStep) -> tuple[object, ...]:
    """All that the body is asked for there; words are none of it."""
    one = step.exercise
    return one.id, repr(step.dose), one.practice, one.position, tuple(sorted(one.cautions))


def _times(plan: Plan) -> tuple[object, ...]:
    sessions = [(one.id, one.rule, one.remind, one.asks, one.rounds, one.lasts) for one in plan.sessions]
    return plan.period, plan.timezone, plan.remind, plan.avoid, sessions


def _frame(plan: Plan) -> list[object]:
    """In which order it asks for what, without a word of its texts."""
    frame: list[object] = [one.rotation for one in plan.sessions]
    for name, sequence in plan.sequences.items():
        steps = [
            step.exercise.id
            if isinstance(step, PerformStep)
            else ("say" if isinstance(step, Say) else "rest", step.length)
            for step in sequence.entries
        ]
        frame.append((name, steps))
    return frame
