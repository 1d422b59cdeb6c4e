"""Knows how an instant reads on somebody's wall; and how one is read there; must not know what happens then."""

from __future__ import annotations

import re
from datetime import datetime, time, tzinfo

_SAID = re.compile(r"([0-9]{1,2})(?::([0-9]{2}))?(?: *([ap])\.?m\.?)?", re.IGNORECASE)

NOT_ZONES = frozenset({"localtime", "posixrules"})
"""Names beside those of zones, which quietly mean something else on the next computer."""


def wall_time(at: datetime, zone: tzinfo, now: datetime, *, hours: int = 24) -> str:
    """`07:30`, or `Mon 07:30` on another day than today."""
    local = at.astimezone(zone)
    form = "%H:%M" if hours == 24 else "%I:%M %p"
    words = local.strftime(form).lstrip("0" if hours == 12 else "")
    return words if local.date() == now.astimezone(zone).date() else f"{local:%a} {words}"


def time_said(text: str) -> time | None:
    """`07:30`, `7:30`, and as the clock of twelve hours has it: `6pm`, `7:30 AM`. None for anything else."""
    found = _SAID.fullmatch(text.strip())
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
