"""Knows how a row of the journal becomes one line that other devices read, and back; must not know any file.

JSON Lines (jsonlines.org): UTF-8, a line a row, and only a line that ends in a line feed counts. What is in it are
the columns of the journal by their names. `before` is the number of the shared row that its device wrote before
it, so that a reader notices where one is missing.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from routine.adapters.journal.rows import COLUMNS, as_row, as_values
from routine.core.events import StoredEvent
from routine.core.merging import as_shared, is_shared

LONGEST = 262_144
"""Bytes of one line. The start of a session tells the dose of each of its steps: 300 of them are 30,000."""
FORMAT = 1
_COLUMNS = COLUMNS.split(", ")
_NUMBERS = {"minutes", "turn", "late", "number", "before"}
_LONGEST_NAME = 32
_HIGHEST = 1 << 53


class FileHead(Struct, frozen=True):
    """The first line of a file: who writes it."""

    routine: int
    """The format."""
    device: str
    name: str
    """What people call that computer."""
    writer: str
    """Of two journals with one name, one of them a copy, this tells which one wrote."""


class SharedRow(Struct, frozen=True):
    """One line that was understood."""

    row: StoredEvent
    before: int


def as_line(row: StoredEvent, before: int) -> bytes:
    """Without the line feed."""
    columns = dict(zip(_COLUMNS, as_values(as_shared(row.entry)), strict=True))
    detail = msgspec.json.decode(str(columns.pop("detail")))
    said = {name: value for name, value in columns.items() if value not in (None, 0)}
    whole = {"device": row.device, "number": row.number, "before": before, **said, "detail": detail}
    return msgspec.json.encode(whole, enc_hook=str)


def as_shared_row(line: bytes) -> SharedRow | None:
    """None for what is no row that any device shares: it is passed over."""
    if len(line) > LONGEST:
        return None
    try:
        said: dict[str, Any] = dict(msgspec.json.decode(line))
        device, number, before = said.pop("device"), said.pop("number"), said.pop("before")
        detail = msgspec.json.encode(dict(said.pop("detail", {}))).decode()
        about = {"minutes": 0, "turn": 0} if "occurrence" in said else {}
        columns = about | {"late": 0} | {name: said[name] for name in _COLUMNS if name in said}
        typed = {**columns, "device": device, "number": number, "before": before}
        if not all(isinstance(value, int if name in _NUMBERS else str) for name, value in typed.items()):
            return None
        row = as_row((0, device, number, *(columns.get(name) for name in _COLUMNS[:-1]), detail))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    good = row is not None and device.isalnum() and len(device) <= _LONGEST_NAME and 0 < number <= _HIGHEST
    return SharedRow(row, before) if good and row is not None and is_shared(row.entry) else None


def as_head(line: bytes) -> FileHead | None:
    try:
        return msgspec.json.decode(line, type=FileHead)
    except ValueError:
        return None
