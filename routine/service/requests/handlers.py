"""Knows which module answers which request; the function there bears the name that the request travels by.

A module is imported when it is first asked for: the one that answers a command is all that the command's own
process should have to import.
"""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from routine.service.requests import messages as m

if TYPE_CHECKING:
    from routine.service.requests.context import RequestContext

_MODULES: dict[type, str] = {
    m.AgendaRequest: "agenda",
    m.StatusRequest: "status",
    m.DesktopRequest: "desktop",
    m.StartRequest: "start",
    m.BeginRequest: "start",
    m.SelectRequest: "start",
    m.DoneRequest: "answer",
    m.SkipRequest: "answer",
    m.SnoozeRequest: "snooze",
    m.ExcuseRequest: "answer",
    m.FeelRequest: "answer",
    m.ExcuseDaysRequest: "days_off",
    m.EndDaysOffRequest: "days_off",
    m.UndoRequest: "undo",
    m.PauseRequest: "pause",
    m.ResumeRequest: "pause",
}


def handle(request: m.AnyRequest, context: RequestContext, now: datetime) -> m.AnyAnswer:
    """The answer to any request. Raises RoutineError."""
    kind = type(request)
    module = import_module(f"routine.service.requests.{_MODULES[kind]}")
    answer: m.AnyAnswer = getattr(module, str(kind.__struct_config__.tag))(request, context, now)
    return answer
