"""Knows how an event becomes the columns of a row and back; must not know the database they lie in.

What rows are looked for by has a column, and so has the occurrence as it was: all rows have the same of it. What
only its kind says is JSON beside it. An index can only be over columns, and a new kind needs no new layout.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from routine.core.events import (
    EVENTS,
    Actor,
    Event,
    ExcuseReason,
    HoldReason,
    MissReason,
    StoredEvent,
    Unknown,
)
from routine.core.exercise import Practice
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence, OccurrenceKind

COLUMNS = "at, kind, occurrence, due, title, practice, minutes, turn, by, late, detail"
PLACES = ",".join("?" * len(COLUMNS.split(",")))
_PRACTICES = {each.value: each for each in Practice}
_ACTORS = {each.value: each for each in Actor}
_ASKS = {each.value: each for each in OccurrenceKind}
_KINDS = {kind.value: made for kind, made in EVENTS.items()}
"""A look into a table costs a tenth of a call of the enumeration, and years of rows are read at once."""
_WHERE_TO = frozenset(SessionPlace)
_OF_THE_ROW = ("kind", "at", "by", "about", "late")
"""What has columns of its own."""
_MINUTE = timedelta(minutes=1)
"""The unit of the column `minutes`."""

Value = str | int | None

REASONS_BEFORE = {
    "could not be shown": MissReason.UNSHOWN,
    "quiet hours": HoldReason.QUIET,
    "paused": HoldReason.PAUSE,
    "another session is running": HoldReason.SESSION,
    "the screen is locked": HoldReason.LOCKED,
    "do-not-disturb is on": HoldReason.DO_NOT_DISTURB,
    "a window fills the screen": HoldReason.FULL_SCREEN,
    "the microphone is in use": HoldReason.MICROPHONE,
    "nobody is at the computer": HoldReason.AWAY,
    "heads-up": "heads_up",
    "about supplements": "supplements",
    "no longer in the plan": ExcuseReason.GONE,
    "safety check": ExcuseReason.SAFETY,
    "moved": ExcuseReason.MOVED,
    "not sure": "not_sure",
}
"""How reasons were stored up to the fourth layout; what is not here was an identifier already."""


def as_text(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds: always as long, so sorting the text sorts the time (section 5.1)."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _moment(text: str) -> datetime:
    """Raises ValueError; also where there is no offset, as another program wrote: nobody knows when that was."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at


def as_values(entry: Event) -> tuple[Value, ...]:
    """In the order of COLUMNS. What an event does not say is not written."""
    about = entry.about
    kind, detail = entry.kind.value, msgspec.to_builtins(entry, enc_hook=str)
    for name in _OF_THE_ROW:
        detail.pop(name, None)
    if isinstance(entry, Unknown):
        kind, detail = entry.written, msgspec.json.decode(entry.detail or "{}")
    if about and about.asks is not OccurrenceKind.SESSION:
        detail["asks"] = about.asks.value
    if about and about.visits:
        detail["visits"] = about.visits
    return (
        as_text(entry.at),
        kind,
        about.key if about else None,
        as_text(about.due) if about else None,
        about.title if about else None,
        about.practice.value if about and about.practice else None,
        about.length // _MINUTE if about else None,
        about.turn if about else None,
        entry.by.value,
        int(entry.late),
        msgspec.json.encode(detail).decode(),
    )


def as_row(raw: tuple[Any, ...]) -> StoredEvent | None:
    """None for a row that nobody can read; one that this version does not understand is Unknown."""
    row_id, device, number, at, kind, occurrence, due, title, practice, minutes, turn, by, late, detail = raw
    try:
        said = dict(msgspec.json.decode(detail).items())
        about = None
        if occurrence is not None:
            known = _PRACTICES.get(practice)
            asks, visits = _ASKS[said.pop("asks", OccurrenceKind.SESSION)], said.pop("visits", 0)
            key = OccurrenceKey(occurrence)
            about = Occurrence(key, _moment(due), title, known, (minutes or 0) * _MINUTE, turn, asks, visits)
        when, who = _moment(at), _ACTORS[by]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return None
    try:
        entry = msgspec.convert(
            _as_now(kind, said) | {"at": when, "by": who, "about": about, "late": bool(late)},
            _KINDS[kind],
        )
    except (ValueError, KeyError):
        entry = Unknown(when, who, about, bool(late), written=str(kind), detail=detail)
    return StoredEvent(row_id, entry, device, number)


def _as_now(kind: str, said: dict[str, Any]) -> dict[str, Any]:
    """What a row says by the names of today: the one place that knows how it was written before."""
    why, where, _ = said.pop("why", None), said.pop("where", None), said.pop("late", None)
    reason = REASONS_BEFORE.get(why, why)
    match kind:
        case "shown" if why:
            said |= {"card": reason} | ({"session": where} if where else {})
        case "held" | "missed" if why:
            said["reason"] = reason
        case "excused" if why:
            said |= {"reason": reason} if why in _EXCUSES_BEFORE else {"note": why}
        case "started" if where in _WHERE_TO:
            said["place"] = where
        case "abandoned" if "step" in said:
            said["steps_done"] = said.pop("step")
        case "felt" if "answer" in said:
            said["answer"] = REASONS_BEFORE.get(said["answer"], said["answer"])
        case "plan_loaded" if where is not None:
            said |= {"plan": where, "shipped": bool(why)}
        case "plan_rejected" if where is not None:
            said |= {"plan": where, "problem": why or ""}
        case "checkin" if "answer" in said:
            said |= {"outcome": said.pop("answer"), "signs": (why or "").split()}
            if "done_at" in said:
                said["cleared_at"] = said.pop("done_at")
    return said


_EXCUSES_BEFORE = frozenset(
    text
    for text, reason in REASONS_BEFORE.items()
    if isinstance(reason, ExcuseReason) or reason is HoldReason.PAUSE
)
