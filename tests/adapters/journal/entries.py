"""Knows how to make entries, one by one or any that could be written; must not know where they are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from routine.core.events import (
    EVENTS,
    Abandoned,
    Actor,
    CheckedIn,
    Completed,
    DaysOff,
    Event,
    EventKind,
    Excused,
    ExcuseReason,
    Felt,
    FeltAnswer,
    Held,
    HoldReason,
    Measured,
    Missed,
    MissReason,
    Outcome,
    Paused,
    PlanChange,
    PlanChanged,
    PlanLoaded,
    PlanRejected,
    Renamed,
    Shown,
    ShownCard,
    Snoozed,
    Started,
    StepDone,
    StepDose,
    StepSkipped,
    TextChange,
    Undone,
    Unknown,
)
from routine.core.exercise import Practice, Side
from routine.core.identifiers import SessionPlace
from routine.core.ids import OccurrenceKey
from routine.core.occurrence import Occurrence, OccurrenceKind
from tests.telling import event_of

DAWN = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
KEY = "gentle-start/morning@2026-11-23T07:30"
OTHER = "gentle-start/evening@2026-11-23T21:30"


def entry(
    kind: EventKind = EventKind.SHOWN, key: str = KEY, minutes: float = 0, by: Actor = Actor.SERVICE, **more: Any
) -> Event:
    """An event so many minutes after dawn; with an empty key, of no occurrence. `note` says anything at all."""
    kind = EventKind.EXCUSED if "note" in more else kind
    about = (
        Occurrence(OccurrenceKey(key), DAWN, "Morning mobility", Practice.MOBILITY, timedelta(minutes=12))
        if key
        else None
    )
    return event_of(kind, DAWN + timedelta(minutes=minutes), by, about, **more)


# what UTF-8 can write: half a surrogate pair never comes out of a TOML file or a command line
_text = st.text(st.characters(codec="utf-8"), max_size=40)
_instants = st.datetimes(timezones=st.just(UTC))
_counts = st.integers(0, 10_000)
_occurrences = st.builds(
    Occurrence,
    key=_text.filter(bool).map(OccurrenceKey),
    due=_instants,
    title=_text,
    practice=st.none() | st.sampled_from(Practice),
    length=_counts.map(lambda number: timedelta(minutes=number)),
    turn=_counts,
    asks=st.sampled_from(OccurrenceKind),
)
_doses = st.builds(
    StepDose,
    exercise=_text,
    reps=st.lists(_counts, max_size=3).map(tuple),
    hold=st.integers(0, 600).map(lambda seconds: timedelta(seconds=seconds)),
    sides=st.lists(st.sampled_from(Side), max_size=2).map(tuple),
)
_fields: dict[type[Event], dict[str, st.SearchStrategy[Any]]] = {
    Shown: {"card": st.sampled_from(ShownCard), "session": _text},
    Held: {"reason": st.sampled_from(HoldReason)},
    Snoozed: {"until": _instants},
    Started: {"place": st.none() | st.sampled_from(SessionPlace), "dose": st.lists(_doses, max_size=3).map(tuple)},
    StepDone: {"step": _counts},
    StepSkipped: {"step": _counts},
    Completed: {"done_at": st.none() | _instants},
    Abandoned: {"steps_done": st.none() | _counts, "of": st.none() | _counts},
    Missed: {"reason": st.sampled_from(MissReason)},
    Excused: {"reason": st.sampled_from(ExcuseReason), "note": _text},
    Felt: {"answer": st.none() | st.sampled_from(FeltAnswer), "score": st.none() | _counts, "note": _text},
    Measured: {
        "measure": _text,
        "value": st.floats(allow_nan=False, allow_infinity=False),
        "answers": st.lists(st.none() | _counts, max_size=3).map(tuple),
    },
    Paused: {"until": _instants},
    DaysOff: {"first": st.dates(), "last": st.dates(), "note": _text, "instead_of": _text},
    Renamed: {"before": _text, "after": _text},
    Undone: {"what": _text},
    PlanLoaded: {
        "plan": _text,
        "slots": st.dictionaries(_text, st.lists(_text, max_size=3).map(tuple), max_size=3),
        "digest": _text,
        "shipped": st.booleans(),
    },
    PlanRejected: {"plan": _text, "problem": _text, "digest": _text},
    PlanChanged: {
        "change": st.sampled_from(PlanChange),
        "texts": st.lists(st.builds(TextChange, _text, _text, _text), max_size=3).map(tuple),
    },
    CheckedIn: {
        "outcome": st.sampled_from(Outcome),
        "signs": st.lists(_text, max_size=3).map(tuple),
        "cleared_at": st.none() | _instants,
    },
}
_every = st.sampled_from([each for each in EVENTS.values() if each is not Unknown])

any_entries = _every.flatmap(
    lambda of_kind: st.builds(
        of_kind,
        at=_instants,
        by=st.sampled_from(Actor),
        about=st.none() | _occurrences,
        late=st.booleans(),
        over=st.lists(_text, max_size=2).map(tuple),
        **_fields.get(of_kind, {}),
    )
)
