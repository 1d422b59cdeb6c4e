"""Knows how planned sessions lie in an iCalendar file; must not know what becomes of them.

Flat: one VEVENT an occurrence, in UTC, without alarms, as routine reminds by itself. The same occurrence has the
same UID after every export and on every computer.

Source: RFC 5545, 3.1 (lines of at most 75 octets), 3.3.11 (escapes), 3.6.1 (VEVENT);
RFC 7986, 5.7 (REFRESH-INTERVAL).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from msgspec import Struct

from routine import __version__

_OURS = bytes.fromhex("6f0c6d5e7f3f4f0a9d0a2f6b1e7c5a41")
"""The name space of our UIDs; a new one would double every entry of every calendar."""
_OCTETS = 75


class CalendarEntry(Struct, frozen=True):
    """One occurrence; `stamp` is when its plan was first loaded, so that two exports of one plan are the same."""

    key: str
    begin: datetime
    end: datetime
    title: str
    stamp: datetime
    cancelled: bool = False


def ics_bytes(entries: Iterable[CalendarEntry]) -> bytes:
    """The whole file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//routine//{__version__}//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for entry in entries:
        lines += _entry(entry)
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in folded(line)).encode()


def uid_of(key: str) -> str:
    """A UUID made of a name (RFC 9562, 5.5, version 5)."""
    from hashlib import sha1  # noqa: PLC0415 - `uuid` would bring half a megabyte into `link run`

    made = bytearray(sha1(_OURS + f"\n{key}".encode(), usedforsecurity=False).digest()[:16])
    made[6] = made[6] & 0x0F | 0x50
    made[8] = made[8] & 0x3F | 0x80
    text = made.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def _entry(entry: CalendarEntry) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{uid_of(entry.key)}"
    yield f"DTSTAMP:{utc(entry.stamp)}"
    yield f"DTSTART:{utc(entry.begin)}"
    yield f"DTEND:{utc(entry.end)}"
    yield f"SUMMARY:{escaped(entry.title)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    if entry.cancelled:
        yield "STATUS:CANCELLED"
    yield "END:VEVENT"


def utc(at: datetime) -> str:
    """RFC 5545, 3.3.5, form 2."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    for letter in ("\\", ";", ","):
        text = text.replace(letter, f"\\{letter}")
    return "\\n".join(text.splitlines())


def folded(line: str) -> Iterator[str]:
    """Never within a letter, which may be several octets in UTF-8; what goes on begins with a blank."""
    part, used = "", 0
    for letter in line:
        octets = len(letter.encode())
        if used + octets > _OCTETS:
            yield part
            part, used = " ", 1
        part += letter
        used += octets
    yield part
