"""Knows how to make entries, one by one or any that could be written; must not know where they are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from routine.core.exercise import Practice
from routine.core.ids import OccurrenceKey
from routine.core.journal import By, Entry, Kind
from routine.core.occurrence import Asks, Occurrence

DAWN = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
KEY = "gentle-start/morning@2026-11-23T07:30"
OTHER = "gentle-start/evening@2026-11-23T21:30"


def entry(kind: Kind = Kind.SHOWN, key: str = KEY, minutes: float = 0, by: By = By.SERVICE, **more: Any) -> Entry:
    """An entry so many minutes after dawn; with an empty key, of no occurrence."""
    about = Occurrence(OccurrenceKey(key), DAWN, "Morning mobility", Practice.MOBILITY, 12) if key else None
    return Entry(DAWN + timedelta(minutes=minutes), kind, by, about, **more)


# what UTF-8 can write: half a surrogate pair never comes out of a TOML file or a command line
_text = st.text(st.characters(codec="utf-8"), max_size=40)
_instants = st.datetimes(timezones=st.just(UTC))
_counts = st.integers(0, 10_000)
_occurrences = st.builds(
    Occurrence,
    key=_text.filter(bool),
    due=_instants,
    title=_text,
    practice=st.none() | st.sampled_from(Practice),
    minutes=_counts,
    turn=_counts,
    asks=st.sampled_from(Asks),
)

any_entries = st.builds(
    Entry,
    at=_instants,
    kind=st.sampled_from(Kind),
    by=st.sampled_from(By),
    about=st.none() | _occurrences,
    until=st.none() | _instants,
    done_at=st.none() | _instants,
    why=_text,
    step=st.none() | _counts,
    answer=_text,
    where=_text,
    slots=st.dictionaries(_text, st.lists(_text, max_size=3).map(tuple), max_size=3),
    digest=_text,
    late=st.booleans(),
)
