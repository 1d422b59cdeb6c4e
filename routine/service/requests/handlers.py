"""Knows which function answers which request. Each is imported when it is first asked for.

The function that answers a command is all that the command's own process should have to import.
"""

from __future__ import annotations

from datetime import datetime

from routine.service.requests import messages as m
from routine.service.requests.context import RequestContext


def handle(request: m.AnyRequest, context: RequestContext, now: datetime) -> m.AnyAnswer:
    """The answer to any request. Raises RoutineError."""
    match request:
        case m.AgendaRequest():
            from routine.service.requests.agenda import agenda  # noqa: PLC0415 - only where it is asked for

            return agenda(request, context, now)
        case m.StatusRequest():
            from routine.service.requests.status import status  # noqa: PLC0415 - likewise

            return status(request, context, now)
        case m.PauseRequest() | m.ResumeRequest():
            from routine.service.requests import pause  # noqa: PLC0415 - likewise

            if isinstance(request, m.PauseRequest):
                return pause.pause(request, context, now)
            return pause.resume(request, context, now)
        case m.StartRequest() | m.BeginRequest() | m.SelectRequest():
            return _start(request, context, now)
        case _:
            return _answer(request, context, now)


def _answer(
    request: m.DoneRequest | m.SkipRequest | m.SnoozeRequest | m.ExcuseRequest | m.ExcuseDaysRequest,
    context: RequestContext,
    now: datetime,
) -> m.AnyAnswer:
    from routine.service.requests import answer  # noqa: PLC0415 - only where it is asked for

    match request:
        case m.DoneRequest():
            return answer.done(request, context, now)
        case m.SkipRequest():
            return answer.skip(request, context, now)
        case m.SnoozeRequest():
            return answer.snooze(request, context, now)
        case m.ExcuseRequest():
            return answer.excuse(request, context, now)
        case m.ExcuseDaysRequest():
            return answer.excuse_days(request, context, now)


def _start(
    request: m.StartRequest | m.BeginRequest | m.SelectRequest, context: RequestContext, now: datetime
) -> m.AnyAnswer:
    from routine.service.requests import start  # noqa: PLC0415 - only where it is asked for

    match request:
        case m.StartRequest():
            return start.start(request, context, now)
        case m.BeginRequest():
            return start.begin(request, context, now)
        case m.SelectRequest():
            return start.select(request, context, now)
