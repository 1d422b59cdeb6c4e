"""Knows what the service sees of the desktop, for whoever asks; must not know how that is found out."""

from __future__ import annotations

from datetime import datetime

from routine.service.requests.context import RequestContext, local_time
from routine.service.requests.messages import DesktopAnswer, DesktopRequest


def desktop(_: DesktopRequest, context: RequestContext, now: datetime) -> DesktopAnswer:
    """As it was last looked at."""
    return DesktopAnswer(local_time(context, now), context.desktop_view())
