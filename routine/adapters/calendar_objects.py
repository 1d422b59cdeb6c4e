"""Knows how one planned session lies in a calendar as a component, and reads it back as a client left it.

One component a resource, dated in UTC and without any recurrence: so every client understands the same instant,
and what a client does to one of them touches no other.

Source: RFC 5545, 3.6.1 (VEVENT), 3.6.2 (VTODO), 3.6.6 (VALARM), 3.8.1.11 (STATUS), 3.8.2.1 (COMPLETED).
X-MOZ-SNOOZE-TIME is what Thunderbird and Tasks.org write when somebody snoozes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from routine import __version__
from routine.adapters.ics_file import escaped, folded, uid_of, utc

KEY = "X-ROUTINE-KEY"
_ALARM = "VALARM"
_LEAST = timedelta(minutes=1)
"""RFC 5545, 3.8.2.3: what is due is due after it began."""
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class ComponentKind(StrEnum):
    """What a session is in a calendar."""

    TO_SEE = "VEVENT"
    TO_TICK_OFF = "VTODO"


class ObjectStatus(StrEnum):
    """RFC 5545, 3.8.1.11."""

    OPEN = "NEEDS-ACTION"
    UNDER_WAY = "IN-PROCESS"
    DONE = "COMPLETED"
    CANCELLED = "CANCELLED"


class CalendarObject(Struct, frozen=True):
    """One session there."""

    key: str
    kind: ComponentKind
    begin: datetime
    end: datetime
    title: str
    status: ObjectStatus = ObjectStatus.OPEN
    alarm: bool = False
    done_at: datetime | None = None
    snoozed_until: datetime | None = None

    @property
    def name(self) -> str:
        """Of its resource: the same on every computer."""
        return f"{uid_of(self.key)}.ics"

    @property
    def look(self) -> str:
        """All that a client shows of it: where that is the same, nothing has to be written."""
        parts = (self.kind, utc(self.begin), utc(self.end), self.title, self.status, str(self.alarm))
        return "|".join(parts)


def as_text(one: CalendarObject, now: datetime) -> str:
    """The whole resource; without METHOD, which RFC 4791, 4.1 forbids there."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//routine//{__version__}//EN",
        "CALSCALE:GREGORIAN",
        f"BEGIN:{one.kind}",
        f"UID:{uid_of(one.key)}",
        f"{KEY}:{escaped(one.key)}",
        f"DTSTAMP:{utc(now)}",
        f"DTSTART:{utc(one.begin)}",
        f"{'DTEND' if one.kind is ComponentKind.TO_SEE else 'DUE'}:{utc(max(one.end, one.begin + _LEAST))}",
        f"SUMMARY:{escaped(one.title)}",
        "CLASS:PRIVATE",
        *_status_lines(one),
        *(_alarm_lines(one) if one.alarm else ()),
        f"END:{one.kind}",
        "END:VCALENDAR",
    ]
    return "".join(part + "\r\n" for line in lines for part in folded(line))


def read_object(text: str) -> CalendarObject | None:
    """What lies there; None where it is none of ours, or cannot be understood."""
    found: dict[str, str] = {}
    inside: list[str] = []
    kind, alarm = "", False
    for name, value in _properties(text):
        if name == "BEGIN":
            inside.append(value.upper())
            kind = kind or (value.upper() if value.upper() in set(ComponentKind) else "")
            alarm |= value.upper() == _ALARM
        elif name == "END" and inside:
            inside.pop()
        elif inside and inside[-1] == kind:
            found.setdefault(name, value)
    try:
        begin = _instant(found["DTSTART"])
        return CalendarObject(
            _unescaped(found[KEY]),
            ComponentKind(kind),
            begin,
            _instant(found.get("DTEND") or found.get("DUE") or found["DTSTART"]),
            _unescaped(found.get("SUMMARY", "")),
            _status(found),
            alarm,
            _instant(found["COMPLETED"]) if "COMPLETED" in found else None,
            _instant(found["X-MOZ-SNOOZE-TIME"]) if "X-MOZ-SNOOZE-TIME" in found else None,
        )
    except (KeyError, ValueError):
        return None


def _status_lines(one: CalendarObject) -> Iterator[str]:
    if one.kind is ComponentKind.TO_SEE:
        yield "TRANSP:TRANSPARENT"
        yield "STATUS:CANCELLED" if one.status is ObjectStatus.CANCELLED else "STATUS:CONFIRMED"
        return
    yield f"STATUS:{one.status}"
    if one.status is ObjectStatus.DONE:
        yield f"COMPLETED:{utc(one.done_at or one.begin)}"
        yield "PERCENT-COMPLETE:100"


def _alarm_lines(one: CalendarObject) -> tuple[str, ...]:
    return (
        f"BEGIN:{_ALARM}",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(one.title)}",
        "TRIGGER;RELATED=START:PT0S",
        f"END:{_ALARM}",
    )


def _properties(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of each content line (RFC 5545, 3.1), its parameters left out."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    for line in unfolded.splitlines():
        head, colon, value = _cut(line)
        if colon:
            yield head.partition(";")[0].upper(), value


def _cut(line: str) -> tuple[str, str, str]:
    """At the first colon that stands in no quotes."""
    quoted = False
    for place, mark in enumerate(line):
        if mark == '"':
            quoted = not quoted
        elif mark == ":" and not quoted:
            return line[:place], ":", line[place + 1 :]
    return line, "", ""


def _instant(value: str) -> datetime:
    """Raises ValueError for a time without a zone: none of ours has any but UTC."""
    if not value.endswith("Z"):
        raise ValueError(value)
    return datetime.fromisoformat(value).astimezone(UTC)


def _status(found: dict[str, str]) -> ObjectStatus:
    """Some clients say that it is done by its time alone, or by its percentage."""
    said = found.get("STATUS", "").upper()
    if said in set(ObjectStatus):
        return ObjectStatus(said)
    done = "COMPLETED" in found or found.get("PERCENT-COMPLETE") == "100"
    return ObjectStatus.DONE if done else ObjectStatus.OPEN


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
