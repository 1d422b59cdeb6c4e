"""What calendars are given is read by others at the instants that were meant, also where a clock is changed."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from icalendar import Calendar

from routine.adapters.calendar_objects import CalendarObject, ComponentKind, as_text
from routine.adapters.ics_file import CalendarEntry, ics_bytes, uid_of
from routine.core.recurrence import due_utc
from tests.needs import leave_out, need

TOP = Path(__file__).parents[2]
ZONES = (
    *("Europe/Berlin", "Europe/Lisbon", "America/New_York", "America/St_Johns", "America/Santiago", "Asia/Beirut"),
    *("Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "Africa/Cairo", "UTC"),
)
_FIFTEEN = timedelta(minutes=15)
_WITH_ICAL_JS = """
import ICAL from "ical.js";
import { readFileSync } from "node:fs";
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const one of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(one);
    console.log(event.uid, event.startDate.toJSDate().toISOString());
}
"""
"""As Thunderbird and Nextcloud read."""


def planned() -> Iterator[tuple[str, datetime]]:
    """Times of a plan around each change of a clock in a year: before it, in the gap or twice, and after it."""
    for name in ZONES:
        zone = ZoneInfo(name)
        for number in range(365):
            day = date(2026, 1, 1) + timedelta(days=number)
            ends = [datetime.combine(day + timedelta(days=later), time(0), zone).utcoffset() for later in (0, 1)]
            if ends[0] != ends[1] or number == 180:
                for hour, minute in product(range(4), (0, 15, 45)):
                    at = time(hour, minute)
                    yield f"mine/{name}@{day}T{at:%H:%M}", due_utc(day, at, zone)


def by_icalendar(content: bytes) -> dict[str, datetime]:
    return {str(each["UID"]): each.decoded("DTSTART") for each in Calendar.from_ical(content).walk("VEVENT")}


def by_recurring_ical_events(content: bytes) -> dict[str, datetime]:
    found = recurring_ical_events.of(Calendar.from_ical(content)).between(date(2025, 12, 1), date(2027, 2, 1))
    return {str(each["UID"]): each.start for each in found}


def by_ical_js(content: bytes) -> dict[str, datetime]:
    if not (TOP / "node_modules" / "ical.js").is_dir():
        leave_out("ical.js is not installed: scripts/lint-page")
    words = [need("node", "nodejs"), "--input-type=module", "-e", _WITH_ICAL_JS]
    done = subprocess.run(words, input=content, cwd=TOP, capture_output=True, timeout=60, check=True)
    lines = (line.split() for line in done.stdout.decode().splitlines())
    return {uid: datetime.fromisoformat(at) for uid, at in lines}


def exported(sessions: Sequence[tuple[str, datetime]]) -> bytes:
    return ics_bytes(CalendarEntry(key, due, due + _FIFTEEN, "Rücken; „x“", due) for key, due in sessions)


def pushed(sessions: Sequence[tuple[str, datetime]]) -> bytes:
    """As a server gives several of them at once."""
    texts = [
        as_text(CalendarObject(key, ComponentKind.TO_SEE, due, due + _FIFTEEN, "Rücken", alarm=True), due)
        for key, due in sessions
    ]
    inner = [text[text.index("BEGIN:VEVENT") : text.index("END:VCALENDAR")] for text in texts]
    return (texts[0][: texts[0].index("BEGIN:VEVENT")] + "".join(inner) + "END:VCALENDAR\r\n").encode()


@pytest.mark.parametrize("written", [exported, pushed])
@pytest.mark.parametrize("read", [by_icalendar, by_recurring_ical_events, by_ical_js])
def test_every_reader_finds_the_instant_that_was_meant(
    written: Callable[[Sequence[tuple[str, datetime]]], bytes], read: Callable[[bytes], dict[str, datetime]]
) -> None:
    sessions = list(planned())
    found = {uid: at.astimezone(UTC) for uid, at in read(written(sessions)).items()}
    assert len(sessions) > 300
    assert found == {uid_of(key): due for key, due in sessions}
