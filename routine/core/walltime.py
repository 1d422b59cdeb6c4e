"""Knows how an instant reads on somebody's wall; must not know what happens then."""

from __future__ import annotations

from datetime import datetime, tzinfo

NOT_ZONES = frozenset({"localtime", "posixrules"})
"""Names beside those of zones, which quietly mean something else on the next computer."""


def wall_time(at: datetime, zone: tzinfo, now: datetime, *, hours: int = 24) -> str:
    """`07:30`, or `Mon 07:30` on another day than today."""
    local = at.astimezone(zone)
    form = "%H:%M" if hours == 24 else "%I:%M %p"
    words = local.strftime(form).lstrip("0" if hours == 12 else "")
    return words if local.date() == now.astimezone(zone).date() else f"{local:%a} {words}"
