"""Knows how a record of sessions lies in CSV; must not know what became of them.

With a byte order mark, as spreadsheets take the letters for another code else. A text that a person typed and that
a spreadsheet would compute gets an apostrophe in front; a number never does.

Source: RFC 4180 (CRLF, quotes).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from msgspec import Struct

HEAD = (
    "date",
    "planned_at",
    "title",
    "practice",
    "plan",
    "session",
    "outcome",
    "reason",
    "planned_minutes",
    "minutes",
    "how",
    "times_snoozed",
    "answer",
    "rating_0_10",
    "note",
)
TYPED = ("title", "plan", "session", "note")
_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n")
_BOM = "\ufeff"


class CsvRow(Struct, frozen=True):
    """One line, by the names of the columns; what is not known is empty."""

    date: str
    planned_at: str = ""
    title: str = ""
    practice: str = ""
    plan: str = ""
    session: str = ""
    outcome: str = ""
    reason: str = ""
    planned_minutes: int | None = None
    minutes: int | None = None
    how: str = ""
    times_snoozed: int | None = None
    answer: str = ""
    rating_0_10: int | None = None
    note: str = ""


def csv_bytes(rows: Iterable[CsvRow]) -> bytes:
    """The whole file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in rows:
        writer.writerow([_cell(name, getattr(row, name)) for name in HEAD])
    return (_BOM + text.getvalue()).encode()


def _cell(name: str, value: str | int | None) -> str:
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if name in TYPED and text.startswith(_COMPUTED) else text
