"""Knows how an entry becomes the columns of a row and back; must not know the database they lie in."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from routine.core.exercise import Practice
from routine.core.ids import OccurrenceKey
from routine.core.journal import By, Entry, Kind, Row
from routine.core.occurrence import Asks, Occurrence

COLUMNS = "at, kind, occurrence, due, title, practice, minutes, turn, by, detail"
PLACES = ",".join("?" * len(COLUMNS.split(",")))
_PRACTICES = frozenset(Practice)
_ANSWERS_BEFORE = {"not sure": "not_sure"}
"""How answers were written by earlier versions."""

Value = str | int | None


def as_text(at: datetime) -> str:
    """ISO 8601 in UTC with microseconds: always as long, so that sorting the text sorts the time."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _moment(text: str) -> datetime:
    """Raises ValueError; also where there is no offset, as another program wrote: nobody knows when that was."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at


def as_values(entry: Entry) -> tuple[Value, ...]:
    """In the order of COLUMNS. What an entry does not say is not written."""
    about = entry.about
    detail: dict[str, Any] = {
        "until": as_text(entry.until) if entry.until else None,
        "done_at": as_text(entry.done_at) if entry.done_at else None,
        "why": str(entry.why),
        "step": entry.step,
        "answer": str(entry.answer),
        "score": entry.score,
        "note": entry.note,
        "where": str(entry.where),
        "slots": {session: list(slots) for session, slots in entry.slots.items()},
        "digest": str(entry.digest),
        "asks": str(about.asks) if about and about.asks is not Asks.SESSION else "",
        "visits": (about and about.visits) or None,
        "late": entry.late or None,
    }
    return (
        as_text(entry.at),
        str(entry.kind),
        about.key if about else None,
        as_text(about.due) if about else None,
        about.title if about else None,
        str(about.practice) if about and about.practice else None,
        about.minutes if about else None,
        about.turn if about else None,
        str(entry.by),
        json.dumps({name: said for name, said in detail.items() if said not in (None, "", {})}),
    )


def as_row(raw: tuple[Any, ...]) -> Row | None:
    """None for a row that this version cannot read; what it does not know in a row, it leaves out."""
    row_id, at, kind, occurrence, due, title, practice, minutes, turn, by, detail = raw
    try:
        said = json.loads(detail)
        about = None
        if occurrence is not None:
            known = Practice(practice) if practice in _PRACTICES else None
            asks = Asks(said.get("asks", Asks.SESSION))
            key, visits = OccurrenceKey(occurrence), said.get("visits", 0)
            about = Occurrence(key, _moment(due), title, known, minutes, turn, asks, visits)
        entry = Entry(
            at=_moment(at),
            kind=Kind(kind),
            by=By(by),
            about=about,
            until=_moment(said["until"]) if "until" in said else None,
            done_at=_moment(said["done_at"]) if "done_at" in said else None,
            why=said.get("why", ""),
            step=said.get("step"),
            answer=_ANSWERS_BEFORE.get(said.get("answer", ""), said.get("answer", "")),
            score=said.get("score"),
            note=said.get("note", ""),
            where=said.get("where", ""),
            slots={session: tuple(slots) for session, slots in said.get("slots", {}).items()},
            digest=said.get("digest", ""),
            late=bool(said.get("late")),
        )
    except (ValueError, TypeError, AttributeError):
        return None
    return Row(row_id, entry)
