"""Knows how a plan and the settings travel between processes and stay on disk, as JSON; must not know TOML.

Lean, as the service reads it. An exercise that many steps share is written once. Whatever changes here, or in what
is read from the same text, needs a new FORMAT: what was written by another is then read anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime, time
from typing import Any

from routine.core.diagnostic import Diagnostic
from routine.core.exercise import Practice
from routine.core.occurrence import Asks
from routine.core.plan import (
    PerformStep,
    Plan,
    PolicyOverride,
    QuietHours,
    Rest,
    Say,
    Sequence,
    Session,
    StepEntry,
)
from routine.core.recurrence import Course, Once, PlanPeriod, Rule, Slot, Weekly
from routine.core.settings import NotifierChoice, SessionPlace, Settings
from routine.reading.compiled_exercises import Json, Shared, dose_from, dose_to, length_from, length_to

FORMAT = 5

_DAY = 24 * 60


def plan_to(plan: Plan) -> Json:
    shared = Shared()
    sequences = [
        {"id": one.id, "title": one.title, "entries": [_entry_to(entry, shared) for entry in one.entries]}
        for one in plan.sequences.values()
    ]
    return {
        "id": plan.id,
        "title": plan.title,
        "about": plan.about,
        "starts": plan.period.starts.isoformat() if plan.period.starts else None,
        "weeks": plan.period.weeks,
        "timezone": plan.timezone,
        "remind": _patch_to(plan.remind),
        "notes": list(plan.notes),
        "sessions": [_session_to(session) for session in plan.sessions],
        "sequences": sequences,
        "exercises": shared.written(),
    }


def plan_from(raw: Json) -> Plan:
    exercises = Shared.read(raw["exercises"])
    sequences = [
        Sequence(one["id"], one["title"], tuple(_entry_from(entry, exercises) for entry in one["entries"]))
        for one in raw["sequences"]
    ]
    return Plan(
        id=raw["id"],
        title=raw["title"],
        about=raw["about"],
        period=PlanPeriod(date.fromisoformat(raw["starts"]) if raw["starts"] else None, raw["weeks"]),
        timezone=raw["timezone"],
        remind=_patch_from(raw["remind"]),
        notes=tuple(raw["notes"]),
        sessions=tuple(_session_from(session) for session in raw["sessions"]),
        sequences={one.id: one for one in sequences},
    )


def settings_to(settings: Settings) -> Json:
    plain = {field.name: getattr(settings, field.name) for field in fields(settings) if field.name != "remind"}
    return {**plain, "remind": _patch_to(settings.remind)}


def settings_from(raw: Json) -> Settings:
    return Settings(
        **{
            **raw,
            "guide": SessionPlace(raw["guide"]),
            "notifier": NotifierChoice(raw["notifier"]),
            "remind": _patch_from(raw["remind"]),
        }
    )


def problem_to(problem: Diagnostic) -> list[Any]:
    return [problem.file, problem.line, problem.column, problem.what, problem.fix]


def problem_from(raw: list[Any]) -> Diagnostic:
    return Diagnostic(*raw)


def _session_to(session: Session) -> Json:
    return {
        "id": session.id,
        "title": session.title,
        "practice": session.practice,
        "rule": _rule_to(session.rule),
        "rotation": list(session.rotation),
        "rounds": session.rounds,
        "remind": _patch_to(session.remind),
        "asks": session.asks,
        "detail": session.detail,
        "lasts": length_to(session.lasts),
        "leads": [length_to(lead) for lead in session.leads],
    }


def _session_from(raw: Json) -> Session:
    return Session(
        id=raw["id"],
        title=raw["title"],
        practice=Practice(raw["practice"]) if raw["practice"] else None,
        rule=_rule_from(raw["rule"]),
        rotation=tuple(raw["rotation"]),
        rounds=raw["rounds"],
        remind=_patch_from(raw["remind"]),
        asks=Asks(raw["asks"]),
        detail=raw["detail"],
        lasts=length_from(raw["lasts"]),
        leads=tuple(length_from(lead) for lead in raw["leads"]),
    )


def _rule_to(rule: Rule) -> Json:
    if isinstance(rule, Once):
        return {"once": rule.at.isoformat()}
    if isinstance(rule, Course):
        return {
            "first": rule.first.isoformat(),
            "every": length_to(rule.every),
            "visits": rule.visits,
            "moved": [[number, at.isoformat()] for number, at in rule.moved],
        }
    # minutes since Monday 00:00: an interval session has hundreds
    slots = [slot.weekday * _DAY + slot.at.hour * 60 + slot.at.minute for slot in rule.slots]
    return {"slots": slots, "weeks": [list(pair) for pair in rule.weeks]}


def _rule_from(raw: Json) -> Rule:
    if "once" in raw:
        return Once(datetime.fromisoformat(raw["once"]))
    if "first" in raw:
        moved = tuple((number, datetime.fromisoformat(at)) for number, at in raw["moved"])
        return Course(datetime.fromisoformat(raw["first"]), length_from(raw["every"]), raw["visits"], moved)
    slots = (divmod(minute, _DAY) for minute in raw["slots"])
    weeks = tuple((first, last) for first, last in raw["weeks"])
    return Weekly(tuple(Slot(day, time(*divmod(minute, 60))) for day, minute in slots), weeks)


def _entry_to(entry: StepEntry, shared: Shared) -> list[Any]:
    match entry:
        case PerformStep(exercise, dose):
            place = shared.place(exercise)
            return ["do", place] if dose == exercise.dose else ["do", place, dose_to(dose)]
        case Rest(length):
            return ["rest", length_to(length)]
        case Say(text, length):
            return ["say", text, length_to(length)]


def _entry_from(raw: list[Any], exercises: Shared) -> StepEntry:
    match raw:
        case ["do", place, *dose]:
            exercise = exercises[place]
            return PerformStep(exercise, dose_from(dose[0]) if dose else exercise.dose)
        case ["rest", length]:
            return Rest(length_from(length))
        case _:
            return Say(raw[1], length_from(raw[2]))


_PATCH: Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "before": (length_to, length_from),
    "snooze": (
        lambda all_: [length_to(one) for one in all_],
        lambda all_: tuple(length_from(one) for one in all_),
    ),
    "again_after": (length_to, length_from),
    "give_up_after": (length_to, length_from),
    "hold_at_most": (length_to, length_from),
    "quiet": (
        lambda all_: [[one.start.isoformat(), one.end.isoformat()] for one in all_],
        lambda all_: tuple(QuietHours(time.fromisoformat(start), time.fromisoformat(end)) for start, end in all_),
    ),
    "always": (bool, bool),
}


def _patch_to(patch: PolicyOverride) -> Json:
    return {key: to(said) for key, (to, _) in _PATCH.items() if (said := getattr(patch, key)) is not None}


def _patch_from(raw: Json) -> PolicyOverride:
    return PolicyOverride(**{key: _PATCH[key][1](said) for key, said in raw.items()})
