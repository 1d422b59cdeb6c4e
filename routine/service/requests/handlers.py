"""Knows which module answers which request; the function there bears the name that the request travels by.

A module is imported when it is first asked for: the one that answers a command is all that the command's own
process should have to import.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routine.service.requests.context import RequestContext
    from routine.service.requests.messages import AnswerT_co, RequestBody

MODULES: Mapping[str, str] = {
    "agenda": "agenda",
    "status": "status",
    "desktop": "desktop",
    "start": "start",
    "begin": "start",
    "select": "start",
    "done": "answer",
    "skip": "answer",
    "snooze": "snooze",
    "excuse": "answer",
    "feel": "answer",
    "excuse_days": "days_off",
    "end_days_off": "days_off",
    "undo": "undo",
    "change_plan": "plan_change",
    "change_setting": "setting",
    "pause": "pause",
    "resume": "pause",
    "overview": "overview",
    "occurrence": "overview",
    "log": "log",
    "plans": "plans",
    "courses": "courses",
    "move_visit": "courses",
    "visit_moved": "courses",
    "safety": "safety",
    "check_in": "safety",
    "clear_safety": "safety",
    "progress": "progress",
    "answer_offer": "progress",
    "rate": "rating",
    "forget": "rating",
    "correct": "rating",
}


def handle(request: RequestBody[AnswerT_co], context: RequestContext, now: datetime) -> AnswerT_co:
    """The answer to any request. Raises RoutineError."""
    name = str(type(request).__struct_config__.tag)
    module = import_module(f"routine.service.requests.{MODULES[name]}")
    answer: AnswerT_co = getattr(module, name)(request, context, now)
    return answer
